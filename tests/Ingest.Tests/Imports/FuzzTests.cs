using System.Globalization;
using System.Text;
using CsCheck;
using K3Monitor.Inspection.Imports;

namespace K3Monitor.Ingest.Tests.Imports;

/// <summary>No bytes end the reader otherwise than by saying why, and what is written in any way is read as what it was.</summary>
public sealed class FuzzTests : IDisposable
{
    private readonly ImportBench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public Task Any_bytes_are_read_or_refused() => Gen.Byte.Array[0, 400].SampleAsync(TakesAsync, iter: 300);

    [Fact]
    public Task Any_cells_in_the_shape_of_a_file_are_read_or_refused() =>
        Gen.OneOf("time", "co", "2025-11-20 08:00", "20/11/2025", "08.00.00", "24:00", "1,234", "-200", "<LOD", "OL", "\"", "#", "\t", ";", ",", "|", "\r", "\n", "\n", "\u00A0", "<", "1e400", "\uD83D\uDE00")
            .List[0, 80].SampleAsync(parts => TakesAsync(Encoding.UTF8.GetBytes(string.Concat(parts))), iter: 500);

    [Fact]
    public Task What_is_written_in_any_way_is_read_as_what_it_was() => Gen.Select(
        Gen.Int[-40_000, 9_999_999].List[2, 30], Gen.OneOf(';', '\t', '|'), Gen.OneOf("., ", ".\0 ", ".',", ",.", ",\0", ", "), Gen.OneOf("dd/MM/yyyy", "yyyy-MM-dd", "MM/dd/yyyy", "d.M.yyyy"))
        .SampleAsync(async (thousandths, separator, marks, date) =>
        {
            var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"time{separator}co\n");
            var day = new DateTime(2025, 11, 20, 8, 0, 0, DateTimeKind.Unspecified);

            // One number that settles the decimal mark: the others may leave it open.
            List<decimal> values = [.. thousandths.Select(t => t / 1000m), 0.5m];
            for (int i = 0; i < values.Count; i++)
                text.Append(CultureInfo.InvariantCulture, $"{day.AddMinutes(i).ToString(date + " HH:mm", CultureInfo.InvariantCulture)}{separator}{Written(values[i], marks[0], marks[1])}\n");
            Imported read = await bench.Read(text.ToString(), new ImportDeclaration { Numbers = ["999", "999.9", "9999", "9999.9", "6553.5", "655.35", "3276.7", "327.67"] });
            Assert.True(read.Rows is not null, string.Join('\n', read.Recognition.Findings.Faults) + "\n" + text);
            Assert.Empty(read.Rejects);
            Assert.Equal(values.Select(v => (double)v), read.Samples.Select(s => s.Value));
        }, iter: 200);

    private async Task TakesAsync(byte[] bytes)
    {
        try
        {
            Imported read = await bench.Read(bytes, new ImportDeclaration { Dates = "dmy", Decimal = "comma" });
            Assert.All(read.Samples, s => Assert.True(double.IsFinite(s.Value)));
        }
        catch (InvalidDataException)
        {
            // Bytes that are no characters of the encoding: told with the line.
        }
    }

    private static string Written(decimal value, char point, char group)
    {
        string plain = value.ToString("#,##0.###", CultureInfo.InvariantCulture);
        return string.Concat(plain.Select(c => c switch { '.' => point.ToString(), ',' => group == '\0' ? "" : group.ToString(), _ => c.ToString() }));
    }
}
