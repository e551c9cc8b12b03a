using K3Monitor.Measurements;
using SpreadCheetah;

namespace K3Monitor.Inspection.Exports;

/// <summary>
/// An Excel workbook (XLSX). Texts are written as texts and never as formulas. A sheet that is full goes on in the next;
/// the last sheet tells what the table is.
/// </summary>
public sealed class XlsxTable : ITableWriter
{
    /// <summary>Rows of a sheet, by the file format (ECMA-376).</summary>
    private const int MostRows = 1_048_576;

    private readonly IReadOnlyList<Column> columns;
    private readonly Spreadsheet book;
    private readonly DataCell[] cells;
    private int sheets;
    private int rows = MostRows;

    private XlsxTable(Spreadsheet book, IReadOnlyList<Column> columns)
    {
        this.book = book;
        this.columns = columns;
        cells = new DataCell[columns.Count];
    }

    /// <summary>Begins a table on a stream, which stays open.</summary>
    public static async Task<XlsxTable> BeginAsync(Stream stream, IReadOnlyList<Column> columns, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(columns);
        var table = new XlsxTable(await Spreadsheet.CreateNewAsync(stream, cancellationToken: cancellationToken).ConfigureAwait(false), columns);
        await table.NextSheetAsync(cancellationToken).ConfigureAwait(false);
        return table;
    }

    /// <inheritdoc />
    public async ValueTask WriteAsync(ReadOnlyMemory<Field> row, CancellationToken cancellationToken)
    {
        if (rows == MostRows)
            await NextSheetAsync(cancellationToken).ConfigureAwait(false);
        for (int i = 0; i < cells.Length; i++)
            cells[i] = Cell(columns[i].Kind, row.Span[i]);
        await book.AddRowAsync(cells, cancellationToken).ConfigureAwait(false);
        rows++;
    }

    /// <inheritdoc />
    public async ValueTask FinishAsync(IReadOnlyList<KeyValuePair<string, string>> about, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(about);
        await book.StartWorksheetAsync("about", token: cancellationToken).ConfigureAwait(false);
        foreach ((string key, string value) in about)
            await book.AddRowAsync([new DataCell(key), new DataCell(value)], cancellationToken).ConfigureAwait(false);
        await book.FinishAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => book.DisposeAsync();

    private async Task NextSheetAsync(CancellationToken cancellationToken)
    {
        sheets++;
        await book.StartWorksheetAsync(sheets == 1 ? "data" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"data {sheets}"), token: cancellationToken).ConfigureAwait(false);
        await book.AddRowAsync([.. columns.Select(c => new DataCell(c.Name))], cancellationToken).ConfigureAwait(false);
        rows = 1;
    }

    private static DataCell Cell(ColumnKind kind, in Field field) => kind switch
    {
        ColumnKind.Number => new DataCell(field.Number),
        ColumnKind.Time => new DataCell(field.Time?.ToDateTimeOffset().UtcDateTime),
        _ => new DataCell(field.Text),
    };
}
