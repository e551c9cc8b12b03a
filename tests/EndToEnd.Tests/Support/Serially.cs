// Every test starts whole products; side by side on two cores they would only wait for each other's deadlines.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
