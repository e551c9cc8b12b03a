using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using K3Monitor.Measurements;

namespace K3Monitor.Inspection.Record;

/// <summary>How facts and limits are written as JSON in the database: names of enumerations, ISO times, letters as they are.</summary>
internal static class RecordJson
{
    public static JsonSerializerOptions Options { get; } = Make();

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        };
        options.Converters.Add(new JsonStringEnumConverter());
        options.Converters.Add(new QuantityById());
        options.Converters.Add(new InstantAsText());
        return options;
    }

    /// <summary>A quantity by its identifier. One that the catalogue no longer has reads as none: the incident stays readable.</summary>
    private sealed class QuantityById : JsonConverter<Quantity>
    {
        public override Quantity? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            QuantityCatalogue.TryFind(reader.GetString(), out Quantity? quantity) ? quantity : null;

        public override void Write(Utf8JsonWriter writer, Quantity value, JsonSerializerOptions options) => writer.WriteStringValue(value.Id);
    }

    private sealed class InstantAsText : JsonConverter<Instant>
    {
        public override Instant Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Instant.FromDateTimeOffset(reader.GetDateTimeOffset());

        public override void Write(Utf8JsonWriter writer, Instant value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
