using System.Security.Cryptography;
using System.Text;
using K3Monitor.Rules.Limits.Reading;

namespace K3Monitor.Rules.Limits;

/// <summary>Reads a rule pack from the text of a YAML file. The schema is in <c>docs/rule-packs.md</c>.</summary>
/// <remarks>Pure; safe from any thread. Never throws on bad input.</remarks>
public static class RulePackReader
{
    /// <summary>A longer file is refused unread, in characters.</summary>
    public const int MostCharacters = 1024 * 1024;

    /// <summary>Reads a pack.</summary>
    /// <param name="yamlText">Text of the file.</param>
    /// <param name="fileName">Name for faults and for <see cref="RulePack.File"/>.</param>
    /// <returns>The pack, or every fault of the file at once, in the order of its lines.</returns>
    public static PackReading Read(string yamlText, string fileName)
    {
        ArgumentNullException.ThrowIfNull(yamlText);
        ArgumentNullException.ThrowIfNull(fileName);
        var faults = new List<PackFault>();
        void Tell(int line, string key, string message) => faults.Add(new PackFault(fileName, line, key, message));

        RulePack? pack = null;
        if (yamlText.Length > MostCharacters)
            Tell(0, string.Empty, $"longer than {MostCharacters} characters");
        else if (new YamlTree(yamlText, Tell).Read() is { } root)
            pack = new PackParts(root, Tell).Read(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(yamlText))), fileName);

        // A fault in a template is found by every limit that uses it, and told once.
        return faults.Count == 0
            ? new PackReading(pack, [])
            : new PackReading(null, [.. faults.Distinct().OrderBy(f => f.Line)]);
    }
}
