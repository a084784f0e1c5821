using Tendril.Server.Platform.Web;

namespace Tendril.Server.Modules.Cultivation;

/// <summary>Cultivars and batches of plants.</summary>
public static class CultivationModule
{
    public static void Add(IServiceCollection services)
    {
        SaveProblems.Name("cultivars_name", "name", "A cultivar with this name exists already.");
        SaveProblems.Name("batches_number", "batchNumber", "A batch with this number exists already at this site.");
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        var cultivars = app.MapTenantGroup("/api/cultivars").WithTags("Cultivars");
        ListCultivars.Map(cultivars);
        CreateCultivarHandler.Map(cultivars);
        EditCultivarHandler.Map(cultivars);
        ImportCultivars.Map(cultivars);

        var batches = app.MapTenantGroup("/api/batches").WithTags("Batches");
        ListBatches.Map(batches);
        GetBatchHistory.Map(batches);
        CreateBatchHandler.Map(batches);
        EditBatchHandler.Map(batches);
        ChangeBatchStageHandler.Map(batches);
        ChangeBatchCountHandler.Map(batches);
        AssignPodHandler.Map(batches);
        ClosePodAssignment.Map(batches);
        ImportBatches.Map(batches);
    }
}
