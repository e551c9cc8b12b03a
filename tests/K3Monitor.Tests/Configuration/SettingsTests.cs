using System.Collections;
using K3Monitor.App.Configuration;
using K3Monitor.App.Tests.Support;

namespace K3Monitor.App.Tests.Configuration;

public sealed class SettingsTests : IDisposable
{
    private static readonly Hashtable Nothing = [];
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Every_default_is_allowed() =>
        Assert.Empty(SettingTable.All.Where(s => s.Fault(s.Default) is not null).Select(s => s.Key));

    [Fact]
    public void The_sample_file_is_complete_sound_and_changes_nothing()
    {
        var faults = new List<string>();
        Settings settings = Settings.Gather(folder.Write("sample.yaml", SampleFile.Write()), Nothing, [], faults);
        Assert.Empty(faults);
        Assert.All(SettingTable.All, s => Assert.Equal((s.Key, s.Default), (s.Key, settings.Text(s.Key))));
        Assert.All(SettingTable.All, s => Assert.NotEqual("default", settings.Where(s.Key)));
    }

    [Fact]
    public void The_page_on_configuration_holds_the_sample_as_it_is() =>
        Assert.Contains(SampleFile.Write(), File.ReadAllText(Repository.File("docs", "configuration.md")), StringComparison.Ordinal);

    [Fact]
    public void Every_fault_of_file_and_environment_is_told_at_once_with_place_key_and_range()
    {
        string file = folder.Write("bad.yaml", "mqtt:\n  prt: 1\n  port: 99999\nhttp: [a, b]\nstore:\n  flushMinutes: soon\n");
        var faults = new List<string>();
        Settings.Gather(file, new Hashtable { ["K3__Log__Level"] = "Loud", ["PATH"] = "/bin" }, [], faults);
        Assert.Equal(
            [
                $"{file}:2: mqtt:prt: there is no such setting; did you mean mqtt:port?",
                $"{file}:3: mqtt:port: '99999' is not a whole number from 0 to 65535",
                $"{file}:4: http: there is no such setting; did you mean http:urls?",
                $"{file}:6: store:flushMinutes: 'soon' is not a number from 0.1 to 120",
                "K3__Log__Level: log:level: 'Loud' is not one of Debug, Information, Warning, Error",
            ],
            faults);
    }

    [Fact]
    public void The_environment_overrides_the_file_and_the_command_line_both()
    {
        string file = folder.Write("k3.json", """{ "mqtt": { "port": 1, "maxPacketBytes": 2048 }, "rules": { "packs": ["a", "b"] } }""");
        var faults = new List<string>();
        var environment = new Hashtable { ["K3__MQTT__Port"] = "2", ["K3__Http__Urls"] = "http://127.0.0.1:7" };
        Settings settings = Settings.Gather(file, environment, [new("mqtt:port", "3"), new("data", null)], faults);
        Assert.Empty(faults);
        Assert.Equal((3, 2048, "http://127.0.0.1:7"), (settings.Integer("mqtt:port"), settings.Integer("mqtt:maxPacketBytes"), settings.Text("http:urls")));
        Assert.Equal(["a", "b"], settings.List("rules:packs"));
    }

    [Theory]
    [InlineData("a: [", "is not well-formed")]
    [InlineData("a: &x [*x]", ":1:")]
    [InlineData("\u0000\u0001\u0002", ":1:")]
    public void A_file_that_is_no_settings_file_is_a_fault_with_its_line(string text, string told)
    {
        var faults = new List<string>();
        Settings.Gather(folder.Write("broken.yaml", text), Nothing, [], faults);
        Assert.Contains(faults, f => f.Contains(told, StringComparison.Ordinal));
    }

    [Fact]
    public void A_missing_file_is_a_fault()
    {
        var faults = new List<string>();
        Settings.Gather(Path.Combine(folder.Path, "none.yaml"), Nothing, [], faults);
        Assert.Single(faults);
    }
}
