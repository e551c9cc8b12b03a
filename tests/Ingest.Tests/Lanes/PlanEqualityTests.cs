using System.Reflection;
using System.Runtime.CompilerServices;
using K3Monitor.Ingest.Lanes;
using K3Monitor.Measurements;
using K3Monitor.Rules.Lanes;
using K3Monitor.Rules.Limits;
using K3Monitor.Rules.Shifts;

namespace K3Monitor.Ingest.Tests.Lanes;

/// <summary>A lane is built anew whenever anything differs that its limits or its arithmetic could depend on.</summary>
public sealed class PlanEqualityTests
{
    [Fact]
    public void Plans_that_say_the_same_are_equal_and_every_member_counts()
    {
        PointPlan plan = Plan();
        Assert.True(PlanEquality.Instance.Equals(plan, Plan()));
        (string Member, object Changed)[] changes = [.. Changes(plan)];
        Assert.Contains(changes, c => c.Member == "PointPlan.Area.Jurisdiction");
        Assert.Contains(changes, c => c.Member == "PointPlan.Area.Shifts.Duration");
        Assert.Empty(changes.Where(c => PlanEquality.Instance.Equals(plan, (PointPlan)c.Changed)).Select(c => c.Member));
    }

    private static PointPlan Plan() => new(
        11, QuantityCatalogue.HydrogenSulfide,
        new AreaPlan(
            new ShiftPlan(TimeZoneInfo.FindSystemTimeZoneById("Asia/Jakarta"), [new Shift("pagi", new TimeOnly(8, 0), TimeSpan.FromHours(8), [DayOfWeek.Monday])]),
            Workload.Light, 75, ConfinedSpace: false, "ID"),
        TimeSpan.FromMinutes(1), 100);

    /// <summary>The record once for each of its members, with another value of that member and of nothing else.</summary>
    private static IEnumerable<(string Member, object Changed)> Changes(object record)
    {
        Type type = record.GetType();
        foreach (PropertyInfo member in type.GetProperties().Where(p => p.SetMethod is not null))
        {
            foreach ((string inner, object other) in Others(member.PropertyType, member.GetValue(record)))
            {
                object copy = type.IsValueType ? RuntimeHelpers.GetObjectValue(record) : type.GetMethod("<Clone>$")!.Invoke(record, null)!;
                member.SetValue(copy, other);
                yield return ($"{type.Name}.{member.Name}{inner}", copy);
            }
        }
    }

    private static IEnumerable<(string Inner, object Other)> Others(Type declared, object? value)
    {
        Type type = Nullable.GetUnderlyingType(declared) ?? declared;
        return value switch
        {
            ShiftPlan plan => OtherShifts(plan),
            Quantity => [("", QuantityCatalogue.CarbonMonoxide)],
            IReadOnlyList<DayOfWeek> days => [("", days.Append(DayOfWeek.Sunday).ToArray())],
            _ when type == typeof(string) => [("", $"{value}-other")],
            _ when type == typeof(int) => [("", (value as int? ?? 0) + 1)],
            _ when type == typeof(double) => [("", (value as double? ?? 0) + 1)],
            _ when type == typeof(bool) => [("", !(value as bool? ?? false))],
            _ when type == typeof(TimeSpan) => [("", (value as TimeSpan? ?? TimeSpan.Zero) + TimeSpan.FromSeconds(1))],
            _ when type == typeof(TimeOnly) => [("", (value as TimeOnly? ?? TimeOnly.MinValue).AddMinutes(1))],
            _ when type.IsEnum => [("", Enum.GetValues(type).Cast<object>().First(v => !v.Equals(value)))],
            not null => Changes(value).Select(c => (c.Member[c.Member.IndexOf('.', StringComparison.Ordinal)..], c.Changed)),
            _ => throw new NotSupportedException($"no other value of {type} is known to this test"),
        };
    }

    private static IEnumerable<(string Inner, object Other)> OtherShifts(ShiftPlan plan)
    {
        yield return (".Zone", new ShiftPlan(TimeZoneInfo.FindSystemTimeZoneById("Asia/Jayapura"), plan.Shifts));
        yield return (".Count", new ShiftPlan(plan.Zone, []));
        foreach ((string member, object shift) in Changes(plan.Shifts[0]))
            yield return (member[member.IndexOf('.', StringComparison.Ordinal)..], new ShiftPlan(plan.Zone, [(Shift)shift]));
    }
}
