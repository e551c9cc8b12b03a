using InfluxDB.Client;
using InfluxDB.Client.Api.Domain;
using InfluxDB.Client.Core.Exceptions;

namespace K3Monitor.Store.Telemetry.Influx.Writing;

/// <summary>
/// Sends lines. <c>WriteApiAsync</c> is one request a call and throws what went wrong; the library's other, batching
/// writer drops what it cannot send and is not used.
/// </summary>
internal sealed class InfluxWriter(InfluxDBClient client, InfluxLink link, SetAsideFile aside, Action setAside)
{
    private const int MostLines = 5000;

    /// <summary>So many refused lines in a row, and none taken, are no bad samples but a server that is set up wrongly.</summary>
    private const int MostRefusedInRow = 100;

    private readonly WriteApiAsync write = client.GetWriteApiAsync();

    // Lines of the present batch that were set aside already: a batch that is sent again must not count them twice.
    private readonly HashSet<string> refused = new(StringComparer.Ordinal);
    private int refusedInRow;

    /// <summary>Sends all lines; when it returns, each is on the server's disk or set aside.</summary>
    /// <exception cref="TelemetryStoreUnavailableException">The server cannot be had; some of the lines may have arrived.</exception>
    public async Task SendAsync(IReadOnlyList<string> lines, CancellationToken cancellationToken)
    {
        for (int from = 0; from < lines.Count; from += MostLines)
            await SendAsync(lines, from, Math.Min(MostLines, lines.Count - from), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends lines of our own making, of which none may be set aside; when it returns, each is on the server's disk. Safe beside a batch.</summary>
    /// <exception cref="TelemetryStoreUnavailableException">The server cannot be had, or refuses; some of the lines may have arrived.</exception>
    public async Task SendWholeAsync(IReadOnlyList<string> lines, CancellationToken cancellationToken)
    {
        try
        {
            foreach (string[] part in lines.Chunk(MostLines))
                await write.WriteRecordAsync(string.Join('\n', part), WritePrecision.Ns, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (HttpException e) when (e.Status is 400 or 413 or 422)
        {
            throw new TelemetryStoreUnavailableException("the server refused roll-ups: " + InfluxLink.Words(e), e);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            throw link.Lost(e);
        }
    }

    /// <summary>The batch has ended; the next may refuse the same line anew.</summary>
    public void EndBatch() => refused.Clear();

    /// <summary>Keeps a line that shall not be sent.</summary>
    public void SetAside(string line, string reason)
    {
        if (!refused.Add(line))
            return;
        aside.Keep(line, reason);
        setAside();
    }

    private async Task SendAsync(IReadOnlyList<string> lines, int from, int count, CancellationToken cancellationToken)
    {
        try
        {
            string body = string.Join('\n', lines.Skip(from).Take(count));
            await write.WriteRecordAsync(body, WritePrecision.Ns, cancellationToken: cancellationToken).ConfigureAwait(false);
            refusedInRow = 0;
        }
        catch (HttpException e) when (e.Status is 400 or 413 or 422)
        {
            // Something in it is refused for ever, or it is too much at once: halves, until the culprit stands alone.
            if (count == 1)
            {
                Refuse(lines[from], e);
                return;
            }

            await SendAsync(lines, from, count / 2, cancellationToken).ConfigureAwait(false);
            await SendAsync(lines, from + (count / 2), count - (count / 2), cancellationToken).ConfigureAwait(false);
        }
        catch (HttpException e) when (e.Status is 429 or 503)
        {
            throw new TelemetryStoreUnavailableException(InfluxLink.Words(e), e) { RetryAfter = e.RetryAfter is int seconds ? TimeSpan.FromSeconds(seconds) : null };
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // Refused connections, time-outs, 5xx; and 401, 403, 404, which an operator or a new provisioning cures.
            throw link.Lost(e);
        }
    }

    private void Refuse(string line, HttpException e)
    {
        bool tooOld = e.Message.Contains("beyond retention policy", StringComparison.Ordinal);
        if (!tooOld && ++refusedInRow > MostRefusedInRow)
            throw link.Lost(e);
        SetAside(line, InfluxLink.Words(e));
    }
}
