using K3Monitor.Store.Relational;
using K3Monitor.Store.Relational.Access;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace K3Monitor.Inspection.Users;

/// <summary>Makes Identity's user manager on a context of ours, so that a user and its row of the record are one transaction.</summary>
internal sealed class UserManagerFactory(IOptions<IdentityOptions> options, ILogger<UserManager<K3User>> log)
{
    /// <summary>Nothing that is done here needs a token provider, and those of the web must not be made outside a request.</summary>
    private static readonly ServiceProvider Nothing = new ServiceCollection().BuildServiceProvider();

    private readonly IdentityErrorDescriber describer = new();
    private readonly UpperInvariantLookupNormalizer normalizer = new();
    private readonly PasswordHasher<K3User> hasher = new();

    public UserManager<K3User> On(K3Context context) => new(
        new UserStore<K3User>(context, describer), options, hasher, [new UserValidator<K3User>(describer)], [new PasswordValidator<K3User>(describer)],
        normalizer, describer, Nothing, log);
}
