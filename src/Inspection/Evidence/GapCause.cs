namespace K3Monitor.Inspection.Evidence;

/// <summary>Why there is no usable data, as far as it can be told from what else came in the same time.</summary>
public enum GapCause
{
    /// <summary>Cannot be told: no channel was assigned, or there was nothing else to compare with.</summary>
    Unknown,

    /// <summary>Other channels of the same device were heard: the sensor, or what it says of itself.</summary>
    Sensor,

    /// <summary>Nothing of the device was heard, while others of the site were: its power or its line.</summary>
    Path,

    /// <summary>Nothing of the whole site was heard: its power or network.</summary>
    Site,

    /// <summary>This product itself could not receive: no fault of the factory.</summary>
    Own,
}
