using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace K3Monitor.Tests.Servers;

/// <summary>
/// A real PostgreSQL server of its own: a new cluster in a temporary folder, on a free port of the loopback, that can be
/// killed, made to stand still, and started again. Its texts are sorted by Indonesian rules unless a column says otherwise.
/// </summary>
/// <remarks>The server refuses to be root; a test run that is root starts it as the user whom Debian's package makes.</remarks>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string ServerUser = "postgres";
    private const string Owner = "k3";
    private const string Password = "Pa ss;wo'rd\"=1";
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);
    private readonly string folder;
    private readonly string programs;
    private int databases;

    private PostgresServer(string programs, string folder, int port)
    {
        this.programs = programs;
        this.folder = folder;
        Port = port;
    }

    public int Port { get; }

    private string Data => Path.Combine(folder, "data");

    /// <summary>Makes a cluster and starts it. Skips the test where there is no PostgreSQL, fails it under <c>CI=true</c>.</summary>
    public static async Task<PostgresServer> StartNewAsync()
    {
        if (Programs() is not { } programs)
        {
            const string Absent = "PostgreSQL is not installed (Debian: postgresql-15)";
            if (Environment.GetEnvironmentVariable("CI") == "true")
                Assert.Fail(Absent);
            Assert.Skip(Absent);
            throw new InvalidOperationException(Absent);
        }

        var server = new PostgresServer(programs, Directory.CreateTempSubdirectory("k3-postgres-").FullName, FreePort());
        await server.MakeAsync().ConfigureAwait(false);
        await server.StartAsync().ConfigureAwait(false);
        return server;
    }

    /// <summary>Makes an empty database and gives its connection string.</summary>
    public async Task<string> NewDatabaseAsync(string options = "")
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"k3_{Interlocked.Increment(ref databases)}");
        await ExecuteAsync(Connection("postgres"), $"CREATE DATABASE {name} {options}").ConfigureAwait(false);
        return Connection(name);
    }

    /// <summary>The connection string of a database by its name.</summary>
    public string Connection(string database, string? password = null) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = Port,
        Database = database,
        Username = Owner,
        Password = password ?? Password,
    }.ToString();

    /// <summary>Runs SQL past everything, as somebody with the password would.</summary>
    public static async Task<int> ExecuteAsync(string connection, string sql)
    {
        var open = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connection) { Pooling = false }.ToString());
        await using (open.ConfigureAwait(false))
        {
            await open.OpenAsync().ConfigureAwait(false);
            var command = new NpgsqlCommand(sql, open);
            await using (command.ConfigureAwait(false))
                return await command.ExecuteNonQueryAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Starts it on the data that it has, and waits until it takes connections; crash recovery included.</summary>
    public Task StartAsync() => AsServerAsync(
        "pg_ctl", "-D", Data, "-w", "-t", "90", "-l", Path.Combine(folder, "log"), "-o",
        string.Create(CultureInfo.InvariantCulture, $"-p {Port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}"), "start");

    /// <summary>Ends it as an administrator does; open connections are told.</summary>
    public Task ShutDownAsync() => AsServerAsync("pg_ctl", "-D", Data, "-w", "-m", "fast", "stop");

    /// <summary>kill -9 of the server and all that it has started.</summary>
    public async Task Kill9Async()
    {
        int postmaster = Postmaster();
        await SignalAsync("KILL", [postmaster, .. Children(postmaster)]).ConfigureAwait(false);
        using var limit = new CancellationTokenSource(Longest);
        // The memory that the processes shared must be free before the next start.
        while (Directory.Exists($"/proc/{postmaster}"))
            await Task.Delay(20, limit.Token).ConfigureAwait(false);
    }

    /// <summary>Makes it stand still: connections stay open and nothing answers.</summary>
    public Task StopAsync()
    {
        int postmaster = Postmaster();
        return SignalAsync("STOP", [postmaster, .. Children(postmaster)]);
    }

    /// <summary>Lets it go on.</summary>
    public Task ContinueAsync()
    {
        int postmaster = Postmaster();
        return SignalAsync("CONT", [postmaster, .. Children(postmaster)]);
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (File.Exists(Path.Combine(Data, "postmaster.pid")) && Directory.Exists($"/proc/{Postmaster()}"))
        {
            await ContinueAsync().ConfigureAwait(false);
            await AsServerAsync("pg_ctl", "-D", Data, "-w", "-m", "immediate", "stop").ConfigureAwait(false);
        }

        Directory.Delete(folder, recursive: true);
    }

    private static string? Programs()
    {
        string[] folders = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql") : [];
        IEnumerable<string> installed = folders.OrderByDescending(f => int.TryParse(Path.GetFileName(f), NumberStyles.None, CultureInfo.InvariantCulture, out int major) ? major : 0)
            .Select(f => Path.Combine(f, "bin"));
        IEnumerable<string> onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        return installed.Concat(onPath).FirstOrDefault(f => File.Exists(Path.Combine(f, "pg_ctl")) && File.Exists(Path.Combine(f, "initdb")));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task MakeAsync()
    {
        string secret = Path.Combine(folder, "password");
        await File.WriteAllTextAsync(secret, Password).ConfigureAwait(false);
        if (Environment.IsPrivilegedProcess)
            await RunAsync("chown", "-R", ServerUser, folder).ConfigureAwait(false);
        await AsServerAsync(
            "initdb", "-D", Data, "-U", Owner, "-A", "scram-sha-256", "--pwfile", secret, "--encoding", "UTF8", "--locale", "C.UTF-8",
            "--locale-provider", "icu", "--icu-locale", "id-ID", "--no-sync").ConfigureAwait(false);
        // What is written survives the death of the processes either way; these tests do not take the machine's power.
        await File.AppendAllTextAsync(Path.Combine(Data, "postgresql.conf"), "\nfsync = off\nmax_connections = 60\n").ConfigureAwait(false);
    }

    private int Postmaster() => int.Parse(File.ReadLines(Path.Combine(Data, "postmaster.pid")).First(), NumberStyles.None, CultureInfo.InvariantCulture);

    private static IEnumerable<int> Children(int parent)
    {
        foreach (string process in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(process), NumberStyles.None, CultureInfo.InvariantCulture, out int id))
                continue;
            string text;
            try
            {
                text = File.ReadAllText(Path.Combine(process, "stat"));
            }
            catch (IOException)
            {
                // It ended while the list was read.
                continue;
            }

            // The name in parentheses may hold blanks; behind it come the state and the parent.
            string[] fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            if (int.Parse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture) == parent)
                yield return id;
        }
    }

    /// <summary>Sends a signal by the shell's own command, which does not mind a process that has ended meanwhile.</summary>
    private static Task SignalAsync(string signal, IEnumerable<int> processes) =>
        RunAsync("sh", "-c", $"kill -{signal} {string.Join(' ', processes.Select(p => p.ToString(CultureInfo.InvariantCulture)))} 2>/dev/null || true");

    private Task AsServerAsync(string program, params string[] arguments)
    {
        string path = Path.Combine(programs, program);
        return Environment.IsPrivilegedProcess ? RunAsync("runuser", ["-u", ServerUser, "--", path, .. arguments]) : RunAsync(path, arguments);
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        // What it says is read only when it failed: a server that it started might keep the pipe open for as long as it lives.
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = "/", RedirectStandardOutput = true, RedirectStandardError = true })!;
        using var limit = new CancellationTokenSource(Longest);
        await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
        if (process.ExitCode != 0)
            Assert.Fail($"{program} {string.Join(' ', arguments)}: exit {process.ExitCode}\n{await process.StandardError.ReadToEndAsync(limit.Token).ConfigureAwait(false)}");
    }
}
