using K3Monitor.Inspection.Incidents;
using K3Monitor.Inspection.Record;
using K3Monitor.Inspection.Tests.Support;
using K3Monitor.Measurements;
using K3Monitor.Rules.Incidents;
using K3Monitor.Rules.Limits;
using K3Monitor.Rules.Verdicts;
using K3Monitor.Store.Relational;
using K3Monitor.Store.Relational.Incidents;
using Microsoft.EntityFrameworkCore;

namespace K3Monitor.Inspection.Tests.Incidents;

/// <summary>A store that lost, or let go, what a verdict rested on proves nothing against the verdict.</summary>
public sealed class MissingHistoryTests : IAsyncLifetime
{
    private Plant plant = null!;
    private int point;

    public async ValueTask InitializeAsync()
    {
        plant = await Plant.OpenAsync();
        point = plant.Point("tangki-1-h2s");
    }

    public ValueTask DisposeAsync() => plant.DisposeAsync();

    [Theory]
    [InlineData(VerdictOutcome.CannotTell, 25_200)]
    [InlineData(VerdictOutcome.CannotTell, 0)]
    [InlineData(VerdictOutcome.Within, 20_000)]
    public async Task An_incident_stands_where_its_evidence_is_gone_and_lasts_no_longer_than_it_was_seen(VerdictOutcome outcome, long samples)
    {
        await ApplyAsync(Some.Finding(point));
        await ConcludeAsync(Resting(Some.Verdict(point, outcome), samples));
        await ConcludeAsync(Resting(Some.Verdict(point, outcome), samples));
        Incident incident = await OnlyAsync();
        Instant seen = Some.Finding(point).AsOf;
        Assert.Equal((false, false, VerdictOutcome.Exceeded, seen), (incident.IsWithdrawn, incident.IsActive, incident.Outcome, incident.BreachEnd));
        Assert.Equal(seen, Assert.Single(incident.Occurrences).End);
        Assert.Equal([RecordKinds.Opened, RecordKinds.Ceased], await KindsAsync());
    }

    [Fact]
    public async Task A_silence_is_taken_back_by_a_conclusion_that_cannot_tell()
    {
        Limit duty = Some.Ceiling() with { Id = "id.test/duty", Kind = LimitKind.DataDuty, Quantity = null, Unit = "min" };
        await ApplyAsync(Some.Finding(point, limit: duty));
        await ConcludeAsync(Some.Verdict(point, VerdictOutcome.CannotTell, duty));
        Assert.True((await OnlyAsync()).IsWithdrawn);
    }

    [Theory]
    [InlineData(VerdictOutcome.Exceeded)]
    [InlineData(VerdictOutcome.Within)]
    public async Task A_verdict_that_was_reached_is_amended_by_more_samples_and_not_by_fewer(VerdictOutcome reached)
    {
        await ConcludeAsync(Some.Verdict(point, reached));
        await ConcludeAsync(Resting(Some.Verdict(point, VerdictOutcome.CannotTell), 1));
        await using K3Context context = plant.Context();
        ConcludedVerdict kept = await context.ConcludedVerdicts.AsNoTracking().SingleAsync();
        Assert.Equal((reached, 25_200L), (kept.Outcome, kept.Samples));
        Assert.Equal(0, await context.Record.CountAsync(r => r.Kind == RecordKinds.VerdictAmended));
        await ConcludeAsync(Resting(Some.Verdict(point, VerdictOutcome.CannotTell), 25_201));
        Assert.Equal(VerdictOutcome.CannotTell, await context.ConcludedVerdicts.Select(v => v.Outcome).SingleAsync());
    }

    [Fact]
    public async Task A_breach_found_by_a_lane_without_the_morning_stands_beside_that_of_the_morning()
    {
        await ApplyAsync(Some.Finding(point, peak: 30));
        Finding afternoon = Some.Finding(point, asOf: 300, starts: [290]);
        await ApplyAsync(afternoon with { Verdict = Resting(afternoon.Verdict, 40) });
        Incident incident = await OnlyAsync();
        Assert.Equal(
            [(At(10), (Instant?)At(60), 30.0), (At(290), null, 20.0)],
            incident.Occurrences.OrderBy(o => o.Start).Select(o => (o.Start, o.End, o.Peak)));
        Assert.Equal((At(10), 30.0, true, 25_200L), (incident.BreachStart, incident.Peak, incident.IsActive, incident.Samples));
        await ConcludeAsync(Resting(Some.Verdict(point, VerdictOutcome.Within), 20_000));
        Assert.False((await OnlyAsync()).IsWithdrawn);
    }

    private static Instant At(int minutes) => Some.Shift + TimeSpan.FromMinutes(minutes);

    private static Verdict Resting(Verdict verdict, long samples) => verdict with { Exposure = verdict.Exposure with { Samples = samples } };

    private Task ApplyAsync(Finding finding) => plant.Register.ApplyAsync([finding], [], CancellationToken.None);

    private Task ConcludeAsync(Verdict verdict) => plant.Register.ApplyAsync([], [verdict], CancellationToken.None);

    private async Task<Incident> OnlyAsync()
    {
        await using K3Context context = plant.Context();
        return await context.Incidents.AsNoTracking().Include(i => i.Occurrences).SingleAsync();
    }

    private async Task<IReadOnlyList<string>> KindsAsync()
    {
        await using K3Context context = plant.Context();
        string subject = Subjects.Incident((await OnlyAsync()).Id);
        return await context.Record.Where(r => r.Subject == subject).OrderBy(r => r.Sequence).Select(r => r.Kind).ToListAsync();
    }
}
