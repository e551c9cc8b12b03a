using K3Monitor.Ingest.Formats;
using K3Monitor.Inspection.Quarantine;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Records;

/// <summary>Where a message that was refused had come in.</summary>
/// <param name="Site">Site by topic, or of whoever sent it.</param>
/// <param name="Device">Device by topic, or whoever sent it.</param>
/// <param name="Source">Name of the external broker or <c>site/device</c> of the credential; null for native messages.</param>
/// <param name="Format">Name of the format that read it; null when none did.</param>
internal readonly record struct QuarantinedFrom(string? Site, string? Device, string? Source = null, string? Format = null);

/// <summary>A message of which something was refused.</summary>
/// <param name="Received">When it arrived.</param>
/// <param name="From">Where it came in.</param>
/// <param name="Topic">Its topic.</param>
/// <param name="Payload">Its payload, cut at 64 KiB.</param>
/// <param name="Refusals">What was refused.</param>
internal sealed record QuarantinedRecord(Instant Received, QuarantinedFrom From, string Topic, byte[] Payload, IReadOnlyList<Refusal> Refusals)
{
    public const int MostPayload = 64 * 1024;

    /// <summary>Site by topic, or of whoever sent it.</summary>
    public string? Site => From.Site;

    /// <summary>Device by topic, or whoever sent it.</summary>
    public string? Device => From.Device;

    /// <summary>Version 1 had no source, no format and no names of the field.</summary>
    private const byte Version = 2;
    private const byte Former = 1;
    private const int MostRefusals = 100_000;

    public static void Write(RecordWriter to, Instant received, in QuarantinedFrom from, string topic, ReadOnlySpan<byte> payload, IReadOnlyList<Refusal> refusals)
    {
        to.Begin(Version);
        to.Signed(received.UnixMicroseconds);
        to.Text(from.Site);
        to.Text(from.Device);
        to.Text(topic);
        to.Bytes(payload[..Math.Min(payload.Length, MostPayload)]);
        to.Unsigned((ulong)refusals.Count);
        foreach (Refusal refusal in refusals)
        {
            to.Text(refusal.Reason);
            to.Text(refusal.Detail);
            to.Text(refusal.External);
        }

        to.Text(from.Source);
        to.Text(from.Format);
    }

    public static QuarantinedRecord Read(ReadOnlySpan<byte> content)
    {
        var from = new RecordReader(content);
        bool former = from.Version(Former, Version) == Former;
        var received = from.Instant();
        string? site = from.Text();
        string? device = from.Text();
        string topic = from.Text() ?? "";
        byte[] payload = from.Bytes();
        var refusals = new Refusal[Math.Min(from.Count(MostRefusals), content.Length)];
        for (int i = 0; i < refusals.Length; i++)
            refusals[i] = new Refusal(from.Text() ?? "", from.Text() ?? "") { External = former ? null : from.Text() };
        string? source = former ? null : from.Text();
        string? format = former ? null : from.Text();
        from.End();
        return new QuarantinedRecord(received, new QuarantinedFrom(site, device, source, format), topic, payload, refusals);
    }

    /// <summary>One entry of the quarantine for each refusal.</summary>
    public IEnumerable<QuarantinedMessage> Messages(long position) => Refusals.Select(
        (r, i) => new QuarantinedMessage(position, i, Received, From.Site, From.Device, Topic, Payload, r.Reason, r.Detail)
        {
            Source = From.Source,
            Format = From.Format,
            External = r.External,
        });
}
