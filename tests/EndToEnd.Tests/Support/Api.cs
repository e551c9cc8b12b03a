using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace K3Monitor.EndToEnd.Tests.Support;

/// <summary>A person's session: signs in by the page as a browser does, then reads the API.</summary>
internal sealed partial class Api : IDisposable
{
    private readonly HttpClient http;

    private Api(Uri address) =>
        http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };

    public static async Task<Api> SignInAsync(Uri address, string user, string password)
    {
        var api = new Api(address);
        string page = await api.TextAsync("/account/sign-in").ConfigureAwait(false);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["userName"] = user,
            ["password"] = password,
            ["returnUrl"] = "/",
            ["__RequestVerificationToken"] = Token().Match(page).Groups[1].Value,
        });
        using HttpResponseMessage answer = await api.http.PostAsync(new Uri("/account/sign-in", UriKind.Relative), form).ConfigureAwait(false);
        Assert.True(answer.StatusCode == HttpStatusCode.Redirect, $"signing in as {user}: {(int)answer.StatusCode}\n{await answer.Content.ReadAsStringAsync()}");
        return api;
    }

    /// <summary>A resource under <c>/api/v1</c>.</summary>
    public async Task<JsonElement> GetAsync(string resource)
    {
        using var document = JsonDocument.Parse(await TextAsync("/api/v1/" + resource).ConfigureAwait(false));
        return document.RootElement.Clone();
    }

    /// <summary>Any page as text; anything but success fails the test.</summary>
    public async Task<string> TextAsync(string path)
    {
        using HttpResponseMessage answer = await http.GetAsync(new Uri(path, UriKind.Relative)).ConfigureAwait(false);
        string text = await answer.Content.ReadAsStringAsync().ConfigureAwait(false);
        Assert.True(answer.IsSuccessStatusCode, $"GET {path}: {(int)answer.StatusCode}\n{text}");
        return text;
    }

    /// <summary>Any page or resource with its status, whatever it is.</summary>
    public async Task<(HttpStatusCode Status, string Text)> AnyAsync(string path)
    {
        using HttpResponseMessage answer = await http.GetAsync(new Uri(path, UriKind.Relative)).ConfigureAwait(false);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync().ConfigureAwait(false));
    }

    /// <summary>All items of a list, page by page.</summary>
    public async Task<List<JsonElement>> AllAsync(string resource)
    {
        var items = new List<JsonElement>();
        string? cursor = null;
        do
        {
            string join = resource.Contains('?', StringComparison.Ordinal) ? "&" : "?";
            JsonElement page = await GetAsync($"{resource}{join}size=200{(cursor is null ? "" : "&cursor=" + Uri.EscapeDataString(cursor))}").ConfigureAwait(false);
            items.AddRange(page.GetProperty("items").EnumerateArray());
            cursor = page.GetProperty("nextCursor").GetString();
        }
        while (cursor is not null);
        return items;
    }

    public void Dispose() => http.Dispose();

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
