namespace K3Monitor.Ingest.Subscriptions;

/// <summary>Why a connection ended, or why it came to nothing.</summary>
/// <param name="Reason">Stable word, by which endings are counted: <c>unreachable</c>, <c>refused</c>, <c>lost</c>, <c>no-answer</c>, <c>silent</c>, <c>window</c>, <c>not-stored</c>, <c>stopped</c>.</param>
/// <param name="Words">The same for people, in English.</param>
internal sealed record Ending(string Reason, string Words);
