using System.CommandLine;
using System.Globalization;
using System.Net.Sockets;
using K3Monitor.FirmwareSim.Load;

namespace K3Monitor.FirmwareSim.CommandLine;

/// <summary><c>load</c>: publishes at a fixed rate and measures the acknowledgements.</summary>
internal sealed class LoadCommand
{
    private readonly Option<int> _devices = CommonOptions.Whole("--devices", "Connections, one a device.", 1, 50_000);
    private readonly Option<int> _rate = CommonOptions.Whole("--rate", "Messages a second, all devices together.", 1, 10_000_000);
    private readonly Option<int> _seconds = CommonOptions.Whole("--seconds", "For how long.", 1, 86_400);
    private readonly Option<int> _batch = CommonOptions.Whole("--batch", "Samples in a message.", 1, 1000, 1);
    private readonly Option<int> _qos = CommonOptions.Whole("--qos", "0 or 1.", 0, 1, 1);
    private readonly Option<string> _host = new("--host") { Description = "Host of the broker.", DefaultValueFactory = _ => "localhost" };
    private readonly Option<int> _port = CommonOptions.Port();
    private readonly Option<string?> _credentials = new("--credentials") { Description = "CSV file site,device,password; its first devices connect. Without it: load/load-00001 … and no password." };

    internal static Command Create()
    {
        var load = new LoadCommand();
        var command = new Command("load", "Publish at a fixed rate over raw sockets; count and time the acknowledgements.")
        {
            load._devices, load._rate, load._seconds, load._batch, load._qos, load._host, load._port, load._credentials,
        };
        command.SetAction(load.InvokeAsync);
        return command;
    }

    private async Task<int> InvokeAsync(ParseResult parsed, CancellationToken stop)
    {
        var error = parsed.InvocationConfiguration.Error;
        if (Devices(parsed, error) is not { } devices)
        {
            return ExitCode.WrongUse;
        }

        var options = new LoadOptions(
            parsed.GetRequiredValue(_host), parsed.GetValue(_port), devices,
            parsed.GetValue(_rate), parsed.GetValue(_seconds), parsed.GetValue(_batch), parsed.GetValue(_qos));
        try
        {
            var report = await new LoadRunner(options, TimeProvider.System).RunAsync(stop).ConfigureAwait(false);
            Print(report, options, parsed.InvocationConfiguration.Output, error);
            bool whole = report.Faults.Count == 0 && report.Sent == report.Due && (options.Qos == 0 || report.Acknowledged == report.Sent);
            return whole ? ExitCode.Success : ExitCode.Failure;
        }
        catch (Exception failed) when (failed is IOException or SocketException)
        {
            error.WriteLine($"{options.Host}:{options.Port.ToString(CultureInfo.InvariantCulture)}: {failed.Message}");
            return ExitCode.Failure;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            error.WriteLine("stopped before its end; no figures");
            return ExitCode.Failure;
        }
    }

    private List<LoadDevice>? Devices(ParseResult parsed, TextWriter error)
    {
        int count = parsed.GetValue(_devices);
        if (parsed.GetValue(_credentials) is not { } file)
        {
            return [.. Enumerable.Range(1, count).Select(i => new LoadDevice("load", "load-" + i.ToString("D5", CultureInfo.InvariantCulture), null))];
        }

        var faults = new List<string>();
        var read = CredentialsFile.Open(file, faults);
        if (faults.Count == 0 && read.Devices.Count < count)
        {
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"{file}: holds {read.Devices.Count} devices, --devices asks for {count}"));
        }

        faults.ForEach(error.WriteLine);
        return faults.Count > 0
            ? null
            : [.. read.Devices.Take(count).Select(d => new LoadDevice(d.Site, d.Device, read.TryFind(d.Site, d.Device, out string p) ? p : null))];
    }

    private static void Print(LoadReport report, LoadOptions options, TextWriter output, TextWriter error)
    {
        const int ShownFaults = 10;
        foreach (string fault in report.Faults.Take(ShownFaults))
        {
            error.WriteLine(fault);
        }

        double seconds = report.Elapsed.TotalSeconds;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"devices {options.Devices.Count}, asked {options.Rate} messages/s × {options.Seconds} s, batch {options.Batch}, QoS {options.Qos}"));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"due {report.Due}, sent {report.Sent}, acknowledged {report.Acknowledged}, unexpected acknowledgements {report.Unexpected}, broken connections {report.Faults.Count}"));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"sent in {seconds:F2} s = {report.Sent / seconds:F0} messages/s = {report.Sent * options.Batch / seconds:F0} samples/s; last acknowledgement {report.Drained.TotalMilliseconds:F0} ms later"));
        if (report.Latency.Count > 0)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"due to PUBACK, ms: p50 {Ms(report, 0.5):F1}, p90 {Ms(report, 0.9):F1}, p99 {Ms(report, 0.99):F1}, p99.9 {Ms(report, 0.999):F1}, max {report.Latency.Max / 1000.0:F1}"));
        }
    }

    private static double Ms(LoadReport report, double share) => (report.Latency.Quantile(share) ?? 0) / 1000.0;
}
