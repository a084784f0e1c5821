using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Tendril.Domain.Cultivation;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Web;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Cultivation;

/// <summary>Changes a cultivar. Its links to strains stay, also when the name changes.</summary>
public static class EditCultivarHandler
{
    /// <param name="Version">The version that was edited; an older one than stored is refused.</param>
    public sealed record Command(
        [property: JsonRequired] string? Name, int Version, string? Breeder = null, string? Genetics = null,
        decimal? ThcPercent = null,
        decimal? CbdPercent = null, decimal? IndicaPercent = null, decimal? SativaPercent = null, string? Notes = null,
        bool Active = true)
    {
        public CultivarFields Fields => new(
            Name, Breeder, Genetics, ThcPercent, CbdPercent, IndicaPercent, SativaPercent, Notes, Active);
    }

    public static void Map(RouteGroupBuilder cultivars) =>
        cultivars.MapPut("/{id:guid}", HandleAsync).Needs("batch:edit")
        .WithSummary("Change a cultivar").WithDescription("Replaces all fields.")
        .Produces<Saved<CultivarView>>().ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);

    private static async Task<IResult> HandleAsync(Guid id, Command command, TendrilDb db, CancellationToken cancel)
    {
        if (await db.Cultivars.FirstOrDefaultAsync(row => row.Id == id, cancel) is not { } row)
            return ProblemResults.From(CultivationProblems.NoCultivar("id"));
        if (row.Version != command.Version) return ProblemResults.From(SaveProblems.ChangedMeanwhile);
        var others = await db.Cultivars.Where(other => other.Id != id).Select(other => other.Name).ToListAsync(cancel);
        var fields = command.Fields;
        if (new EditCultivar(fields.Form()).Decide(new(row.Id, row.Name), others)
            .Refused(out var problem, out var decided)
            || fields.Origin().Refused(out problem, out var origin))
            return ProblemResults.From(problem.AsSent());
        fields.Write(row, decided.Value, origin);
        await db.SaveChangesAsync(cancel);
        return TypedResults.Ok(
            new Saved<CultivarView>(await CultivarView.ReadAsync(db, id, cancel), decided.Warnings.AsSent()));
    }
}
