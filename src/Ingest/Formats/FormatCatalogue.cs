namespace K3Monitor.Ingest.Formats;

/// <summary>All formats, one line each.</summary>
public static class FormatCatalogue
{
    /// <summary>Names for configuration and the command line, the native one first.</summary>
    public static IReadOnlyList<string> Names { get; } = [Native.NativeFormat.Name, .. Field.Select(f => f.Name)];

    /// <summary>What every format is recognised by, for people.</summary>
    public static string Known => string.Join("; ", Field.Select(f => $"{f.Name}: {f.Shape}").Prepend(Native.NativeFormat.Topics));

    /// <summary>The formats of the field.</summary>
    internal static IReadOnlyList<IMessageFormat> Field =>
    [
        new SparkplugB.SparkplugBFormat(),
        new SparkplugJson.SparkplugJsonFormat(),
        new Senml.SenmlJsonFormat(),
        new Senml.SenmlCborFormat(),
    ];

    /// <summary>The format of the field with a name; null when there is none.</summary>
    internal static IMessageFormat? Find(string name) => Field.FirstOrDefault(f => f.Name == name);

    /// <summary>The formats that are surest of a message: none, one, or several that are equally sure.</summary>
    internal static IReadOnlyList<IMessageFormat> Surest(FieldMessage message)
    {
        var surest = new List<IMessageFormat>();
        Confidence best = Confidence.None;
        foreach (IMessageFormat format in Field)
        {
            Confidence confidence = format.Recognise(message);
            if (confidence == Confidence.None || confidence < best)
                continue;
            if (confidence > best)
                surest.Clear();
            best = confidence;
            surest.Add(format);
        }

        return surest;
    }
}
