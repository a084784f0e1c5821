using Tendril.Server.Modules.Organisation;

namespace Tendril.Server.Modules.Compliance;

/// <summary>Which of Metrc's two worlds a site lives in; their data and tags never cross.</summary>
public static class SiteEnvironment
{
    public const string Sandbox = "sandbox";
    public const string Production = "production";

    public static string Of(Site site) => site.Sandbox ? Sandbox : Production;

    public static bool IsKnown(string? text) => text is Sandbox or Production;
}
