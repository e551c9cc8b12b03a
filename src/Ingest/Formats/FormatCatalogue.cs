namespace K3Monitor.Ingest.Formats;

/// <summary>All formats, one line each.</summary>
public static class FormatCatalogue
{
    /// <summary>The formats of the field.</summary>
    internal static IReadOnlyList<IMessageFormat> Field { get; } =
    [
        new SparkplugB.SparkplugBFormat(),
        new SparkplugJson.SparkplugJsonFormat(),
        new Senml.SenmlJsonFormat(),
        new Senml.SenmlCborFormat(),
        new LoRaWan.ThingsStackFormat(),
        new LoRaWan.ChirpStackFormat(),
        new LoRaWan.ThingParkFormat(),
        new LoRaWan.MilesightJsonFormat(),
        new LoRaWan.BinaryFormat("milesight", "milesight or a model such as am319"),
        new LoRaWan.BinaryFormat("dragino", "lht65 or lse01"),
        new LoRaWan.BinaryFormat("cayenne-lpp", "cayenne or lpp"),
        new Tasmota.TasmotaFormat(),
        new Zigbee2Mqtt.Zigbee2MqttFormat(),
        new Shelly.ShellyFormat(),
        new EspHome.EspHomeFormat(),
        new HomeAssistant.DiscoveryFormat(),
        new AirGradient.AirGradientFormat(),
        new Ruuvi.RuuviFormat(),
        new Homie.HomieFormat(),
        new SensorThings.SensorThingsFormat(),
        new SensorThings.SentiloFormat(),
        new Domoticz.DomoticzFormat(),
        new Qingping.QingpingFormat(),
        new WirenBoard.WirenBoardFormat(),
        new ThingsBoard.ThingsBoardFormat(),
        new Clouds.EnvelopeFormat(),
        new InfluxLines.InfluxLineFormat(),
        new InfluxLines.TelegrafJsonFormat(),
        new Industrial.KepwareFormat(),
        new Industrial.NeuronFormat(),
        new Industrial.OpcUaPubSubFormat(),
        new Industrial.DatabusFormat(),
        new Industrial.AdvantechFormat(),
        new Industrial.OnvifFormat(),
        new Rtl433.Rtl433Format(),
        new Rtl433.BresserFormat(),
        new NoiseMeters.RionFormat(),
        new NoiseMeters.CirrusFormat(),
        new GasDetectors.GasGatewayFormat(),
        new GasDetectors.BlacklineFormat(),
        new SensorCommunity.SensorCommunityFormat(),
        new Loggers.CometFormat(),
        new Loggers.CloudStudioFormat(),
        new Loggers.EdgeMeterFormat(),
        new Plain.PlainJsonFormat(),
        new Plain.ScalarFormat(),
    ];

    /// <summary>Names for configuration and the command line, the native one first.</summary>
    public static IReadOnlyList<string> Names { get; } = [Native.NativeFormat.Name, .. Field.Select(f => f.Name)];

    /// <summary>What every format is recognised by, for people.</summary>
    public static string Known => string.Join("; ", Field.Select(f => $"{f.Name}: {f.Shape}").Prepend(Native.NativeFormat.Topics));

    /// <summary>The format of the field with a name; null when there is none.</summary>
    internal static IMessageFormat? Find(string name) => Field.FirstOrDefault(f => f.Name == name);

    /// <summary>The formats that are surest of a message: none, one, or several that are equally sure.</summary>
    internal static IReadOnlyList<IMessageFormat> Surest(FieldMessage message)
    {
        var surest = new List<IMessageFormat>();
        Confidence best = Confidence.None;
        foreach (IMessageFormat format in Field)
        {
            Confidence confidence = format.Recognise(message);
            if (confidence == Confidence.None || confidence < best)
                continue;
            if (confidence > best)
                surest.Clear();
            best = confidence;
            surest.Add(format);
        }

        return surest;
    }
}
