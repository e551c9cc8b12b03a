namespace K3Monitor.Dashboard; internal static class Here { }
