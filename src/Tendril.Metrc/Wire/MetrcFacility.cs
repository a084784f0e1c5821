using System.Text.Json;

namespace Tendril.Metrc.Wire;

/// <summary>
/// A licensed facility the user key may see, with what its kind of facility may do (FacilityType).
/// Source: GET /facilities/v2 (bare array).
/// </summary>
public sealed record MetrcFacility
{
    public required long FacilityId { get; init; }
    public DateOnly? HireDate { get; init; }
    public bool IsOwner { get; init; }
    public bool IsManager { get; init; }
    public bool IsFinancialContact { get; init; }
    public string? Email { get; init; }
    public IReadOnlyList<JsonElement>? Occupations { get; init; }
    public required string Name { get; init; }
    public string? Alias { get; init; }
    public string? DisplayName { get; init; }
    public DateOnly? CredentialedDate { get; init; }
    public DateOnly? SupportActivationDate { get; init; }
    public DateOnly? SupportExpirationDate { get; init; }
    public MetrcFacilityType? FacilityType { get; init; }
    public required MetrcLicense License { get; init; }
    public bool? AllowTransferOfOnHoldPackages { get; init; }
    public bool? AllowTransferOfOnRecallPackages { get; init; }
}

/// <summary>
/// A licence: of a facility, or of an employee at a facility. Number is the licenseNumber of every other call.
/// </summary>
public sealed record MetrcLicense
{
    public required string Number { get; init; }
    public string? EmployeeLicenseNumber { get; init; }
    public DateOnly? StartDate { get; init; }
    public DateOnly? EndDate { get; init; }
    public string? LicenseType { get; init; }
}
