using System.Net.Http.Headers;
using System.Text;

namespace K3Monitor.Store.Telemetry.Influx;

/// <summary>
/// Stands between InfluxDB.Client, which speaks the protocol of 2.x, and the server: signs every request, and turns a
/// write of 2.x into one of 1.x where the server is of that generation.
/// </summary>
internal sealed class InfluxBridge(HttpMessageHandler inner, InfluxOptions options) : DelegatingHandler(inner)
{
    private const string WriteOfTwo = "/api/v2/write";
    private int generation = (int)options.Generation;

    /// <summary>The server's generation, once it is known.</summary>
    public InfluxGeneration Generation
    {
        get => (InfluxGeneration)Volatile.Read(ref generation);
        set => Volatile.Write(ref generation, (int)value);
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = Signature();
        Uri address = request.RequestUri!;
        if (Generation == InfluxGeneration.One && address.AbsolutePath.EndsWith(WriteOfTwo, StringComparison.Ordinal))
        {
            request.RequestUri = WriteOfOne(address);

            // 1.x takes any named encoding for an unknown one.
            request.Content?.Headers.ContentEncoding.Remove("identity");
        }

        return base.SendAsync(request, cancellationToken);
    }

    /// <summary>1.x knows "n" where 2.x says "ns"; other precisions are not used, and 1.x would read "us" as nanoseconds in silence.</summary>
    private Uri WriteOfOne(Uri address)
    {
        string query = "db=" + Uri.EscapeDataString(options.Database) + "&precision=n";
        if (options.RetentionPolicy.Length > 0)
            query += "&rp=" + Uri.EscapeDataString(options.RetentionPolicy);
        return new UriBuilder(address) { Path = address.AbsolutePath[..^WriteOfTwo.Length] + "/write", Query = query }.Uri;
    }

    private AuthenticationHeaderValue? Signature()
    {
        if (Generation is InfluxGeneration.Two or InfluxGeneration.Three)
            return options.Token.Length > 0 ? new AuthenticationHeaderValue("Token", options.Token) : null;
        return options.User.Length > 0
            ? new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(options.User + ":" + options.Password)))
            : null;
    }
}
