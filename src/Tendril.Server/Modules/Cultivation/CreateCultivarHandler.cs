using Microsoft.EntityFrameworkCore;
using Tendril.Domain;
using Tendril.Domain.Cultivation;
using Tendril.Server.Platform.Access;
using Tendril.Server.Platform.Web;
using Tendril.Server.Storage;

namespace Tendril.Server.Modules.Cultivation;

/// <summary>Adds a cultivar.</summary>
public static class CreateCultivarHandler
{
    public static void Map(RouteGroupBuilder cultivars) => cultivars.MapPost("/", HandleAsync).Needs("batch:edit")
        .WithSummary("Add a cultivar").WithDescription("Warns of a name that is almost the same as another one's.")
        .Produces<Saved<CultivarView>>(201).ProducesProblem(409).ProducesProblem(422);

    private static async Task<IResult> HandleAsync(CultivarFields fields, TendrilDb db, IdSource ids,
    CancellationToken cancel)
    {
        var row = new Cultivar { Id = ids.Next(), Name = "" };
        var others = await db.Cultivars.Select(other => other.Name).ToListAsync(cancel);
        if (new CreateCultivar(row.Id, fields.Form()).Decide(others).Refused(out var problem, out var decided)
            || fields.Origin().Refused(out problem, out var origin))
            return ProblemResults.From(problem.AsSent());
        fields.Write(row, decided.Value, origin);
        db.Add(row);
        await db.SaveChangesAsync(cancel);
        return TypedResults.Created(
            $"/api/cultivars/{row.Id}",
            new Saved<CultivarView>(await CultivarView.ReadAsync(db, row.Id, cancel), decided.Warnings.AsSent()));
    }
}
