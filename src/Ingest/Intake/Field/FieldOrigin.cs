using K3Monitor.Ingest.Decoding;
using K3Monitor.Inspection.Topology;

namespace K3Monitor.Ingest.Intake.Field;

/// <summary>Where a message of the field came in, and what that tells of it.</summary>
/// <param name="Source">Name of the external broker, or <c>site/device</c> of the credential.</param>
/// <param name="Options">Declared format, zone and mappings, with what earlier messages of the source told.</param>
internal sealed record FieldOrigin(string Source, DecodeOptions Options)
{
    /// <summary>The device whose credential brought it; null for an external broker.</summary>
    public DeviceTopology? Credential { get; init; }

    /// <summary>Site to which the source is bound: no device of another one can be meant. Null for none.</summary>
    public int? SiteId { get; init; }

    /// <summary>Slug of that site.</summary>
    public string? SiteSlug { get; init; }

    /// <summary>The format in which the door itself takes messages, whatever is declared; null when it takes any.</summary>
    public Formats.IMessageFormat? Fixed { get; init; }

    /// <summary>Takes only what belongs to that name, and passes everything else over; null takes all.</summary>
    public string? Only { get; init; }

    /// <summary>Whether a broker had kept the message: then it is not fresh.</summary>
    public bool Retained { get; init; }

    /// <summary>Asks a Sparkplug node on its command topic to describe itself anew; null where nothing can be sent.</summary>
    public Action<string>? AskRebirth { get; init; }
}

/// <summary>What became of a message of the field.</summary>
/// <param name="Durable">Ends when everything of it is durable; fails when it will not be, and then nothing may be acknowledged.</param>
/// <param name="Accepted">Samples that were taken.</param>
/// <param name="Refusals">What was not, at most 33.</param>
internal readonly record struct FieldTaken(Task Durable, int Accepted, IReadOnlyList<Formats.Refusal> Refusals);
