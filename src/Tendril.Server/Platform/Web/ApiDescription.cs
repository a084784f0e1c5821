using System.Text.Json.Serialization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
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
            foreach (var schema in document.Components?.Schemas?.Values ?? [])
            {
                DescribeTexts(schema);
                DropNullWord(schema);
            }
            return Task.CompletedTask;
        });
        // Use cases name their request "Command" or "Request"; outside they need the use case's name too.
        openApi.CreateSchemaReferenceId = type => type.Type is { IsNested: true, IsEnum: false } nested
            && OpenApiOptions.CreateDefaultSchemaReferenceId(type) is { } name
                ? $"{nested.DeclaringType!.Name.Replace("Handler", "", StringComparison.Ordinal)}{name}"
                : OpenApiOptions.CreateDefaultSchemaReferenceId(type);
        openApi.AddSchemaTransformer((schema, context, _) =>
        {
            Describe(schema, context);
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

    // Lists of text: the only lists whose elements the generator leaves without a type.
    private static void DescribeTexts(IOpenApiSchema schema)
    {
        foreach (var property in schema.Properties?.Values ?? [])
        {
            if (property is OpenApiSchema { Items: null, Type: { } type } list && type.HasFlag(JsonSchemaType.Array))
                list.Items = new OpenApiSchema { Type = JsonSchemaType.String };
        }
    }

    // A field that may be null says so itself. Where the generator meets one first, it would list null among the words
    // of the enumeration, and so promise it for every field of that type.
    private static void DropNullWord(IOpenApiSchema schema)
    {
        for (var i = (schema.Enum?.Count ?? 0) - 1; i >= 0; i--)
        {
            if (schema.Enum![i] is not { } word || JsonNullSentinel.IsJsonNullSentinel(word)) schema.Enum.RemoveAt(i);
        }
    }

    // Text has a reader of its own (JsonText), behind which the generator cannot see that it is text. Fields that are
    // null are left out of answers, so only those that cannot be null are promised; but what a request must name, be it
    // null, is required.
    private static void Describe(OpenApiSchema schema, OpenApiSchemaTransformerContext context)
    {
        if (context.JsonTypeInfo.Type == typeof(string))
        {
            var mayBeNull = context.JsonPropertyInfo?.IsGetNullable ?? false;
            schema.Type = mayBeNull ? JsonSchemaType.String | JsonSchemaType.Null : JsonSchemaType.String;
        }
        if (schema.Required is null) return;
        foreach (var property in context.JsonTypeInfo.Properties.Where(property => property.IsGetNullable
            && property.AttributeProvider?.IsDefined(typeof(JsonRequiredAttribute), inherit: false) != true))
            schema.Required.Remove(property.Name);
    }

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
