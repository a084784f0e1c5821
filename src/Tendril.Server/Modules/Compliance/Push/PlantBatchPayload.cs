using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Tendril.Domain.Compliance;
using Tendril.Metrc;
using Tendril.Metrc.Wire;

namespace Tendril.Server.Modules.Compliance.Push;

/// <summary>A plant batch as it will be told, kept in the ledger so that every resend says the same words.</summary>
/// <param name="Call">Which of Metrc's calls.</param>
/// <param name="Body">The request's JSON, byte for byte.</param>
public sealed record PlantBatchPayload(
    string Call, string Body, string Name, string Type, int Count, string Strain, string Location, DateOnly PlantedOn,
    string? SourceLabel)
{
    public static PlantBatchPayload From(PlantBatchReport report)
    {
        var write = report.Path switch
        {
            PlantBatchPath.FromPackage => MetrcWrite.Create(MetrcApi.CreatePackagePlantings, FromPackage(report)),
            PlantBatchPath.FromMotherPlant => MetrcWrite.Create(MetrcApi.CreateMotherPlantings, FromMother(report)),
            _ => MetrcWrite.Create(MetrcApi.CreatePlantings, Opening(report)),
        };
        return new PlantBatchPayload(
            write.Call.Name, write.Json, report.Name, report.Type.ToString(), report.Count, report.Strain,
            report.Location.Name, report.PlantedOn, report.SourceLabel?.ToString());
    }

    public string ToJson() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);

    public static PlantBatchPayload Parse(string json) =>
        JsonSerializer.Deserialize<PlantBatchPayload>(json, JsonSerializerOptions.Web)
        ?? throw new InvalidOperationException("The ledger holds no payload.");

    public string Hash() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Call}\n{Body}")));

    private static MetrcPlanting Opening(PlantBatchReport report) => new()
    {
        Name = report.Name,
        Type = report.Type.ToString(),
        Count = report.Count,
        Strain = report.Strain,
        Location = report.Location.Name,
        ActualDate = report.PlantedOn,
    };

    private static MetrcPackagePlanting FromPackage(PlantBatchReport report) => new()
    {
        PackageLabel = report.SourceLabel?.ToString(),
        PlantBatchName = report.Name,
        PlantBatchType =
            report.Type.ToString(),
        PlantCount = report.Count,
        LocationName = report.Location.Name,
        StrainName = report.Strain,
        PlantedDate = report.PlantedOn,
        UnpackagedDate = report.PlantedOn,
    };

    private static MetrcMotherPlanting FromMother(PlantBatchReport report) => new()
    {
        PlantLabel = report.SourceLabel?.ToString(),
        PlantBatchName = report.Name,
        PlantBatchType =
            report.Type.ToString(),
        PlantCount = report.Count,
        LocationName = report.Location.Name,
        StrainName = report.Strain,
        ActualDate = report.PlantedOn,
    };
}
