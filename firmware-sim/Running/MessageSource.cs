using K3Monitor.FirmwareSim.Devices;
using K3Monitor.FirmwareSim.Plants;
using K3Monitor.FirmwareSim.Scenarios;

namespace K3Monitor.FirmwareSim.Running;

/// <summary>All messages of a play without a network, in the order of their moments.</summary>
internal static class MessageSource
{
    internal static IReadOnlyList<DeviceSampler> Samplers(Scenario scenario, long seed)
    {
        var samplers = new List<DeviceSampler>();
        foreach (var site in scenario.Sites)
        {
            var plants = site.Plants.ToDictionary(p => p.Id, p => PlantFactory.Create(scenario, site, p, seed), StringComparer.Ordinal);
            samplers.AddRange(site.Devices.Select(d => new DeviceSampler(scenario, site, d, plants[d.PlantId], seed)));
        }

        return samplers;
    }

    /// <summary>Descriptions and births first, then telemetry by moment, devices of one moment in file order.</summary>
    internal static IEnumerable<DeviceMessage> All(Scenario scenario, long seed, DateTimeOffset start)
    {
        var samplers = Samplers(scenario, seed);
        foreach (var identity in samplers.Select(s => s.Identity))
        {
            yield return identity.Info(start);
            yield return identity.Status(online: true, start);
        }

        var next = new PriorityQueue<IEnumerator<DeviceMessage>, (DateTimeOffset, int)>();
        for (int i = 0; i < samplers.Count; i++)
        {
            Advance(samplers[i].Telemetry(start).GetEnumerator(), i);
        }

        while (next.TryDequeue(out var device, out var place))
        {
            yield return device.Current;
            Advance(device, place.Item2);
        }

        void Advance(IEnumerator<DeviceMessage> device, int place)
        {
            if (device.MoveNext())
            {
                next.Enqueue(device, (device.Current.DueAt, place));
            }
            else
            {
                device.Dispose();
            }
        }
    }
}
