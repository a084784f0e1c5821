namespace Tendril.Metrc.Wire;

/// <summary>A person who works under a licence. Source: GET /employees/v2 (paged).</summary>
public sealed record MetrcEmployee
{
    public required string FullName { get; init; }
    public MetrcLicense? License { get; init; }
    public bool IsIndustryAdmin { get; init; }
    public bool IsOwner { get; init; }
    public bool IsManager { get; init; }
}
