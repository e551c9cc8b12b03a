namespace K3Monitor.Rules.Limits.Reading;

/// <summary>Registry numbers of the Chemical Abstracts Service.</summary>
internal static class CasNumber
{
    /// <summary>
    /// Whether the text is one: two to seven digits, two digits, and a check digit, which is the sum of the digits before it
    /// from the right, each times its place, modulo ten.
    /// </summary>
    public static bool IsSound(string text)
    {
        string[] parts = text.Split('-');
        if (parts.Length != 3 || parts[0].Length is < 2 or > 7 || parts[1].Length != 2 || parts[2].Length != 1 || !parts.All(p => p.All(char.IsAsciiDigit)))
            return false;
        string digits = parts[0] + parts[1];
        int sum = 0;
        for (int place = 1; place <= digits.Length; place++)
            sum += place * (digits[^place] - '0');
        return sum % 10 == parts[2][0] - '0';
    }
}
