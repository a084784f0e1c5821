using System.Text.Json;
using Tendril.Server.Platform.Hosting;

namespace Tendril.Server.Platform.Backup;

/// <summary>What a backup says about itself, so that a restore can be checked against it.</summary>
/// <param name="Format">Version of the file format; this build reads 1.</param>
/// <param name="Product">Version of Tendril that wrote it.</param>
/// <param name="TakenAt">The moment (UTC) whose data it holds.</param>
/// <param name="PostgresMajor">Version of the database it was taken from.</param>
/// <param name="Migrations">The schema.</param>
/// <param name="Rows">Number of rows per table, counted in the same snapshot.</param>
/// <param name="KeyMark">Tells whether a master key is the one that sealed the credentials inside; reveals
/// nothing.</param>
/// <param name="MasterKey">The key itself, only in an encrypted backup.</param>
public sealed record BackupManifest(
    int Format,
    string Product,
    DateTimeOffset TakenAt,
    int PostgresMajor,
    IReadOnlyList<AppliedMigration> Migrations,
    IReadOnlyDictionary<string, long> Rows,
    string KeyMark,
    string? MasterKey)
{
    public const int CurrentFormat = 1;
    public const string EntryName = "manifest.json";
    public const string DumpName = "database.dump";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static string Mark(MasterKey key) => Convert.ToHexStringLower(key.Derive("backup-mark"))[..16];

    public Task WriteAsync(Stream target, CancellationToken cancel) =>
        JsonSerializer.SerializeAsync(target, this, Json, cancel);

    public static async Task<BackupManifest> ReadAsync(Stream source, CancellationToken cancel) =>
        await JsonSerializer.DeserializeAsync<BackupManifest>(source, Json, cancel)
        ?? throw new OperatorException("The backup's manifest is empty; the file is damaged.");
}
