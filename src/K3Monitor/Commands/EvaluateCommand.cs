using System.CommandLine;
using System.Globalization;
using K3Monitor.App.Composition;
using K3Monitor.App.Evaluation;
using K3Monitor.Measurements;
using K3Monitor.Rules.Lanes;
using K3Monitor.Rules.Limits;
using K3Monitor.Rules.Shifts;

namespace K3Monitor.App.Commands;

/// <summary><c>evaluate --pack ID --input FILE.csv …</c>: judges a logger's file by the law.</summary>
internal sealed class EvaluateCommand
{
    private readonly Option<string[]> packs = new("--pack") { Description = "Pack to judge by, also one for comparison; may be given several times. Default: the law of the area.", HelpName = "ID" };
    private readonly Option<string[]> limits = new("--limit") { Description = "Only these limits; the end of the identifier is enough.", HelpName = "ID" };
    private readonly Option<FileInfo> input = new("--input") { Description = "The logger's file (CSV).", HelpName = "FILE", Required = true };
    private readonly Option<FileInfo?> site = new("--site") { Description = "Site file that tells the areas; then --area names the one.", HelpName = "FILE" };
    private readonly Option<string?> areaName = new("--area") { Description = "Area of the site file. Default: the only one.", HelpName = "NAME" };
    private readonly Option<string> zone = new("--zone") { Description = "IANA zone of the site, and of times without one.", HelpName = "Z", DefaultValueFactory = _ => "Asia/Jakarta" };
    private readonly Option<string[]> shifts = new("--shift") { Description = "Shift in local time; may be given several times. Without any, shift averages are not judged.", HelpName = "HH:MM-HH:MM" };
    private readonly Option<string?> workload = new("--workload") { Description = "Workload: light, moderate, heavy, very-heavy.", HelpName = "CLASS" };
    private readonly Option<double?> workShare = new("--workpct") { Description = "Share of work in each hour, percent.", HelpName = "0-100" };
    private readonly Option<bool> confined = new("--confined") { Description = "The area is a confined space." };
    private readonly Option<bool> office = new("--office") { Description = "The area is a room such as an office." };
    private readonly Option<bool?> outdoor = new("--outdoor") { Description = "Whether the work is outdoors; without it nobody has said.", HelpName = "true|false" };
    private readonly Option<int?> lighting = new("--lighting-class") { Description = "Class of light that the work needs.", HelpName = "1-8" };
    private readonly Option<string?> frequency = new("--frequency") { Description = "Frequency of the field's source, as 50Hz or 13.56MHz.", HelpName = "F" };
    private readonly Option<double?> interval = new("--interval") { Description = "Seconds between samples. Default: the file's own median.", HelpName = "S" };
    private readonly Option<bool> decimalComma = new("--decimal-comma") { Description = "Numbers have a decimal comma." };
    private readonly Option<double?> temperature = new("--temperature") { Description = "Air temperature for mg/m³, °C.", HelpName = "T" };
    private readonly Option<double?> pressure = new("--pressure") { Description = "Air pressure for mg/m³, kPa.", HelpName = "P" };
    private readonly Option<string> format = new Option<string>("--format") { Description = "table or json.", DefaultValueFactory = _ => "table" }.AcceptOnlyFromAmong("table", "json");
    private readonly Option<FileInfo?> config = CommonOptions.ConfigFile();

    public static Command Build()
    {
        var self = new EvaluateCommand();
        var command = new Command("evaluate", "Judge a data logger's file by the law: verdicts, exposure, coverage, occurrences, citations.")
        {
            self.packs, self.limits, self.input, self.site, self.areaName, self.zone, self.shifts, self.workload, self.workShare, self.confined,
            self.office, self.outdoor, self.lighting, self.frequency,
            self.interval, self.decimalComma, self.temperature, self.pressure, self.format, self.config,
        };
        command.SetAction(parse => Exit.Guard(parse, () => self.Run(parse)));
        return command;
    }

