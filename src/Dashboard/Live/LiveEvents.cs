using K3Monitor.Measurements;

namespace K3Monitor.Dashboard.Live;

/// <summary>The newest value of a point, as a live page and the API take it.</summary>
/// <param name="Point">Key of the point.</param>
/// <param name="Value">The value in the canonical unit of the point's quantity.</param>
/// <param name="Time">When it was measured.</param>
/// <param name="Received">When it arrived.</param>
/// <param name="Share">Share of the strictest limit that it would be if it lasted; null where none compares.</param>
/// <param name="State"><c>live</c> or <c>late</c>; the reader finds out about silence by the age.</param>
/// <param name="Doubtful">Whether something is known against the value.</param>
internal sealed record LiveValueShape(int Point, double Value, DateTimeOffset Time, DateTimeOffset Received, double? Share, string State, bool Doubtful);

/// <summary>One event of a live stream; which members are set depends on the event's name.</summary>
/// <param name="Now">The plant's clock, by which a reader sets the ages.</param>
/// <param name="Values">Event <c>values</c>: what changed.</param>
/// <param name="Incidents">Event <c>incidents</c>: keys of incidents that were opened or changed.</param>
internal sealed record LiveEvent(DateTimeOffset Now, IReadOnlyList<LiveValueShape>? Values = null, IReadOnlyList<int>? Incidents = null);

/// <summary>Something to tell a stream: a value, or keys of incidents.</summary>
internal readonly record struct LiveSignal(int PointId, Sample Sample, Instant Received, IReadOnlyList<int>? Incidents);
