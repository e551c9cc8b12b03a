using System.Text;

namespace K3Monitor.Ingest.Imports.Files;

/// <summary>The encodings in which files come. Pure.</summary>
internal static class TextEncodings
{
    public const string Utf8 = "utf-8";
    public const string Utf16Little = "utf-16le";
    public const string Utf16Big = "utf-16be";
    public const string Western = "windows-1252";

    public static IReadOnlyList<string> Names { get; } = [Utf8, Utf16Little, Utf16Big, Western];

    /// <summary>The encoding of a name; bytes that are none of its characters are refused when they are read.</summary>
    public static Encoding Of(string name) => name switch
    {
        Utf16Little => new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true),
        Utf16Big => new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true),
        Western => CodePagesEncodingProvider.Instance.GetEncoding(1252, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!,
        _ => new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true),
    };
}
