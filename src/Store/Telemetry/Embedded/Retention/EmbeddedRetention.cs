using DuckDB.NET.Data;
using K3Monitor.Store.Telemetry.Retention;

namespace K3Monitor.Store.Telemetry.Embedded.Retention;

/// <summary>
/// Rolls days up and removes what the rule lets go, under the discipline of the store's manifest: new files are written and durable
/// before the manifest names them, and old ones are deleted after it no longer does. A crash in between leaves files that
/// nobody names, which the next start deletes.
/// </summary>
internal sealed class EmbeddedRetention(
    EmbeddedTelemetryStore store, EmbeddedSurvey survey, ParquetWriter parquet, DuckDBConnection writer, EmbeddedStoreOptions options) : IDisposable
{
    private readonly SemaphoreSlim turn = new(1, 1);

    public void Dispose() => turn.Dispose();

    public async Task RollUpAsync(DateOnly day, IReadOnlyDictionary<int, ChannelRule> rules, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await store.FlushAsync(cancellationToken).ConfigureAwait(false);
            using ManifestView view = survey.Look();
            using DuckDBConnection connection = writer.Duplicate();
            connection.Open();
            RolledDay before = Entry(view.Manifest, day);
            RolledDay made = await MakeAsync(view, new RollUpFiles(connection, options.Directory), before, day, rules, cancellationToken).ConfigureAwait(false);
            await store.ChangeAsync(now => With(now, made), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }
    }

    public async Task<ChannelSet> RemoveAsync(DateOnly day, TelemetryLayer layer, ChannelSet channels, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ChannelSet removed = ChannelSet.Empty;
            IReadOnlyList<ChannelDay> rows = await survey.ChannelsAsync(day, cancellationToken).ConfigureAwait(false);
            await store.ChangeAsync(
                now =>
                {
                    RolledDay? entry = now.Rolled.FirstOrDefault(d => d.Day == UtcDay.Name(day));

                    // Looked at again now that nothing is appended: what came since the look keeps the day.
                    if (entry is null || EmbeddedSurvey.IsStale(now, entry))
                        return null;
                    removed = ChannelSet.Of(rows.Where(r => channels.Contains(r.ChannelId) && r.RolledUp && !r.IsRemoved(layer)).Select(r => r.ChannelId));
                    return removed.IsEmpty ? null : Without(now, entry, day, layer, removed);
                },
                cancellationToken).ConfigureAwait(false);
            return removed;
        }
        finally
        {
            turn.Release();
        }
    }

    private static RolledDay Entry(Manifest manifest, DateOnly day) =>
        manifest.Rolled.FirstOrDefault(d => d.Day == UtcDay.Name(day)) ?? new RolledDay(UtcDay.Name(day), 0, 0, null, null);

    private static Manifest With(Manifest manifest, RolledDay entry) =>
        manifest with { Days = [.. manifest.Rolled.Where(d => d.Day != entry.Day).Append(entry).OrderBy(d => d.Day, StringComparer.Ordinal)] };

    private async Task<RolledDay> MakeAsync(
        ManifestView view, RollUpFiles files, RolledDay before, DateOnly day, IReadOnlyDictionary<int, ChannelRule> rules, CancellationToken cancellationToken)
    {
        var folding = new DayFolding(store, store);
        ChannelSet gone = ChannelSet.Parse(before.RawGone);
        files.Begin(RollUpStep.Minute);
        files.Begin(RollUpStep.QuarterHour);
        foreach (int channel in survey.ChannelsOf(view, day).Where(c => !gone.Contains(c)))
        {
            FoldedDay folded = await folding.FoldAsync(channel, day, rules.GetValueOrDefault(channel), cancellationToken).ConfigureAwait(false);
            files.Add(RollUpStep.Minute, channel, folded.Minutes);
            files.Add(RollUpStep.QuarterHour, channel, folded.Quarters);
        }

        // Of removed samples nothing else is left: what was made of them stays as it is.
        if (before.Minute is { } minute)
            files.Keep(RollUpStep.Minute, PathOf(minute), gone);
        if (before.Quarter is { } quarter)
            files.Keep(RollUpStep.QuarterHour, PathOf(quarter), gone);
        int made = before.Made + 1;
        options.BeforeStep?.Invoke("write");
        return before with
        {
            MadeFrom = view.Manifest.Version,
            Made = made,
            Minute = files.End(RollUpStep.Minute, before.Day, $"minute-{Sql.Number(made)}"),
            Quarter = files.End(RollUpStep.QuarterHour, before.Day, $"quarter-{Sql.Number(made)}"),
        };
    }

    private Manifest Without(Manifest now, RolledDay entry, DateOnly day, TelemetryLayer layer, ChannelSet channels)
    {
        options.BeforeStep?.Invoke("write");
        var files = new RollUpFiles(writer, options.Directory);
        int made = entry.Made + 1;
        switch (layer)
        {
            case TelemetryLayer.Minute:
                StoreFile? minute = entry.Minute is { } m ? files.Without(m, PathOf(m), channels, $"minute-{Sql.Number(made)}") : null;
                return With(now, entry with { Made = made, Minute = minute, MinuteGone = Joined(entry.MinuteGone, channels) });
            case TelemetryLayer.QuarterHour:
                StoreFile? quarter = entry.Quarter is { } q ? files.Without(q, PathOf(q), channels, $"quarter-{Sql.Number(made)}") : null;
                return With(now, entry with { Made = made, Quarter = quarter, QuarterGone = Joined(entry.QuarterGone, channels) });
            default:
                string condition = $"{EmbeddedSurvey.Within(day)} AND {RollUpFiles.Among(channels)}";
                List<StoreFile> old = EmbeddedSurvey.FilesOf(now, day);
                List<StoreFile> left = [.. old.Index()
                    .Select(f => parquet.Without(f.Item, PathOf(f.Item), condition, $"left-{Sql.Number(now.Version + 1)}-{Sql.Number(f.Index)}")).OfType<StoreFile>()];
                Manifest next = now with { Files = [.. now.Files.Except(old), .. left] };
                return With(next, entry with { RawGone = Joined(entry.RawGone, channels) });
        }
    }

    private static string Joined(string gone, ChannelSet more) => ChannelSet.Parse(gone).With(more.Channels).ToString();

    private string PathOf(StoreFile file) => Path.Combine(options.Directory, file.Name.Replace('/', Path.DirectorySeparatorChar));
}
