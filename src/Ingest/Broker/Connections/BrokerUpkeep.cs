using K3Monitor.Ingest.Broker.Limits;
using K3Monitor.Ingest.Broker.Retained;
using K3Monitor.Ingest.Broker.SignIn;
using K3Monitor.Ingest.Broker.Tls;
using K3Monitor.Inspection.Topology;
using K3Monitor.Measurements;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace K3Monitor.Ingest.Broker.Connections;

/// <summary>
/// What the broker does by the clock: each second it ends the connections whose credential no longer holds, whoever ended
/// it; each minute it removes sessions without a connection and what has expired.
/// </summary>
internal sealed partial class BrokerUpkeep(
    MqttServer server, SignedInDevices devices, IDeviceCredentials credentials, BrokerTls tls, Endings endings, RetainedKeeper retained, MessagePace pace,
    BrokerMeasures measures, WallClock wall, ILogger<BrokerUpkeep> logger) : BackgroundService
{
    private const int SecondsOfSweep = 60;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, wall.Time);
        for (int second = 1; await NextAsync(timer, stoppingToken).ConfigureAwait(false); second++)
        {
            try
            {
                await EndLapsedAsync(stoppingToken).ConfigureAwait(false);
                if (second % SecondsOfSweep == 0)
                    await SweepAsync().ConfigureAwait(false);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                if (second % SecondsOfSweep == 1)
                    LogFailed(logger, e);
            }
        }
    }

    /// <summary>Ends the connections whose credential was revoked, replaced, or has lapsed.</summary>
    public async Task EndLapsedAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset now = wall.Time.GetUtcNow();
        foreach (SignedIn who in devices.All)
        {
            bool certified = who.Certificate is not { } used || (!tls.Devices.IsRevoked(used.Fingerprint) && now < used.NotAfter);
            if (!certified || !await credentials.HoldsAsync(who.Proof, cancellationToken).ConfigureAwait(false))
                endings.End(who.ClientId, MqttDisconnectReasonCode.NotAuthorized, "credential-ended");
        }
    }

    /// <summary>Removes sessions that have no connection. There are none as long as the server works as it should.</summary>
    public async Task SweepAsync()
    {
        HashSet<string> connected = [.. (await server.GetClientsAsync().ConfigureAwait(false)).Select(c => c.Id)];
        foreach (MqttSessionStatus session in await server.GetSessionsAsync().ConfigureAwait(false))
        {
            if (session.DisconnectedTimestamp is null || connected.Contains(session.Id))
                continue;
            await session.DeleteAsync().ConfigureAwait(false);
            measures.Swept();
        }

        await retained.ExpireAsync(server).ConfigureAwait(false);
        pace.Sweep();
    }

    private static async Task<bool> NextAsync(PeriodicTimer timer, CancellationToken stopping)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stopping).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The broker's upkeep failed and goes on with the next round")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
