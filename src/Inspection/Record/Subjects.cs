using System.Globalization;

namespace K3Monitor.Inspection.Record;

/// <summary>How the record names what a row is about.</summary>
internal static class Subjects
{
    public static string Incident(int id) => Of("incident", id);

    public static string Point(int id) => Of("point", id);

    public static string Device(int id) => Of("device", id);

    public static string Site(int id) => Of("site", id);

    public static string Retention(int run) => Of("retention", run);

    public static string User(string id) => "user/" + id;

    public static string Pack(string id) => "pack/" + id;

    private static string Of(string kind, int id) => kind + "/" + id.ToString(CultureInfo.InvariantCulture);
}
