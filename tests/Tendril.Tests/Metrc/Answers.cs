using Tendril.Metrc;

namespace Tendril.Tests.Metrc;

/// <summary>Short ways to say what a test expects, and bodies to answer with.</summary>
internal static class Answers
{
    public const string License = "403-X0001";

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static T Data<T>(this MetrcRead<T> read)
        where T : class =>
        read.Failed(out var failure, out var data) ? throw new Xunit.Sdk.XunitException(failure.Message) : data;

    public static MetrcFailure Failure<T>(this MetrcRead<T> read)
        where T : class =>
        read.Failed(out var failure, out var data)
            ? failure
            : throw new Xunit.Sdk.XunitException($"expected a failure, got {data}");

    public static string Strain(long id, string name = "Kush") => $$"""{"Id":{{id}},"Name":"{{name}} {{id}}"}""";

    public static string Paged(IEnumerable<string> rows, int totalRecords, int totalPages, int pageSize = 20) =>
        $$"""
        {"Data":[{{string.Join(',', rows)}}],
        "TotalRecords":{{totalRecords}},"PageSize":{{pageSize}},"TotalPages":{{totalPages}}}
        """;

    /// <summary>The page of a list of strains 1 to <paramref name="count"/> that a request asks for.</summary>
    public static string StrainPage(Asked asked, int count)
    {
        var size = int.Parse(asked.Query("pageSize")!);
        var rows = Enumerable.Range(1, count).Skip((asked.Page - 1) * size).Take(size).Select(id => Strain(id));
        return Paged(rows, count, (count + size - 1) / size, size);
    }

    public static Task<MetrcRead<MetrcRows<Tendril.Metrc.Wire.MetrcStrain>>> StrainsAsync(this MetrcClient client) =>
        client.ListAsync(MetrcApi.ActiveStrains, License, null, Cancel);

    public static MetrcWrite Planting(params string[] names) => MetrcWrite.Create(
        MetrcApi.CreatePlantings,
        [.. names.Select(name => new Tendril.Metrc.Wire.MetrcPlanting { Name = name, Type = "Clone", Count = 5 })]);
}
