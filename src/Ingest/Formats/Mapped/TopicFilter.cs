namespace K3Monitor.Ingest.Formats.Mapped;

/// <summary>MQTT topic filters with <c>+</c> and <c>#</c> (MQTT 5, section 4.7).</summary>
internal static class TopicFilter
{
    public static bool IsValid(string filter)
    {
        string[] levels = filter.Split('/');
        return filter.Length > 0 && levels.Select((l, i) => (l, i)).All(x =>
            (x.l.IndexOfAny(['+', '#']) < 0 || x.l.Length == 1) && (x.l != "#" || x.i == levels.Length - 1));
    }

    public static bool Fits(string filter, string topic)
    {
        string[] wanted = filter.Split('/');
        string[] levels = topic.Split('/');
        for (int i = 0; i < wanted.Length; i++)
        {
            if (wanted[i] == "#")
                return true;
            if (i >= levels.Length || (wanted[i] != "+" && wanted[i] != levels[i]))
                return false;
        }

        return wanted.Length == levels.Length;
    }
}
