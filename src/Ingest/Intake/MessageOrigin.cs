using K3Monitor.Ingest.Formats;

namespace K3Monitor.Ingest.Intake;

/// <summary>What is known of a message's way to us; the default value is a message straight from its device.</summary>
/// <param name="Retained">A broker had kept it and sent it on subscribing: it is no sign of life.</param>
/// <param name="Format">Name of the format that the source declares; null to recognise it by the topic.</param>
/// <param name="Mapping">Name of the mapping that the source declares for formats that need one; null for none.</param>
public readonly record struct MessageOrigin(bool Retained = false, string? Format = null, string? Mapping = null)
{
    /// <summary>The format and the names of a topic: by the declared format alone when there is one. Null when it is not known.</summary>
    public (IMessageFormat Format, DeviceTopic Topic)? Recognise(string topic)
    {
        if (Format is null)
            return FormatCatalogue.Recognise(topic);
        foreach (IMessageFormat format in FormatCatalogue.All)
        {
            if (format.Name == Format && format.Recognise(topic) is { } found)
                return (format, found);
        }

        return null;
    }
}
