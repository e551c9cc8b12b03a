namespace K3Monitor.Rules.Tests.Series;

/// <summary>A case that an inspector can read: what was measured, and what the limits must say. See docs/rule-tests.md.</summary>
public sealed class SeriesFile
{
    public string Title { get; set; } = "";

    public SeriesPoint Point { get; set; } = new();

    public SeriesArea Area { get; set; } = new();

    public List<SeriesStretch> Series { get; set; } = [];

    public List<SeriesExpectation> Expect { get; set; } = [];

    public List<SeriesIncident>? Incidents { get; set; }
}

public sealed class SeriesPoint
{
    public string Quantity { get; set; } = "";

    public string Interval { get; set; } = "1min";

    public double? RangeMax { get; set; }

    public string? Frequency { get; set; }
}

public sealed class SeriesArea
{
    public string Zone { get; set; } = "Asia/Jakarta";

    public List<string> Shifts { get; set; } = ["08:00-16:00"];

    public string? Workload { get; set; }

    public double? WorkShare { get; set; }

    public bool ConfinedSpace { get; set; }

    public bool Office { get; set; }

    public bool? Outdoor { get; set; }

    public int? LightingClass { get; set; }

    public string Jurisdiction { get; set; } = "ID";
}

public sealed class SeriesStretch
{
    public string From { get; set; } = "";

    public string To { get; set; } = "";

    public double Value { get; set; }

    public string? Flags { get; set; }

    public bool Use { get; set; }

    public string? Arrives { get; set; }
}

public sealed class SeriesIncident
{
    public string Limit { get; set; } = "";

    public string Begins { get; set; } = "";

    public string Known { get; set; } = "";
}

public sealed class SeriesExpectation
{
    public string Limit { get; set; } = "";

    public string At { get; set; } = "";

    public string? Period { get; set; }

    public string Outcome { get; set; } = "";

    public string? Reasons { get; set; }

    public double? Value { get; set; }

    public double? Lower { get; set; }

    public double? Upper { get; set; }

    public List<string>? Occurrences { get; set; }
}
