using System.CommandLine;
using System.Globalization;
using K3Monitor.FirmwareSim.Running;
using K3Monitor.FirmwareSim.Scenarios;

namespace K3Monitor.FirmwareSim.CommandLine;

/// <summary><c>run</c>: plays a scenario against a broker, or writes what it would publish.</summary>
internal sealed class RunCommand
{
    private readonly Argument<string> _scenario = new("SCENARIO") { Description = "Name of a shipped scenario (see list), or a file." };
    private readonly Option<string> _host = new("--host") { Description = "Host of the broker.", DefaultValueFactory = _ => "localhost" };
    private readonly Option<int> _port = CommonOptions.Port();
    private readonly Option<double> _speed = new("--speed") { Description = "Simulated seconds in a second.", DefaultValueFactory = _ => 1 };
    private readonly Option<long?> _seed = new("--seed") { Description = "Seed in place of the scenario's." };
    private readonly Option<string> _start = new("--start") { Description = "now | past (the last day whose whole play is over) | scenario | an ISO time with zone. Default: now; with --dry-run: scenario." };
    private readonly Option<string?> _credentials = new("--credentials") { Description = "CSV file site,device,password. Needed unless --dry-run." };
    private readonly Option<bool> _tls = new("--tls") { Description = "Connect by TLS." };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Connect to nothing; write topic, tab, payload a line." };
    private readonly Option<string?> _out = new("--out") { Description = "File for --dry-run; default standard output." };

    internal static Command Create()
    {
        var run = new RunCommand();
        var command = new Command("run", "Play a scenario: publish its devices' messages.")
        {
            run._scenario, run._host, run._port, run._speed, run._seed, run._start, run._credentials, run._tls, run._dryRun, run._out,
        };
        run._speed.Validators.Add(r =>
        {
            if (r.Tokens.Count == 1 && !(double.TryParse(r.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double s) && s is > 0 and <= 100_000))
            {
                r.AddError("--speed must be above 0 and at most 100000.");
            }
        });
        command.SetAction(run.InvokeAsync);
        return command;
    }

    private async Task<int> InvokeAsync(ParseResult parsed, CancellationToken stop)
    {
        var error = parsed.InvocationConfiguration.Error;
        var scenario = ScenarioCommands.Open(parsed.GetRequiredValue(_scenario), error);
        if (scenario is null)
        {
            return ExitCode.Failure;
        }

        bool dry = parsed.GetValue(_dryRun);
        string text = parsed.GetValue(_start) ?? (dry ? "scenario" : "now");
        if (PlayStart.Find(text, scenario, TimeProvider.System.GetUtcNow()) is not { } start)
        {
            error.WriteLine($"--start: '{text}' is none of now, past, scenario or an ISO time with zone such as 2026-11-25T06:45:00+07:00");
            return ExitCode.WrongUse;
        }

        return dry
            ? await WriteAsync(parsed, scenario, start, stop).ConfigureAwait(false)
            : await PlayAsync(parsed, scenario, start, stop).ConfigureAwait(false);
    }

    private async Task<int> WriteAsync(ParseResult parsed, Scenario scenario, DateTimeOffset start, CancellationToken stop)
    {
        string? file = parsed.GetValue(_out);
        try
        {
            await using var output = file is null ? Console.OpenStandardOutput() : File.Create(file);
            await using var buffered = new BufferedStream(output, 1 << 16);
            foreach (var message in MessageSource.All(scenario, parsed.GetValue(_seed) ?? scenario.Seed, start))
            {
                stop.ThrowIfCancellationRequested();
                buffered.Write(System.Text.Encoding.UTF8.GetBytes(message.Topic));
                buffered.WriteByte((byte)'\t');
                buffered.Write(message.Payload);
                buffered.WriteByte((byte)'\n');
            }

            return ExitCode.Success;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            parsed.InvocationConfiguration.Error.WriteLine($"{file ?? "standard output"}: cannot be written: {failed.Message}");
            return ExitCode.Failure;
        }
    }

    private async Task<int> PlayAsync(ParseResult parsed, Scenario scenario, DateTimeOffset start, CancellationToken stop)
    {
        var error = parsed.InvocationConfiguration.Error;
        if (Passwords(parsed, scenario, error) is not { } passwords)
        {
            return ExitCode.WrongUse;
        }

        var runner = new SimulationRunner(scenario, new SimulationOptions
        {
            Host = parsed.GetRequiredValue(_host),
            Port = parsed.GetValue(_port),
            Tls = parsed.GetValue(_tls),
            Seed = parsed.GetValue(_seed),
            Start = start,
            Password = (site, device) => passwords.TryFind(site, device, out string password) ? password : "",
            Clock = new AcceleratedTimeProvider(start, parsed.GetValue(_speed)),
            Report = error.WriteLine,
        });
        await runner.RunAsync(stop).ConfigureAwait(false);
        var done = runner.Counters;
        parsed.InvocationConfiguration.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"published {done.PublishedMessages} messages ({done.PublishedSamples} samples), acknowledged {done.Acknowledged}, refused {done.Refused}, reconnects {done.Reconnects}, connection failures {done.ConnectionFailures}, still buffered {done.Buffered}, dropped {done.Dropped}"));
        return stop.IsCancellationRequested || done is { Refused: 0, Dropped: 0 } ? ExitCode.Success : ExitCode.Failure;
    }

    /// <summary>The passwords, or null after printing why not: every bad line, and every device without one.</summary>
    private CredentialsFile? Passwords(ParseResult parsed, Scenario scenario, TextWriter error)
    {
        if (parsed.GetValue(_credentials) is not { } file)
        {
            error.WriteLine("--credentials: a CSV file site,device,password is needed unless --dry-run");
            return null;
        }

        var faults = new List<string>();
        var read = CredentialsFile.Open(file, faults);
        if (faults.Count == 0)
        {
            faults.AddRange(scenario.Sites.SelectMany(s => s.Devices, (s, d) => (Site: s.Id, Device: d.Id))
                .Where(d => !read.TryFind(d.Site, d.Device, out _))
                .Select(d => $"{file}: has no line for {d.Site},{d.Device}"));
        }

        faults.ForEach(error.WriteLine);
        return faults.Count == 0 ? read : null;
    }
}
