using System.Globalization;
using System.Text.Json;

namespace K3Monitor.Rules.Tests.Calc;

/// <summary>Compares an answer with the expected one within the tolerance that the case states.</summary>
internal static class Comparison
{
    // A printed 0.063 ± 0.0005 holds the exact 0.0625, which binary fractions put a hair outside.
    private const double Representation = 1e-12;

    internal static void Check(JsonElement expected, JsonElement answer, JsonElement tolerance)
    {
        foreach (var property in expected.EnumerateObject())
        {
            Assert.True(answer.TryGetProperty(property.Name, out var actual), $"the answer has no '{property.Name}'");
            var allowed = tolerance.ValueKind == JsonValueKind.Object
                ? tolerance.TryGetProperty(property.Name, out var own) ? own : default
                : tolerance;
            Same(property.Name, property.Value, actual, allowed);
        }
    }

    private static void Same(string at, JsonElement expected, JsonElement actual, JsonElement tolerance)
    {
        if (expected.ValueKind == JsonValueKind.Number)
        {
            Assert.Equal(JsonValueKind.Number, actual.ValueKind);
            double allowed = tolerance.ValueKind == JsonValueKind.Number ? tolerance.GetDouble() : 0;
            double off = Math.Abs(expected.GetDouble() - actual.GetDouble());
            Assert.True(off <= allowed + Representation, string.Create(CultureInfo.InvariantCulture, $"{at}: {actual} is {off} from {expected}, allowed {allowed}"));
            return;
        }
        Assert.Equal(expected.ValueKind, actual.ValueKind);
        if (expected.ValueKind == JsonValueKind.Array)
            SameRow(at, expected, actual, tolerance);
        else
            Assert.Equal(expected.ToString(), actual.ToString());
    }

    private static void SameRow(string at, JsonElement expected, JsonElement actual, JsonElement tolerance)
    {
        Assert.Equal(expected.GetArrayLength(), actual.GetArrayLength());
        for (int i = 0; i < expected.GetArrayLength(); i++)
            Same($"{at}[{i}]", expected[i], actual[i], tolerance.ValueKind == JsonValueKind.Array ? tolerance[i] : tolerance);
    }
}
