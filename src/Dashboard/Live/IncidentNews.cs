using System.Collections.Concurrent;
using K3Monitor.Inspection.Incidents;

namespace K3Monitor.Dashboard.Live;

/// <summary>
/// Passes on to open streams which incidents were opened or changed. One subscription on the register, whatever the
/// number of streams; without a register in this process (the dashboard runs alone) it stays quiet.
/// </summary>
/// <remarks>Safe from any thread. A listener must not wait.</remarks>
internal sealed class IncidentNews : IDisposable
{
    private readonly ConcurrentDictionary<object, Action<IReadOnlyList<int>>> listeners = new();
    private readonly IIncidentRegister? register;

    public IncidentNews(IServiceProvider services)
    {
        register = (IIncidentRegister?)services.GetService(typeof(IIncidentRegister));
        if (register is not null)
            register.Committed += Tell;
    }

    public void Dispose()
    {
        if (register is not null)
            register.Committed -= Tell;
    }

    public IDisposable Listen(Action<IReadOnlyList<int>> listener)
    {
        Ear ear = new(this);
        listeners[ear] = listener;
        return ear;
    }

    private void Tell(IReadOnlyList<int> keys)
    {
        foreach (Action<IReadOnlyList<int>> listener in listeners.Values)
            listener(keys);
    }

    private sealed class Ear(IncidentNews owner) : IDisposable
    {
        public void Dispose() => owner.listeners.TryRemove(this, out _);
    }
}
