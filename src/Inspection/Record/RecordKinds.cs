namespace K3Monitor.Inspection.Record;

/// <summary>What a row of the record can tell. Stable: they are in files that outlive this version.</summary>
public static class RecordKinds
{
    /// <summary>The rules found a breach.</summary>
    public const string Opened = "incident.opened";

    /// <summary>Late data changed occurrences or values.</summary>
    public const string Changed = "incident.changed";

    /// <summary>The breach no longer lasts.</summary>
    public const string Ceased = "incident.ceased";

    /// <summary>The breach came back in the same period.</summary>
    public const string Recurred = "incident.recurred";

    /// <summary>Later data took the finding back.</summary>
    public const string Withdrawn = "incident.withdrawn";

    /// <summary>Later data made a withdrawn finding stand again.</summary>
    public const string Reinstated = "incident.reinstated";

    /// <summary>A person has seen it.</summary>
    public const string Acknowledged = "incident.acknowledged";

    /// <summary>A person closed it, with a reason.</summary>
    public const string Closed = "incident.closed";

    /// <summary>Late data changed the verdict of a period that was over.</summary>
    public const string VerdictAmended = "verdict.amended";

    /// <summary>A site was described, or described anew.</summary>
    public const string SiteImported = "site.imported";

    /// <summary>A device was added.</summary>
    public const string DeviceAdded = "device.added";

    /// <summary>A device got a new password.</summary>
    public const string DeviceCredentials = "device.credentials";

    /// <summary>A device got names of the field, a format, or topics.</summary>
    public const string DeviceArranged = "device.arranged";

    /// <summary>A name of the field was claimed for a device.</summary>
    public const string DeviceClaimed = "device.claimed";

    /// <summary>A device was shut out.</summary>
    public const string DeviceRevoked = "device.revoked";

    /// <summary>A user was added.</summary>
    public const string UserCreated = "user.created";

    /// <summary>A user got a new password.</summary>
    public const string UserReset = "user.reset";

    /// <summary>A person released an edition of a rule pack.</summary>
    public const string PackReleased = "pack.released";

    /// <summary>A person began to import a file; its samples have the time of receipt that the row names.</summary>
    public const string ImportBegun = "import.begun";

    /// <summary>All samples of an imported file are durable; the row counts them.</summary>
    public const string ImportDone = "import.done";

    /// <summary>A user was shut out.</summary>
    public const string UserDisabled = "user.disabled";

    /// <summary>A person holds samples of a point against retention.</summary>
    public const string HoldPlaced = "hold.placed";

    /// <summary>A person lifted such a hold.</summary>
    public const string HoldLifted = "hold.lifted";

    /// <summary>A person let the samples of a closed incident go.</summary>
    public const string HoldReleased = "hold.released";

    /// <summary>Retention removed samples or roll-ups.</summary>
    public const string RetentionApplied = "retention.applied";
}
