namespace K3Monitor.Dashboard.Text;

/// <summary>Names the texts of the pages: <c>Ui.resx</c> is Indonesian, <c>Ui.en.resx</c> English.</summary>
internal sealed class Ui;
