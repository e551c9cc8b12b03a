using System.Buffers.Text;
using System.Text.Json;

namespace K3Monitor.Inspection.Incidents;

/// <summary>The place behind the last row of a page: its sort key, start and key. Opaque to callers.</summary>
/// <param name="Sort">The order in which it was given; another order refuses it.</param>
/// <param name="Descending">The direction in which it was given.</param>
/// <param name="Text">Sort key, where it is a name.</param>
/// <param name="Number">Sort key, where it is a number.</param>
/// <param name="Start">Start of the breach, µs.</param>
/// <param name="Id">Key of the row.</param>
internal sealed record IncidentCursor(IncidentSort Sort, bool Descending, string? Text, double Number, long Start, int Id)
{
    public override string ToString() => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(this));

    /// <exception cref="FormatException">It is not one of ours, or belongs to another order.</exception>
    public static IncidentCursor Parse(string text, IncidentSort sort, bool descending)
    {
        try
        {
            IncidentCursor? cursor = JsonSerializer.Deserialize<IncidentCursor>(Base64Url.DecodeFromChars(text));
            if (cursor is not null && cursor.Sort == sort && cursor.Descending == descending && (sort != IncidentSort.Site || cursor.Text is not null))
                return cursor;
        }
        catch (JsonException e)
        {
            throw new FormatException("the cursor cannot be read", e);
        }

        throw new FormatException("the cursor belongs to another order");
    }
}
