namespace Tendril.Domain.Organisation;

/// <summary>
/// What a licensed premises does; decides which screens are offered first, never what the state allows.
/// </summary>
public enum SiteKind { Grower, Processor, Retailer, Lab, Other }
