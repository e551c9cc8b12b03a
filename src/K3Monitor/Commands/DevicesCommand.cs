using System.CommandLine;
using K3Monitor.Inspection.Devices;
using K3Monitor.Inspection.SiteFiles;
using K3Monitor.Inspection.Sites;
using InspectionScope = K3Monitor.Inspection.Users.CommandLine;

namespace K3Monitor.App.Commands;

/// <summary><c>devices list | add | credentials | revoke</c>.</summary>
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

        var list = new Command("list", "List the devices.") { config, data };
        list.SetAction((parse, _) => CommonOptions.WithDatabase(parse, config, data, services => ListAsync(parse, services)));
        var add = new Command("add", "Add a device; its password is printed once.") { device, config, data };
        add.SetAction((parse, _) => CommonOptions.WithDatabase(parse, config, data, services => TellAsync(
            parse, Of(parse, device), (site, key) => services.GetRequiredService<IDevices>().AddAsync(InspectionScope.Scope, site, key, CancellationToken.None), "there is no such site, or the device is there already")));
        var credentials = new Command("credentials", "Give a device a new password, printed once; the old one ends.") { device, config, data };
        credentials.SetAction((parse, _) => CommonOptions.WithDatabase(parse, config, data, services => TellAsync(
            parse, Of(parse, device), (site, key) => services.GetRequiredService<IDevices>().RotateAsync(InspectionScope.Scope, site, key, CancellationToken.None), "there is no such device")));
        var revoke = new Command("revoke", "Shut a device out.") { device, config, data };
        revoke.SetAction((parse, _) => CommonOptions.WithDatabase(parse, config, data, services => RevokeAsync(parse, services, Of(parse, device))));
        return new Command("devices", "Devices and their credentials.") { list, add, credentials, revoke };
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
            string state = d.Online switch { true => "online", false => "offline", null => "never heard" };
            await parse.InvocationConfiguration.Output.WriteLineAsync(
                $"{d.SiteSlug + "/" + d.Key,-44} {state,-12} {(d.HasCredentials ? "" : "no credentials"),-15} {d.LastSeen?.ToString() ?? "",-25} {string.Join(", ", d.Channels)}").ConfigureAwait(false);
        }

        return Exit.Done;
    }

    private static async Task<int> TellAsync(ParseResult parse, (string Site, string Key) device, Func<string, string, Task<DeviceCredential?>> act, string otherwise)
    {
        try
        {
            if (await act(device.Site, device.Key).ConfigureAwait(false) is { } credential)
            {
                await parse.InvocationConfiguration.Output.WriteLineAsync($"{credential.UserName},{credential.Password}").ConfigureAwait(false);
                return Exit.Done;
            }
        }
        catch (ArgumentException e)
        {
            otherwise = e.Message;
        }

        await parse.InvocationConfiguration.Error.WriteLineAsync($"{device.Site}/{device.Key}: {otherwise}").ConfigureAwait(false);
        return Exit.Failed;
    }

    private static async Task<int> RevokeAsync(ParseResult parse, IServiceProvider services, (string Site, string Key) device)
    {
        if (await services.GetRequiredService<IDevices>().RevokeAsync(InspectionScope.Scope, device.Site, device.Key, CancellationToken.None).ConfigureAwait(false))
            return Exit.Done;
        await parse.InvocationConfiguration.Error.WriteLineAsync($"{device.Site}/{device.Key}: there is no such device").ConfigureAwait(false);
        return Exit.Failed;
    }
}
