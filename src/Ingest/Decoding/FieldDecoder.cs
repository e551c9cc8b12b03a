using System.Globalization;
using K3Monitor.Ingest.Formats;

namespace K3Monitor.Ingest.Decoding;

/// <summary>Finds the format of a message of the field and lets it read. Never throws on a message; safe from any thread.</summary>
internal static class FieldDecoder
{
    /// <summary>Reads a message by the declared format, or by the one that recognises it alone.</summary>
    public static void Decode(FieldMessage message, IMessageFormat? declared, Readings into)
    {
        try
        {
            if (Choose(message, declared, into) is { } format)
            {
                into.Format = format.Name;
                format.Read(message, into);
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A fault of ours in a format must not take the stream down with it: the message is kept, and the fault is visible.
            into.Refuse("format.fault", $"{e.GetType().Name}: {e.Message}");
        }

        into.End();
    }

    private static IMessageFormat? Choose(FieldMessage message, IMessageFormat? declared, Readings into)
    {
        if (message.Payload.Length > FieldMessage.MostBytes)
        {
            into.Refuse("message.too-large", string.Create(CultureInfo.InvariantCulture, $"a message has at most {FieldMessage.MostBytes} bytes, not {message.Payload.Length}"));
            return null;
        }

        if (message.Payload.IsEmpty)
        {
            into.Ignore(null, "an empty payload only clears a retained message");
            return null;
        }

        if (declared is not null)
            return declared;
        IReadOnlyList<IMessageFormat> surest = FormatCatalogue.Surest(message);
        if (surest.Count == 1)
            return surest[0];
        if (surest.Count > 1)
            into.Refuse("format.doubt", $"it may be {string.Join(" or ", surest.Select(f => f.Name))}: declare the format of '{Short(message.Topic)}'");
        else if (message is { LooksLikeJson: true, JsonFault: { } fault })
            into.Refuse("json.malformed", $"topic '{Short(message.Topic)}': {fault}");
        else
            into.Refuse("format.unknown", $"topic '{Short(message.Topic)}': no format knows this topic and shape; known are {string.Join(", ", FormatCatalogue.Names)}");
        return null;
    }

    private static string Short(string topic) => topic.Length <= 100 ? topic : topic[..100] + "…";
}
