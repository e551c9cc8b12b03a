namespace K3Monitor.Measurements; internal static class Here { }
