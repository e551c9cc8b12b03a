using Microsoft.Extensions.Logging;
using MQTTnet;

namespace K3Monitor.Ingest.Subscriptions;

/// <summary>Keeps one source connected: makes a connection, and after a pause another one, until it is stopped.</summary>
internal sealed partial class BrokerSubscription(
    SourceOptions source, Func<IMqttClient> newClient, SubscriptionIntake intake, SourceState state, TimeProvider wall, Func<double> random, ILogger logger)
{
    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(2);
    private readonly Backoff backoff = new(random);

    /// <summary>Runs until cancelled.</summary>
    public Task RunAsync(CancellationToken stopping) => Task.WhenAll(StayConnectedAsync(stopping), ReportAsync(stopping));

    private async Task StayConnectedAsync(CancellationToken stopping)
    {
        state.Report();
        while (true)
        {
            using var connection = new BrokerConnection(source, newClient(), intake, state, wall);
            Ending ending = await connection.RunAsync(stopping).ConfigureAwait(false);
            stopping.ThrowIfCancellationRequested();
            TimeSpan pause = backoff.After(connection.Lived);
            state.Ended(ending, pause);
            LogEnded(logger, source.Name, ending.Words, pause);
            await Task.Delay(pause, wall, stopping).ConfigureAwait(false);
        }
    }

    private async Task ReportAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(ReportEvery, wall);
        while (await timer.WaitForNextTickAsync(stopping).ConfigureAwait(false))
            state.Report();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Broker {Broker}: {Words}; tries again after {Pause}")]
    private static partial void LogEnded(ILogger logger, string broker, string words, TimeSpan pause);
}
