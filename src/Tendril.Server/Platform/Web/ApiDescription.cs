using Microsoft.AspNetCore.OpenApi;
using Tendril.Server.Platform.Access;

namespace Tendril.Server.Platform.Web;

/// <summary>The API as OpenAPI and as pages to try it.</summary>
public static class ApiDescription
{
    public static void Add(IServiceCollection services) => services.AddOpenApi("v1", openApi =>
    {
        openApi.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "Tendril";
            document.Info.Version = "v1";
            document.Info.Description =
                "Everything the screens do. Sign in with an API token: `Authorization: Bearer tnd_…`. "
                + "Errors are ProblemDetails with `code`, `field` and `help`.";
            document.Servers?.Clear();
            return Task.CompletedTask;
        });
        openApi.AddOperationTransformer((operation, context, _) =>
        {
            var needed = context.Description.ActionDescriptor.EndpointMetadata.OfType<AccessNeeded>().LastOrDefault();
            if (needed?.Permission is { } permission)
                operation.Description = $"{operation.Description}\n\nNeeds `{permission}`.".Trim();
            return Task.CompletedTask;
        });
    });

    public static void Map(WebApplication app)
    {
        app.MapOpenApi("/openapi/{documentName}.json").NeedsNobody();
        app.UseSwaggerUI(ui =>
        {
            ui.SwaggerEndpoint("/openapi/v1.json", "Tendril v1");
            ui.RoutePrefix = "swagger";
        });
    }
}
