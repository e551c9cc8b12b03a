using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace K3Monitor.Architecture.Tests;

/// <summary>What a compiled project really uses, read from its metadata without loading it.</summary>
internal sealed class CompiledAssembly
{
    private CompiledAssembly(MetadataReader reader)
    {
        Assemblies = [.. reader.AssemblyReferences.Select(h => reader.GetString(reader.GetAssemblyReference(h).Name))];
        Types = [.. reader.TypeReferences.Select(h => NameOf(reader, h)).Distinct(StringComparer.Ordinal)];
        Members = [.. reader.MemberReferences.Select(h => MemberOf(reader, h)).OfType<string>().Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Names of the assemblies it uses something of.</summary>
    internal IReadOnlyList<string> Assemblies { get; }

    /// <summary>Full names of the types of others that it uses; nested types as Outer+Inner.</summary>
    internal IReadOnlyList<string> Types { get; }

    /// <summary>Members of those types as Type.Member; a property's getter as Type.get_Name.</summary>
    internal IReadOnlyList<string> Members { get; }

    /// <summary>Reads a project's assembly from the test's output folder.</summary>
    internal static CompiledAssembly Of(string project)
    {
        var candidates = new[] { $"K3Monitor.{project}.dll", $"{project}.dll", $"{project.ToLowerInvariant()}.dll" };
        var file = candidates.Select(c => Path.Combine(AppContext.BaseDirectory, c)).FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException($"No assembly of {project} in {AppContext.BaseDirectory}");
        using var image = new PEReader(File.OpenRead(file));
        return new CompiledAssembly(image.GetMetadataReader());
    }

    private static string NameOf(MetadataReader reader, TypeReferenceHandle handle)
    {
        var type = reader.GetTypeReference(handle);
        var name = reader.GetString(type.Name);
        if (type.ResolutionScope.Kind == HandleKind.TypeReference)
        {
            return $"{NameOf(reader, (TypeReferenceHandle)type.ResolutionScope)}+{name}";
        }

        var space = reader.GetString(type.Namespace);
        return space.Length == 0 ? name : $"{space}.{name}";
    }

    private static string? MemberOf(MetadataReader reader, MemberReferenceHandle handle)
    {
        var member = reader.GetMemberReference(handle);
        return member.Parent.Kind == HandleKind.TypeReference
            ? $"{NameOf(reader, (TypeReferenceHandle)member.Parent)}.{reader.GetString(member.Name)}"
            : null;
    }
}
