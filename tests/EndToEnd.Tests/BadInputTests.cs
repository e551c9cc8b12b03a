using System.Text;
using System.Text.Json;
using K3Monitor.EndToEnd.Tests.Support;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace K3Monitor.EndToEnd.Tests;

/// <summary>Whatever comes in over the wire: refused, counted, visible, and the next good message lives.</summary>
public sealed class BadInputTests(RunningPlant plant) : IClassFixture<RunningPlant>
{
    private const int TenMegabytes = 10 * 1024 * 1024;

    [Theory]
    [InlineData("""{"ts":1764057600123,"v":{"h2s":""", "json.malformed")]
    [InlineData("""{"v":{"h2s":NaN}}""", "json.malformed")]
    [InlineData("""{"v":{"h2s":"0.3"}}""", "value.invalid")]
    [InlineData("""{"v":{"h2s":[0.3]}}""", "value.invalid")]
    [InlineData("""{"ts":"yesterday","v":{"h2s":0.3}}""", "time.invalid")]
    [InlineData("""{"v":{"nh3":0.3}}""", "channel.unknown")]
    [InlineData("""7""", "message.shape")]
    public async Task A_payload_that_cannot_be_used_is_acknowledged_counted_and_in_quarantine_whole(string payload, string reason)
    {
        double before = await plant.FigureAsync("k3_refused", Reason(reason));
        using IMqttClient client = await plant.ConnectAsync(plant.First);
        MqttClientPublishResult result = await client.PublishStringAsync(plant.First.Telemetry, payload, MqttQualityOfServiceLevel.AtLeastOnce);
        Assert.True(result.IsSuccess, result.ReasonString);

        await plant.GrowsAsync(before, "k3_refused", Reason(reason));
        string kept = Convert.ToBase64String(Encoding.UTF8.GetBytes(payload));
        await Until.TrueAsync("the message is in quarantine", TimeSpan.FromSeconds(15), async () =>
            (await plant.Api.AllAsync($"quarantine?reason={reason}")).Any(q => q.GetProperty("payloadBase64").GetString() == kept && q.GetProperty("device").GetString() == "gas-01"),
            () => plant.Product.Said);
        await plant.KeepsNextOfAsync(client, plant.First);
        await plant.KeepsNextOfAsync(plant.Second);
    }

    [Fact]
    public async Task A_foreign_topic_is_answered_with_not_authorised_and_the_connection_lives_in_MQTT_5()
    {
        double before = await plant.FigureAsync("k3_refused", Reason("publish.foreign-topic"));
        using IMqttClient client = await plant.ConnectAsync(plant.First);
        MqttClientPublishResult result = await client.PublishStringAsync(plant.Second.Telemetry, """{"v":{"h2s":50}}""", MqttQualityOfServiceLevel.AtLeastOnce);
        Assert.Equal(MqttClientPublishReasonCode.NotAuthorized, result.ReasonCode);
        await plant.GrowsAsync(before, "k3_refused", Reason("publish.foreign-topic"));
        await plant.KeepsNextOfAsync(client, plant.First);
        await plant.KeepsNextOfAsync(plant.Second);
    }

    [Fact]
    public async Task A_foreign_topic_is_kept_and_the_connection_lives_in_MQTT_3_where_no_acknowledgement_can_refuse()
    {
        double before = await plant.FigureAsync("k3_refused", Reason("publish.foreign-topic"));
        using IMqttClient client = await plant.ConnectAsync(plant.First, MqttProtocolVersion.V311);
        await client.PublishStringAsync(plant.Second.Telemetry, """{"v":{"h2s":50}}""", MqttQualityOfServiceLevel.AtLeastOnce);
        await plant.GrowsAsync(before, "k3_refused", Reason("publish.foreign-topic"));
        await plant.KeepsNextOfAsync(client, plant.First);
        await plant.KeepsNextOfAsync(plant.Second);
    }

    [Theory]
    [InlineData("pt-uji/gas-01", "wrong")]
    [InlineData("pt-uji/gas-99", "wrong")]
    [InlineData("nobody", "wrong")]
    public async Task A_wrong_password_and_an_unknown_device_are_not_let_in_and_counted(string user, string password)
    {
        const string refused = "{outcome=\"refused\"}";
        double before = await plant.FigureAsync("k3_sign_ins", refused);
        using IMqttClient client = new MqttClientFactory().CreateMqttClient();
        MqttClientConnectResult result = await client.ConnectAsync(plant.Options(new Credential(user, password)));
        Assert.Equal(MqttClientConnectResultCode.BadUserNameOrPassword, result.ResultCode);
        await plant.GrowsAsync(before, "k3_sign_ins", refused);
        await plant.KeepsNextOfAsync(plant.First);
        await plant.KeepsNextOfAsync(plant.Second);
    }

    [Fact]
    public async Task A_packet_of_10_megabytes_ends_its_connection_alone()
    {
        using IMqttClient other = await plant.ConnectAsync(plant.Second);
        double before = await plant.FigureAsync("k3_connections_refused", Reason("PacketTooLarge"));
        using (RawMqtt raw = await RawMqtt.SignInAsync(plant.Product.Ports.Mqtt, plant.First))
        {
            await raw.SendAsync(RawMqtt.PublishHead(plant.First.Telemetry, TenMegabytes));
            Assert.True(await raw.IsShutOutAsync(new byte[TenMegabytes]), "the connection was kept");
        }

        await plant.GrowsAsync(before, "k3_connections_refused", Reason("PacketTooLarge"));
        await plant.KeepsNextOfAsync(other, plant.Second);
        await plant.KeepsNextOfAsync(plant.First);
    }

    [Fact]
    public async Task A_client_that_dies_inside_a_packet_is_counted_and_hinders_nobody()
    {
        using IMqttClient other = await plant.ConnectAsync(plant.Second);
        double before = await plant.FigureAsync("k3_connections_refused", Reason("EndedInsidePacket"));
        using (RawMqtt raw = await RawMqtt.SignInAsync(plant.Product.Ports.Mqtt, plant.First))
        {
            await raw.SendAsync(RawMqtt.PublishHead(plant.First.Telemetry, 1000));
            await raw.SendAsync("{\"v\":"u8.ToArray());
        }

        await plant.GrowsAsync(before, "k3_connections_refused", Reason("EndedInsidePacket"));
        await plant.KeepsNextOfAsync(other, plant.Second);
        await plant.KeepsNextOfAsync(plant.First);
    }

    [Fact]
    public async Task Refusals_are_told_by_reason_to_whoever_asks_for_the_counts()
    {
        using IMqttClient client = await plant.ConnectAsync(plant.First);
        await client.PublishStringAsync(plant.First.Telemetry, "[]", MqttQualityOfServiceLevel.AtLeastOnce);
        await Until.TrueAsync("the empty array is counted", TimeSpan.FromSeconds(15), async () =>
            (await plant.Api.GetAsync("quarantine/counts")).TryGetProperty("message.empty", out JsonElement count) && count.GetInt32() >= 1,
            () => plant.Product.Said);
    }

    private static string Reason(string reason) => $"{{reason=\"{reason}\"}}";
}
