using System.Globalization;
using System.Text;
using K3Monitor.Dashboard.Access;
using K3Monitor.Dashboard.Text;
using K3Monitor.Inspection.Incidents;
using K3Monitor.Inspection.Quarantine;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace K3Monitor.Dashboard.Pages.Quarantine;

/// <summary>What could not be used, with where and why.</summary>
internal sealed class IndexModel(IQuarantine quarantine, CurrentScope scope) : PageModel
{
    private const int RowsPerPage = 25;
    private const int ShownBytes = 2000;

    public Page<QuarantineRow> Rows { get; private set; } = new([], 0, null);

    public IReadOnlyDictionary<string, int> Counts { get; private set; } = new Dictionary<string, int>();

    public string? Reason { get; private set; }

    public int Number { get; private set; }

    public int Pages => Math.Max(1, (Rows.Total + RowsPerPage - 1) / RowsPerPage);

    public async Task OnGetAsync(string? reason, string? p, CancellationToken cancellationToken)
    {
        Reason = string.IsNullOrEmpty(reason) ? null : reason;
        Number = FormInput.TryWhole(p, CultureInfo.InvariantCulture, out int page) && page > 0 ? page : 1;
        Counts = await quarantine.CountAsync(scope.Required, cancellationToken);
        Rows = await quarantine.ListAsync(scope.Required, Reason, new PageRequest(RowsPerPage, Number), cancellationToken);
    }

    public string Link(int page)
    {
        QueryBuilder query = new() { { "p", page.ToString(CultureInfo.InvariantCulture) } };
        if (Reason is not null)
            query.Add("reason", Reason);
        return "/quarantine" + query.ToQueryString();
    }

    /// <summary>
    /// The payload as a reader can take it: text when it is UTF-8, otherwise hexadecimal; control and direction marks
    /// made visible, so that a payload cannot dress itself up.
    /// </summary>
    public static string Readable(ReadOnlyMemory<byte> payload)
    {
        ReadOnlySpan<byte> shown = payload.Span[..Math.Min(payload.Length, ShownBytes)];
        string text = Encoding.UTF8.GetString(shown);
        // A character cut at the end of what is shown is not a sign of binary data.
        string body = text.TrimEnd('\uFFFD').Contains('\uFFFD') || shown.Contains((byte)0) ? Convert.ToHexString(shown) : Visible(text);
        return payload.Length > ShownBytes ? body + " …" : body;
    }

    private static string Visible(string text)
    {
        StringBuilder visible = new(text.Length);
        foreach (char c in text)
        {
            bool hidden = (char.IsControl(c) && c is not '\n' and not '\t') || char.GetUnicodeCategory(c) == UnicodeCategory.Format;
            if (hidden)
                visible.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                visible.Append(c);
        }

        return visible.ToString();
    }
}
