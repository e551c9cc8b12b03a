namespace K3Monitor.Ingest.Formats.Senml;

/// <summary>One record of a SenML pack with its base fields (RFC 8428, section 4), whatever it was written in.</summary>
internal sealed record SenmlRecord
{
    public string? BaseName { get; set; }

    public decimal? BaseTime { get; set; }

    public string? BaseUnit { get; set; }

    public double? BaseValue { get; set; }

    public double? BaseSum { get; set; }

    public long? BaseVersion { get; set; }

    public string? Name { get; set; }

    public string? Unit { get; set; }

    public decimal? Time { get; set; }

    public double? Value { get; set; }

    public string? Text { get; set; }

    public bool? State { get; set; }

    public string? Data { get; set; }

    public double? Sum { get; set; }
}
