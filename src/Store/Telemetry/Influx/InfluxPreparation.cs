using System.Globalization;
using InfluxDB.Client;
using InfluxDB.Client.Api.Domain;
using K3Monitor.Store.Telemetry.Influx.Reading;

namespace K3Monitor.Store.Telemetry.Influx;

/// <summary>Makes a server ready: finds out its generation, and makes the database, bucket or retention policy where it is absent.</summary>
internal sealed class InfluxPreparation(HttpClient http, InfluxDBClient client, InfluxBridge bridge, InfluxQuery query, InfluxOptions options, TimeProvider time)
{
    private const string Identity = "k3_installation";

    /// <summary>Does all of it; may be repeated at any time.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        string version = await PingAsync(cancellationToken).ConfigureAwait(false);
        bridge.Generation = options.Generation == InfluxGeneration.Auto ? GenerationOf(version) : options.Generation;
        if (bridge.Generation == InfluxGeneration.One)
            await DatabaseAsync(cancellationToken).ConfigureAwait(false);
        else if (bridge.Generation == InfluxGeneration.Two)
            await BucketAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whose samples the database holds; null when nobody has marked it.</summary>
    public async Task<string?> OwnerAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<InfluxSeries> found = await query.AskAsync($"SELECT last(id) AS id FROM {Identity}", bridge.Generation, cancellationToken).ConfigureAwait(false);
        return found is [{ Rows.Count: > 0 } series, ..] ? series.Rows[0][series.Column("id")].GetString() : null;
    }

    /// <summary>Marks the database as ours. Marked again at each start, so that retention does not take the mark away.</summary>
    public Task ClaimAsync(string installation, CancellationToken cancellationToken)
    {
        long now = (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
        string line = string.Create(CultureInfo.InvariantCulture, $"{Identity} id=\"{installation}\" {now}");
        return client.GetWriteApiAsync().WriteRecordAsync(line, WritePrecision.Ns, cancellationToken: cancellationToken);
    }

    private async Task<string> PingAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.Timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using HttpResponseMessage answer = await http.GetAsync(new Uri(InfluxLink.Root(options.Url), "ping"), both.Token).ConfigureAwait(false);
            if (!answer.IsSuccessStatusCode)
                throw new InfluxRefusalException((int)answer.StatusCode, "the server is not ready");
            return answer.Headers.TryGetValues("X-Influxdb-Version", out IEnumerable<string>? values) ? string.Join(' ', values) : "";
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"no answer to a ping within {options.Timeout.TotalSeconds:0.#} s", e);
        }
    }

    private static InfluxGeneration GenerationOf(string version) => version.TrimStart('v').Split('.')[0] switch
    {
        "1" => InfluxGeneration.One,
        "2" => InfluxGeneration.Two,
        "3" => InfluxGeneration.Three,
        _ => throw new InvalidDataException($"the server does not tell its version ('{version}'): set influx:version"),
    };

    private async Task DatabaseAsync(CancellationToken cancellationToken)
    {
        if (!await HasAsync("SHOW DATABASES", options.Database, cancellationToken).ConfigureAwait(false))
            await query.AskAsync($"CREATE DATABASE {InfluxQuery.Name(options.Database)}", InfluxGeneration.One, cancellationToken).ConfigureAwait(false);
        if (options.RetentionPolicy.Length == 0
            || await HasAsync($"SHOW RETENTION POLICIES ON {InfluxQuery.Name(options.Database)}", options.RetentionPolicy, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        string keep = options.RetentionDays == 0 ? "INF" : string.Create(CultureInfo.InvariantCulture, $"{options.RetentionDays}d");
        string make = $"CREATE RETENTION POLICY {InfluxQuery.Name(options.RetentionPolicy)} ON {InfluxQuery.Name(options.Database)} DURATION {keep} REPLICATION 1";
        await query.AskAsync(make, InfluxGeneration.One, cancellationToken).ConfigureAwait(false);
    }

    private async Task<bool> HasAsync(string show, string name, CancellationToken cancellationToken) =>
        (await query.AskAsync(show, InfluxGeneration.One, cancellationToken).ConfigureAwait(false))
            .Any(s => s.Rows.Any(r => r[s.Column("name")].GetString() == name));

    private async Task BucketAsync(CancellationToken cancellationToken)
    {
        if (await client.GetBucketsApi().FindBucketByNameAsync(options.Database, cancellationToken).ConfigureAwait(false) is not null)
            return;
        List<Organization> organisations = await client.GetOrganizationsApi().FindOrganizationsAsync(org: options.Organisation, cancellationToken: cancellationToken).ConfigureAwait(false);
        string organisation = organisations.FirstOrDefault(o => o.Name == options.Organisation)?.Id
            ?? throw new InvalidDataException($"the server has no organisation '{options.Organisation}'");
        var keep = new BucketRetentionRules(BucketRetentionRules.TypeEnum.Expire, options.RetentionDays * 86_400L);
        await client.GetBucketsApi().CreateBucketAsync(options.Database, keep, organisation, cancellationToken).ConfigureAwait(false);
    }
}
