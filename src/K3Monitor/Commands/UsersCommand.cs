using System.CommandLine;
using System.Security.Cryptography;
using K3Monitor.Inspection.Users;
using K3Monitor.Store.Access;
using InspectionScope = K3Monitor.Inspection.Users.CommandLine;

namespace K3Monitor.App.Commands;

/// <summary><c>users add | list | reset | disable</c>.</summary>
internal static class UsersCommand
{
    private const string Letters = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789";

    public static Command Build()
    {
        Option<FileInfo?> config = CommonOptions.ConfigFile();
        Option<DirectoryInfo?> data = CommonOptions.Data();
        var name = new Argument<string>("name") { Description = "Name to sign in with." };
        var passwordFrom = new Option<bool>("--password-stdin") { Description = "Read the password from standard input; otherwise one is made and printed once." };

        var list = new Command("list", "List the users.") { config, data };
        list.SetAction((parse, _) => CommonOptions.WithDatabase(parse, config, data, services => ListAsync(parse, services)));
        var reset = new Command("reset", "Set a new password, lift a lock, and end the user's sessions.") { name, passwordFrom, config, data };
        reset.SetAction((parse, _) => CommonOptions.WithDatabase(parse, config, data, services =>
        {
            string password = Password(parse.GetValue(passwordFrom), out bool made);
            return TellAsync(parse, services.GetRequiredService<IUsers>().ResetAsync(InspectionScope.Scope, parse.GetValue(name)!, password, CancellationToken.None), parse.GetValue(name)!, made ? password : null);
        }));
        var disable = new Command("disable", "Shut a user out; his acts stay in the record.") { name, config, data };
        disable.SetAction((parse, _) => CommonOptions.WithDatabase(parse, config, data, services =>
            TellAsync(parse, services.GetRequiredService<IUsers>().DisableAsync(InspectionScope.Scope, parse.GetValue(name)!, CancellationToken.None), parse.GetValue(name)!, null)));
        return new Command("users", "Users of the pages and the API.") { Add(name, passwordFrom, config, data), list, reset, disable };
    }

    /// <summary>A password of 20 letters and digits that cannot be confused: about 116 bits.</summary>
    public static string MakePassword() => RandomNumberGenerator.GetString(Letters, 20);

    private static Command Add(Argument<string> name, Option<bool> passwordFrom, Option<FileInfo?> config, Option<DirectoryInfo?> data)
    {
        var role = new Option<Role>("--role") { Description = "Inspector, SafetyOfficer, Administrator or Auditor.", Required = true };
        var display = new Option<string?>("--display") { Description = "Name on pages. Default: the name to sign in with.", HelpName = "NAME" };
        var provinces = new Option<string[]>("--province") { Description = "Province of an inspector (ISO 3166-2, as ID-KR); may be given several times.", HelpName = "CODE" };
        var company = new Option<string?>("--company") { Description = "Company slug of a safety officer.", HelpName = "SLUG" };
        var language = new Option<string?>("--language") { Description = "id or en. Default: Indonesian, until the user chooses.", HelpName = "LANG" };
        var add = new Command("add", "Make a user.") { name, role, display, provinces, company, language, passwordFrom, config, data };
        add.SetAction((parse, _) => CommonOptions.WithDatabase(parse, config, data, services =>
        {
            string password = Password(parse.GetValue(passwordFrom), out bool made);
            var user = new NewUser(
                parse.GetValue(name)!, parse.GetValue(display) ?? parse.GetValue(name)!, parse.GetValue(role), parse.GetValue(provinces) ?? [],
                parse.GetValue(company), password, parse.GetValue(language));
            return TellAsync(parse, services.GetRequiredService<IUsers>().CreateAsync(InspectionScope.Scope, user, CancellationToken.None), user.UserName, made ? password : null);
        }));
        return add;
    }

    private static string Password(bool fromInput, out bool made)
    {
        made = !fromInput;
        return made ? MakePassword() : Console.In.ReadLine() ?? "";
    }

    private static async Task<int> ListAsync(ParseResult parse, IServiceProvider services)
    {
        foreach (UserRow u in await services.GetRequiredService<IUsers>().ListAsync(InspectionScope.Scope, CancellationToken.None).ConfigureAwait(false))
            await parse.InvocationConfiguration.Output.WriteLineAsync($"{u.UserName,-24} {u.Role,-14} {(u.IsDisabled ? "disabled" : ""),-9} {string.Join(' ', u.Provinces)}{u.CompanyName}  {u.DisplayName}").ConfigureAwait(false);
        return Exit.Done;
    }

    private static async Task<int> TellAsync(ParseResult parse, Task<UserChange> change, string name, string? password)
    {
        UserChange done = await change.ConfigureAwait(false);
        if (Exit.Report(parse, done.Faults.Select(f => $"{name}: {f}")))
            return Exit.Failed;
        if (password is not null)
            await parse.InvocationConfiguration.Output.WriteLineAsync($"{name},{password}").ConfigureAwait(false);
        return Exit.Done;
    }
}
