using System.Text.Json.Serialization;

namespace Tendril.Metrc.Wire;

/// <summary>
/// How every Metrc shape is read and written, made by the compiler: PascalCase out, any case in, unknown fields
/// ignored, numbers as decimals, nulls written. A field that is required here and missing in an answer is an error, so
/// that a quantity never silently becomes zero.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNameCaseInsensitive = true,
    RespectNullableAnnotations = true,
    Converters = [typeof(WireFlag), typeof(WireDate), typeof(WireMoment)])]
[JsonSerializable(typeof(List<MetrcFacility>))]
[JsonSerializable(typeof(List<MetrcEmployee>))]
[JsonSerializable(typeof(List<string>))]
[JsonSerializable(typeof(List<MetrcLocation>))]
[JsonSerializable(typeof(List<MetrcLocationType>))]
[JsonSerializable(typeof(List<MetrcStrain>))]
[JsonSerializable(typeof(List<MetrcItem>))]
[JsonSerializable(typeof(List<MetrcItemCategory>))]
[JsonSerializable(typeof(List<MetrcItemBrand>))]
[JsonSerializable(typeof(List<MetrcUnitOfMeasure>))]
[JsonSerializable(typeof(List<MetrcTag>))]
[JsonSerializable(typeof(List<MetrcStagedTag>))]
[JsonSerializable(typeof(List<MetrcPackage>))]
[JsonSerializable(typeof(List<MetrcTransferredPackage>))]
[JsonSerializable(typeof(List<MetrcPlantBatch>))]
[JsonSerializable(typeof(List<MetrcPlantBatchType>))]
[JsonSerializable(typeof(MetrcPaged<MetrcFacility>))]
[JsonSerializable(typeof(MetrcPaged<MetrcEmployee>))]
[JsonSerializable(typeof(MetrcPaged<string>))]
[JsonSerializable(typeof(MetrcPaged<MetrcLocation>))]
[JsonSerializable(typeof(MetrcPaged<MetrcLocationType>))]
[JsonSerializable(typeof(MetrcPaged<MetrcStrain>))]
[JsonSerializable(typeof(MetrcPaged<MetrcItem>))]
[JsonSerializable(typeof(MetrcPaged<MetrcItemCategory>))]
[JsonSerializable(typeof(MetrcPaged<MetrcItemBrand>))]
[JsonSerializable(typeof(MetrcPaged<MetrcUnitOfMeasure>))]
[JsonSerializable(typeof(MetrcPaged<MetrcTag>))]
[JsonSerializable(typeof(MetrcPaged<MetrcStagedTag>))]
[JsonSerializable(typeof(MetrcPaged<MetrcPackage>))]
[JsonSerializable(typeof(MetrcPaged<MetrcTransferredPackage>))]
[JsonSerializable(typeof(MetrcPaged<MetrcPlantBatch>))]
[JsonSerializable(typeof(MetrcPaged<MetrcPlantBatchType>))]
[JsonSerializable(typeof(IReadOnlyList<MetrcLocationCreate>))]
[JsonSerializable(typeof(IReadOnlyList<MetrcStrainCreate>))]
[JsonSerializable(typeof(IReadOnlyList<MetrcItemCreate>))]
[JsonSerializable(typeof(IReadOnlyList<MetrcPlanting>))]
[JsonSerializable(typeof(IReadOnlyList<MetrcPackagePlanting>))]
[JsonSerializable(typeof(IReadOnlyList<MetrcMotherPlanting>))]
[JsonSerializable(typeof(MetrcWritten))]
public sealed partial class MetrcJson : JsonSerializerContext;
