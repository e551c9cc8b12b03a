namespace K3Monitor.Store.Relational.OwnLife;

/// <summary>Why this product could not receive.</summary>
public enum OutageCause
{
    /// <summary>It had never been started on this data folder.</summary>
    BeforeFirstStart,

    /// <summary>It had been stopped in order.</summary>
    Stopped,

    /// <summary>It ended without a stop: killed, crashed, power cut.</summary>
    Died,

    /// <summary>The journal could not make anything durable (disk full or failing), so nothing was acknowledged.</summary>
    JournalFault,

    /// <summary>The process or the machine stood still.</summary>
    Paused,

    /// <summary>The clock was set forward: the time between was never lived.</summary>
    ClockSet,
}
