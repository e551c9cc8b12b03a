using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace K3Monitor.Rules.Limits.Reading;

/// <summary>
/// Builds the tree of a YAML file from the parser's events. Bounded in depth and number of values, and without aliases:
/// a law needs none, and a few of them expand into more than any memory holds.
/// </summary>
internal sealed class YamlTree(string text, Action<int, string, string> fault)
{
    private const int MostDepth = 16;
    private const int MostValues = 200_000;

    private int values;

    /// <summary>The root; null, with a fault told, when the file is not one readable document.</summary>
    public YamlItem? Read()
    {
        using var reader = new StringReader(text);
        var parser = new Parser(reader);
        try
        {
            parser.Consume<StreamStart>();
            if (parser.Accept<StreamEnd>(out _))
            {
                fault(0, string.Empty, "the file is empty");
                return null;
            }

            parser.Consume<DocumentStart>();
            YamlItem? root = Value(parser, 0);
            if (root is null)
                return null;
            parser.Consume<DocumentEnd>();
            if (parser.Accept<StreamEnd>(out _))
                return root;
            fault(LineOf(parser.Current), string.Empty, "only one document is allowed in a file");
        }
        catch (YamlException broken)
        {
            fault((int)broken.Start.Line, string.Empty, $"not readable as YAML: {broken.Message}");
        }
        catch (Exception broken) when (broken is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            // The parser's own slips on malformed text; the text is at fault all the same.
            fault(LineOf(parser.Current), string.Empty, $"not readable as YAML: {broken.Message}");
        }

        return null;
    }

    private static int LineOf(ParsingEvent? at) => at is null ? 0 : (int)at.Start.Line;

    private YamlItem? Value(Parser parser, int depth)
    {
        ParsingEvent at = parser.Consume<ParsingEvent>();
        int line = LineOf(at);
        if (++values > MostValues || depth > MostDepth)
        {
            fault(line, string.Empty, depth > MostDepth ? $"nested deeper than {MostDepth} levels" : $"more than {MostValues} values");
            return null;
        }

        switch (at)
        {
            case Scalar scalar:
                bool isNull = scalar.Style == ScalarStyle.Plain && scalar.Value is "" or "~" or "null";
                return new YamlItem(line, scalar.Value, null, null) { IsNull = isNull };
            case SequenceStart:
                return List(parser, line, depth);
            case MappingStart:
                return Mapping(parser, line, depth);
            default:
                fault(line, string.Empty, "aliases (*name) are not allowed");
                return null;
        }
    }

    private YamlItem? List(Parser parser, int line, int depth)
    {
        var items = new List<YamlItem>();
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            if (Value(parser, depth + 1) is not { } item)
                return null;
            items.Add(item);
        }

        return new YamlItem(line, null, items, null);
    }

    private YamlItem? Mapping(Parser parser, int line, int depth)
    {
        var pairs = new List<YamlPair>();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            if (Value(parser, depth + 1) is not { } key || Value(parser, depth + 1) is not { } value)
                return null;
            if (key.Scalar is not { } name)
                fault(key.Line, string.Empty, $"a key must be a single value, not {key.Kind}");
            else if (!keys.Add(name))
                fault(key.Line, name, "the key is there already");
            else
                pairs.Add(new YamlPair(name, key.Line, value));
        }

        return new YamlItem(line, null, null, pairs);
    }
}
