using System.CommandLine;
using K3Monitor.App.Commands;

ParseResult parse = CommandLine.Build().Parse(args);
if (parse.Errors.Count > 0 && parse.Action is not System.CommandLine.Help.HelpAction)
{
    Exit.Report(parse, parse.Errors.Select(e => e.Message).Append("See --help."));
    return Exit.WrongUse;
}

return await parse.InvokeAsync().ConfigureAwait(false);
