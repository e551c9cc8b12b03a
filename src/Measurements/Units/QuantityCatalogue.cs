using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace K3Monitor.Measurements;

/// <summary>Every quantity that can be measured, judged and shown; one line each, here or in the list of its kind.</summary>
/// <remarks>Immutable, safe to share between threads.</remarks>
public static class QuantityCatalogue
{
    /// <summary>Equivalent continuous A-weighted sound pressure level over the sampling interval (IEC 61672-1).</summary>
    public static Quantity EquivalentSoundLevel { get; } = new("sound.laeq", "LAeq", "Tingkat bunyi sinambung setara (A)", "Equivalent continuous A-weighted sound level", UnitCatalogue.DecibelA, Averaging.Energy, 0, 200);

    /// <summary>C-weighted peak sound pressure level (IEC 61672-1). Never LAFmax, which may lie 15–30 dB lower on impacts.</summary>
    public static Quantity PeakSoundLevel { get; } = new("sound.lcpeak", "LCpeak", "Tingkat bunyi puncak (C)", "C-weighted peak sound level", UnitCatalogue.DecibelC, Averaging.None, 0, 200);

    /// <summary>Wet bulb globe temperature (ISO 7243), the ISBB of Indonesian law.</summary>
    public static Quantity WetBulbGlobe { get; } = new("heat.wbgt", "ISBB", "Indeks Suhu Basah dan Bola", "Wet bulb globe temperature (WBGT)", UnitCatalogue.Celsius, Averaging.Arithmetic, -40, 80);

    /// <summary>Natural wet-bulb temperature (ISO 7243); not the psychrometric one.</summary>
    public static Quantity NaturalWetBulb { get; } = new("heat.tnwb", "tnw", "Suhu basah alami", "Natural wet-bulb temperature", UnitCatalogue.Celsius, Averaging.Arithmetic, -40, 80);

    /// <summary>Globe temperature (ISO 7243).</summary>
    public static Quantity Globe { get; } = new("heat.tg", "tg", "Suhu bola", "Globe temperature", UnitCatalogue.Celsius, Averaging.Arithmetic, -40, 150);

    /// <summary>Dry-bulb (air) temperature.</summary>
    public static Quantity DryBulb { get; } = new("heat.ta", "ta", "Suhu kering", "Dry-bulb temperature", UnitCatalogue.Celsius, Averaging.Arithmetic, -60, 120);

    /// <summary>Carbon monoxide concentration.</summary>
    public static Quantity CarbonMonoxide { get; } = new("gas.co", "CO", "Kadar karbon monoksida", "Carbon monoxide concentration", UnitCatalogue.PartsPerMillion, Averaging.Arithmetic, -50, 1_000_000, new Agent("630-08-0", 28.01));

    /// <summary>Hydrogen sulfide concentration.</summary>
    public static Quantity HydrogenSulfide { get; } = new("gas.h2s", "H₂S", "Kadar hidrogen sulfida", "Hydrogen sulfide concentration", UnitCatalogue.PartsPerMillion, Averaging.Arithmetic, -50, 1_000_000, new Agent("7783-06-4", 34.08));

    /// <summary>Oxygen content of the air.</summary>
    public static Quantity Oxygen { get; } = new("gas.o2", "O₂", "Kadar oksigen", "Oxygen content", UnitCatalogue.VolumePercent, Averaging.Arithmetic, 0, 100, new Agent("7782-44-7", 31.998));

    /// <summary>Flammable gas as a share of its lower explosive limit.</summary>
    public static Quantity FlammableGas { get; } = new("gas.lel", "LEL", "Gas mudah terbakar", "Flammable gas", UnitCatalogue.PercentLel, Averaging.Arithmetic, -10, 200);

    /// <summary>Identifier of the signal that tells for which share of the time a vibrating tool or seat is in use, 0–100 %.</summary>
    public const string UseId = "work.use";

    private static readonly FrozenDictionary<string, Quantity> ById = new Quantity[]
    {
        EquivalentSoundLevel, PeakSoundLevel, WetBulbGlobe, NaturalWetBulb, Globe, DryBulb,
        CarbonMonoxide, HydrogenSulfide, Oxygen, FlammableGas,
    }.Concat(GasQuantities.All).Concat(AerosolQuantities.All).Concat(PhysicalQuantities.All).ToFrozenDictionary(q => q.Id, StringComparer.Ordinal);

    /// <summary>All quantities, in no order.</summary>
    public static IReadOnlyCollection<Quantity> All => ById.Values;

    /// <summary>Finds a quantity by its identifier.</summary>
    /// <returns>False, with <paramref name="quantity"/> null, when it is not known.</returns>
    public static bool TryFind(string? id, [NotNullWhen(true)] out Quantity? quantity)
    {
        quantity = null;
        return id is not null && ById.TryGetValue(id, out quantity);
    }
}
