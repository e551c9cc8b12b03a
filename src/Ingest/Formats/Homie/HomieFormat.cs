namespace K3Monitor.Ingest.Formats.Homie;

/// <summary>Units of Homie properties, from their attributes.</summary>
internal sealed class HomieUnits
{
    /// <summary>Unit by device, node and property. At most 20,000.</summary>
    public BoundedTable<string> Units { get; } = new(20_000);
}

/// <summary>The Homie convention 3 to 5: <c>homie/{device}/{node}/{property}</c>; levels with <c>$</c> describe.</summary>
internal sealed class HomieFormat : IMessageFormat
{
    public string Name => "homie";

    public string Shape => "homie/[5/]{device}/{node}/{property} with a plain value; attributes begin with $";

    public Confidence Recognise(FieldMessage message) =>
        message.Levels is ["homie", _, _, ..] && (message.Levels.Any(l => l.StartsWith('$')) || Path(message).Length == 3) ? Confidence.Certain : Confidence.None;

    public void Read(FieldMessage message, Readings into)
    {
        string[] path = Path(message);
        string? attribute = path.FirstOrDefault(l => l.StartsWith('$'));
        if (path.Length < 2 || message.Text is not { } text)
        {
            into.Refuse("format.shape", $"topic '{message.Topic}': not of the shape of homie");
        }
        else if (attribute is not null)
        {
            if (attribute == "$unit" && path.Length == 4 && text.Length <= 64)
                message.Source.Memory.Of<HomieUnits>().Units.Set(string.Join('/', path.Take(3)), text);
            into.Metadata(path[0], $"{attribute} is {(text.Length > 100 ? text[..100] : text)}", path.Length > 3 ? $"{path[1]}/{path[2]}" : null);
        }
        else if (path.Length == 3)
        {
            into.Text(path[0], $"{path[1]}/{path[2]}", text, message.Source.Memory.Of<HomieUnits>().Units.Find(string.Join('/', path)), message.Arrival);
        }
        else
        {
            into.Ignore(path[0], "a command or an incomplete topic");
        }
    }

    private static string[] Path(FieldMessage message) => [.. message.Levels is ["homie", "5", ..] ? message.Levels.Skip(2) : message.Levels.Skip(1)];
}
