using System.Text.Json;

namespace K3Monitor.Rules.Calc;

/// <summary>Whether all text of an input is Unicode.</summary>
/// <remarks>
/// JSON lets an escape name half of a surrogate pair. The parser accepts it and throws only when the text is read, so
/// it is read once before anything depends on it.
/// </remarks>
internal static class GivenText
{
    internal static bool IsSound(JsonElement element)
    {
        try
        {
            Read(element);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static void Read(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                _ = element.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                    Read(item);
                break;
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                {
                    _ = property.Name;
                    Read(property.Value);
                }
                break;
        }
    }
}
