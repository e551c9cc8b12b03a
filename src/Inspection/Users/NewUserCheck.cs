using System.Text.RegularExpressions;
using K3Monitor.Store.Access;
using K3Monitor.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace K3Monitor.Inspection.Users;

/// <summary>Checks what Identity does not know of: that role and scope belong together.</summary>
internal static partial class NewUserCheck
{
    public static async Task<(int? CompanyId, IReadOnlyList<string> Faults)> CheckAsync(K3Context context, NewUser user, CancellationToken cancellationToken)
    {
        var faults = new List<string>();
        if (string.IsNullOrWhiteSpace(user.DisplayName) || user.DisplayName.Length > 200)
            faults.Add("the display name must be 1 to 200 characters");
        if (!Enum.IsDefined(user.Role))
            faults.Add("the role is not known");
        if (user.Language is not (null or "id" or "en"))
            faults.Add("the language must be id or en");
        if (user.Role == Role.Inspector && user.Provinces.Count == 0)
            faults.Add("an inspector needs at least one province");
        if (user.Role != Role.Inspector && user.Provinces.Count > 0)
            faults.Add("only an inspector has provinces");
        faults.AddRange(user.Provinces.Where(p => !Province().IsMatch(p)).Select(p => $"'{p}' is not an ISO 3166-2 code such as ID-KR"));
        if (user.Role != Role.SafetyOfficer && user.CompanySlug is not null)
            faults.Add("only a safety officer has a company");
        int? company = null;
        if (user.Role == Role.SafetyOfficer)
        {
            company = await context.Companies.Where(c => c.Slug == user.CompanySlug).Select(c => (int?)c.Id).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
            if (company is null)
                faults.Add(user.CompanySlug is null ? "a safety officer needs a company" : $"there is no company '{user.CompanySlug}'");
        }

        return (company, faults);
    }

    [GeneratedRegex("^[A-Z]{2}-[A-Z0-9]{1,3}$")]
    private static partial Regex Province();
}
