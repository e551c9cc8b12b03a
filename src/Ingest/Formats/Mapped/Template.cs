using System.Globalization;
using System.Text;
using System.Text.Json;

namespace K3Monitor.Ingest.Formats.Mapped;

/// <summary>
/// Text with parts in braces: <c>{1}</c> is a level of the topic from 0, <c>{-1}</c> the last one, <c>{/name}</c> a member by
/// JSON Pointer. Nothing in it is ever executed.
/// </summary>
internal sealed class Template
{
    private readonly List<(string? Constant, int? Level, JsonPointer? Pointer)> parts = [];

    private Template()
    {
    }

    /// <summary>The template; null when a brace or what it holds is wrong.</summary>
    public static Template? Parse(string text)
    {
        var template = new Template();
        for (int at = 0; at < text.Length;)
        {
            int open = text.IndexOf('{', at);
            string constant = open < 0 ? text[at..] : text[at..open];
            if (constant.Length > 0)
                template.parts.Add((constant, null, null));
            if (open < 0)
                break;
            int close = text.IndexOf('}', open);
            if (close < 0)
                return null;
            string inner = text[(open + 1)..close];
            if (int.TryParse(inner, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int level))
                template.parts.Add((null, level, null));
            else if (inner.Length > 0 && JsonPointer.Parse(inner) is { } pointer)
                template.parts.Add((null, null, pointer));
            else
                return null;
            at = close + 1;
        }

        return template;
    }

    /// <summary>The text; null when a level or member is not there or is no text or number.</summary>
    public string? Fill(FieldMessage message, JsonElement item)
    {
        var text = new StringBuilder();
        foreach ((string? constant, int? level, JsonPointer? pointer) in parts)
        {
            string? part = constant ?? (level is { } n ? Level(message.Levels, n) : pointer!.Find(message.Json!.Value, item)?.Text());
            if (part is null)
                return null;
            text.Append(part);
        }

        return text.Length > 0 ? text.ToString() : null;
    }

    private static string? Level(IReadOnlyList<string> levels, int n)
    {
        int at = n < 0 ? levels.Count + n : n;
        return at >= 0 && at < levels.Count ? levels[at] : null;
    }
}
