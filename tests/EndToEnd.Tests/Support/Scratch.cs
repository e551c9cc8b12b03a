namespace K3Monitor.EndToEnd.Tests.Support;

/// <summary>A folder of a test's own, gone with the test.</summary>
internal sealed class Scratch : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("k3monitor-e2e-");

    public string Path => folder.FullName;

    /// <summary>A path inside; nothing is made.</summary>
    public string At(string name) => System.IO.Path.Combine(folder.FullName, name);

    /// <summary>Writes a file and gives its path.</summary>
    public string Write(string name, string text)
    {
        File.WriteAllText(At(name), text);
        return At(name);
    }

    public void Dispose() => folder.Delete(recursive: true);
}
