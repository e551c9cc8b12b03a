using System.Text.RegularExpressions;

namespace K3Monitor.Ingest.Formats.Plain;

/// <summary>Symbols of sound levels (IEC 61672-1), whose letters state the weighting: LAeq, LAFmax, LCpeak, LZeq. <c>Leq</c> alone states none. <c>L1</c> is a phase and <c>l_min</c> a flow: without a weighting only the common levels count.</summary>
internal static partial class SoundNames
{
    /// <summary>dB(A), dB(C) or dB; null for any other name.</summary>
    public static string? UnitOf(string name)
    {
        Match match = Level().Match(name);
        return !match.Success ? null : match.Groups["w"].Value.ToUpperInvariant() switch { "A" => "dB(A)", "C" => "dB(C)", _ => "dB" };
    }

    [GeneratedRegex(@"(^|[_.\s-])L((?<w>[ACZ])(eq|p|[FSI]?(_?(max|min|peak|pk|eq))|[FSI]|[FSI]?[0-9]{1,2}|E)|(?<w>A)|eq|EX|p|_?(peak|pk)|5|10|50|90|95|99)(_?(max|min|[0-9]+(s|min|h)?))?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Level();
}
