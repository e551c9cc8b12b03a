using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace K3Monitor.Inspection.Topology;

/// <summary>
/// Makes and checks passwords of devices. Kept as <c>pbkdf2-sha256$iterations$salt$hash</c> (RFC 8018), base64url,
/// so that iterations can grow without shutting anybody out.
/// </summary>
internal static class DevicePasswords
{
    public const int Iterations = 100_000;
    private const string Scheme = "pbkdf2-sha256";
    private const int SaltBytes = 16;
    private const int HashBytes = 32;
    private const int PasswordBytes = 24;

    /// <summary>Longest password that is looked at; a longer one is nobody's.</summary>
    private const int LongestPassword = 256;

    /// <summary>What an unknown device is checked against, so that it takes as long as a known one.</summary>
    private static readonly string Nobody = Hash(Make());

    /// <summary>A new password of 192 random bits.</summary>
    public static string Make() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(PasswordBytes));

    public static string Hash(string password)
    {
        byte[] salt = RandomNumberGenerator.GetBytes(SaltBytes);
        byte[] hash = Derive(password, salt, Iterations);
        return string.Join('$', Scheme, Iterations.ToString(CultureInfo.InvariantCulture), Base64Url.EncodeToString(salt), Base64Url.EncodeToString(hash));
    }

    /// <summary>Whether the password is the one that was hashed; a null hash costs the same and is never right.</summary>
    public static bool Matches(string? hash, string password)
    {
        if (password.Length > LongestPassword)
            return false;
        string[] parts = (hash ?? Nobody).Split('$');
        if (parts.Length != 4 || parts[0] != Scheme || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int iterations))
            return false;
        byte[] expected = Base64Url.DecodeFromChars(parts[3]);
        byte[] actual = Derive(password, Base64Url.DecodeFromChars(parts[2]), iterations);
        return CryptographicOperations.FixedTimeEquals(expected, actual) & hash is not null;
    }

    private static byte[] Derive(string password, byte[] salt, int iterations) =>
        Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), salt, iterations, HashAlgorithmName.SHA256, HashBytes);
}
