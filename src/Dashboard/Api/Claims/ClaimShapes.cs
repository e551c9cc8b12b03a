using K3Monitor.Inspection.Claims;
using K3Monitor.Inspection.Quarantine;

namespace K3Monitor.Dashboard.Api.Claims;

/// <summary>A name of the field that no device has.</summary>
/// <param name="Source">Where its messages come in.</param>
/// <param name="External">The name.</param>
/// <param name="Site">Site to which the source is bound; null for none.</param>
/// <param name="Format">Format that read its last message.</param>
/// <param name="Messages">How many of its messages are kept.</param>
/// <param name="First">Arrival of the oldest one that is kept.</param>
/// <param name="Last">Arrival of the newest one.</param>
internal sealed record UnclaimedShape(string Source, string External, string? Site, string? Format, int Messages, DateTimeOffset First, DateTimeOffset Last)
{
    public static UnclaimedShape Of(UnclaimedDevice d) => new(d.Source, d.External, d.SiteSlug, d.Format, d.Messages, d.First.ToDateTimeOffset(), d.Last.ToDateTimeOffset());
}

/// <summary>A value of a message.</summary>
/// <param name="External">Name of the device in the field.</param>
/// <param name="Channel">Name of the value.</param>
/// <param name="Value">The value as text; null when it is missing.</param>
/// <param name="Unit">Unit as the message or its format says.</param>
/// <param name="Time">When.</param>
/// <param name="Reason">What is to be said against it.</param>
internal sealed record PreviewedShape(string External, string Channel, string? Value, string? Unit, DateTimeOffset? Time, string? Reason);

/// <summary>A kept message.</summary>
/// <param name="Received">When it arrived.</param>
/// <param name="Topic">Topic.</param>
/// <param name="PayloadBase64">What was kept, byte for byte.</param>
/// <param name="Values">What it holds; empty where this process cannot read it.</param>
internal sealed record UnclaimedMessageShape(DateTimeOffset Received, string Topic, string PayloadBase64, IReadOnlyList<PreviewedShape> Values)
{
    public static UnclaimedMessageShape Of(QuarantineRow row, IReadOnlyList<PreviewedValue> values) => new(
        row.Message.Received.ToDateTimeOffset(), row.Message.Topic, Convert.ToBase64String(row.Message.Payload.Span),
        [.. values.Select(v => new PreviewedShape(v.External, v.Channel, v.Value, v.Unit, v.Time?.ToDateTimeOffset(), v.Reason))]);
}

/// <summary>What became of the messages that had waited.</summary>
/// <param name="Messages">How many; null when this process cannot take messages, and they wait on.</param>
/// <param name="Samples">Samples that they gave.</param>
/// <param name="Refused">Parts that were refused once more.</param>
internal sealed record ReplayShape(int? Messages, int? Samples, int? Refused)
{
    public static ReplayShape Of(ReplayDone? done) => new(done?.Messages, done?.Samples, done?.Refused);
}

/// <summary>A channel of a claim.</summary>
/// <param name="External">Name of it in messages, below the claimed name.</param>
/// <param name="Name">Our name of it; the same when left out.</param>
/// <param name="Quantity">What it measures.</param>
/// <param name="Unit">Unit where messages come with none.</param>
/// <param name="Point">Key of the point that it measures for.</param>
internal sealed record ClaimChannelBody(string? External, string? Name, string? Quantity, string? Unit, int? Point);

/// <summary>Body of a claim.</summary>
/// <param name="Source">Where the messages come in.</param>
/// <param name="External">The name, or one above it.</param>
/// <param name="EverySource">Whether the name shall hold wherever it comes in.</param>
/// <param name="Site">Site of the device.</param>
/// <param name="Device">Its key; the device is made when it is not there.</param>
/// <param name="Channels">Its channels.</param>
/// <param name="From">From when its values belong to the points; all of its past when left out.</param>
/// <param name="Reason">Why; must not be blank.</param>
internal sealed record ClaimBody(
    string? Source, string? External, bool? EverySource, string? Site, string? Device, IReadOnlyList<ClaimChannelBody>? Channels, DateTimeOffset? From, string? Reason);
