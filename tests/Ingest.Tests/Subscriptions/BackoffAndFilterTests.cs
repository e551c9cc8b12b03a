using K3Monitor.Ingest.Subscriptions;
using K3Monitor.Inspection.Topology;

namespace K3Monitor.Ingest.Tests.Subscriptions;

public sealed class BackoffAndFilterTests
{
    [Fact]
    public void Pauses_double_up_to_a_bound_are_spread_and_begin_anew_after_a_connection_that_held()
    {
        var late = new Backoff(() => 1);
        double[] pauses = [.. Enumerable.Range(0, 8).Select(_ => late.After(TimeSpan.Zero).TotalSeconds)];
        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60], pauses);
        Assert.Equal(TimeSpan.FromSeconds(60), late.After(Backoff.Held - TimeSpan.FromSeconds(1)));
        Assert.Equal(TimeSpan.FromSeconds(1), late.After(Backoff.Held));
        Assert.Equal(TimeSpan.FromSeconds(0.5), new Backoff(() => 0).After(TimeSpan.Zero));
    }

    /// <summary>Examples of MQTT 5, section 4.7, and what follows from them.</summary>
    [Theory]
    [InlineData("a/#", "a", true)]
    [InlineData("a/+/c", "a/b/+", true)]
    [InlineData("#", "a/b", true)]
    [InlineData("+/b", "a/+", true)]
    [InlineData("+", "a/b", false)]
    [InlineData("a/b", "a/c", false)]
    [InlineData("#", "$SYS/broker", false)]
    [InlineData("a/b/#", "a/+", true)]
    [InlineData("a/b/c/#", "a/+", false)]
    public void Filters_overlap_when_some_topic_matches_both(string one, string other, bool overlap)
    {
        Assert.Equal(overlap, TopicFilters.Overlap(one, other));
        Assert.Equal(overlap, TopicFilters.Overlap(other, one));
    }

    [Fact]
    public void Of_filters_that_cover_each_other_only_the_widest_is_subscribed_so_that_a_reading_comes_once() =>
        Assert.Equal(["plant/#", "other/+"], TopicFilters.Widest(["plant/#", "plant/line1/co", "other/+", "other/x", "plant/+/co", "plant", "other/+"]));

    [Theory]
    [InlineData("a/#/b")]
    [InlineData("a#")]
    [InlineData("a+/b")]
    [InlineData("")]
    [InlineData("$share/g/a")]
    public void A_filter_that_mqtt_does_not_know_is_a_fault(string filter) => Assert.NotNull(TopicFilters.Fault(filter));
}
