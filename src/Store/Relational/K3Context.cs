using K3Monitor.Measurements;
using K3Monitor.Store.Relational.Access;
using K3Monitor.Store.Relational.Devices;
using K3Monitor.Store.Relational.Gaps;
using K3Monitor.Store.Relational.Incidents;
using K3Monitor.Store.Relational.Model;
using K3Monitor.Store.Relational.OwnLife;
using K3Monitor.Store.Relational.Places;
using K3Monitor.Store.Relational.Records;
using K3Monitor.Store.Relational.Retention;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace K3Monitor.Store.Relational;

/// <summary>The relational store: everything but samples. Instants are whole microseconds, enumerations are their names.</summary>
/// <remarks>
/// Not safe for use by two threads at once; take one from the factory for each piece of work. Write only through
/// <see cref="RelationalWriter"/>. Each database has a context of its own below this one, because EF Core keeps one set of
/// migrations a context; nobody but the two dialects names them.
/// </remarks>
public abstract class K3Context : IdentityDbContext<K3User>
{
    /// <summary>Made by a dialect only.</summary>
    private protected K3Context(DbContextOptions options)
        : base(options)
    {
    }

    /// <summary>Companies.</summary>
    public DbSet<Company> Companies => Set<Company>();

    /// <summary>Sites.</summary>
    public DbSet<Site> Sites => Set<Site>();

    /// <summary>Areas.</summary>
    public DbSet<Area> Areas => Set<Area>();

    /// <summary>Shifts of areas.</summary>
    public DbSet<AreaShift> AreaShifts => Set<AreaShift>();

    /// <summary>Measurement points.</summary>
    public DbSet<MeasurementPoint> Points => Set<MeasurementPoint>();

    /// <summary>Devices.</summary>
    public DbSet<Device> Devices => Set<Device>();

    /// <summary>Channels of devices.</summary>
    public DbSet<DeviceChannel> Channels => Set<DeviceChannel>();

    /// <summary>Names by which messages of the field call devices.</summary>
    public DbSet<ExternalName> ExternalNames => Set<ExternalName>();

    /// <summary>Which channel measures for which point, over time.</summary>
    public DbSet<Assignment> Assignments => Set<Assignment>();

    /// <summary>The number of the topology's last change.</summary>
    public DbSet<TopologyRevision> TopologyRevisions => Set<TopologyRevision>();

    /// <summary>Messages that the embedded broker keeps for those who subscribe later.</summary>
    public DbSet<RetainedMessage> RetainedMessages => Set<RetainedMessage>();

    /// <summary>Messages that could not be used.</summary>
    public DbSet<QuarantineEntry> Quarantine => Set<QuarantineEntry>();

    /// <summary>Limits as they were applied.</summary>
    public DbSet<LimitSnapshot> LimitSnapshots => Set<LimitSnapshot>();

    /// <summary>Incidents.</summary>
    public DbSet<Incident> Incidents => Set<Incident>();

    /// <summary>Occurrences of incidents.</summary>
    public DbSet<IncidentOccurrence> Occurrences => Set<IncidentOccurrence>();

    /// <summary>Verdicts of periods that are over.</summary>
    public DbSet<ConcludedVerdict> ConcludedVerdicts => Set<ConcludedVerdict>();

    /// <summary>Who has released which rule packs.</summary>
    public DbSet<PackRelease> PackReleases => Set<PackRelease>();

    /// <summary>The record.</summary>
    public DbSet<RecordEntry> Record => Set<RecordEntry>();

    /// <summary>When this product could not receive.</summary>
    public DbSet<OutageRow> OwnOutages => Set<OutageRow>();

    /// <summary>The last sign of life of this product.</summary>
    public DbSet<Beat> OwnBeats => Set<Beat>();

    /// <summary>Days of devices in the gap ledger.</summary>
    public DbSet<GapDay> GapDays => Set<GapDay>();

    /// <summary>Channels of those days.</summary>
    public DbSet<GapRow> GapRows => Set<GapRow>();

    /// <summary>How far the gap ledger has followed the journal.</summary>
    public DbSet<GapProgress> GapProgress => Set<GapProgress>();
    /// <summary>Samples that a person holds.</summary>
    public DbSet<LegalHold> LegalHolds => Set<LegalHold>();

    /// <summary>Closed incidents whose samples a person no longer holds.</summary>
    public DbSet<HoldRelease> HoldReleases => Set<HoldRelease>();

    /// <summary>Runs of retention.</summary>
    public DbSet<RetentionRun> RetentionRuns => Set<RetentionRun>();

    /// <summary>How full the disk was, day by day.</summary>
    public DbSet<DiskReading> DiskReadings => Set<DiskReading>();

    /// <inheritdoc />
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        ArgumentNullException.ThrowIfNull(configurationBuilder);
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<Instant>().HaveConversion<InstantConverter>();
        configurationBuilder.Properties<Rules.Limits.LimitKind>().HaveConversion<string>().HaveMaxLength(40);
        configurationBuilder.Properties<Rules.Limits.Severity>().HaveConversion<string>().HaveMaxLength(20);
        configurationBuilder.Properties<Rules.Limits.Workload>().HaveConversion<string>().HaveMaxLength(20);
        configurationBuilder.Properties<Rules.Incidents.IncidentState>().HaveConversion<string>().HaveMaxLength(20);
        configurationBuilder.Properties<Rules.Verdicts.VerdictOutcome>().HaveConversion<string>().HaveMaxLength(20);
        configurationBuilder.Properties<Rules.Verdicts.VerdictReasons>().HaveConversion<string>().HaveMaxLength(200);
        configurationBuilder.Properties<Store.Access.Role>().HaveConversion<string>().HaveMaxLength(20);
    }

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        base.OnModelCreating(builder);
        PlaceModel.Describe(builder);
        DeviceModel.Describe(builder);
        RetainedModel.Describe(builder);
        IncidentModel.Describe(builder);
        RecordModel.Describe(builder);
        OwnLifeModel.Describe(builder);
        PackReleaseModel.Describe(builder);
        GapModel.Describe(builder);
        RetentionModel.Describe(builder);
    }
}
