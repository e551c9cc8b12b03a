namespace K3Monitor.Dashboard.Text;

/// <summary>Names of provinces by ISO 3166-2 code; the four newest Papuan ones by the codes that the ministry uses.</summary>
internal static class Provinces
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["ID-AC"] = "Aceh",
        ["ID-SU"] = "Sumatera Utara",
        ["ID-SB"] = "Sumatera Barat",
        ["ID-RI"] = "Riau",
        ["ID-JA"] = "Jambi",
        ["ID-SS"] = "Sumatera Selatan",
        ["ID-BE"] = "Bengkulu",
        ["ID-LA"] = "Lampung",
        ["ID-BB"] = "Kepulauan Bangka Belitung",
        ["ID-KR"] = "Kepulauan Riau",
        ["ID-JK"] = "DKI Jakarta",
        ["ID-JB"] = "Jawa Barat",
        ["ID-JT"] = "Jawa Tengah",
        ["ID-YO"] = "DI Yogyakarta",
        ["ID-JI"] = "Jawa Timur",
        ["ID-BT"] = "Banten",
        ["ID-BA"] = "Bali",
        ["ID-NB"] = "Nusa Tenggara Barat",
        ["ID-NT"] = "Nusa Tenggara Timur",
        ["ID-KB"] = "Kalimantan Barat",
        ["ID-KT"] = "Kalimantan Tengah",
        ["ID-KS"] = "Kalimantan Selatan",
        ["ID-KI"] = "Kalimantan Timur",
        ["ID-KU"] = "Kalimantan Utara",
        ["ID-SA"] = "Sulawesi Utara",
        ["ID-ST"] = "Sulawesi Tengah",
        ["ID-SN"] = "Sulawesi Selatan",
        ["ID-SG"] = "Sulawesi Tenggara",
        ["ID-GO"] = "Gorontalo",
        ["ID-SR"] = "Sulawesi Barat",
        ["ID-MA"] = "Maluku",
        ["ID-MU"] = "Maluku Utara",
        ["ID-PA"] = "Papua",
        ["ID-PB"] = "Papua Barat",
        ["ID-PS"] = "Papua Selatan",
        ["ID-PT"] = "Papua Tengah",
        ["ID-PE"] = "Papua Pegunungan",
        ["ID-PD"] = "Papua Barat Daya",
        ["SG"] = "Singapura",
    };

    /// <summary>The name; the code itself where it is not known.</summary>
    public static string Name(string code) => Names.GetValueOrDefault(code, code);
}
