using K3Monitor.App.Retention;

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
        new("http:maxConnections", SettingKind.Integer, "2000", "Connections at a time of pages and the API; those of devices are counted apart.", 1, 1000000),
        new("mqtt:address", SettingKind.Address, "127.0.0.1", "Address on which the embedded broker listens; 0.0.0.0 for every one."),
        new("mqtt:port", SettingKind.Integer, "1883", "Port for plain MQTT; 0 for none.", 0, 65535),
        new("mqtt:tlsPort", SettingKind.Integer, "0", "Port for MQTT over TLS; 0 for none.", 0, 65535),
        new("mqtt:certificate", SettingKind.Text, "", "PKCS #12 file for MQTT over TLS; read again when it changes."),
        new("mqtt:certificatePassword", SettingKind.Secret, "", "Password of that file; better set by the environment."),
        new("mqtt:clientCa", SettingKind.Text, "", "PEM file of authorities whose certificates sign devices in over TLS; empty for none. Read again when it changes."),
        new("mqtt:revokedCertificates", SettingKind.Text, "", "File with one SHA-256 fingerprint of a revoked device certificate a line; empty for none. Read again when it changes."),
        new("mqtt:webSocket", SettingKind.Flag, "true", "Whether devices may come by WebSocket at /mqtt on the addresses of the pages."),
        new("mqtt:sparkplugHost", SettingKind.Text, "", "Name under which Sparkplug nodes at the embedded broker see this product as their primary host; empty for none."),
        new("mqtt:maxPacketBytes", SettingKind.Integer, "262144", "A larger packet closes its connection, in bytes.", 1024, 16777216),
        new("mqtt:maxConnections", SettingKind.Integer, "10000", "Connections at a time in all.", 1, 1000000),
        new("mqtt:maxConnectionsPerAddress", SettingKind.Integer, "2000", "Connections at a time from one address.", 1, 1000000),
        new("mqtt:maxConnectionsPerDevice", SettingKind.Integer, "4", "Connections at a time of one device, each with a client id of its own.", 1, 1000),
        new("mqtt:maxMessagesPerSecondPerDevice", SettingKind.Integer, "10000", "Messages a second of one device; a faster one is read more slowly, nothing is refused. 0 for no limit.", 0, 1000000),
        new("mqtt:connectTimeoutSeconds", SettingKind.Integer, "10", "A connection that has not signed in by then is closed, in seconds.", 1, 300),
        new("database:kind", SettingKind.Choice, "sqlite", "Where everything but samples is kept: a file in the data folder, or a PostgreSQL server.", Choices: ["sqlite", "postgresql"]),
        new("database:connection", SettingKind.Secret, "", "Npgsql connection string for postgresql: Host=…;Database=…;Username=…;Password=…; better set by the environment."),
        new("journal:segmentMebibytes", SettingKind.Integer, "64", "Size of one journal file, in MiB.", 1, 1024),
        new("journal:backlogMebibytes", SettingKind.Integer, "64", "Unwritten data beyond this holds publishers back, in MiB.", 1, 1024),
        new("journal:maxGibibytes", SettingKind.Number, "64", "The journal keeps what the slowest store has not taken; at this size nothing more is acknowledged until there is room, in GiB.", 2.5, 100000),
        new("store:kind", SettingKind.Choice, "embedded", "Where samples are kept: in files of our own, or on an InfluxDB server.", Choices: ["embedded", "influxdb"]),
        new("store:flushMinutes", SettingKind.Number, "5", "Fresh samples are written into files at least this often, in minutes.", 0.1, 120),
        new("store:memoryMebibytes", SettingKind.Integer, "512", "Memory of the query engine, in MiB.", 128, 65536),
        new("influx:url", SettingKind.Urls, "http://127.0.0.1:8086", "Address of the InfluxDB server; only with store:kind influxdb, as all of influx."),
        new("influx:version", SettingKind.Choice, "auto", "Generation of the server; auto asks it. Tested is 1; 2 and 3 follow their documents.", Choices: ["auto", "1", "2", "3"]),
        new("influx:database", SettingKind.Text, "k3monitor", "Database, or bucket of 2.x; made when it is absent. One installation, one database."),
        new("influx:retentionPolicy", SettingKind.Text, "", "Retention policy of 1.x; made when it is absent, empty for the database's own."),
        new("influx:retentionDays", SettingKind.Integer, "0", "How long a policy or bucket that is made here keeps samples, in days; 0 for ever. Older ones are refused by the server, and set aside.", 0, 36500),
        new("influx:user", SettingKind.Text, "", "User of 1.x; empty for a server without authentication."),
        new("influx:password", SettingKind.Secret, "", "Password of that user; better set by the environment."),
        new("influx:organisation", SettingKind.Text, "", "Organisation of 2.x."),
        new("influx:token", SettingKind.Secret, "", "Token of 2.x and 3.x; better set by the environment."),
        new("influx:timeoutSeconds", SettingKind.Number, "10", "How long one request may take, in seconds.", 0.5, 300),
        new("influx:authority", SettingKind.Text, "", "PEM file of the authority behind an https address; empty for those that the system trusts."),
        new("rules:packs", SettingKind.List, "", "Folders or files of rule packs; empty for the shipped ones."),
        new("rules:disabledPacks", SettingKind.List, "", "Identifiers of packs that are not applied."),
        new("rules:latenessMinutes", SettingKind.Number, "15", "Samples that come later than this re-open their period from the store, in minutes.", 1, 1440),
        new("rules:holdIntervals", SettingKind.Number, "3", "A sample stands for at most so many expected intervals; then there is a gap.", 1, 20),
        new("rules:unverified", SettingKind.Choice, "incidents", "What a limit may do that nobody has verified: open incidents (marked unverified), or nothing but show exposures.", Choices: ["incidents", "exposures"]),
        new("gaps:refreshMinutes", SettingKind.Number, "15", "A day that still runs is counted anew in the ledger of missing data this often at most, in minutes.", 0.1, 1440),
        new("gaps:keepDays", SettingKind.Integer, "1095", "How long days stay in that ledger, in days.", 31, 36500),
        new("sites:files", SettingKind.List, "", "Site files that are brought into the database at every start."),
        new("formats:mappings", SettingKind.List, "", "Files of mappings for JSON messages that no format knows; see docs/formats/mapped-json.md."),
        new("doors:enabled", SettingKind.Flag, "true", "Whether devices may write over HTTP, at /api/v1/telemetry and as to InfluxDB; see docs/doors.md."),
        new("doors:maxBodyMebibytes", SettingKind.Integer, "4", "A larger body, packed or unpacked, is refused, in MiB.", 1, 4),
        new("doors:maxAtOnce", SettingKind.Integer, "64", "Requests of devices at a time; a further one is told to come again.", 1, 10000),
        .. RetentionSettings.All,
        new("log:level", SettingKind.Choice, "Information", "How much is logged.", Choices: ["Debug", "Information", "Warning", "Error"]),
    ];

    /// <summary>Every list of sections there is, after the settings in the sample file.</summary>
    public static IReadOnlyList<SettingList> Lists { get; } = [SourceSettings.List, RetentionSettings.List];
}
