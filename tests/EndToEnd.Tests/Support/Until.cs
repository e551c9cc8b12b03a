using System.Diagnostics;

namespace K3Monitor.EndToEnd.Tests.Support;

/// <summary>Waits for what another process does, by asking again, with a deadline.</summary>
internal static class Until
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);

    /// <summary>Asks until the answer is not null; fails with what was awaited and what was seen last.</summary>
    public static async Task<T> FoundAsync<T>(string what, TimeSpan deadline, Func<Task<T?>> ask, Func<string>? told = null)
        where T : struct
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            if (await ask().ConfigureAwait(false) is { } answer)
                return answer;
            if (watch.Elapsed > deadline)
                Assert.Fail($"not within {deadline.TotalSeconds:0} s: {what}{Environment.NewLine}{told?.Invoke()}");
            await Task.Delay(Pause, TestContext.Current.CancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Asks until the answer is yes.</summary>
    public static Task TrueAsync(string what, TimeSpan deadline, Func<Task<bool>> ask, Func<string>? told = null) =>
        FoundAsync<bool>(what, deadline, async () => await ask().ConfigureAwait(false) ? true : null, told);
}
