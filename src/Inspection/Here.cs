namespace K3Monitor.Inspection; internal static class Here { }
