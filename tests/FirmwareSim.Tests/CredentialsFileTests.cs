using K3Monitor.FirmwareSim.CommandLine;

namespace K3Monitor.FirmwareSim.Tests;

public sealed class CredentialsFileTests
{
    [Fact]
    public void Good_lines_are_read_and_every_bad_one_is_named()
    {
        var faults = new List<string>();
        var read = CredentialsFile.Read(
            new StringReader("site,device,password\ns,d-1,with,comma\n\ns,d-2\ns,d-1,again\n,d,p\n"), "c.csv", faults);
        Assert.Equal(["c.csv:4: is not 'site,device,password'", "c.csv:5: names s/d-1 a second time", "c.csv:6: is not 'site,device,password'"], faults);
        Assert.True(read.TryFind("s", "d-1", out string password));
        Assert.Equal("with,comma", password);
        Assert.False(read.TryFind("s", "d-2", out _));
    }
}
