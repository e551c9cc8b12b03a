using CsCheck;
using OurJournal = K3Monitor.Ingest.Journal.Journal;

namespace K3Monitor.Ingest.Tests.JournalTests;

/// <summary>Random histories against a plain list: whatever happens, a consumer sees each acknowledged record that it has not saved, once, in order.</summary>
public sealed class ModelTests
{
    private enum Step
    {
        Append,
        AppendMany,
        Save,
        Reopen,
        PowerCut,
    }

    private static readonly Gen<(Step Step, int Amount)[]> Histories =
        Gen.Select(Gen.Enum<Step>(), Gen.Int[0, 1500]).Array[1, 60];

    [Fact]
    public Task Every_history_of_appends_saves_restarts_and_power_cuts_gives_what_a_list_would() =>
        Histories.SampleAsync(
            async history =>
            {
                using var run = new Run();
                foreach (var (step, amount) in history) await run.Do(step, amount);
                await run.CompareWithList();
            },
            iter: 300);

    private sealed class Run : IDisposable
    {
        private readonly List<(long Position, byte Kind, byte[] Content)> _list = [];
        private MemoryFiles _files = new();
        private OurJournal _journal;
        private byte _kind;

        public Run()
        {
            _journal = _files.Open(segmentBytes: 4096);
            _journal.Register("reader");
        }

        public Task Do(Step step, int amount) => step switch
        {
            Step.Append => Append(1, amount),
            Step.AppendMany => Append(1 + (amount % 20), amount / 10),
            Step.Save => Save(amount),
            Step.Reopen => Reopen(_files),
            _ => PowerCut(amount),
        };

        public void Dispose() => _files.Dispose();

        public async Task CompareWithList()
        {
            var seen = (await _journal.CloseAndRead()).SelectMany(b => b.Records).ToList();
            Assert.Equal(_list.Select(r => (r.Position, r.Kind)), seen.Select(r => (r.Position, r.Kind)));
            Assert.All(_list.Zip(seen), p => Assert.Equal(p.First.Content, p.Second.Content.ToArray()));
            Assert.DoesNotContain(_journal.Recovery.Findings, f => f.Damage != K3Monitor.Ingest.Journal.JournalDamage.TornTail);
        }

        private async Task Append(int count, int size)
        {
            var all = new List<Task>();
            for (var i = 0; i < count; i++)
            {
                var content = new byte[size];
                new Random(_kind).NextBytes(content);
                all.Add(_journal.Append(++_kind, content, out var position));
                _list.Add((position, _kind, content));
            }

            await Task.WhenAll(all).WaitAsync(Writing.Deadline);
        }

        private Task Save(int amount)
        {
            if (_list.Count > 0)
            {
                var handled = amount % _list.Count;
                _journal.Save("reader", _list[handled].Position);
                _list.RemoveRange(0, handled);
            }

            return Task.CompletedTask;
        }

        /// <summary>Cuts the power while one more record is on its way to the disk: it may be there afterwards or not, whole.</summary>
        private async Task PowerCut(int amount)
        {
            while (await _files.SyncBegun.WaitAsync(0))
            {
            }

            var acknowledged = _journal.DurablePosition;
            _files.SyncGate.Reset();
            var content = new byte[100];
            _ = _journal.Append(++_kind, content, out var position);
            Assert.True(await _files.SyncBegun.WaitAsync(Writing.Deadline));
            var after = _files.AfterPowerCut(amount / 5);
            _files.SyncGate.Set();
            await Reopen(after);
            if (_journal.DurablePosition > acknowledged) _list.Add((position, _kind, content));
        }

        private async Task Reopen(MemoryFiles disk)
        {
            await _journal.DisposeAsync();
            _files = disk;
            _journal = _files.Open(segmentBytes: 4096);
        }
    }
}
