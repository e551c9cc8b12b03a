using K3Monitor.Inspection.Retention;
using K3Monitor.Inspection.Retention.Holding;
using K3Monitor.Inspection.Retention.Planning;
using K3Monitor.Store.Relational.Retention;
using K3Monitor.Store.Telemetry.Retention;

namespace K3Monitor.Dashboard.Api.Retention;

/// <summary>How long each layer of a quantity is kept, in days; 0 for ever.</summary>
internal sealed record RuleShape(int RawDays, int MinuteDays, int QuarterHourDays)
{
    public static RuleShape Of(RetentionRule rule) => new(rule.RawDays, rule.MinuteDays, rule.QuarterHourDays);
}

/// <summary>What is stored of a quantity.</summary>
/// <param name="Quantity">Identifier; empty for channels that were assigned to no point.</param>
/// <param name="Rule">Its rule.</param>
/// <param name="Samples">Samples that are there.</param>
/// <param name="Bytes">Bytes on our disk; null when a server keeps them.</param>
/// <param name="OldestSample">The oldest UTC day with samples.</param>
internal sealed record HoldingShape(string Quantity, RuleShape Rule, long Samples, long? Bytes, DateOnly? OldestSample);

/// <summary>What would be removed.</summary>
internal sealed record RemovalShape(DateOnly Day, TelemetryLayer Layer, string Quantity, long Channels, long Samples, long? Bytes);

/// <summary>What stays although its days are over.</summary>
/// <param name="Day">The UTC day.</param>
/// <param name="Layer">The layer.</param>
/// <param name="Quantity">The quantity.</param>
/// <param name="Channels">How many channels.</param>
/// <param name="Reason">Why.</param>
/// <param name="Detail">Number of the incident or hold.</param>
internal sealed record KeptShape(DateOnly Day, TelemetryLayer Layer, string Quantity, long Channels, KeptReason Reason, string Detail);

/// <summary>When the disk will be full.</summary>
/// <param name="FreeBytes">Free now; null when the disk cannot be read.</param>
/// <param name="TotalBytes">Its size.</param>
/// <param name="Days">On how many days of readings the forecast stands.</param>
/// <param name="BytesPerDay">By how much the free space shrinks a day; null when that cannot be told.</param>
/// <param name="Full">The day; null when it cannot be told, or the disk is not filling.</param>
internal sealed record DiskShape(long? FreeBytes, long? TotalBytes, int Days, double? BytesPerDay, DateOnly? Full);

/// <summary>A run.</summary>
internal sealed record RunShape(
    int Id, RetentionRunState State, DateTimeOffset Requested, string By, DateTimeOffset? Ended, int RolledUpDays, long RemovedSamples, long HeldChannelDays, string Detail)
{
    public static RunShape Of(RetentionRunRow r) => new(
        r.Id, r.State, r.Requested.ToDateTimeOffset(), r.ByName, r.Ended?.ToDateTimeOffset(), r.RolledUpDays, r.RemovedSamples, r.HeldChannelDays, r.Detail);
}

/// <summary>All there is to say of retention now; a dry run.</summary>
/// <param name="Plan">Hash of what would be removed; give it back to have just this removed.</param>
/// <param name="DefaultRule">For every quantity that is not named.</param>
/// <param name="HoldMarginHours">What is held around the periods of an incident.</param>
/// <param name="Quantities">What is stored.</param>
/// <param name="RollUp">UTC days to be rolled up first.</param>
/// <param name="Removals">What would be removed.</param>
/// <param name="Kept">What stays although its days are over.</param>
/// <param name="Samples">Samples that would go.</param>
/// <param name="Bytes">Bytes that would become free; null when a server keeps them.</param>
/// <param name="Disk">The disk.</param>
/// <param name="LastRuns">The newest runs.</param>
internal sealed record RetentionShape(
    string Plan, RuleShape DefaultRule, double HoldMarginHours, IReadOnlyList<HoldingShape> Quantities, IReadOnlyList<DateOnly> RollUp, IReadOnlyList<RemovalShape> Removals,
    IReadOnlyList<KeptShape> Kept, long Samples, long? Bytes, DiskShape Disk, IReadOnlyList<RunShape> LastRuns)
{
    public static RetentionShape Of(RetentionStatus s) => new(
        s.Plan.Hash, RuleShape.Of(s.Rules.Default), s.Rules.HoldMargin.TotalHours,
        [.. s.Plan.Quantities.Select(q => new HoldingShape(q.QuantityId, RuleShape.Of(q.Rule), q.Samples, q.Bytes, q.OldestSample))],
        s.Plan.RollUp,
        [.. s.Plan.Removals.Select(r => new RemovalShape(r.Day, r.Layer, r.QuantityId, r.Channels.Count, r.Samples, r.Bytes))],
        [.. s.Plan.Kept.Select(k => new KeptShape(k.Day, k.Layer, k.QuantityId, k.Channels.Count, k.Reason, k.Detail))],
        s.Plan.Samples, s.Plan.Bytes,
        new DiskShape(s.Disk?.FreeBytes, s.Disk?.TotalBytes, s.Forecast.Days, s.Forecast.BytesPerDay, s.Forecast.Full),
        [.. s.LastRuns.Select(RunShape.Of)]);
}

/// <summary>A hold that a person put.</summary>
internal sealed record HoldShape(int Id, int PointId, string Site, string Point, WindowShape Window, string Reason, DateTimeOffset Placed, string PlacedBy, DateTimeOffset? Lifted, string? LiftedBy)
{
    public static HoldShape Of(HoldRow h) => new(
        h.Id, h.PointId, h.Site, h.Point, WindowShape.Of(h.Range), h.Reason, h.Placed.ToDateTimeOffset(), h.PlacedBy, h.Lifted?.ToDateTimeOffset(), h.LiftedBy);
}

/// <summary>A request to remove what was shown.</summary>
/// <param name="Plan">The hash that was shown.</param>
internal sealed record ApplyBody(string? Plan);

/// <summary>A hold to be put.</summary>
/// <param name="PointId">The point.</param>
/// <param name="From">First instant, ISO 8601 with a zone.</param>
/// <param name="To">First instant no longer held.</param>
/// <param name="Reason">Why; must not be blank.</param>
internal sealed record HoldBody(int PointId, DateTimeOffset From, DateTimeOffset To, string? Reason);

/// <summary>Why a hold is lifted or an incident released.</summary>
/// <param name="Reason">Must not be blank.</param>
internal sealed record LiftBody(string? Reason);
