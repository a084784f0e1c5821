using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Microsoft.EntityFrameworkCore.Storage;

namespace Tendril.Server.Storage;

/// <summary>Functions of the database that a query may name.</summary>
public static class Sql
{
    public static void UseSqlFunctions(this ModelBuilder builder)
    {
        builder.HasDbFunction(() => Lower("")).HasName("lower").IsBuiltIn();
        builder.HasDbFunction(() => CountOfAll()).HasTranslation(_ =>
            new SqlFragmentExpression("(count(*) OVER ())::integer", typeof(int), IntTypeMapping.Default));
    }

    /// <summary>
    /// The database's own lower case, the same that its indexes and computed columns are made with; .NET's may
    /// differ in rare letters.
    /// </summary>
    public static string Lower(string text) => throw new NotSupportedException($"\"{text}\": only inside a query.");

    /// <summary>Beside each row: how many rows there are in all, those before and behind the page too.</summary>
    public static int CountOfAll() => throw new NotSupportedException("Only inside a query.");
}
