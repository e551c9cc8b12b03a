using K3Monitor.EndToEnd.Tests.Support;

namespace K3Monitor.EndToEnd.Tests.Brokers;

public sealed class BrokerFaultTests(ITestOutputHelper output)
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    [Theory]
    [InlineData("mosquitto")]
    [InlineData("nats")]
    public async Task What_a_broker_acknowledged_is_kept_once_though_broker_and_product_fail_in_the_middle(string kind)
    {
        using var scratch = new Scratch();
        await using ExternalBroker broker = await ExternalBroker.StartAsync(kind, scratch);
        await using Subscriber subscriber = await Subscriber.StartAsync(scratch, await PlantAsync(scratch), Subscriber.Source(broker));
        await subscriber.ReachesAsync(1, "connections");
        await using var traffic = new Traffic(broker, Devices(subscriber.Plant));
        await traffic.MoreAsync(500);

        // Mosquitto acknowledges what is only in its memory and writes it when it ends; NATS writes first.
        await (kind == "nats" ? broker.KillAsync() : broker.TerminateAsync());
        await broker.StartAgainAsync();
        await subscriber.ReachesAsync(2, "connections");
        await traffic.MoreAsync(500);

        await broker.SignalAsync("STOP");
        await subscriber.ReachesAsync(1, "connections_ended", "no-answer");
        await broker.SignalAsync("CONT");
        await traffic.MoreAsync(500);
        await subscriber.ReachesAsync(3, "connections");

        await subscriber.KillAsync();
        await subscriber.StartAgainAsync();
        await traffic.MoreAsync(500);
        await traffic.StopAsync();
        await subscriber.ReachesAsync(1, "messages_redelivered");
        foreach (NumberedDevice device in traffic.Devices)
            Assert.Equal(0, (await subscriber.ReckonAsync(device, _ => false)).Missing);
        await subscriber.ConditionAsync("uji", "healthy");
        output.WriteLine($"{kind}: {traffic.Devices.Sum(d => d.Acknowledged.Count)} acknowledged by the broker, all kept once; {await subscriber.FigureAsync("messages_redelivered")} redelivered after kill -9 of the product");
    }

    [Fact]
    public async Task What_mosquitto_loses_by_kill_9_is_from_before_it_and_all_that_we_acknowledged_is_kept()
    {
        using var scratch = new Scratch();
        await using ExternalBroker broker = await ExternalBroker.MosquittoAsync(scratch);
        await using Subscriber subscriber = await Subscriber.StartAsync(scratch, await PlantAsync(scratch), Subscriber.Source(broker));
        await subscriber.ReachesAsync(1, "connections");
        await using var traffic = new Traffic(broker, Devices(subscriber.Plant));
        await traffic.MoreAsync(1000);
        await broker.KillAsync();
        int[] sent = [.. traffic.Devices.Select(d => d.Sent)];
        await broker.StartAgainAsync();
        await subscriber.ReachesAsync(2, "connections");
        await traffic.MoreAsync(1000);
        await traffic.StopAsync();
        int kept = 0;
        int missing = 0;
        for (int i = 0; i < sent.Length; i++)
        {
            (int keptOf, int missingOf) = await subscriber.ReckonAsync(traffic.Devices[i], n => n < sent[i]);
            (kept, missing) = (kept + keptOf, missing + missingOf);
        }

        double acknowledged = await subscriber.FigureAsync("messages_acknowledged");
        double again = await subscriber.FigureAsync("messages_redelivered");
        output.WriteLine($"we acknowledged {acknowledged}, of which {again} came again; kept {kept}; {missing} that Mosquitto had acknowledged went down with it");

        // What a device had in flight when the broker went, it published again under the same number.
        Assert.InRange(acknowledged - again, 1, kept + (sent.Length * NumberedDevice.InFlight));
    }

    private static Task<Plant> PlantAsync(Scratch scratch) => Plant.MakeAsync(scratch, Now.AddHours(-2), detectors: 2);

    private static List<NumberedDevice> Devices(Plant plant) => [.. plant.Devices.Select(d => new NumberedDevice(d, Now.AddHours(-1).ToUnixTimeMilliseconds()))];
}
