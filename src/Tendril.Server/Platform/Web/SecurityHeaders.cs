namespace Tendril.Server.Platform.Web;

/// <summary>Tells the browser to run nothing that is not ours.</summary>
public static class SecurityHeaders
{
    // wasm-unsafe-eval: the device's SQLite is WebAssembly. Inline styles: the control library sets them; scripts stay
    // strict.
    private const string Policy =
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; "
        + "img-src 'self' data: blob:; connect-src 'self'; worker-src 'self'; frame-ancestors 'none'; base-uri 'none'; "
        + "form-action 'self'; object-src 'none'";

    public static void Use(IApplicationBuilder app) => app.Use((http, next) =>
    {
        var headers = http.Response.Headers;
        headers["X-Content-Type-Options"] = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(self), geolocation=(), microphone=()";
        headers.ContentSecurityPolicy = Policy;
        if (http.Request.IsHttps) headers.StrictTransportSecurity = "max-age=31536000";
        if (http.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)) headers.CacheControl =
            "no-store";
        return next(http);
    });
}
