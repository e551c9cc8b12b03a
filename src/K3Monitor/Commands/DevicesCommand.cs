using System.CommandLine;
using System.Globalization;
using K3Monitor.App.Commands.Field;
using K3Monitor.Inspection.Devices;
using K3Monitor.Inspection.Incidents;
using K3Monitor.Inspection.SiteFiles;
using K3Monitor.Inspection.Sites;
using InspectionScope = K3Monitor.Inspection.Users.CommandLine;

namespace K3Monitor.App.Commands;

/// <summary><c>devices list | add | rotate | revoke | field</c>; <c>credentials</c> is another word for <c>rotate</c>.</summary>
internal static class DevicesCommand
{
    public static Command Build()
    {
        Option<FileInfo?> config = CommonOptions.ConfigFile();
        Option<DirectoryInfo?> data = CommonOptions.Data();
        var device = new Argument<string>("device") { Description = "Site and device, as pt-contoh/gas-01." };
        device.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && text.Split('/') is not [{ Length: > 0 }, { Length: > 0 }])
                result.AddError($"'{text}' is not SITE/DEVICE");
        });
        var reason = new Option<string>("--reason") { Description = "Why, for the record.", HelpName = "TEXT", DefaultValueFactory = _ => "by command, no reason given" };

        var list = new Command("list", "List the devices.") { config, data };
        list.SetAction((parse, _) => CommonOptions.WithDatabase(parse, config, data, services => ListAsync(parse, services)));
        var add = new Command("add", "Add a device; its password is printed once.") { device, config, data };
        add.SetAction((parse, _) => CommonOptions.WithDatabase(parse, config, data, services => AddAsync(parse, services.GetRequiredService<IDevices>(), Of(parse, device))));
        var revoke = new Command("revoke", "Shut a device out and end its connections, whatever it signs in with.") { device, reason, config, data };
        revoke.SetAction((parse, _) => CommonOptions.WithDatabase(parse, config, data, async services =>
        {
            (string Site, string Key) name = Of(parse, device);
            return await TellAsync(parse, name, await services.GetRequiredService<IDevices>().RevokeAsync(
                InspectionScope.Scope, name.Site, name.Key, parse.GetValue(reason)!, CancellationToken.None).ConfigureAwait(false)).ConfigureAwait(false);
        }));
        return new Command("devices", "Devices and their credentials.") { list, add, Rotate(device, reason, config, data), revoke, ArrangeCommand.Build(device, reason, config, data) };
    }

    private static Command Rotate(Argument<string> device, Option<string> reason, Option<FileInfo?> config, Option<DirectoryInfo?> data)
    {
        var overlap = new Option<TimeSpan>("--overlap")
        {
            Description = "How long the password before stays good, as 30m, 24h or 7d; at most 30d.",
            HelpName = "TIME",
            DefaultValueFactory = _ => TimeSpan.Zero,
            CustomParser = result =>
            {
                if (result.Tokens is [{ Value: var text }] && Duration(text) is { } time)
                    return time;
                result.AddError("--overlap is a number with m, h or d, from 0 to 30d");
                return default;
            },
        };
        var rotate = new Command("rotate", "Give a device a new password, printed once. This also ends a revocation.") { device, overlap, reason, config, data };
        rotate.Aliases.Add("credentials");
        rotate.SetAction((parse, _) => CommonOptions.WithDatabase(parse, config, data, async services =>
        {
            (string Site, string Key) name = Of(parse, device);
            return await TellAsync(parse, name, await services.GetRequiredService<IDevices>().RotateAsync(
                InspectionScope.Scope, name.Site, name.Key, parse.GetValue(overlap), parse.GetValue(reason)!, CancellationToken.None).ConfigureAwait(false)).ConfigureAwait(false);
        }));
        return rotate;
    }

    private static TimeSpan? Duration(string text)
    {
        if (text == "0")
            return TimeSpan.Zero;
        if (text.Length < 2 || !double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) || number > 1_000_000)
            return null;
        TimeSpan? time = text[^1] switch { 'm' => TimeSpan.FromMinutes(number), 'h' => TimeSpan.FromHours(number), 'd' => TimeSpan.FromDays(number), _ => null };
        return time <= DeviceRules.LongestOverlap ? time : null;
    }

    private static (string Site, string Key) Of(ParseResult parse, Argument<string> device)
    {
        string[] names = parse.GetValue(device)!.Split('/');
        return (names[0], names[1]);
    }

    private static async Task<int> ListAsync(ParseResult parse, IServiceProvider services)
    {
        foreach (DeviceRow d in await services.GetRequiredService<IDevices>().ListAsync(InspectionScope.Scope, CancellationToken.None).ConfigureAwait(false))
        {
            string state = d.Online switch { true => "online", false => "offline", null => d.LastSeen is null ? "never heard" : "heard" };
            await parse.InvocationConfiguration.Output.WriteLineAsync(
                $"{d.SiteSlug + "/" + d.Key,-44} {state,-12} {(d.HasCredentials ? "" : "no credentials"),-15} {d.LastSeen?.ToString() ?? "",-25} {string.Join(", ", d.Channels)}").ConfigureAwait(false);
        }

        return Exit.Done;
    }

    private static async Task<int> AddAsync(ParseResult parse, IDevices devices, (string Site, string Key) name)
    {
        string otherwise;
        try
        {
            if (await devices.AddAsync(InspectionScope.Scope, name.Site, name.Key, CancellationToken.None).ConfigureAwait(false) is { } credential)
                return await PrintAsync(parse, credential).ConfigureAwait(false);
            IReadOnlyList<DeviceRow> known = await devices.ListAsync(InspectionScope.Scope, CancellationToken.None).ConfigureAwait(false);
            otherwise = known.Any(d => d.SiteSlug == name.Site && d.Key == name.Key) ? "the device is there already" : $"there is no site '{name.Site}'";
        }
        catch (ArgumentException e)
        {
            otherwise = e.Message;
        }

        await parse.InvocationConfiguration.Error.WriteLineAsync($"{name.Site}/{name.Key}: {otherwise}").ConfigureAwait(false);
        return Exit.Failed;
    }

    private static async Task<int> TellAsync(ParseResult parse, (string Site, string Key) name, DeviceAct act)
    {
        if (act.Outcome == ActOutcome.Done)
            return act.Credential is { } credential ? await PrintAsync(parse, credential).ConfigureAwait(false) : Exit.Done;
        string why = act.Outcome == ActOutcome.ReasonMissing ? "--reason must not be blank" : "there is no such device";
        await parse.InvocationConfiguration.Error.WriteLineAsync($"{name.Site}/{name.Key}: {why}").ConfigureAwait(false);
        return Exit.Failed;
    }

    private static async Task<int> PrintAsync(ParseResult parse, DeviceCredential credential)
    {
        await parse.InvocationConfiguration.Output.WriteLineAsync($"{credential.UserName},{credential.Password}").ConfigureAwait(false);
        return Exit.Done;
    }
}
