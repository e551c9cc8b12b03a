namespace K3Monitor.FirmwareSim.Scenarios;

/// <summary>What a device measures.</summary>
public enum DeviceKind
{
    /// <summary>Sound level meter: <c>laeq</c>, <c>lcpeak</c>.</summary>
    Noise,

    /// <summary>Heat stress meter: <c>tnwb</c>, <c>tg</c>, <c>ta</c> and the computed <c>wbgt</c>.</summary>
    Heat,

    /// <summary>Four-gas detector: <c>co</c>, <c>h2s</c>, <c>o2</c>, <c>lel</c>.</summary>
    Gas,
}

/// <summary>One channel as the device describes it.</summary>
/// <param name="Name">The device's own name of it, as in telemetry.</param>
/// <param name="Quantity">Identifier of the quantity, such as <c>gas.h2s</c>.</param>
/// <param name="Unit">Unit symbol.</param>
/// <param name="Min">Lowest value the sensor can show, in that unit.</param>
/// <param name="Max">Highest value the sensor can show, in that unit.</param>
/// <param name="Decimals">Decimals shown; the resolution is 10^-Decimals.</param>
/// <param name="Noise">Standard deviation of the sensor's own noise, in that unit.</param>
public sealed record ChannelDefinition(string Name, string Quantity, string Unit, double Min, double Max, int Decimals, double Noise)
{
    private static readonly ChannelDefinition[] NoiseMeter =
    [
        new("laeq", "sound.laeq", "dB(A)", 30, 140, 1, 0.1),
        new("lcpeak", "sound.lcpeak", "dB(C)", 40, 145, 1, 0.2),
    ];

    private static readonly ChannelDefinition[] HeatMeter =
    [
        new("tnwb", "heat.tnwb", "°C", -10, 60, 1, 0.05),
        new("tg", "heat.tg", "°C", -10, 120, 1, 0.1),
        new("ta", "heat.ta", "°C", -10, 80, 1, 0.05),
        new("wbgt", "heat.wbgt", "°C", -10, 80, 1, 0),
    ];

    private static readonly ChannelDefinition[] FourGas =
    [
        new("co", "gas.co", "ppm", 0, 1000, 0, 0.3),
        new("h2s", "gas.h2s", "ppm", 0, 100, 1, 0.05),
        new("o2", "gas.o2", "%vol", 0, 30, 1, 0.02),
        new("lel", "gas.lel", "%LEL", 0, 100, 0, 0.1),
    ];

    /// <summary>The channels that a kind of device can have, in the order in which it publishes them.</summary>
    /// <param name="kind">The kind.</param>
    /// <exception cref="ArgumentOutOfRangeException">The kind is not one of the enumeration.</exception>
    public static IReadOnlyList<ChannelDefinition> Of(DeviceKind kind) => kind switch
    {
        DeviceKind.Noise => NoiseMeter,
        DeviceKind.Heat => HeatMeter,
        DeviceKind.Gas => FourGas,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of device."),
    };
}
