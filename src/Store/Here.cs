namespace K3Monitor.Store; internal static class Here { }
