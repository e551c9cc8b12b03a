namespace K3Monitor.Measurements;

/// <summary>
/// Concentrations of dusts, fumes and mists, by agent and by the fraction that reaches the lungs. Inhalable, thoracic,
/// respirable, PM10 and PM2.5 are different cuts and never stand for one another.
/// </summary>
/// <remarks>Immutable, safe to share between threads.</remarks>
internal static class AerosolQuantities
{
    public static IReadOnlyList<Quantity> All { get; } =
    [
        new("dust.sulfuric-acid", "H₂SO₄", "Kadar asam sulfat", "Sulfuric acid concentration", UnitCatalogue.MilligramPerCubicMetre, Averaging.Arithmetic, -1, 100_000),
        new("dust.lead", "Pb", "Kadar timbal, logam dan senyawa anorganik", "Concentration of lead, metal and inorganic", UnitCatalogue.MilligramPerCubicMetre, Averaging.Arithmetic, -1, 100_000),
        new("dust.cadmium", "Kadmium, total", "Kadar kadmium, total", "Concentration of cadmium, total", UnitCatalogue.MilligramPerCubicMetre, Averaging.Arithmetic, -1, 100_000),
        new("dust.cadmium-respirable", "Kadmium, respirabel", "Kadar kadmium, respirabel", "Concentration of cadmium, respirable", UnitCatalogue.MilligramPerCubicMetre, Averaging.Arithmetic, -1, 100_000),
        new("dust.chromium6-soluble", "Kromium VI larut air", "Kadar kromium VI larut air", "Concentration of chromium VI, water-soluble", UnitCatalogue.MilligramPerCubicMetre, Averaging.Arithmetic, -1, 100_000),
        new("dust.chromium6-insoluble", "Kromium VI tidak larut", "Kadar kromium VI tidak larut", "Concentration of chromium VI, insoluble", UnitCatalogue.MilligramPerCubicMetre, Averaging.Arithmetic, -1, 100_000),
        new("dust.manganese-respirable", "Mangan, respirabel", "Kadar mangan, respirabel", "Concentration of manganese, respirable", UnitCatalogue.MilligramPerCubicMetre, Averaging.Arithmetic, -1, 100_000),
        new("dust.manganese-inhalable", "Mangan, inhalabel", "Kadar mangan, inhalabel", "Concentration of manganese, inhalable", UnitCatalogue.MilligramPerCubicMetre, Averaging.Arithmetic, -1, 100_000),
        new("dust.mercury", "Merkuri, unsur dan anorganik", "Kadar merkuri, unsur dan anorganik", "Concentration of mercury, elemental and inorganic", UnitCatalogue.MilligramPerCubicMetre, Averaging.Arithmetic, -1, 100_000),
        new("dust.mercury-alkyl", "Merkuri, alkil", "Kadar merkuri, alkil", "Concentration of mercury, alkyl compounds", UnitCatalogue.MilligramPerCubicMetre, Averaging.Arithmetic, -1, 100_000),
        new("dust.mercury-aryl", "Merkuri, aril", "Kadar merkuri, aril", "Concentration of mercury, aryl compounds", UnitCatalogue.MilligramPerCubicMetre, Averaging.Arithmetic, -1, 100_000),
        new("dust.nickel", "Nikel, unsur", "Kadar nikel, unsur", "Concentration of nickel, elemental", UnitCatalogue.MilligramPerCubicMetre, Averaging.Arithmetic, -1, 100_000),
        new("dust.nickel-soluble", "Nikel, larut", "Kadar nikel, larut", "Concentration of nickel, soluble inorganic", UnitCatalogue.MilligramPerCubicMetre, Averaging.Arithmetic, -1, 100_000),
        new("dust.nickel-insoluble", "Nikel, tidak larut", "Kadar nikel, tidak larut", "Concentration of nickel, insoluble inorganic", UnitCatalogue.MilligramPerCubicMetre, Averaging.Arithmetic, -1, 100_000),
        new("dust.quartz", "Silika kristalin, kuarsa, respirabel", "Kadar silika kristalin, kuarsa, respirabel", "Concentration of crystalline silica, quartz, respirable", UnitCatalogue.MilligramPerCubicMetre, Averaging.Arithmetic, -1, 100_000),
        new("dust.asbestos", "Asbes, semua bentuk", "Kadar asbes, semua bentuk", "Concentration of asbestos, all forms", UnitCatalogue.FibrePerCubicCentimetre, Averaging.Arithmetic, -1, 100_000),
        new("dust.coal-anthracite", "Debu batu bara, antrasit", "Kadar debu batu bara, antrasit", "Concentration of coal dust, anthracite", UnitCatalogue.MilligramPerCubicMetre, Averaging.Arithmetic, -1, 100_000),
        new("dust.coal-bituminous", "Debu batu bara, bituminus/lignit", "Kadar debu batu bara, bituminus/lignit", "Concentration of coal dust, bituminous or lignite", UnitCatalogue.MilligramPerCubicMetre, Averaging.Arithmetic, -1, 100_000),
        new("dust.cotton", "Debu kapas", "Kadar debu kapas", "Concentration of cotton dust, raw", UnitCatalogue.MilligramPerCubicMetre, Averaging.Arithmetic, -1, 100_000),
        new("dust.wood-red-cedar", "Debu kayu, red cedar", "Kadar debu kayu, red cedar", "Concentration of wood dust, western red cedar", UnitCatalogue.MilligramPerCubicMetre, Averaging.Arithmetic, -1, 100_000),
        new("dust.wood", "Debu kayu, jenis lain", "Kadar debu kayu, jenis lain", "Concentration of wood dust, other species", UnitCatalogue.MilligramPerCubicMetre, Averaging.Arithmetic, -1, 100_000),
        new("dust.welding-fume", "Asap las", "Kadar asap las", "Concentration of welding fume, not otherwise classified", UnitCatalogue.MilligramPerCubicMetre, Averaging.Arithmetic, -1, 100_000),
        new("dust.iron-oxide", "Oksida besi", "Kadar oksida besi", "Iron oxide concentration", UnitCatalogue.MilligramPerCubicMetre, Averaging.Arithmetic, -1, 100_000),
        new("dust.grain", "Debu padi-padian", "Kadar debu padi-padian", "Grain dust concentration", UnitCatalogue.MilligramPerCubicMetre, Averaging.Arithmetic, -1, 100_000),
        new("dust.cement", "Semen portland", "Kadar semen portland", "Portland cement concentration", UnitCatalogue.MilligramPerCubicMetre, Averaging.Arithmetic, -1, 100_000),
        new("dust.inhalable", "Debu inhalabel", "Kadar debu inhalabel", "Inhalable dust concentration", UnitCatalogue.MilligramPerCubicMetre, Averaging.Arithmetic, -1, 100_000),
        new("dust.respirable", "Debu respirabel", "Kadar debu respirabel", "Respirable dust concentration", UnitCatalogue.MilligramPerCubicMetre, Averaging.Arithmetic, -1, 100_000),
        new("dust.sodium-hydroxide", "NaOH", "Kadar natrium hidroksida", "Sodium hydroxide concentration", UnitCatalogue.MilligramPerCubicMetre, Averaging.Arithmetic, -1, 100_000),
        new("dust.phosphoric-acid", "H₃PO₄", "Kadar asam fosfat", "Phosphoric acid concentration", UnitCatalogue.MilligramPerCubicMetre, Averaging.Arithmetic, -1, 100_000),
        new("dust.zinc-oxide", "ZnO", "Kadar seng oksida, respirabel", "Concentration of zinc oxide, respirable", UnitCatalogue.MilligramPerCubicMetre, Averaging.Arithmetic, -1, 100_000),
        new("dust.copper-fume", "Cu", "Kadar tembaga, asap", "Concentration of copper, fume", UnitCatalogue.MilligramPerCubicMetre, Averaging.Arithmetic, -1, 100_000),
        new("dust.arsenic", "As", "Kadar arsen dan senyawa anorganik", "Concentration of arsenic, inorganic", UnitCatalogue.MilligramPerCubicMetre, Averaging.Arithmetic, -1, 100_000),
        new("dust.cristobalite", "Silika kristobalit", "Kadar silika kristobalit respirabel", "Concentration of crystalline silica, cristobalite, respirable", UnitCatalogue.MilligramPerCubicMetre, Averaging.Arithmetic, -1, 100_000),
        new("dust.coal", "Debu batu bara", "Kadar debu batu bara respirabel", "Concentration of coal dust, respirable", UnitCatalogue.MilligramPerCubicMetre, Averaging.Arithmetic, -1, 100_000),
        new("dust.wood-hard", "Debu kayu keras", "Kadar debu kayu keras", "Hardwood dust concentration", UnitCatalogue.MilligramPerCubicMetre, Averaging.Arithmetic, -1, 100_000),
        new("dust.wood-soft", "Debu kayu lunak", "Kadar debu kayu lunak", "Softwood dust concentration", UnitCatalogue.MilligramPerCubicMetre, Averaging.Arithmetic, -1, 100_000),
        new("dust.diesel-carbon", "Karbon unsur dari knalpot diesel", "Kadar karbon unsur dari knalpot diesel", "Elemental carbon of diesel exhaust concentration", UnitCatalogue.MilligramPerCubicMetre, Averaging.Arithmetic, -1, 100_000),
        new("dust.total", "Debu total", "Kadar debu total", "Total dust concentration", UnitCatalogue.MilligramPerCubicMetre, Averaging.Arithmetic, -1, 100_000),
        new("dust.pm10", "PM10", "Kadar PM10", "PM10 concentration", UnitCatalogue.MilligramPerCubicMetre, Averaging.Arithmetic, -1, 100_000),
        new("dust.pm25", "PM2,5", "Kadar PM2,5", "PM2.5 concentration", UnitCatalogue.MilligramPerCubicMetre, Averaging.Arithmetic, -1, 100_000),
    ];
}
