namespace K3Monitor.FirmwareSim.Load;

/// <summary>A load to put on a broker.</summary>
/// <param name="Host">Host of the broker.</param>
/// <param name="Port">Its TCP port.</param>
/// <param name="Devices">Who connects; one connection each. The password is null where the broker wants none.</param>
/// <param name="Rate">Messages a second, all connections together.</param>
/// <param name="Seconds">For how long.</param>
/// <param name="Batch">Samples in a message.</param>
/// <param name="Qos">0 or 1.</param>
internal sealed record LoadOptions(
    string Host, int Port, IReadOnlyList<LoadDevice> Devices, int Rate, int Seconds, int Batch, int Qos);

/// <summary>One device of a load.</summary>
internal sealed record LoadDevice(string Site, string Device, string? Password)
{
    internal string Name => Site + "/" + Device;
}
