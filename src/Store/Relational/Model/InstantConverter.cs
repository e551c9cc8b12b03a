using K3Monitor.Measurements;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace K3Monitor.Store.Relational.Model;

/// <summary>An instant as whole microseconds: sorts and compares alike in every database, and loses nothing.</summary>
internal sealed class InstantConverter() : ValueConverter<Instant, long>(instant => instant.UnixMicroseconds, us => new Instant(us));
