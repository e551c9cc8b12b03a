namespace K3Monitor.Ingest; internal static class Here { }
