using System.Globalization;
using System.Net;

namespace K3Monitor.App.Configuration;

/// <summary>What a setting holds.</summary>
internal enum SettingKind
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>Text that is never shown.</summary>
    Secret,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A number.</summary>
    Number,

    /// <summary>true or false.</summary>
    Flag,

    /// <summary>One of some words.</summary>
    Choice,

    /// <summary>A list of texts: a YAML list, or separated by semicolons in the environment.</summary>
    List,

    /// <summary>Addresses of pages, separated by semicolons.</summary>
    Urls,

    /// <summary>An IP address.</summary>
    Address,

    /// <summary>Address of an MQTT broker.</summary>
    Broker,
}

/// <summary>One setting: its key, default, range and meaning. The table of these is the only place where they are written.</summary>
/// <param name="Key">Path with colons, for example <c>mqtt:port</c>. Keys are not case-sensitive.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Default">Default as text.</param>
/// <param name="Meaning">One sentence for the sample file.</param>
/// <param name="Min">Smallest number allowed.</param>
/// <param name="Max">Largest number allowed.</param>
/// <param name="Choices">Allowed words.</param>
/// <param name="Required">Whether it must be given; only for the fields of a <see cref="SettingList"/>.</param>
internal sealed record Setting(
    string Key, SettingKind Kind, string Default, string Meaning, double Min = double.MinValue, double Max = double.MaxValue, string[]? Choices = null, bool Required = false)
{
    /// <summary>What is allowed, in words.</summary>
    public string Allowed => Kind switch
    {
        SettingKind.Integer or SettingKind.Number => string.Create(CultureInfo.InvariantCulture, $"{(Kind == SettingKind.Integer ? "a whole number" : "a number")} from {Min} to {Max}"),
        SettingKind.Flag => "true or false",
        SettingKind.Choice => "one of " + string.Join(", ", Choices!),
        SettingKind.List => "a list",
        SettingKind.Urls => "http:// or https:// with a host and a port from 0 to 65535",
        SettingKind.Address => "an IP address",
        SettingKind.Broker => "mqtt:// or mqtts:// with a host and perhaps a port from 1 to 65535",
        _ => "text",
    };

    private static bool IsUrl(string text)
    {
        try
        {
            BindingAddress address = BindingAddress.Parse(text);
            return address.Scheme is "http" or "https" && address.Port is >= 0 and <= 65535;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static bool IsBroker(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) && uri.Scheme is "mqtt" or "mqtts" && uri.Host.Length > 0 && uri.Port != 0
        && uri.UserInfo.Length == 0 && uri.PathAndQuery is "" or "/" && uri.Fragment.Length == 0;

    /// <summary>Null when the text is allowed; otherwise what is wrong.</summary>
    public string? Fault(string text)
    {
        switch (Kind)
        {
            case SettingKind.Integer:
                return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole) && whole >= Min && whole <= Max ? null : $"'{text}' is not {Allowed}";
            case SettingKind.Number:
                return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number >= Min && number <= Max ? null : $"'{text}' is not {Allowed}";
            case SettingKind.Flag:
                return bool.TryParse(text, out _) ? null : $"'{text}' is not {Allowed}";
            case SettingKind.Choice:
                return Choices!.Contains(text, StringComparer.Ordinal) ? null : $"'{text}' is not {Allowed}";
            case SettingKind.Urls:
                return text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault(u => !IsUrl(u)) is { } wrong ? $"'{wrong}' is not {Allowed}" : null;
            case SettingKind.Broker:
                return IsBroker(text) ? null : $"'{text}' is not {Allowed}";
            case SettingKind.Address:
                return IPAddress.TryParse(text, out _) ? null : $"'{text}' is not {Allowed}";
            default:
                return null;
        }
    }
}
