namespace K3Monitor.Ingest.Formats;

/// <summary>How sure a format is that a message is its own.</summary>
internal enum Confidence
{
    /// <summary>It is not.</summary>
    None,

    /// <summary>It could read the message, as it could read almost any: used when nobody else claims it.</summary>
    Fallback,

    /// <summary>Topic or shape alone speaks for it.</summary>
    Likely,

    /// <summary>Topic and shape speak for it, or a shape that nothing else has.</summary>
    Certain,
}

/// <summary>
/// A message format of the field: recognises its messages by topic and shape, and reads them. A new one is a folder of its own
/// and one line in <see cref="FormatCatalogue"/>.
/// </summary>
/// <remarks>Implementations are safe from any thread and never throw on a message.</remarks>
internal interface IMessageFormat
{
    /// <summary>Name in configuration and on the command line.</summary>
    string Name { get; }

    /// <summary>Topic and shape, for people.</summary>
    string Shape { get; }

    /// <summary>How sure it is.</summary>
    Confidence Recognise(FieldMessage message);

    /// <summary>Reads the message. Called too when the format was declared and would not have recognised it.</summary>
    void Read(FieldMessage message, Readings into);
}
