using System.Text.Json;
using System.Text.Json.Serialization;
using Tendril.Metrc;
using Tendril.Metrc.Wire;

namespace Tendril.Server.Modules.Compliance.Pull;

/// <summary>
/// What is kept of a person: the name and the licence. Whatever else Metrc says about people, today or one day, is left
/// out before the row is hashed, stored or named in a log.
/// </summary>
internal sealed record EmployeeRow(string FullName, MetrcLicense? License)
{
    public static MetrcRawRow Trim(MetrcRawRow row)
    {
        MetrcEmployee read;
        try
        {
            read = row.Read<MetrcEmployee>();
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException or FormatException)
        {
            // Reading it again costs the row and names the reason; nothing of it is stored.
            return row;
        }
        var kept = new EmployeeRow(read.FullName, read.License);
        // Metrc gives people no id. Both together: a licence number alone could be shared, and nobody may be lost.
        return new MetrcRawRow(
            $"{read.License?.EmployeeLicenseNumber} {read.FullName}",
            JsonSerializer.SerializeToUtf8Bytes(kept, EmployeeJson.Default.EmployeeRow));
    }

    public static MirrorRow Read(MetrcRawRow row)
    {
        var read = row.Read<MetrcEmployee>();
        return new(PullTypes.IdOf(row.Key!), read.FullName, read) { TypeName = read.License?.EmployeeLicenseNumber };
    }
}

/// <summary>In Metrc's own names, as the other rows of the mirror.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(EmployeeRow))]
internal sealed partial class EmployeeJson : JsonSerializerContext;
