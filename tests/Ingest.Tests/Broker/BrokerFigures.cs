namespace K3Monitor.Ingest.Tests.Broker;

/// <summary>Test classes that read counters, which all brokers of the process share: they run one after the other.</summary>
[CollectionDefinition(nameof(BrokerFigures))]
public sealed class BrokerFigures;
