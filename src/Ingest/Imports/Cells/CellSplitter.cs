using System.Text;

namespace K3Monitor.Ingest.Imports.Cells;

/// <summary>
/// Cuts one line into cells by RFC 4180, except that no cell goes on in the next line: one stray quotation mark would
/// otherwise swallow good neighbours up to the next. Blanks around a cell are no part of it.
/// </summary>
internal static class CellSplitter
{
    /// <summary>Fills the list with the line's cells.</summary>
    /// <returns>False when a quotation mark is not closed, or something follows its close.</returns>
    public static bool Split(string line, char separator, List<string> cells)
    {
        cells.Clear();
        int at = 0;
        while (true)
        {
            int begin = at;
            while (begin < line.Length && line[begin] != separator && char.IsWhiteSpace(line[begin]))
                begin++;
            if (begin < line.Length && line[begin] == '"')
            {
                if (!Quoted(line, separator, begin + 1, cells, out at))
                    return false;
            }
            else
            {
                int end = line.IndexOf(separator, at);
                end = end < 0 ? line.Length : end;
                cells.Add(line.AsSpan(at, end - at).Trim().ToString());
                at = end;
            }

            if (at >= line.Length)
                return true;
            at++;
        }
    }

    private static bool Quoted(string line, char separator, int from, List<string> cells, out int at)
    {
        var text = new StringBuilder();
        for (at = from; at < line.Length; at++)
        {
            if (line[at] != '"')
            {
                text.Append(line[at]);
                continue;
            }

            if (at + 1 < line.Length && line[at + 1] == '"')
            {
                text.Append('"');
                at++;
                continue;
            }

            int end = line.IndexOf(separator, at);
            end = end < 0 ? line.Length : end;
            if (!line.AsSpan(at + 1, end - at - 1).IsWhiteSpace())
                return false;
            cells.Add(text.ToString().Trim());
            at = end;
            return true;
        }

        return false;
    }
}
