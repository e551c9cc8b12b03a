namespace K3Monitor.FirmwareSim.Running;

/// <summary>Where and how a scenario is played.</summary>
public sealed record SimulationOptions
{
    /// <summary>Host of the broker.</summary>
    public string Host { get; init; } = "localhost";

    /// <summary>TCP port of the broker, 1 to 65535.</summary>
    public int Port { get; init; } = 1883;

    /// <summary>Whether to connect by TLS; the broker's certificate must be one that this machine trusts.</summary>
    public bool Tls { get; init; }

    /// <summary>Seed in place of the scenario's.</summary>
    public long? Seed { get; init; }

    /// <summary>The instant at which the play begins; null for the scenario's day and start.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>Password of a device, by site and device. The user name and the client id are <c>site/device</c>.</summary>
    public required Func<string, string, string> Password { get; init; }

    /// <summary>
    /// The plant's clock. A message is published once this clock has reached its moment; when the clock is ahead, the
    /// missed messages are sent in order. Hand in an <see cref="AcceleratedTimeProvider"/> to play faster.
    /// </summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>The clock for pauses between connection attempts, which belong to the real network.</summary>
    public TimeProvider NetworkClock { get; init; } = TimeProvider.System;

    /// <summary>Takes one line about lost and regained connections; called from several threads.</summary>
    public Action<string>? Report { get; init; }
}
