using K3Monitor.App.Composition;
using K3Monitor.App.Configuration;

namespace K3Monitor.App.Tests.Composition;

public sealed class TelemetryStoresTests
{
    [Fact]
    public void Settings_of_InfluxDB_that_do_not_fit_together_are_named_all_at_once_and_matter_only_where_it_is_chosen()
    {
        var given = new Dictionary<string, string?>
        {
            ["influx:url"] = "http://one:8086;http://two:8086",
            ["influx:database"] = "",
            ["influx:version"] = "2",
            ["influx:authority"] = "/nowhere/ca.pem",
        };
        Assert.Empty(TelemetryStores.Faults(Gather(given)));
        given["store:kind"] = "influxdb";
        Assert.Equal(
            ["influx:url", "influx:database", "influx:authority", "influx:organisation", "influx:token"],
            TelemetryStores.Faults(Gather(given)).Select(f => f[..f.LastIndexOf(": ", StringComparison.Ordinal)]));
    }

    private static Settings Gather(Dictionary<string, string?> given)
    {
        var faults = new List<string>();
        Settings settings = Settings.Gather(null, new Dictionary<string, string>(), given, faults);
        Assert.Empty(faults);
        return settings;
    }
}
