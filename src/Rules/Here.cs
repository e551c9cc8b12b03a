namespace K3Monitor.Rules; internal static class Here { }
