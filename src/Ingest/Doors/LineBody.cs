using System.Text;
using K3Monitor.Ingest.Formats.InfluxLines;

namespace K3Monitor.Ingest.Doors;

/// <summary>A body of line protocol, taken apart: good lines in parts that fit whole into a quarantined record, and the bad ones.</summary>
internal sealed class LineBody
{
    private const int MostBytes = 60 * 1024;

    private LineBody(IReadOnlyList<string> good, IReadOnlyList<string> bad, string? firstFault) => (Good, Bad, FirstFault) = (good, bad, firstFault);

    /// <summary>Good lines, in parts of at most 60 KiB; a longer line is a part of its own.</summary>
    public IReadOnlyList<string> Good { get; }

    /// <summary>Bad lines, in parts of the same size.</summary>
    public IReadOnlyList<string> Bad { get; }

    /// <summary>The first bad line and why, as InfluxDB words it; null when all are good.</summary>
    public string? FirstFault { get; }

    /// <summary>How many lines are bad.</summary>
    public int BadLines { get; private init; }

    public static LineBody Read(string text)
    {
        var good = new Parts();
        var bad = new Parts();
        string? first = null;
        int wrong = 0;
        foreach (string line in text.Split('\n').Select(l => l.TrimEnd('\r')).Where(l => l.Trim() is { Length: > 0 } trimmed && trimmed[0] != '#'))
        {
            if (LineParser.Parse(line).Fault is not { } fault)
            {
                good.Add(line);
                continue;
            }

            bad.Add(line);
            first ??= $"unable to parse '{(line.Length <= 200 ? line : line[..200] + "…")}': {fault}";
            wrong++;
        }

        return new LineBody(good.End(), bad.End(), first) { BadLines = wrong };
    }

    private sealed class Parts
    {
        private readonly List<string> parts = [];
        private readonly StringBuilder part = new();
        private int bytes;

        public void Add(string line)
        {
            int length = Encoding.UTF8.GetByteCount(line) + 1;
            if (bytes > 0 && bytes + length > MostBytes)
                Close();
            part.Append(line).Append('\n');
            bytes += length;
        }

        public List<string> End()
        {
            if (bytes > 0)
                Close();
            return parts;
        }

        private void Close()
        {
            parts.Add(part.ToString());
            part.Clear();
            bytes = 0;
        }
    }
}
