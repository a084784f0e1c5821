using Microsoft.Extensions.FileProviders;
using Microsoft.Net.Http.Headers;
using Tendril.Server.Platform.Access;

namespace Tendril.Server.Platform.Web;

/// <summary>Serves the built web app; every address that is neither a file nor the API is a screen of it.</summary>
public static class WebApp
{
    internal const string ForEver = "public, max-age=31536000, immutable";

    public static void Serve(WebApplication app, string? webRoot)
    {
        if (webRoot is null) return;
        var files = new PhysicalFileProvider(Path.GetFullPath(webRoot));
        app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = files,
            OnPrepareResponse = context => context.Context.Response.Headers.CacheControl =
                // Built assets carry a hash in their name and never change; the page that names them must be asked for
                // anew.
                context.Context.Request.Path.StartsWithSegments("/assets", StringComparison.Ordinal)
                    ? ForEver : "no-cache",
        });
        app.MapFallback("{*path:nonfile}", (HttpContext http) =>
        {
            if (http.Request.Path.StartsWithSegments("/api",
                StringComparison.OrdinalIgnoreCase)) return Results.Problem(statusCode: 404, title: "No such address");
            http.Response.Headers[HeaderNames.CacheControl] = "no-cache";
            return Results.Stream(files.GetFileInfo("index.html").CreateReadStream(), "text/html; charset=utf-8");
        }).NeedsNobody().ExcludeFromDescription();
    }
}