    private int Run(ParseResult parse)
    {
        var faults = new List<string>();
        IReadOnlyList<RulePack> chosen = Packs(parse, faults);
        AreaPlan? area = Area(parse, faults);

        // Packs chosen by name judge, whatever their country: the file's owner asks for it.
        if (area is not null && parse.GetValue(packs) is { Length: > 0 })
            area = area with { Jurisdiction = null };
        if (parse.GetValue(interval) is { } step && !(step > 0 && step <= 86_400))
            faults.Add("--interval: must be above 0 and at most 86400 seconds");
        double? hertz = parse.GetValue(frequency) is { } written ? FrequencyBand.ReadHertz(written) : null;
        if (parse.GetValue(frequency) is { } said && !(hertz > 0))
            faults.Add($"--frequency: '{said}' is not a frequency, as 50Hz, 30kHz, 13.56MHz or 2.4GHz");
        if (Exit.Report(parse, faults))
            return faults.Exists(f => f.StartsWith("--", StringComparison.Ordinal)) ? Exit.WrongUse : Exit.Failed;
        FileInfo file = parse.GetValue(input)!;
        var gas = parse.GetValue(temperature) is { } t && parse.GetValue(pressure) is { } p ? new GasConditions(t, p) : null;
        LoggerReading reading = LoggerFile.Read(File.ReadAllText(file.FullName), file.Name, new LoggerFormat(area!.Shifts.Zone, parse.GetValue(decimalComma), gas));
        Exit.Report(parse, reading.Refused);
        List<LoggerSeries> usable = [.. reading.Series.Where(s => s.Samples.Count > 0)];
        if (usable.Count == 0)
        {
            parse.InvocationConfiguration.Error.WriteLine($"{file.Name}: holds no sample that could be used");
            return Exit.Failed;
        }

        TimeSpan? every = parse.GetValue(interval) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        // Of several nobody could say which tool each one means.
        LoggerSeries? use = usable.Where(s => s.Quantity.Id == QuantityCatalogue.UseId).Take(2).ToList() is [var only] ? only : null;
        var source = new SourceOfSeries(hertz, use);
        List<EvaluatedSeries> judged = [.. usable.Select((s, i) => Evaluator.Judge(i + 1, s, area, every, chosen, new LaneOptions(), source))];
        if (parse.GetValue(format) == "json")
            parse.InvocationConfiguration.Output.WriteLine(EvaluationReport.Json(judged, chosen, reading.Refused));
        else
            EvaluationReport.Table(parse.InvocationConfiguration.Output, judged, chosen);
        return Exit.Done;
    }

    private IReadOnlyList<RulePack> Packs(ParseResult parse, List<string> faults)
    {
        if (CommonOptions.Gather(parse, config) is not { } settings)
        {
            faults.Add("the settings are not sound");
            return [];
        }

        PackFiles files = PackFiles.Load(settings.List("rules:packs"));
        faults.AddRange(files.Faults.Select(f => f.ToString()));
        string[] wanted = parse.GetValue(packs) ?? [];
        foreach (string id in wanted.Where(id => files.Packs.All(p => p.Id != id)))
            faults.Add($"--pack: there is no pack '{id}'; there are: {string.Join(", ", files.Packs.Select(p => p.Id))}");
        string[] only = parse.GetValue(limits) ?? [];
        bool Wanted(Limit limit) => only.Length == 0 || only.Any(o => limit.Id == o || limit.Id.EndsWith("/" + o, StringComparison.Ordinal));
        List<RulePack> chosen = [.. files.Packs.Where(p => wanted.Length == 0 || wanted.Contains(p.Id)).Select(p => p with { Limits = [.. p.Limits.Where(Wanted)] })];
        foreach (string each in only.Where(o => !chosen.SelectMany(p => p.Limits).Any(l => l.Id == o || l.Id.EndsWith("/" + o, StringComparison.Ordinal))))
            faults.Add($"--limit: no chosen pack has a limit '{each}'");
        return chosen;
    }

    private AreaPlan? Area(ParseResult parse, List<string> faults)
    {
        if (parse.GetValue(site) is { } file)
            return SiteAreas.Choose(file, parse.GetValue(areaName), faults);
        string zoneId = parse.GetValue(zone)!;
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(zoneId, out TimeZoneInfo? found))
            faults.Add($"--zone: '{zoneId}' is not an IANA zone, as Asia/Jakarta");
        Workload? load = null;
        if (parse.GetValue(workload) is { } word)
        {
            if (Enum.TryParse(word.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out Workload parsed) && Enum.IsDefined(parsed))
                load = parsed;
            else
                faults.Add($"--workload: '{word}' is not light, moderate, heavy or very-heavy");
        }

        double? share = parse.GetValue(workShare);
        if (share is < 0 or > 100)
            faults.Add("--workpct: must be 0 to 100");
        List<Shift> laid = [.. (parse.GetValue(shifts) ?? []).Select(s => Shift(s, faults)).OfType<Shift>()];
        if (parse.GetValue(lighting) is < 1 or > 8)
            faults.Add("--lighting-class: must be 1 to 8");
        return faults.Count > 0 ? null : new AreaPlan(new ShiftPlan(found!, laid), load, share, parse.GetValue(confined), Jurisdictions.Default(zoneId))
        {
            Nature = new PlaceNature(parse.GetValue(office), parse.GetValue(outdoor), parse.GetValue(lighting)),
        };
    }

    private static Shift? Shift(string text, List<string> faults)
    {
        string[] ends = text.Split('-');
        if (ends.Length == 2
            && TimeOnly.TryParseExact(ends[0], "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly from)
            && TimeOnly.TryParseExact(ends[1], "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly to))
        {
            TimeSpan length = to - from;
            return new Shift(text, from, length > TimeSpan.Zero ? length : TimeSpan.FromDays(1), []);
        }

        faults.Add($"--shift: '{text}' is not HH:MM-HH:MM");
        return null;
    }
}
