using Microsoft.Extensions.Time.Testing;

namespace K3Monitor.Dashboard.Tests.Support;

/// <summary>A clock that is moved by hand, and says when the code under test has set a timer of a certain length.</summary>
/// <param name="start">Where the clock stands.</param>
/// <param name="length">Length of the timer to wait for.</param>
internal sealed class TimedProvider(DateTimeOffset start, TimeSpan length) : FakeTimeProvider(start)
{
    private readonly TaskCompletionSource set = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the first such timer is set.</summary>
    public Task Set => set.Task;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ITimer timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime == length)
            set.TrySetResult();
        return timer;
    }
}
