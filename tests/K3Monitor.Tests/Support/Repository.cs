namespace K3Monitor.App.Tests.Support;

/// <summary>Files of the repository, found from the test's own folder.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string File(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(folder.FullName, "K3Monitor.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException("K3Monitor.sln is nowhere above the test");
    }
}
