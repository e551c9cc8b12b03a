using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("K3Monitor.Ingest.Tests")]
