using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace K3Monitor.Architecture.Tests.Reading;

/// <summary>
/// What a compiled project uses, read from its metadata tables. The tables are complete: a type or member that code
/// touches anywhere, a lambda or an attribute included, has a row.
/// </summary>
internal sealed class CompiledAssembly
{
    private CompiledAssembly(IReadOnlyList<string> assemblies, IReadOnlyList<string> types, IReadOnlyList<string> members)
    {
        Assemblies = assemblies;
        Types = types;
        Members = members;
    }

    /// <summary>Names of the assemblies it refers to.</summary>
    public IReadOnlyList<string> Assemblies { get; }

    /// <summary>Full names of the types of other assemblies that it uses.</summary>
    public IReadOnlyList<string> Types { get; }

    /// <summary>Members of those types that it uses, as <c>Namespace.Type.Member</c>.</summary>
    public IReadOnlyList<string> Members { get; }

    public static CompiledAssembly Of(string project)
    {
        using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, Arrows.AssemblyOf(project) + ".dll"));
        return Of(file);
    }

    public static CompiledAssembly Of(Stream file)
    {
        using var portable = new PEReader(file, PEStreamOptions.LeaveOpen);
        var metadata = portable.GetMetadataReader();
        var members =
            from handle in metadata.MemberReferences
            let member = metadata.GetMemberReference(handle)
            where member.Parent.Kind == HandleKind.TypeReference
            select NameOf(metadata, (TypeReferenceHandle)member.Parent) + "." + metadata.GetString(member.Name);
        return new CompiledAssembly(
            [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))],
            [.. metadata.TypeReferences.Select(handle => NameOf(metadata, handle))],
            [.. members]);
    }

    private static string NameOf(MetadataReader metadata, TypeReferenceHandle handle)
    {
        var type = metadata.GetTypeReference(handle);
        var name = metadata.GetString(type.Name);
        if (type.ResolutionScope.Kind == HandleKind.TypeReference)
        {
            return NameOf(metadata, (TypeReferenceHandle)type.ResolutionScope) + "." + name;
        }

        var space = metadata.GetString(type.Namespace);
        return space.Length == 0 ? name : space + "." + name;
    }
}
