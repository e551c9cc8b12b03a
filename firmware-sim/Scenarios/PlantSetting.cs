namespace K3Monitor.FirmwareSim.Scenarios;

/// <summary>An area of a factory with the parameters of its physics.</summary>
/// <param name="Id">Slug, unique in the site.</param>
/// <param name="Name">Name for a person.</param>
public abstract record PlantSetting(string Id, string Name)
{
    /// <summary>The devices that can stand in it.</summary>
    public abstract DeviceKind Measures { get; }
}

/// <summary>A hall with machines that strike in cycles.</summary>
/// <param name="Id">Slug, unique in the site.</param>
/// <param name="Name">Name for a person.</param>
/// <param name="Background">Level of the hall without the machines, dB(A).</param>
/// <param name="Machines">The machines.</param>
public sealed record PressShopSetting(string Id, string Name, double Background, IReadOnlyList<MachineSetting> Machines)
    : PlantSetting(Id, Name)
{
    /// <inheritdoc/>
    public override DeviceKind Measures => DeviceKind.Noise;
}

/// <summary>One machine with a duty cycle.</summary>
/// <param name="Id">Slug, unique in the plant.</param>
/// <param name="X">Place, metre.</param>
/// <param name="Y">Place, metre.</param>
/// <param name="Level">Level during a stroke at 1 m, dB(A).</param>
/// <param name="Idle">Level between strokes at 1 m while it runs, dB(A).</param>
/// <param name="Peak">C-weighted peak of a stroke at 1 m, dB(C).</param>
/// <param name="Cycle">Time from stroke to stroke, second.</param>
/// <param name="Stroke">Length of the loud part of a cycle, second.</param>
public sealed record MachineSetting(
    string Id, double X, double Y, double Level, double Idle, double Peak, double Cycle, double Stroke);

/// <summary>A hall with a furnace.</summary>
/// <param name="Id">Slug, unique in the site.</param>
/// <param name="Name">Name for a person.</param>
/// <param name="AirNight">Lowest air temperature of the day in the hall without the furnace, °C, at 05:00.</param>
/// <param name="AirDay">Highest air temperature of the day in the hall without the furnace, °C, at 14:00.</param>
/// <param name="DewPoint">Dew point of the air, °C.</param>
/// <param name="AirSpeed">Air speed, m/s.</param>
/// <param name="Furnace">The furnace.</param>
public sealed record FoundrySetting(
    string Id, string Name, double AirNight, double AirDay, double DewPoint, double AirSpeed, FurnaceSetting Furnace)
    : PlantSetting(Id, Name)
{
    /// <inheritdoc/>
    public override DeviceKind Measures => DeviceKind.Heat;
}

/// <summary>A furnace seen as a hot surface.</summary>
/// <param name="X">Place, metre.</param>
/// <param name="Y">Place, metre.</param>
/// <param name="Temperature">Temperature of the surface at full heat, °C.</param>
/// <param name="Area">Area of the hot surface, m².</param>
/// <param name="AirRise">How much it warms the air at 1 m at full heat, K; falls with distance.</param>
/// <param name="WarmUp">Time constant of heating and cooling.</param>
public sealed record FurnaceSetting(double X, double Y, double Temperature, double Area, double AirRise, TimeSpan WarmUp);

/// <summary>A ventilated room with tanks, one well-mixed box.</summary>
/// <param name="Id">Slug, unique in the site.</param>
/// <param name="Name">Name for a person.</param>
/// <param name="Volume">Volume of the air, m³.</param>
/// <param name="Ventilation">Flow of fresh air, m³/s.</param>
/// <param name="CarbonMonoxide">Mean background of carbon monoxide, ppm.</param>
/// <param name="HydrogenSulfide">Mean background of hydrogen sulfide, ppm.</param>
/// <param name="Oxygen">Oxygen of the undisturbed air, %vol.</param>
public sealed record TankAreaSetting(
    string Id, string Name, double Volume, double Ventilation, double CarbonMonoxide, double HydrogenSulfide, double Oxygen)
    : PlantSetting(Id, Name)
{
    /// <inheritdoc/>
    public override DeviceKind Measures => DeviceKind.Gas;
}
