namespace K3Monitor.Ingest.Intake;

/// <summary>What is known of a message's way to us; the default value is a message straight from its device.</summary>
/// <param name="Retained">A broker had kept it and sent it on subscribing: it is no sign of life.</param>
public readonly record struct MessageOrigin(bool Retained = false);
