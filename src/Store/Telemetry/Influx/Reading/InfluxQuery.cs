using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace K3Monitor.Store.Telemetry.Influx.Reading;

/// <summary>One series of an answer.</summary>
/// <param name="Statement">Which statement of the request it answers, from 0.</param>
/// <param name="Tags">Tags by name; empty where nothing was grouped, and in 3.x, which gives tags as columns.</param>
/// <param name="Columns">Names of the columns.</param>
/// <param name="Rows">The rows.</param>
internal sealed record InfluxSeries(int Statement, IReadOnlyDictionary<string, string> Tags, IReadOnlyList<string> Columns, IReadOnlyList<JsonElement> Rows)
{
    public int Column(string name)
    {
        for (int i = 0; i < Columns.Count; i++)
        {
            if (Columns[i] == name)
                return i;
        }

        throw new InvalidDataException($"InfluxDB answered without the column {name}");
    }
}

/// <summary>
/// InfluxQL over <c>/query</c>, the one way of reading that 1.x, 2.x and 3.x share; InfluxDB.Client has no call for it.
/// </summary>
internal sealed class InfluxQuery(HttpClient http, InfluxOptions options, TimeProvider time)
{
    public static string Name(string text) => "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";

    /// <summary>Asks statements, separated by semicolons.</summary>
    /// <exception cref="InfluxRefusalException">The server refused a statement.</exception>
    /// <exception cref="HttpRequestException">The server cannot be reached.</exception>
    /// <exception cref="TimeoutException">It did not answer in time.</exception>
    public async Task<IReadOnlyList<InfluxSeries>> AskAsync(string statements, InfluxGeneration generation, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.Timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using HttpRequestMessage request = Request(statements, generation);
            using HttpResponseMessage answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token).ConfigureAwait(false);
            Stream body = await answer.Content.ReadAsStreamAsync(both.Token).ConfigureAwait(false);
            await using (body.ConfigureAwait(false))
            {
                if (!answer.IsSuccessStatusCode)
                    throw await RefusalAsync(answer.StatusCode, body, both.Token).ConfigureAwait(false);
                return Read(await JsonSerializer.DeserializeAsync<JsonElement>(body, cancellationToken: both.Token).ConfigureAwait(false));
            }
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"no answer within {options.Timeout.TotalSeconds:0.#} s", e);
        }
        catch (JsonException e)
        {
            throw new HttpRequestException("the answer is not the JSON of InfluxDB: " + e.Message, e);
        }
    }

    /// <summary>Everything is in the address: 3.x reads nothing else.</summary>
    private HttpRequestMessage Request(string statements, InfluxGeneration generation)
    {
        StringBuilder path = new StringBuilder("query?epoch=ns&q=").Append(Uri.EscapeDataString(statements)).Append("&db=").Append(Uri.EscapeDataString(options.Database));
        if (options.RetentionPolicy.Length > 0 && generation == InfluxGeneration.One)
            path.Append("&rp=").Append(Uri.EscapeDataString(options.RetentionPolicy));
        bool reads = statements.StartsWith("SELECT", StringComparison.Ordinal) || statements.StartsWith("SHOW", StringComparison.Ordinal);
        var request = new HttpRequestMessage(reads ? HttpMethod.Get : HttpMethod.Post, new Uri(InfluxLink.Root(options.Url), path.ToString()));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        return request;
    }

    private static async Task<InfluxRefusalException> RefusalAsync(HttpStatusCode status, Stream body, CancellationToken cancellationToken)
    {
        byte[] start = new byte[2000];
        int length = await body.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return new InfluxRefusalException((int)status, Encoding.UTF8.GetString(start, 0, length).Trim());
    }

    /// <summary>A statement that failed comes with HTTP 200 and an error inside.</summary>
    private static List<InfluxSeries> Read(JsonElement root)
    {
        if (root.TryGetProperty("error", out JsonElement whole))
            throw new InfluxRefusalException(200, whole.GetString() ?? "");
        var series = new List<InfluxSeries>();
        int position = 0;
        foreach (JsonElement result in root.GetProperty("results").EnumerateArray())
        {
            if (result.TryGetProperty("error", out JsonElement error))
                throw new InfluxRefusalException(200, error.GetString() ?? "");
            int statement = result.TryGetProperty("statement_id", out JsonElement id) ? id.GetInt32() : position;
            position++;
            if (result.TryGetProperty("series", out JsonElement found))
                series.AddRange(found.EnumerateArray().Select(s => Read(statement, s)));
        }

        return series;
    }

    private static InfluxSeries Read(int statement, JsonElement series) => new(
        statement,
        series.TryGetProperty("tags", out JsonElement tags) ? tags.EnumerateObject().ToDictionary(t => t.Name, t => t.Value.GetString() ?? "") : [],
        [.. series.GetProperty("columns").EnumerateArray().Select(c => c.GetString() ?? "")],
        series.TryGetProperty("values", out JsonElement rows) ? [.. rows.EnumerateArray()] : []);
}

/// <summary>The server answered, and refused.</summary>
internal sealed class InfluxRefusalException(int status, string message) : Exception(message)
{
    /// <summary>HTTP status; 200 when a statement failed.</summary>
    public int Status { get; } = status;
}
