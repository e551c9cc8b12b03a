using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace K3Monitor.Ingest.Doors;

/// <summary>Reads the body of a request, unpacked, up to a bound.</summary>
internal static class DoorBody
{
    /// <summary>The bytes, or why there are none.</summary>
    public static async Task<(byte[]? Bytes, DoorRefusal? Refusal)> ReadAsync(HttpContext http, int most)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = most;
        var tooLarge = new DoorRefusal(StatusCodes.Status413PayloadTooLarge, "body.too-large", FormattableString.Invariant($"a body has at most {most} bytes, unpacked"));
        if (http.Request.ContentLength > most)
            return (null, tooLarge);
        string encoding = http.Request.Headers.ContentEncoding.ToString();
        if (encoding is not ("" or "identity" or "gzip"))
            return (null, new DoorRefusal(StatusCodes.Status415UnsupportedMediaType, "body.encoding", "a body is plain or packed with gzip"));
        Stream body = encoding == "gzip" ? new GZipStream(http.Request.Body, CompressionMode.Decompress) : http.Request.Body;
        await using (body.ConfigureAwait(false))
        {
            using var read = new MemoryStream();
            byte[] part = new byte[16 * 1024];
            try
            {
                for (int count; (count = await body.ReadAsync(part, http.RequestAborted).ConfigureAwait(false)) > 0;)
                {
                    if (read.Length + count > most)
                        return (null, tooLarge);
                    read.Write(part, 0, count);
                }
            }
            catch (InvalidDataException fault)
            {
                return (null, new DoorRefusal(StatusCodes.Status400BadRequest, "body.packed", $"the body is not gzip: {fault.Message}"));
            }
            catch (BadHttpRequestException fault)
            {
                return (null, fault.StatusCode == StatusCodes.Status413PayloadTooLarge ? tooLarge : new DoorRefusal(fault.StatusCode, "body.broken", fault.Message));
            }

            return (read.ToArray(), null);
        }
    }
}
