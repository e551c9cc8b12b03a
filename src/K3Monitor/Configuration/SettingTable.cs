namespace K3Monitor.App.Configuration;

/// <summary>Every setting there is, in the order of the sample file.</summary>
internal static class SettingTable
{
    public static IReadOnlyList<Setting> All { get; } =
    [
        new("data", SettingKind.Text, "data", "Folder of everything that is kept: journal, telemetry, database, keys."),
        new("http:urls", SettingKind.Urls, "http://127.0.0.1:5080", "Addresses of the pages and the API, separated by semicolons."),
        new("http:certificate", SettingKind.Text, "", "PKCS #12 file for https addresses; empty for none."),
        new("http:certificatePassword", SettingKind.Secret, "", "Password of that file; better set by the environment."),
        new("mqtt:address", SettingKind.Address, "127.0.0.1", "Address on which the embedded broker listens; 0.0.0.0 for every one."),
        new("mqtt:port", SettingKind.Integer, "1883", "Port for plain MQTT; 0 for none.", 0, 65535),
        new("mqtt:tlsPort", SettingKind.Integer, "0", "Port for MQTT over TLS; 0 for none.", 0, 65535),
        new("mqtt:certificate", SettingKind.Text, "", "PKCS #12 file for MQTT over TLS."),
        new("mqtt:certificatePassword", SettingKind.Secret, "", "Password of that file; better set by the environment."),
        new("mqtt:maxPacketBytes", SettingKind.Integer, "262144", "A larger packet closes its connection, in bytes.", 1024, 16777216),
        new("mqtt:maxConnections", SettingKind.Integer, "10000", "Connections at a time in all.", 1, 1000000),
        new("mqtt:maxConnectionsPerAddress", SettingKind.Integer, "2000", "Connections at a time from one address.", 1, 1000000),
        new("mqtt:connectTimeoutSeconds", SettingKind.Integer, "10", "A connection that has not signed in by then is closed, in seconds.", 1, 300),
        new("journal:segmentMebibytes", SettingKind.Integer, "64", "Size of one journal file, in MiB.", 1, 1024),
        new("journal:backlogMebibytes", SettingKind.Integer, "64", "Unwritten data beyond this holds publishers back, in MiB.", 1, 1024),
        new("store:flushMinutes", SettingKind.Number, "5", "Fresh samples are written into files at least this often, in minutes.", 0.1, 120),
        new("store:memoryMebibytes", SettingKind.Integer, "512", "Memory of the query engine, in MiB.", 128, 65536),
        new("rules:packs", SettingKind.List, "", "Folders or files of rule packs; empty for the shipped ones."),
        new("rules:disabledPacks", SettingKind.List, "", "Identifiers of packs that are not applied."),
        new("rules:latenessMinutes", SettingKind.Number, "15", "Samples that come later than this re-open their period from the store, in minutes.", 1, 1440),
        new("rules:holdIntervals", SettingKind.Number, "3", "A sample stands for at most so many expected intervals; then there is a gap.", 1, 20),
        new("rules:unverified", SettingKind.Choice, "incidents", "What a limit may do that nobody has verified: open incidents (marked unverified), or nothing but show exposures.", Choices: ["incidents", "exposures"]),
        new("sites:files", SettingKind.List, "", "Site files that are brought into the database at every start."),
        new("log:level", SettingKind.Choice, "Information", "How much is logged.", Choices: ["Debug", "Information", "Warning", "Error"]),
    ];

    /// <summary>Every list of sections there is, after the settings in the sample file.</summary>
    public static IReadOnlyList<SettingList> Lists { get; } = [SourceSettings.List];
}
