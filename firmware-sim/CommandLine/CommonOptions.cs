using System.CommandLine;
using System.Globalization;

namespace K3Monitor.FirmwareSim.CommandLine;

/// <summary>Options that several commands share, with their allowed ranges.</summary>
internal static class CommonOptions
{
    internal static Option<int> Port() => Whole("--port", "TCP port of the broker.", 1, ushort.MaxValue, 1883);

    /// <summary>A whole number within bounds; required when it has no default.</summary>
    internal static Option<int> Whole(string name, string description, int min, int max, int? otherwise = null)
    {
        var option = new Option<int>(name) { Description = description, Required = otherwise is null };
        if (otherwise is { } value)
        {
            option.DefaultValueFactory = _ => value;
        }

        option.Validators.Add(r =>
        {
            if (r.Tokens.Count == 1 && !(int.TryParse(r.Tokens[0].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int given) && given >= min && given <= max))
            {
                r.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} must be a whole number from {min} to {max}."));
            }
        });
        return option;
    }
}
