namespace K3Monitor.Measurements;

/// <summary>
/// The machine's own clock: for pauses, time-outs and the ages of our own parts. What happens in a plant is dated by the
/// plant's clock, a plain <see cref="TimeProvider"/>, which a demonstration may run faster.
/// </summary>
/// <param name="Time">The clock.</param>
public sealed record WallClock(TimeProvider Time);
