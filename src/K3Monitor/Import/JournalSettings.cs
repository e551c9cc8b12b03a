using K3Monitor.App.Configuration;
using K3Monitor.Ingest.Journal;

namespace K3Monitor.App.Import;

/// <summary>The journal's sizes as the settings have them; an import beside no product writes the same journal.</summary>
internal static class JournalSettings
{
    public static JournalOptions Of(Settings settings) => new()
    {
        SegmentBytes = (long)settings.Integer("journal:segmentMebibytes") << 20,
        MaxUnflushedBytes = (long)settings.Integer("journal:backlogMebibytes") << 20,
        MaxBytes = (long)(settings.Number("journal:maxGibibytes") * (1L << 30)),
    };
}
