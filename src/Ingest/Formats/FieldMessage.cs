using System.Text;
using System.Text.Json;
using K3Monitor.Ingest.Normalising.Times;
using K3Monitor.Ingest.Normalising.Values;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Formats;

/// <summary>Where a message comes from, as far as its reading depends on it.</summary>
/// <param name="Zone">Zone of times that name none; null when nobody has said.</param>
/// <param name="Memory">What earlier messages of the same source told.</param>
/// <param name="Retained">Whether the broker had kept the message: then it is not fresh.</param>
internal sealed record MessageSource(TimeZoneInfo? Zone, FormatMemory Memory, bool Retained = false);

/// <summary>One message with what several formats want to know of it, worked out once.</summary>
/// <remarks>For one thread.</remarks>
internal sealed class FieldMessage : IDisposable
{
    /// <summary>A larger message is refused unread.</summary>
    public const int MostBytes = 4 << 20;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 32, AllowDuplicateProperties = false };
    private string? text;
    private bool looked;
    private JsonDocument? document;
    private string? fault;

    public FieldMessage(string topic, ReadOnlyMemory<byte> payload, Instant received, MessageSource source)
    {
        Topic = topic;
        Levels = topic.Trim('/').Split('/');
        Payload = PayloadText.WithoutMark(payload);
        Received = received;
        Source = source;
    }

    /// <summary>The topic as it came.</summary>
    public string Topic { get; }

    /// <summary>Its levels, without an empty first or last one; at least one.</summary>
    public IReadOnlyList<string> Levels { get; }

    /// <summary>The last level.</summary>
    public string Last => Levels[^1];

    /// <summary>The payload without a byte order mark.</summary>
    public ReadOnlyMemory<byte> Payload { get; }

    /// <summary>When it arrived.</summary>
    public Instant Received { get; }

    /// <summary>Where it comes from.</summary>
    public MessageSource Source { get; }

    /// <summary>Time of receipt, for values without one.</summary>
    public Stamp Arrival => TimeReader.Arrival(Received);

    /// <summary>The payload as JSON; null when it is none, with <see cref="JsonFault"/> saying why.</summary>
    public JsonElement? Json
    {
        get
        {
            Look();
            return document?.RootElement;
        }
    }

    /// <summary>Why the payload is no JSON.</summary>
    public string? JsonFault
    {
        get
        {
            Look();
            return fault;
        }
    }

    /// <summary>Whether the payload begins as JSON objects and arrays do.</summary>
    public bool LooksLikeJson => Text is { } t && t.AsSpan().TrimStart() is ['{' or '[', ..];

    /// <summary>The payload as text (<see cref="PayloadText"/>); null when it is none.</summary>
    public string? Text => text ??= PayloadText.Read(Payload.Span);

    /// <summary>A time of the message by the general rules.</summary>
    public Stamp Time(JsonElement value, TimeSource clock = TimeSource.Device, TimeZoneInfo? zone = null) =>
        TimeReader.Read(value, Received, zone ?? Source.Zone, clock);

    /// <summary>The time in a member, or the fallback when the member is absent, null or empty.</summary>
    public Stamp Time(JsonElement holder, string member, Stamp? otherwise = null, TimeSource clock = TimeSource.Device) =>
        holder.Member(member) is { } value && !value.IsBlank() ? Time(value, clock) : otherwise ?? Arrival;

    /// <inheritdoc />
    public void Dispose() => document?.Dispose();

    private void Look()
    {
        if (looked)
            return;
        looked = true;
        try
        {
            if (Text is not { } content)
                fault = "the payload is not text in UTF-8";
            else
                document = JsonDocument.Parse(PayloadText.IsUtf8(Payload.Span) ? Payload : Encoding.UTF8.GetBytes(content), Strict);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            fault = e.Message;
        }
    }
}
