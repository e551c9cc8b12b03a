using System.Globalization;
using System.Text;

namespace K3Monitor.FirmwareSim.CommandLine;

/// <summary>Passwords of devices out of a CSV file with the head <c>site,device,password</c>.</summary>
internal sealed class CredentialsFile
{
    private const string Head = "site,device,password";
    private readonly Dictionary<(string Site, string Device), string> _passwords = [];
    private readonly List<(string Site, string Device)> _order = [];

    /// <summary>The devices in the order of the file.</summary>
    internal IReadOnlyList<(string Site, string Device)> Devices => _order;

    /// <summary>Reads the file.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="file">How it is named in faults.</param>
    /// <param name="faults">Takes one line for each bad line, as <c>file:line: why</c>. The password is never in it.</param>
    internal static CredentialsFile Read(TextReader text, string file, ICollection<string> faults)
    {
        var read = new CredentialsFile();
        int number = 0;
        while (text.ReadLine() is { } line)
        {
            number++;
            if (number == 1 && line.Trim() == Head)
            {
                continue;
            }

            if (line.Trim().Length > 0 && read.Add(line) is { } why)
            {
                faults.Add(string.Create(CultureInfo.InvariantCulture, $"{file}:{number}: {why}"));
            }
        }

        return read;
    }

    /// <summary>Reads a file from disk; one that cannot be read is a fault.</summary>
    internal static CredentialsFile Open(string file, ICollection<string> faults)
    {
        try
        {
            using var text = new StreamReader(file, Encoding.UTF8);
            return Read(text, file, faults);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            faults.Add($"{file}: cannot be read: {unreadable.Message}");
            return new CredentialsFile();
        }
    }

    internal bool TryFind(string site, string device, out string password) =>
        _passwords.TryGetValue((site, device), out password!);

    private string? Add(string line)
    {
        // A password may hold commas; a site and a device are slugs and cannot.
        string[] parts = line.TrimEnd('\r').Split(',', 3);
        if (parts.Length < 3 || parts.Any(p => p.Length == 0))
        {
            return $"is not '{Head}'";
        }

        var key = (parts[0].Trim(), parts[1].Trim());
        if (!_passwords.TryAdd(key, parts[2]))
        {
            return $"names {key.Item1}/{key.Item2} a second time";
        }

        _order.Add(key);
        return null;
    }
}
