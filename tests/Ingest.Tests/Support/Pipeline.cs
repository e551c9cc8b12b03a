using System.Globalization;
using System.Text;
using K3Monitor.Ingest.Intake;
using K3Monitor.Ingest.Journal;
using K3Monitor.Ingest.Lanes;
using K3Monitor.Ingest.Measures;
using K3Monitor.Inspection.Health;
using K3Monitor.Inspection.Live;
using K3Monitor.Measurements;
using K3Monitor.Rules.Lanes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace K3Monitor.Ingest.Tests.Support;

/// <summary>A real journal with all its consumers, and everything around them in memory. Can be killed and started again.</summary>
internal sealed class Pipeline : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("k3-lanes-").FullName;
    private Journal.Journal? journal;
    private CancellationTokenSource stopping = new();
    private RulesConsumer? rules;
    private Task running = Task.CompletedTask;

    public FakeTimeProvider Time { get; } = new(Plant.Now.ToDateTimeOffset());

    public MemoryStore Store { get; } = new();

    public JournalOptions Options { get; set; } = new();

    public FakeHearing Hearing => field ??= new FakeHearing(Time);

    public FakeRegistry Registry { get; } = new();

    public RecordingRegister Register { get; private set; } = new();

    public RecordingQuarantine Quarantine { get; } = new();

    public IngestMeasures Measures { get; private set; } = new();

    public HealthBoard Health { get; } = new();

    public LiveBoard Live { get; private set; } = new();

    public StoreConsumer StoreConsumer { get; private set; } = null!;

    public Journal.Journal Journal => journal!;

    public Instant Now => Instant.Now(Time);

    public long SavedBy(string cursor) => Journal.Cursors.Single(c => c.Name == cursor).Position;

    public async Task Start(FlushPolicy? flush = null)
    {
        stopping = new CancellationTokenSource();
        (Register, Measures, Live) = (new RecordingRegister { FailuresToCome = Register.FailuresToCome }, new IngestMeasures(), new LiveBoard());
        journal = K3Monitor.Ingest.Journal.Journal.Open(folder, Options, TimeProvider.System);
        var tools = new ConsumerTools(journal, Measures, Health, Time, new WallClock(TimeProvider.System));
        StoreConsumer = new StoreConsumer(tools, Store, flush ?? FlushPolicy.Default, NullLogger<StoreConsumer>.Instance);
        var live = new BoardConsumer(tools, Live, NullLogger<BoardConsumer>.Instance);
        var desk = new DeskConsumer(tools, Quarantine, Registry, NullLogger<DeskConsumer>.Instance);
        var lanes = new LaneSet(new LaneRules([Plant.Pack()], new LaneOptions()), new PointSamples(Store), Time);
        rules = new RulesConsumer(tools, StoreConsumer, lanes, Hearing, Registry, Register, new ExposureBoard(), NullLogger<RulesConsumer>.Instance);
        journal.Register(RulesConsumer.Name);
        journal.Register(DeskConsumer.Name);
        live.Begin();
        StoreConsumer.Begin();
        CancellationToken token = stopping.Token;
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        running = Task.WhenAll(StoreConsumer.RunAsync(token), live.RunAsync(token), desk.RunAsync(token), Judge(begun, token));
        if (Register.FailuresToCome == 0)
            await begun.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }

    public Task Send(double h2s, double minutes = 0, Instant? at = null)
    {
        Instant time = at ?? Plant.At(minutes);
        return SendRaw(string.Create(CultureInfo.InvariantCulture, $"{{\"ts\":{time.UnixMicroseconds / 1000},\"v\":{{\"h2s\":{h2s}}}}}"));
    }

    public Task SendRaw(string payload, string kind = "telemetry") =>
        new MessageIntake(new JournalAppender(Journal), Measures)
            .Take(Registry.Snapshot.Devices[Plant.Device], Plant.Topic(kind), Encoding.UTF8.GetBytes(payload), Now).WaitAsync(TimeSpan.FromSeconds(20));

    /// <summary>Every consumer has saved how far it came, as it does once a second: nothing is read again.</summary>
    public void SaveAll()
    {
        foreach (JournalCursor cursor in Journal.Cursors)
            Journal.Save(cursor.Name, Journal.DurablePosition);
    }

    /// <summary>Ends when everything durable can be read from the store.</summary>
    public Task Stored() => StoreConsumer.WaitForAsync(Journal.DurablePosition, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20));

    /// <summary>A tick of the plant's clock that the rules have taken up: each begins by asking for the topology.</summary>
    public async Task Tick(TimeSpan? after = null)
    {
        int before = Registry.Asked;
        Time.Advance(after ?? TimeSpan.FromSeconds(1));
        await Registry.Until(r => r.Asked > before);
    }

    /// <summary>As kill -9 does: what the store had not flushed is gone, and no cursor is saved.</summary>
    public async Task Kill()
    {
        await stopping.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Journal.DisposeAsync();
        rules!.Dispose();
        stopping.Dispose();
        Measures.Dispose();
        Store.Crash();
        journal = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (journal is not null)
            await Kill();
        Directory.Delete(folder, recursive: true);
    }

    private async Task Judge(TaskCompletionSource begun, CancellationToken token)
    {
        await rules!.BeginAsync(token);
        Task both = Task.WhenAll(rules.RunAsync(token), rules.TickAsync(token));
        begun.SetResult();
        await both;
    }
}
