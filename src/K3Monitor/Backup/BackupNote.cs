using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using K3Monitor.Store.Relational.Sqlite;

namespace K3Monitor.App.Backup;

/// <summary>What a backup says about itself: <c>backup.json</c>.</summary>
/// <param name="Format">Version of the layout.</param>
/// <param name="Product">Version of the product that made it.</param>
/// <param name="Made">When, by the machine's clock, UTC.</param>
/// <param name="Samples">Samples in telemetry files.</param>
/// <param name="StorePosition">Journal position up to which those files hold everything; the rest is in the journal.</param>
/// <param name="JournalEnd">Position behind the last byte of the journal.</param>
/// <param name="Database">What the database holds; null when there was none.</param>
internal sealed record BackupNote(int Format, string Product, DateTimeOffset Made, long Samples, long StorePosition, long JournalEnd, DatabaseCounts? Database)
{
    public const string FileName = "backup.json";
    public const int KnownFormat = 1;
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>Version of this product.</summary>
    public static string ThisProduct { get; } =
        typeof(BackupNote).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>Reads the file's bytes.</summary>
    /// <exception cref="InvalidDataException">They are no note, or one of a later layout.</exception>
    public static BackupNote Parse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize<BackupNote>(bytes, Json) is { Format: KnownFormat } note
                ? note
                : throw new InvalidDataException($"{FileName}: layout is not {KnownFormat.ToString(CultureInfo.InvariantCulture)}: made by another version of the product");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{FileName}: {e.Message}", e);
        }
    }

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, Json);
}

/// <summary>
/// The SHA-256 of every file of a backup, in the form that <c>sha256sum -c</c> checks. It is written last: a backup
/// without it was never finished.
/// </summary>
internal static class BackupHashes
{
    public const string FileName = "SHA256SUMS";
    private const int HexDigits = 64;

    public static byte[] Write(IEnumerable<KeyValuePair<string, string>> hashes) =>
        Encoding.UTF8.GetBytes(string.Concat(hashes.OrderBy(h => h.Key, StringComparer.Ordinal).Select(h => $"{h.Value}  {h.Key}\n")));

    /// <summary>Name and hash of each file; lines that cannot be read are told.</summary>
    public static Dictionary<string, string> Read(string text, List<string> faults)
    {
        var hashes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((int index, string line) in text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Index())
        {
            bool sound = line.Length > HexDigits + 2 && line.AsSpan(HexDigits, 2) is "  " && line.Take(HexDigits).All(char.IsAsciiHexDigit);
            if (sound)
                hashes[line[(HexDigits + 2)..]] = line[..HexDigits];
            else
                faults.Add($"{FileName}:{(index + 1).ToString(CultureInfo.InvariantCulture)}: is not a hash and a name");
        }

        return hashes;
    }
}
