namespace K3Monitor.FirmwareSim.Devices;

/// <summary>One message of a device.</summary>
/// <param name="Topic">Topic, complete.</param>
/// <param name="Payload">UTF-8 payload.</param>
/// <param name="DueAt">The moment at which the device has it ready.</param>
/// <param name="Retain">Whether the broker keeps it for later subscribers.</param>
/// <param name="Samples">Samples in it; 0 for status and description.</param>
internal sealed record DeviceMessage(string Topic, byte[] Payload, DateTimeOffset DueAt, bool Retain, int Samples);
