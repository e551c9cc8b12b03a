using K3Monitor.Inspection.Record;
using K3Monitor.Inspection.Topology;
using K3Monitor.Measurements;
using K3Monitor.Store.Access;
using K3Monitor.Store.Relational;
using K3Monitor.Store.Relational.Devices;
using K3Monitor.Store.Relational.Places;
using Microsoft.EntityFrameworkCore;

namespace K3Monitor.Inspection.SiteFiles;

/// <summary>Imports site files into the relational store.</summary>
internal sealed class SiteImporter(RelationalWriter writer, TopologyChanges changes, TimeProvider time) : ISiteImporter
{
    /// <inheritdoc />
    public async Task<SiteImport> ImportAsync(AccessScope by, SiteFile file, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(by);
        ArgumentNullException.ThrowIfNull(file);
        if (by.Role != Role.Administrator)
            throw new UnauthorizedAccessException("only an administrator may import sites");
        SiteImport done = await writer.WriteAsync(
            async (context, token) =>
            {
                var work = new ImportWork(Instant.Now(time));
                Company company = await CompanyAsync(context, file, work, token).ConfigureAwait(false);
                var sites = new List<Site>();
                foreach (SiteEntry entry in file.Sites)
                    sites.Add(await SiteAsync(context, company, entry, work, token).ConfigureAwait(false));
                if (work.Changes.Count > 0)
                    await RecordAsync(context, by, sites, work, token).ConfigureAwait(false);
                return new SiteImport(work.Changes, work.Credentials);
            },
            cancellationToken).ConfigureAwait(false);
        if (done.Changes.Count > 0)
            changes.Announce();
        return done;
    }

    private static async Task<Company> CompanyAsync(K3Context context, SiteFile file, ImportWork work, CancellationToken cancellationToken)
    {
        Company? company = await context.Companies.FirstOrDefaultAsync(c => c.Slug == file.CompanySlug, cancellationToken).ConfigureAwait(false);
        if (company is null)
        {
            context.Companies.Add(company = new Company { Slug = file.CompanySlug, Name = file.CompanyName });
            work.Added("company", file.CompanySlug);
        }

        company.Name = work.Changed($"company {company.Slug}: name", company.Name, file.CompanyName);
        return company;
    }

    private static async Task<Site> SiteAsync(K3Context context, Company company, SiteEntry entry, ImportWork work, CancellationToken cancellationToken)
    {
        Site? site = await context.Sites.AsSplitQuery()
            .Include(s => s.Areas).ThenInclude(a => a.Shifts).Include(s => s.Areas).ThenInclude(a => a.Points)
            .Include(s => s.Devices).ThenInclude(d => d.ExternalNames)
            .Include(s => s.Devices).ThenInclude(d => d.Channels).ThenInclude(c => c.Assignments)
            .FirstOrDefaultAsync(s => s.Slug == entry.Slug, cancellationToken).ConfigureAwait(false);
        if (site is null)
        {
            context.Sites.Add(site = new Site { Slug = entry.Slug, Name = entry.Name, Province = entry.Province, ZoneId = entry.ZoneId, Company = company });
            work.Added("site", entry.Slug);
        }
        else if (site.CompanyId != company.Id)
        {
            throw new InvalidOperationException($"site '{entry.Slug}' belongs to another company");
        }

        site.Name = work.Changed($"site {site.Slug}: name", site.Name, entry.Name);
        site.Province = work.Changed($"site {site.Slug}: province", site.Province, entry.Province);
        site.ZoneId = work.Changed($"site {site.Slug}: zone", site.ZoneId, entry.ZoneId);
        site.Jurisdiction = work.Changed($"site {site.Slug}: jurisdiction", site.Jurisdiction, entry.Jurisdiction);
        foreach (DeviceEntry device in entry.Devices)
            DeviceUpsert.Apply(site, device, work);
        foreach (AreaEntry area in entry.Areas)
            AreaUpsert.Apply(site, area, work);
        return site;
    }

    private static async Task RecordAsync(K3Context context, AccessScope by, List<Site> sites, ImportWork work, CancellationToken cancellationToken)
    {
        await TopologyChanges.CountAsync(context, cancellationToken).ConfigureAwait(false);
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        RecordPen pen = await RecordPen.OpenAsync(context, cancellationToken).ConfigureAwait(false);
        foreach (Site site in sites)
        {
            pen.Write(
                work.Now, RecordKinds.SiteImported, Subjects.Site(site.Id), RecordActor.Of(by), $"{by.Role}: {by.DisplayName}", null,
                new { site.Slug, work.Changes });
        }
    }
}
