using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace K3Monitor.Inspection.SiteFiles;

/// <summary>
/// Looks at how deep a YAML text is nested, event by event. The tree of the YAML library is built by recursion: half a
/// megabyte of brackets overflows the stack, which ends the process and cannot be caught.
/// </summary>
/// <remarks>Pure; safe from any thread.</remarks>
public static class YamlDepth
{
    /// <summary>Deepest nesting that is read: 16 levels.</summary>
    public const int Most = 16;

    /// <summary>The line, from 1, at which the text is nested deeper than <see cref="Most"/>; null when it is not.</summary>
    /// <param name="text">The YAML text.</param>
    /// <exception cref="YamlException">It is not well-formed up to there.</exception>
    public static long? TooDeepAt(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parser = new Parser(new StringReader(text));
        int depth = 0;
        while (parser.MoveNext())
        {
            depth += parser.Current!.NestingIncrease;
            if (depth > Most && parser.Current is MappingStart or SequenceStart)
                return parser.Current.Start.Line;
        }

        return null;
    }
}
