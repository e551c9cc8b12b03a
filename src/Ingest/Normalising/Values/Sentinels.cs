namespace K3Monitor.Ingest.Normalising.Values;

/// <summary>
/// Numbers that devices send for "no reading". The shipped list has those that no sensor of the kind can measure, or that are the
/// ends of integers after scaling; see <c>docs/formats/README.md</c> for where each was seen. A number that could be measured is
/// never on it: it must be declared by a format or a mapping.
/// </summary>
internal static class Sentinels
{
    private static readonly double[] Anywhere =
        [-9999, -99999, 9999999, -9999999, 2147483647, -2147483648, 4294967295, 3.4028234663852886e38, -3.4028234663852886e38, 1e30, -1e30, 9.96921e36];

    private static readonly double[] Temperatures =
        [-100, 327.67, -327.68, 3276.7, -3276.8, 655.35, 6553.5, -127, -196.6, -1000.99, -1000, -999, -999.9, 999.9, -273.15, -40.0 * 1000, 1023.75];

    private static readonly double[] Shares = [327.67, 655.35, 6553.5, -1, -999, -999.9, 998];

    /// <summary>Why the number means that there is no reading; null when it may be one.</summary>
    public static string? Match(string channel, double value, IReadOnlyList<double> declared)
    {
        bool found = In(declared, value) || In(Anywhere, value)
            || (ChannelWords.IsTemperature(channel) && In(Temperatures, value))
            || (ChannelWords.IsHumidity(channel) && In(Shares, value));
        return found ? FormattableString.Invariant($"value.sentinel: {value} means no reading") : null;
    }

    private static bool In(IReadOnlyList<double> list, double value)
    {
        foreach (double one in list)
        {
            if (Math.Abs(one - value) <= Math.Abs(one) * 1e-7)
                return true;
        }

        return false;
    }
}

/// <summary>What the name of a channel says of its kind; only ever used to doubt a value, never to give it a unit.</summary>
internal static class ChannelWords
{
    public static bool IsTemperature(string channel) =>
        Has(channel, "temp") || Has(channel, "setpoint") || Has(channel, "dewpoint") || Has(channel, "dew_point") || Has(channel, "suhu") || Has(channel, "atmp") || Ends(channel, "tC");

    public static bool IsHumidity(string channel) => Has(channel, "hum") || Has(channel, "moisture") || Has(channel, "kelembapan") || Ends(channel, "rh") || Ends(channel, "RH");

    private static bool Has(string channel, string word) => channel.Contains(word, StringComparison.OrdinalIgnoreCase);

    private static bool Ends(string channel, string word) => channel.EndsWith(word, StringComparison.Ordinal);
}
