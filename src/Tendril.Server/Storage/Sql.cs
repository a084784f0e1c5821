using Microsoft.EntityFrameworkCore;

namespace Tendril.Server.Storage;

/// <summary>Functions of the database that a query may name.</summary>
public static class Sql
{
    public static void UseSqlFunctions(this ModelBuilder builder) =>
        builder.HasDbFunction(() => Lower("")).HasName("lower").IsBuiltIn();

    /// <summary>
    /// The database's own lower case, the same that its indexes and computed columns are made with; .NET's may
    /// differ in rare letters.
    /// </summary>
    public static string Lower(string text) => throw new NotSupportedException($"\"{text}\": only inside a query.");
}
