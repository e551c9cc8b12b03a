using K3Monitor.Ingest.Formats;
using K3Monitor.Ingest.Normalising;
using K3Monitor.Ingest.Tests.Support;
using K3Monitor.Inspection.Topology;
using K3Monitor.Measurements;

namespace K3Monitor.Ingest.Tests.Normalising;

/// <summary>What must never slip through: a wrong unit, a wrong time, a value that cannot be.</summary>
public sealed class NormaliserTests
{
    [Fact]
    public void A_good_value_belongs_to_its_point_and_has_no_mark()
    {
        ReadySample ready = Assert.Single(Run(Value(5, Plant.At(-1))).Ready);
        Assert.Equal(new ReadySample(Plant.Point, new ChannelSample(Plant.H2sChannel, new Sample(Plant.At(-1), 5), 9, Plant.Now)), ready);
    }

    [Theory]
    [InlineData(150, SampleFlags.OverRange)]
    [InlineData(100, SampleFlags.OverRange)]
    [InlineData(99.9, SampleFlags.None)]
    [InlineData(0, SampleFlags.None)]
    [InlineData(-0.1, SampleFlags.UnderRange)]
    public void A_value_at_the_ends_of_the_range_is_marked(double value, SampleFlags flags) =>
        Assert.Equal(flags, Run(Value(value, Plant.Now)).Ready.Single().Sample.Sample.Flags);

    [Theory]
    [InlineData(0, SampleFlags.None)]
    [InlineData(2, SampleFlags.None)]
    [InlineData(2.1, SampleFlags.ClockDoubt)]
    [InlineData(-5, SampleFlags.None)]
    [InlineData(-5.1, SampleFlags.Late)]
    public void A_time_far_from_receipt_is_marked(double minutes, SampleFlags flags) =>
        Assert.Equal(flags, Run(Value(5, Plant.At(minutes))).Ready.Single().Sample.Sample.Flags);

    [Fact]
    public void Without_a_time_that_of_receipt_is_used_and_marked()
    {
        Sample sample = Run(Value(5, null)).Ready.Single().Sample.Sample;
        Assert.Equal((Plant.Now, SampleFlags.TimeOfReceipt), (sample.Time, sample.Flags));
    }

    [Fact]
    public void From_the_first_instant_of_a_lapsed_calibration_on_samples_are_marked()
    {
        ChannelTopology channel = Plant.H2s() with { CalibrationDue = Plant.At(-1) };
        Assert.Equal(SampleFlags.CalibrationLapsed, Run(channel, Value(5, Plant.At(-1))).Ready.Single().Sample.Sample.Flags);
        Assert.Equal(SampleFlags.None, Run(channel, Value(5, Plant.At(-1.1))).Ready.Single().Sample.Sample.Flags);
    }

    [Fact]
    public void What_the_device_says_stays_beside_our_own_marks() =>
        Assert.Equal(SampleFlags.Bad | SampleFlags.OverRange, Run(Value(150, Plant.Now) with { Flags = SampleFlags.Bad }).Ready.Single().Sample.Sample.Flags);

    [Fact]
    public void A_unit_of_another_quantity_is_refused_never_guessed()
    {
        (List<ReadySample> ready, List<Refusal> refusals) = Run(Plant.H2s() with { Unit = UnitCatalogue.Celsius }, Value(5, Plant.Now));
        Assert.Empty(ready);
        Assert.Equal("unit.not-convertible", refusals.Single().Reason);
    }

    [Fact]
    public void A_mass_concentration_without_temperature_and_pressure_is_refused()
    {
        Assert.Equal("unit.not-convertible", Run(Plant.H2s() with { Unit = UnitCatalogue.MilligramPerCubicMetre }, Value(5, Plant.Now)).Refusals.Single().Reason);
    }

    [Theory]
    [InlineData(-51)]
    [InlineData(1_000_001)]
    public void A_value_that_cannot_be_a_measurement_is_refused(double value) =>
        Assert.Equal("value.implausible", Run(Value(value, Plant.Now)).Refusals.Single().Reason);

    [Fact]
    public void A_channel_without_quantity_or_unit_is_refused_as_that()
    {
        Assert.Equal("channel.no-quantity", Run(Plant.H2s() with { Quantity = null }, Value(5, Plant.Now)).Refusals.Single().Reason);
        Assert.Equal("channel.no-unit", Run(Plant.H2s() with { Unit = null }, Value(5, Plant.Now)).Refusals.Single().Reason);
    }

    [Fact]
    public void An_unknown_channel_is_refused_and_its_neighbour_lives()
    {
        (List<ReadySample> ready, List<Refusal> refusals) = Run(Value(5, Plant.Now) with { Channel = "pm25" }, Value(6, Plant.Now));
        Assert.Equal(6, ready.Single().Sample.Sample.Value);
        Assert.Equal(("channel.unknown", "pm25"), (refusals.Single().Reason, refusals.Single().Channel));
    }

    [Fact]
    public void A_sample_belongs_to_no_point_outside_the_time_of_an_assignment()
    {
        ChannelTopology channel = Plant.H2s(during: new TimeRange(Plant.At(-2), Plant.At(-1)));
        Assert.Equal(Plant.Point, Run(channel, Value(5, Plant.At(-2))).Ready.Single().PointId);
        Assert.Null(Run(channel, Value(5, Plant.At(-1))).Ready.Single().PointId);
    }

    [Fact]
    public void Ten_thousand_unknown_channels_give_few_refusals_and_the_count_of_the_rest()
    {
        List<Refusal> refusals = Run([.. Enumerable.Repeat(Value(5, Plant.Now) with { Channel = "x" }, 10_000)]).Refusals;
        Assert.Equal(33, refusals.Count);
        Assert.Equal("9968 more parts of this message were refused", refusals[^1].Detail);
    }

    private static DecodedValue Value(double value, Instant? time) => new(0, "h2s", value, time, 9, SampleFlags.None);

    private static (List<ReadySample> Ready, List<Refusal> Refusals) Run(params DecodedValue[] values) => Run(Plant.H2s(), values);

    private static (List<ReadySample> Ready, List<Refusal> Refusals) Run(ChannelTopology channel, params DecodedValue[] values)
    {
        var decoded = new Decoded();
        decoded.Values.AddRange(values);
        var ready = new List<ReadySample>();
        Normaliser.Normalise(decoded, Plant.DeviceWith(channel), Plant.Now, ready);
        decoded.End();
        return (ready, decoded.Refusals);
    }
}
