using System.Globalization;
using System.Text;
using K3Monitor.Measurements;

namespace K3Monitor.Inspection.Exports;

/// <summary>
/// Comma-separated text (RFC 4180) in UTF-8, invariant culture. Text that a spreadsheet would take for a formula gets an
/// apostrophe in front: names come from site files and devices, and a file is opened by whoever got it.
/// </summary>
public sealed class CsvTable : ITableWriter
{
    private static readonly UTF8Encoding NoMark = new(encoderShouldEmitUTF8Identifier: false);
    private readonly StreamWriter writer;
    private readonly IReadOnlyList<Column> columns;
    private readonly StringBuilder line = new();

    /// <summary>Begins a table on a stream, which stays open.</summary>
    public CsvTable(Stream stream, IReadOnlyList<Column> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        this.columns = columns;
        writer = new StreamWriter(stream, NoMark, 1 << 14, leaveOpen: true);
        line.AppendJoin(',', columns.Select(c => c.Name)).Append("\r\n");
    }

    /// <inheritdoc />
    public async ValueTask WriteAsync(ReadOnlyMemory<Field> row, CancellationToken cancellationToken)
    {
        for (int i = 0; i < columns.Count; i++)
        {
            if (i > 0)
                line.Append(',');
            Append(columns[i].Kind, row.Span[i]);
        }

        line.Append("\r\n");
        await writer.WriteAsync(line, cancellationToken).ConfigureAwait(false);
        line.Clear();
    }

    /// <inheritdoc />
    public async ValueTask FinishAsync(IReadOnlyList<KeyValuePair<string, string>> about, CancellationToken cancellationToken)
    {
        await writer.WriteAsync(line, cancellationToken).ConfigureAwait(false);
        line.Clear();
        await writer.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => writer.DisposeAsync();

    /// <summary>A text that no spreadsheet calculates.</summary>
    internal static string Harmless(string text) => text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' ? "'" + text : text;

    private void Append(ColumnKind kind, in Field field)
    {
        if (kind == ColumnKind.Number)
            line.Append(CultureInfo.InvariantCulture, $"{field.Number:R}");
        else if (kind == ColumnKind.Time)
            line.Append(field.Time);
        else if (field.Text is { } text)
            AppendText(Harmless(text));
    }

    private void AppendText(string text)
    {
        if (text.AsSpan().IndexOfAny(",\"\r\n") < 0)
            line.Append(text);
        else
            line.Append('"').Append(text.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
    }
}
