using K3Monitor.Ingest.Imports.Files;
using K3Monitor.Ingest.Imports.Rows;
using K3Monitor.Inspection.Imports;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Imports.Recognising;

/// <summary>What a file was recognised as.</summary>
/// <param name="Survey">Its bytes.</param>
/// <param name="Findings">Facts and what is open.</param>
/// <param name="Declaration">All choices, to be kept and given again.</param>
/// <param name="Plan">How it is read; null while something is open.</param>
internal sealed record Recognition(FileSurvey Survey, Findings Findings, ImportDeclaration Declaration, ImportPlan? Plan);

/// <summary>
/// Recognises how a file is written: by its first lines what it is, by all of them how its dates and numbers are written. What
/// a person declared is never overruled, and what nothing decides is never guessed.
/// </summary>
internal sealed class Recogniser(string path, ImportDeclaration declared, ImportTargets targets, string siteZone)
{
    private readonly Findings findings = new();

    /// <summary>Reads the file twice: its bytes, then its lines.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="InvalidDataException">Its bytes are not of the declared encoding.</exception>
    public async Task<Recognition> RecogniseAsync(CancellationToken stopping)
    {
        FileSurvey survey = await FileSurvey.OfAsync(path, stopping).ConfigureAwait(false);
        (ImportDeclaration full, ImportPlan? plan) = Recognise(survey, stopping);
        return new Recognition(survey, findings, full, findings.Open ? null : plan);
    }

    private (ImportDeclaration Declaration, ImportPlan? Plan) Recognise(FileSurvey survey, CancellationToken stopping)
    {
        if (findings.Choose("encoding", declared.Encoding, survey.Encoding, survey.Why) is not { } encoding)
        {
            findings.Fault("--encoding", survey.Why);
            return (declared, null);
        }

        ImportDeclaration full = declared with { Encoding = encoding };
        if (declared.Device is { } device && !targets.Has(device))
            findings.Fault("--device", $"the site has no device '{device}'");
        if (HeadRecognition.Recognise(FirstLines(encoding), declared, findings) is not { } head)
            return (full, null);
        full = full with { Separator = head.SeparatorName, HeaderLine = head.HeaderLine, Time = [.. head.Time.Select(i => head.Columns[i])] };
        if (LayoutRecognition.Recognise(head.Columns, declared, findings) is not { } layout)
            return (full, null);
        full = WithLayout(full, head, layout);
        var body = new BodySurvey(head, layout);
        using (var lines = new LineReader(path, TextEncodings.Of(encoding)))
            body.Read(lines, stopping);
        return Decide(full, head, layout, body);
    }

    private (ImportDeclaration Declaration, ImportPlan? Plan) Decide(ImportDeclaration full, Head head, Layout layout, BodySurvey body)
    {
        if (body.TooManyChannels)
            findings.Fault("--channel-column", $"'{full.ChannelColumn}' names more than 1000 channels");
        var mapping = new SeriesMapping(targets, declared, findings);
        IReadOnlyList<SeriesPlan> series = layout.IsLong ? mapping.Long(body.All) : mapping.Wide(head, layout);
        if (series.Count == 0 && !findings.Open)
            findings.Fault("--map", $"no column belongs to the site; --map COLUMN=DEVICE/CHANNEL[unit] says where one belongs. There are: {targets.Known}");
        List<(SeriesPlan Plan, SeriesLook Look)> looks = [.. series.Select(s => (s, layout.IsLong ? body.ByName[s.Name] : body.ByColumn[s.Column] ?? new SeriesLook(s.Name)))];
        (string Decimal, string Thousands)? numbers = WritingRecognition.Numbers(looks.Count > 0 ? [.. looks.Select(l => l.Look)] : [.. body.All], head.Separator, declared, findings);
        string? dates = WritingRecognition.Dates(body.Dates, declared, findings);
        string? zone = WritingRecognition.Zone(body.Dates, declared, siteZone, findings);
        GasConditions? gas = full is { Temperature: { } t, Pressure: { } p } ? new GasConditions(t, p) : null;
        IReadOnlyList<double> marks = MarkRecognition.Numbers(looks, declared, gas, findings);
        TellWords(looks);
        if (numbers is not { } written || dates is null)
            return (full, null);
        full = full with
        {
            Decimal = written.Decimal,
            Thousands = written.Thousands,
            Dates = dates,
            Zone = zone,
            Missing = [.. declared.Missing.Union(marks.Select(m => m.ToString(System.Globalization.CultureInfo.InvariantCulture)))],
            Columns = [.. series.Select(s => new ColumnDeclaration(s.Name, s.Target.Name, s.Unit.Symbol, s.Lod, s.Top))],
        };
        return (full, new ImportPlan
        {
            Encoding = TextEncodings.Of(full.Encoding!),
            Separator = head.Separator,
            DataFrom = head.DataFrom,
            Columns = head.Columns.Count,
            Time = head.Time,
            Dates = dates,
            Zone = zone is null ? null : TimeZoneInfo.FindSystemTimeZoneById(zone),
            Point = written.Decimal == "comma" ? ',' : '.',
            Group = MarkOf(written.Thousands),
            MissingNumbers = marks,
            MissingWords = declared.Missing.ToHashSet(StringComparer.OrdinalIgnoreCase),
            Gas = gas,
            Layout = layout,
            Series = series,
        });
    }

    private void TellWords(IReadOnlyList<(SeriesPlan Plan, SeriesLook Look)> looks)
    {
        foreach (IGrouping<string, KeyValuePair<string, long>> word in looks.SelectMany(l => l.Look.Missing).GroupBy(w => w.Key).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            findings.Choose("missing", null, word.Key.Length == 0 ? "empty cells" : $"'{word.Key}'", FormattableString.Invariant($"{word.Sum(w => w.Value)} cells: nothing was measured"));
        }

        if (looks.Sum(l => l.Look.Bounds) is > 0 and var bounds)
            findings.Choose("bounds", null, FormattableString.Invariant($"{bounds} cells"), "such as <0.5 or OL: kept as at most or at least, never as the value itself");
    }

    private static ImportDeclaration WithLayout(ImportDeclaration full, Head head, Layout layout) => full with
    {
        Layout = layout.IsLong ? "long" : "wide",
        ChannelColumn = layout.Channel is { } channel ? head.Columns[channel] : null,
        ValueColumn = layout.Value is { } value ? head.Columns[value] : null,
        UnitColumn = layout.Unit is { } unit ? head.Columns[unit] : null,
        QualityColumn = layout.Quality is { } quality ? head.Columns[quality] : null,
    };

    private static char MarkOf(string thousands) => thousands switch
    {
        "comma" => ',',
        "dot" => '.',
        "space" => ' ',
        "apostrophe" => '\'',
        _ => '\0',
    };

    private List<TextLine> FirstLines(string encoding)
    {
        var lines = new List<TextLine>();
        using var reader = new LineReader(path, TextEncodings.Of(encoding));
        while (lines.Count < HeadRecognition.Lines && reader.Next() is { } line)
            lines.Add(line);
        return lines;
    }
}
