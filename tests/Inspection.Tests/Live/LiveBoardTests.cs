using K3Monitor.Inspection.Live;
using K3Monitor.Inspection.Tests.Support;
using K3Monitor.Measurements;

namespace K3Monitor.Inspection.Tests.Live;

public sealed class LiveBoardTests
{
    private readonly LiveBoard board = new();

    [Fact]
    public void A_value_from_the_future_does_not_stay_the_newest_and_a_back_log_never_becomes_it()
    {
        Publish(1, measured: 365 * 24 * 60, received: 0);
        Publish(2, measured: 1, received: 1);
        Assert.Equal(2, board.Last(7)!.Value.Sample.Value);
        Publish(90, measured: -60, received: 2);
        Assert.Equal(2, board.Last(7)!.Value.Sample.Value);
        Publish(3, measured: 3 * 24 * 60, received: 3);
        Publish(4, measured: 2 * 24 * 60, received: 4);
        Assert.Equal(4, board.Last(7)!.Value.Sample.Value);
    }

    private void Publish(double value, int measured, int received) =>
        board.Publish(new LiveValue(7, new Sample(Some.Shift + TimeSpan.FromMinutes(measured), value), Some.Shift + TimeSpan.FromMinutes(received)));
}
