namespace K3Monitor.FirmwareSim.Scenarios;

/// <summary>Something that happens during the play.</summary>
/// <param name="At">Time after the start of the play; the event lasts from here (included) …</param>
/// <param name="For">… for this long (end excluded).</param>
public abstract record ScenarioEvent(TimeSpan At, TimeSpan For)
{
    /// <summary>Whether a moment lies in the event.</summary>
    /// <param name="moment">Seconds after the start of the play.</param>
    internal bool Covers(double moment) => moment >= At.TotalSeconds && moment < (At + For).TotalSeconds;
}

/// <summary>The machines of a press shop run, or the furnace of a foundry is fired.</summary>
/// <param name="At">Time after the start of the play.</param>
/// <param name="For">Duration.</param>
/// <param name="PlantId">The plant.</param>
public sealed record RunEvent(TimeSpan At, TimeSpan For, string PlantId) : ScenarioEvent(At, For);

/// <summary>Gas escapes into a tank area.</summary>
/// <param name="At">Time after the start of the play.</param>
/// <param name="For">Duration.</param>
/// <param name="PlantId">The plant.</param>
/// <param name="Flow">Flow of escaping gas, litre per minute.</param>
/// <param name="HydrogenSulfide">Hydrogen sulfide in that gas, ppm by volume.</param>
/// <param name="Methane">Methane in that gas, % by volume.</param>
public sealed record LeakEvent(
    TimeSpan At, TimeSpan For, string PlantId, double Flow, double HydrogenSulfide, double Methane) : ScenarioEvent(At, For);

/// <summary>A device stays connected but takes and sends no samples, as hung firmware or a dead sensor does.</summary>
/// <param name="At">Time after the start of the play.</param>
/// <param name="For">Duration.</param>
/// <param name="DeviceId">The device.</param>
public sealed record SilenceEvent(TimeSpan At, TimeSpan For, string DeviceId) : ScenarioEvent(At, For);

/// <summary>A channel reads wrongly by a constant (offset) or by a rise and fall that peaks in the middle (spike).</summary>
/// <param name="At">Time after the start of the play.</param>
/// <param name="For">Duration.</param>
/// <param name="DeviceId">The device.</param>
/// <param name="Channel">The device's own name of the channel.</param>
/// <param name="Value">What is added, in the channel's unit.</param>
/// <param name="Spike">True for a spike, false for an offset.</param>
public sealed record BiasEvent(
    TimeSpan At, TimeSpan For, string DeviceId, string Channel, double Value, bool Spike) : ScenarioEvent(At, For)
{
    /// <summary>What is added at a moment, in the channel's unit; zero outside the event.</summary>
    /// <param name="moment">Seconds after the start of the play.</param>
    internal double Added(double moment)
    {
        if (!Covers(moment))
        {
            return 0;
        }

        double middle = (At + (For / 2)).TotalSeconds;
        double half = For.TotalSeconds / 2;
        return Spike ? Value * (1 - (Math.Abs(moment - middle) / half)) : Value;
    }
}
