using System.Text;

namespace K3Monitor.Store.Relational;

/// <summary>Text as every database can keep it.</summary>
public static class StoredText
{
    /// <summary>
    /// The text with U+FFFD in the place of each U+0000 and each half of a surrogate pair that stands alone; the same
    /// object where there is none. What is hashed before it is stored must be cleaned before it is hashed.
    /// </summary>
    public static string Clean(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return IsClean(text) ? text : Rewrite(text);
    }

    private static bool IsClean(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0')
                return false;
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 >= text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                return false;
            i++;
        }

        return true;
    }

    private static string Rewrite(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
            clean.Append(rune.Value == 0 ? Rune.ReplacementChar : rune);
        return clean.ToString();
    }
}
