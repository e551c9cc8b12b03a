using K3Monitor.Ingest.Measures;
using Microsoft.Extensions.Logging;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace K3Monitor.Ingest.Broker.Connections;

/// <summary>Ends connections from outside of them, and counts why.</summary>
internal sealed partial class Endings(MqttServer server, IngestMeasures measures, ILogger<Endings> logger)
{
    /// <summary>Begins to end a client's connection. Not waited for: whoever asks may stand in one of the loops that the ending stops.</summary>
    public void End(string clientId, MqttDisconnectReasonCode code, string reason)
    {
        measures.ConnectionClosed(reason);
        _ = EndAsync(clientId, code);
    }

    private async Task EndAsync(string clientId, MqttDisconnectReasonCode code)
    {
        try
        {
            await server.DisconnectClientAsync(clientId, new MqttServerClientDisconnectOptions { ReasonCode = code }).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // It is gone already, which is as good.
            LogGone(logger, e, clientId);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Client '{Client}' was not there to be disconnected")]
    private static partial void LogGone(ILogger logger, Exception exception, string client);
}
