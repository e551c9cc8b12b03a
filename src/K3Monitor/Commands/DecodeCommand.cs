using System.CommandLine;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using K3Monitor.App.Configuration;
using K3Monitor.Ingest.Decoding;
using K3Monitor.Ingest.Formats;
using K3Monitor.Ingest.Formats.Mapped;
using K3Monitor.Ingest.Formats.Native;
using K3Monitor.Inspection.SiteFiles;
using K3Monitor.Inspection.Topology;
using K3Monitor.Measurements;

namespace K3Monitor.App.Commands;

/// <summary><c>decode --topic T &lt; payload</c>: what ingest would make of one message, as JSON lines.</summary>
internal sealed class DecodeCommand
{
    private const int MostBytes = 16 << 20;

    private static readonly JsonSerializerOptions Line = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Option<FileInfo?> NoSettings = new("--no-settings");

    private readonly Option<string> topic = new("--topic") { Description = "Topic of the message.", HelpName = "T", Required = true };
    private readonly Option<string?> format = new Option<string?>("--format") { Description = "Format; by default recognised by topic and shape.", HelpName = "F" }
        .AcceptOnlyFromAmong([.. FormatCatalogue.Names]);

    private readonly Option<string?> received = new("--received") { Description = "When it is taken to have arrived, ISO 8601 with a zone. Default: now.", HelpName = "TIME" };
    private readonly Option<string?> zone = new("--zone") { Description = "IANA zone of times that name none, such as Asia/Jakarta.", HelpName = "Z" };
    private readonly Option<FileInfo?> config = new("--config") { Description = "A file of mappings (its top key is mappings), or the settings file whose data folder applies.", HelpName = "FILE" };
    private readonly Option<DirectoryInfo?> data = new("--data") { Description = "Data folder whose devices and units apply; without it values are shown as they came.", HelpName = "DIR" };

    private readonly Option<string?> source = new("--source") { Description = "Where it is taken to come in, for names that hold there only: an external broker's name, or SITE/DEVICE of a credential.", HelpName = "SOURCE" };

    public static Command Build()
    {
        var self = new DecodeCommand();
        var command = new Command("decode", "Show what ingest would make of one message on standard input, as JSON lines; nothing is kept.")
        {
            self.topic, self.format, self.received, self.zone, self.config, self.data, self.source,
        };
        command.SetAction((parse, stop) => Exit.GuardAsync(parse, () => self.RunAsync(parse, stop)));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parse, CancellationToken stop)
    {
        Instant now = Instant.Now(TimeProvider.System);
        if (parse.GetValue(received) is { } text)
        {
            bool zoned = text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > 10;
            if (!zoned || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTimeOffset given))
            {
                await parse.InvocationConfiguration.Error.WriteLineAsync($"--received: '{text}' is not ISO 8601 with a zone").ConfigureAwait(false);
                return Exit.WrongUse;
            }

            now = Instant.FromDateTimeOffset(given);
        }

        if (await ReadAsync(stop).ConfigureAwait(false) is not { } payload)
        {
            await parse.InvocationConfiguration.Error.WriteLineAsync("standard input: a message has at most 16 MiB").ConfigureAwait(false);
            return Exit.Failed;
        }

        if (await OptionsAsync(parse, stop).ConfigureAwait(false) is not { } options)
            return Exit.WrongUse;
        (bool sound, DeviceTopology? device, TopologySnapshot? topology) = await DeviceAsync(parse, options.Mappings.Count == 0, stop).ConfigureAwait(false);
        if (!sound)
            return Exit.Failed;
        options = new DecodeOptions { Format = options.Format, Zone = options.Zone, Mappings = options.Mappings, Topology = topology, Source = parse.GetValue(source) ?? "" };
        IReadOnlyList<CapturedMessage> messages = MessageCapture.Read(payload) ?? [new CapturedMessage(parse.GetValue(topic)!, payload)];
        foreach (DecodeRow row in messages.SelectMany(m => MessageDecoder.Decode(m.Topic, m.Payload, now, device, options)))
            await parse.InvocationConfiguration.Output.WriteLineAsync(Write(row)).ConfigureAwait(false);
        return Exit.Done;
    }

    private async Task<DecodeOptions?> OptionsAsync(ParseResult parse, CancellationToken stop)
    {
        TimeZoneInfo? of = null;
        if (parse.GetValue(zone) is { } name && !TimeZoneInfo.TryFindSystemTimeZoneById(name, out of))
        {
            await parse.InvocationConfiguration.Error.WriteLineAsync($"--zone: '{name}' is no zone").ConfigureAwait(false);
            return null;
        }

        MappingSet mappings = MappingSet.None;
        if (parse.GetValue(config) is { Exists: true } file && await File.ReadAllTextAsync(file.FullName, stop).ConfigureAwait(false) is { } text && MappingFile.IsOne(text))
        {
            (MappingSet? read, IReadOnlyList<SiteFault> faults) = MappingFile.Read(text, file.FullName);
            if (Exit.Report(parse, [.. faults.Select(f => f.ToString())]) || read is null)
                return null;
            mappings = read;
        }

        return new DecodeOptions { Format = parse.GetValue(format), Zone = of, Mappings = mappings };
    }

    private async Task<(bool Sound, DeviceTopology? Device, TopologySnapshot? Topology)> DeviceAsync(ParseResult parse, bool settingsFile, CancellationToken stop)
    {
        if (parse.GetValue(data) is null && (parse.GetValue(config) is null || !settingsFile))
            return (true, null, null);
        if (CommonOptions.Gather(parse, settingsFile ? config : NoSettings, new KeyValuePair<string, string?>("data", parse.GetValue(data)?.FullName)) is not { } settings)
            return (false, null, null);
        DeviceTopic? found = NativeFormat.Recognise(parse.GetValue(topic)!);
        DeviceTopology? device = null;
        TopologySnapshot? topology = null;
        await Composition.Workbench.RunAsync(settings, async services =>
        {
            topology = await services.GetRequiredService<ITopologyRegistry>().GetAsync(stop).ConfigureAwait(false);
            device = found is null ? null : topology.Devices.GetValueOrDefault($"{found.Site}/{found.Device}");
            return Exit.Done;
        }).ConfigureAwait(false);
        if (device is null && found is not null)
            await parse.InvocationConfiguration.Error.WriteLineAsync($"{settings.Text("data")}: there is no device {found.Site}/{found.Device}; values are shown as they came").ConfigureAwait(false);
        return (true, device, topology);
    }

    private static async Task<byte[]?> ReadAsync(CancellationToken stop)
    {
        Stream input = Console.OpenStandardInput();
        await using (input.ConfigureAwait(false))
        {
            using var read = new MemoryStream();
            byte[] part = new byte[64 * 1024];
            for (int count; (count = await input.ReadAsync(part, stop).ConfigureAwait(false)) > 0;)
            {
                if (read.Length + count > MostBytes)
                    return null;
                read.Write(part, 0, count);
            }

            return read.ToArray();
        }
    }

    private static string Write(DecodeRow row) => JsonSerializer.Serialize(
        new
        {
            status = row.Status,
            device = row.Device,
            channel = row.Channel,
            value = row.Value,
            unit = row.Unit,
            time = row.Time?.ToString(),
            timeSource = row.TimeSource,
            quality = row.Quality,
            reason = row.Reason,
        },
        Line);
}
