using K3Monitor.App.Configuration;
using K3Monitor.Ingest.Formats;
using K3Monitor.Ingest.Formats.Mapped;
using K3Monitor.Inspection.Devices.Field;
using K3Monitor.Inspection.SiteFiles;

namespace K3Monitor.App.Composition.Field;

/// <summary>Reads the declared mappings, and looks whether the formats that sources state are known.</summary>
internal static class Mappings
{
    /// <summary>The mappings of all files, in their order.</summary>
    /// <param name="settings">The settings in force.</param>
    /// <param name="faults">Takes what is wrong; the mappings may be used only when it stays empty.</param>
    public static MappingSet Load(Settings settings, List<string> faults)
    {
        MappingSet all = MappingSet.None;
        foreach (string file in settings.List("formats:mappings"))
        {
            if (!File.Exists(file))
            {
                faults.Add($"formats:mappings: there is no file '{file}'");
                continue;
            }

            (MappingSet? read, IReadOnlyList<SiteFault> wrong) = MappingFile.Read(File.ReadAllText(file), file);
            faults.AddRange(wrong.Select(f => f.ToString()));
            all = read is null ? all : all.With(read);
        }

        faults.AddRange(all.Names.CountBy(n => n).Where(n => n.Value > 1 || FormatCatalogue.Names.Contains(n.Key)).Select(n => $"formats:mappings: '{n.Key}' is the name of more than one mapping or format"));
        foreach (SettingItem source in settings.Items("sources"))
        {
            if (FormatOf(source) is { } format && !FormatCatalogue.Names.Contains(format) && !all.Names.Contains(format))
                faults.Add($"{source.KeyOf("format")}: '{format}' is neither auto nor one of {string.Join(", ", FormatCatalogue.Names.Concat(all.Names))}");
        }

        return all;
    }

    /// <summary>The format that a source states; null to recognise each message.</summary>
    public static string? FormatOf(SettingItem source) => source.Text("format") is var format && format == FieldRules.Auto ? null : format;
}
