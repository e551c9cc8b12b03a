using System.Net;
using K3Monitor.Dashboard.Tests.Support;
using K3Monitor.Rules.Limits;
using K3Monitor.Rules.Verdicts;

namespace K3Monitor.Dashboard.Tests.Pages;

public sealed class IncidentPageTests
{
    [Fact]
    public async Task It_says_in_one_sentence_what_happened_and_that_it_is_suspected_and_unverified()
    {
        await using DashboardHost host = await DashboardHost.StartAsync();
        host.Incidents.Put(Some.Incident(1));
        using HttpClient client = await host.ClientAsync("inspector");

        string html = await client.GetStringAsync("/incidents/1");

        Assert.Contains(
            "Di Tangki 3, PT Petro Batam, kadar hidrogen sulfida mencapai 14,25 ppm sedangkan batas tertinggi 10 ppm, mulai 24 Nov 2026 14.42.00 WIB (titik Titik H2S).",
            html, StringComparison.Ordinal);
        Assert.Contains("Dugaan pelanggaran.", html, StringComparison.Ordinal);
        Assert.Contains("Belum diverifikasi", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_verified_limit_names_who_verified_it()
    {
        await using DashboardHost host = await DashboardHost.StartAsync();
        host.Incidents.Put(Some.Incident(1, verified: true));
        using HttpClient client = await host.ClientAsync("inspector");

        string html = await client.GetStringAsync("/incidents/1");

        Assert.Contains("A. Pemeriksa, 1 Okt 2026, terhadap Berita Negara", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Belum diverifikasi", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(LimitKind.Dose, 188, "L = 85 + 3 × log₂(188 ÷ 100) = 87,73 dB(A)")]
    [InlineData(LimitKind.Dose, 188, "188 % > 100 %")]
    [InlineData(LimitKind.TimeWeightedAverage, 30.5, "Σ C·t ÷ 8 h = 195,2 ppm·h ÷ 8 h = 24,4 ppm")]
    [InlineData(LimitKind.TimeWeightedAverage, 30.5, "= 30,5 ppm")]
    [InlineData(LimitKind.ShortTerm, 31, "Σ x·t ÷ 15 min = 31 ppm")]
    [InlineData(LimitKind.HeatHourly, 29.4, "29,4 °C > 28 °C")]
    [InlineData(LimitKind.Ceiling, 14.25, "14,25 ppm > 10 ppm")]
    [InlineData(LimitKind.Range, 18.2, "18,2 %vol < 19,5 %vol")]
    [InlineData(LimitKind.DataDuty, 42, "42 menit > 15 menit")]
    public async Task The_arithmetic_of_each_kind_is_written_with_its_figures(LimitKind kind, double peak, string expected)
    {
        await using DashboardHost host = await DashboardHost.StartAsync();
        host.Incidents.Put(Some.Incident(1, kind, peak: peak));
        using HttpClient client = await host.ClientAsync("inspector");

        string html = WebUtility.HtmlDecode(await client.GetStringAsync("/incidents/1"));

        Assert.Contains(expected, html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_too_little_is_covered_what_is_known_is_what_was_reached_and_the_estimate_is_called_one()
    {
        await using DashboardHost host = await DashboardHost.StartAsync();
        host.Incidents.Put(Some.Incident(1, LimitKind.Dose, peak: 188, reasons: VerdictReasons.KnownPartAlone));
        using HttpClient client = await host.ClientAsync("inspector");

        string html = WebUtility.HtmlDecode(await client.GetStringAsync("/incidents/1"));

        Assert.Contains("D = 100 % × Σ t ÷ T(L) = 187 %", html, StringComparison.Ordinal);
        Assert.Contains("187 % > 100 %", html, StringComparison.Ordinal);
        Assert.Contains("Perkiraan bila waktu tanpa data", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Pajanan terukur", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_evidence_is_a_chart_for_the_eye_and_a_table_for_everyone()
    {
        await using DashboardHost host = await DashboardHost.StartAsync();
        host.Incidents.Put(Some.Incident(1));
        using HttpClient client = await host.ClientAsync("inspector");

        string html = await client.GetStringAsync("/incidents/1");

        Assert.Contains("data-url=\"/api/v1/points/7/samples?from=2026-11-24T07:32:00Z&amp;to=", html, StringComparison.Ordinal);
        Assert.Contains("data-high=\"10\"", html, StringComparison.Ordinal);
        Assert.Contains("<td class=\"num\">14,25</td>", html, StringComparison.Ordinal);
        Assert.Contains("tidak pasti", html, StringComparison.Ordinal);
        Assert.Contains("Rentang tanpa data", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Coverage_is_shown_with_its_bounds()
    {
        await using DashboardHost host = await DashboardHost.StartAsync();
        host.Incidents.Put(Some.Incident(1));
        using HttpClient client = await host.ClientAsync("inspector");

        string html = await client.GetStringAsync("/incidents/1");

        Assert.Contains("<dd>13,25 ppm</dd>", html, StringComparison.Ordinal);
        Assert.Contains("<dd>16,25 ppm</dd>", html, StringComparison.Ordinal);
        Assert.Contains("4 menit / 5 menit (80%)", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Closing_needs_a_reason_and_is_recorded_with_it()
    {
        await using DashboardHost host = await DashboardHost.StartAsync();
        host.Incidents.Put(Some.Incident(1));
        using HttpClient client = await host.ClientAsync("officer");

        using HttpResponseMessage blank = await DashboardHost.PostFormAsync(client, "/incidents/1", "/incidents/1?handler=Close", new() { ["reason"] = "  " });
        using HttpResponseMessage done = await DashboardHost.PostFormAsync(client, "/incidents/1", "/incidents/1?handler=Close", new() { ["reason"] = "Katup diganti" });

        Assert.Contains("Alasan harus diisi.", await blank.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);
        Assert.Equal(["officer closed 1: Katup diganti"], host.Incidents.Acts);
    }

    [Fact]
    public async Task An_active_breach_offers_no_closing()
    {
        await using DashboardHost host = await DashboardHost.StartAsync();
        host.Incidents.Put(Some.Incident(1, active: true));
        using HttpClient client = await host.ClientAsync("inspector");

        Assert.DoesNotContain("handler=Close", await client.GetStringAsync("/incidents/1"), StringComparison.Ordinal);
    }
}
