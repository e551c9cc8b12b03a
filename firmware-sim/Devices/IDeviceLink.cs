namespace K3Monitor.FirmwareSim.Devices;

/// <summary>One connection of a device to a broker, from connect to its end; never used again after that.</summary>
internal interface IDeviceLink : IAsyncDisposable
{
    /// <summary>Ends when the connection is lost.</summary>
    Task Lost { get; }

    /// <summary>Connects with the will set.</summary>
    /// <exception cref="DeviceLinkException">The broker is not there or refuses.</exception>
    Task ConnectAsync(CancellationToken stop);

    /// <summary>Publishes; calls made one after the other are sent in that order.</summary>
    /// <returns>True once the broker has acknowledged; false when it refuses this message for good.</returns>
    /// <exception cref="DeviceLinkException">The connection was lost before the acknowledgement.</exception>
    Task<bool> PublishAsync(DeviceMessage message, CancellationToken stop);

    /// <summary>Says goodbye, so that the will is not sent.</summary>
    Task DisconnectAsync();
}

/// <summary>The connection to the broker failed; a device retries.</summary>
internal sealed class DeviceLinkException(string message, Exception? cause = null) : Exception(message, cause);
