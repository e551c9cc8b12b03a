using K3Monitor.FirmwareSim.Scenarios;

namespace K3Monitor.FirmwareSim.Plants;

/// <summary>The physics of one area: what is truly there, before any sensor adds its own error.</summary>
/// <remarks>A pure function of the seed and the moment, so safe for several threads and independent of speed.</remarks>
internal interface IPlant
{
    /// <summary>The true value over the interval that ends at a moment.</summary>
    /// <param name="channel">Name of the channel.</param>
    /// <param name="device">The device, for its place.</param>
    /// <param name="moment">End of the interval, seconds after the start of the play.</param>
    /// <returns>The value in the channel's unit.</returns>
    double Read(string channel, ScenarioDevice device, double moment);
}
