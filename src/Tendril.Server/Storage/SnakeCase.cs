using System.Text;
using Microsoft.EntityFrameworkCore;

namespace Tendril.Server.Storage;

/// <summary>Tables and columns are snake_case, as in the migrations and on the wire inside rows.</summary>
public static class SnakeCase
{
    public static void UseSnakeCase(this ModelBuilder builder)
    {
        foreach (var entity in builder.Model.GetEntityTypes())
        {
            foreach (var property in entity.GetProperties())
                property.SetColumnName(Of(property.Name));
        }
    }

    /// <summary><c>MetrcLocationId</c> → <c>metrc_location_id</c>.</summary>
    public static string Of(string name)
    {
        var text = new StringBuilder(name.Length + 8);
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && text.Length > 0) text.Append('_');
            text.Append(char.ToLowerInvariant(letter));
        }
        return text.ToString();
    }
}
