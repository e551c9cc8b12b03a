using System.CommandLine;
using K3Monitor.App.Configuration;

namespace K3Monitor.App.Commands;

/// <summary><c>config show|validate|sample</c>.</summary>
internal static class ConfigCommand
{
    public static Command Build()
    {
        Option<FileInfo?> file = CommonOptions.ConfigFile();
        var show = new Command("show", "Print the settings in force and where each comes from; secrets are hidden.") { file };
        show.SetAction(parse => Exit.Guard(parse, () =>
        {
            if (CommonOptions.Gather(parse, file) is not { } settings)
                return Exit.Failed;
            foreach (Setting setting in SettingTable.All)
            {
                string text = setting.Kind == SettingKind.Secret && settings.Text(setting.Key).Length > 0 ? "********" : settings.Text(setting.Key);
                parse.InvocationConfiguration.Output.WriteLine($"{setting.Key} = {text}    # {settings.Where(setting.Key)}");
            }

            foreach (SettingItem item in SettingTable.Lists.SelectMany(l => settings.Items(l.Key)))
                ShowItem(parse, item);
            return Exit.Done;
        }));
        var validate = new Command("validate", "Check the settings and list every fault at once.") { file };
        validate.SetAction(parse => Exit.Guard(parse, () =>
        {
            if (CommonOptions.Gather(parse, file) is null)
                return Exit.Failed;
            parse.InvocationConfiguration.Output.WriteLine("ok");
            return Exit.Done;
        }));
        var sample = new Command("sample", "Print a complete, commented settings file.");
        sample.SetAction(parse => Exit.Guard(parse, () =>
        {
            parse.InvocationConfiguration.Output.Write(SampleFile.Write());
            return Exit.Done;
        }));
        return new Command("config", "Show, check or write settings.") { show, validate, sample };
    }

    private static void ShowItem(ParseResult parse, SettingItem item)
    {
        foreach (Setting field in item.List.Fields)
        {
            string text = field.Kind == SettingKind.Secret && item.Text(field.Key).Length > 0 ? "********" : item.Text(field.Key);
            parse.InvocationConfiguration.Output.WriteLine($"{item.KeyOf(field.Key)} = {text}    # {item.Values[field.Key].Where}");
        }
    }
}
