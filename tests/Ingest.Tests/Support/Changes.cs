namespace K3Monitor.Ingest.Tests.Support;

/// <summary>Lets a test wait until something holds; looked at again with every change, never by time.</summary>
internal sealed class Changes
{
    private readonly Lock gate = new();
    private readonly List<(Func<bool> Holds, TaskCompletionSource Reached)> waiting = [];

    public Task Until(Func<bool> holds)
    {
        lock (gate)
        {
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (holds())
                reached.SetResult();
            else
                waiting.Add((holds, reached));
            return reached.Task.WaitAsync(TimeSpan.FromSeconds(60));
        }
    }

    public void Changed()
    {
        lock (gate)
        {
            waiting.RemoveAll(w => w.Holds() && w.Reached.TrySetResult());
        }
    }
}
