using System.Text.Json;
using Tendril.Server.Sync;
using Tendril.Sync.Device;
using Tendril.Sync.Merge;
using Tendril.Sync.Tables;

namespace Tendril.Tests.Simulation;

/// <summary>What a person does on a device. Every title and note is written once in a world, so that the checks can
/// follow each value.</summary>
internal sealed class PersonAtWork(World world, ModelDevice device)
{
    public void Work()
    {
        switch (world.Pick(100))
        {
            case < 30: device.Save("makes a task", NewTask(world.SiteOf(device))); break;
            case < 62: ChangeTask(); break;
            case < 70: DeleteTask(); break;
            case < 76: Harvest(); break;
            case < 81: ChangeHarvest(); break;
            case < 88: MoveHarvest(); break;
            case < 92:
                device.Save("makes two tasks", NewTask(world.SiteOf(device)), NewTask(world.Pick(world.Sites)));
                break;
            case < 94: Move(); break;
            case < 98: Settle(); break;
            default:
                device.Reuse();
                device.Save("makes a task, perhaps with an old id", NewTask(world.SiteOf(device)));
                break;
        }
    }

    /// <summary>Looks at what was refused: tries it again, or gives it up.</summary>
    private void Settle()
    {
        var parked = device.Memory.Transact(transaction =>
            transaction.Outbox().Where(entry => entry.State == OutboxState.Parked).ToList());
        if (parked.Count == 0) return;
        if (world.Chance(50)) device.TryAgain(world.Pick(parked));
        else device.GiveUp(world.Pick(parked));
    }

    private LocalEdit NewTask(Guid site) => new("tasks", world.Ids.Next(), EditKind.Create)
    {
        Set = new Dictionary<string, string?>
        {
            ["site_id"] = FieldText.Of(site),
            ["title"] = world.Word(),
            ["status"] = "pending",
            // Of a harvest that the server may not have yet.
            ["harvest_id"] = world.Chance(30) && Any("harvests") is { } harvest ? FieldText.Of(harvest.Id) : null,
        },
    };

    private void ChangeTask()
    {
        if (Any("tasks") is not { } row) return;
        var set = new Dictionary<string, string?>();
        if (world.Chance(60)) set["title"] = world.Word();
        if (world.Chance(50)) set["notes"] = world.Word();
        if (set.Count == 0) set["status"] = world.Chance(50) ? "completed" : "skipped";
        device.Save($"changes {string.Join(" and ", set.Keys)} of {Short(row)}", Patch("tasks", row, set));
    }

    private void DeleteTask()
    {
        if (Any("tasks") is { } row)
            device.Save($"deletes task {Short(row)}", new LocalEdit("tasks", row.Id, EditKind.Delete));
    }

    private void Move()
    {
        if (Any("tasks") is { } row)
            device.Save($"moves task {Short(row)}", Patch("tasks", row, new Dictionary<string, string?>
            {
                ["site_id"] = FieldText.Of(world.Pick(world.Sites)),
            }));
    }

    /// <summary>A harvest and its first weight belong together.</summary>
    private void Harvest()
    {
        var (site, harvest) = (world.SiteOf(device), world.Ids.Next());
        device.Save("makes a harvest with a weight", new LocalEdit("harvests", harvest, EditKind.Create)
        {
            Set = new Dictionary<string, string?>
            {
                ["site_id"] = FieldText.Of(site),
                ["batch_id"] = FieldText.Of(world.BatchAt(site)),
                ["user_id"] = FieldText.Of(device.Caller.UserId),
                ["notes"] = world.Word(),
            },
        }, Weight(site, harvest));
    }

    private LocalEdit Weight(Guid site, Guid harvest, string kind = "wet") =>
        new("harvest_weights", world.Ids.Next(), EditKind.Create)
        {
            Set = new Dictionary<string, string?>
            {
                ["site_id"] = FieldText.Of(site),
                ["harvest_id"] = FieldText.Of(harvest),
                ["user_id"] = FieldText.Of(device.Caller.UserId),
                ["kind"] = kind,
                // Dry is less than wet, whichever of each counts.
                ["grams"] = FieldText.Of((kind == "wet" ? 1_000 : 1) + world.Pick(5000) / 10m),
                ["measured_at"] = FieldText.Of(device.Clock.GetUtcNow()),
            },
        };

    private void ChangeHarvest()
    {
        if (Any("harvests") is not { } row) return;
        var table = SyncedTables.All["harvests"];
        if (world.Chance(40))
        {
            Weigh(row, "wet");
            return;
        }
        var set = new Dictionary<string, string?>();
        if (world.Chance(50)) set["notes"] = world.Word();
        else
        {
            var photos = FieldText.Entries(row.Screen![table.PositionOf("photos")]);
            set["photos"] = FieldText.Of(photos.Count > 0 && world.Chance(20) ? photos.Skip(1)
                : photos.Append(world.Word()));
        }
        device.Save($"changes {set.Keys.Single()} of {Short(row)}", Patch("harvests", row, set));
    }

    /// <summary>Somewhere on its way: on, back, out of turn, into stock, and what was just done undone.</summary>
    private void MoveHarvest()
    {
        if (Any("harvests") is not { } picked) return;
        for (var moves = 1 + world.Pick(4); moves > 0; moves--)
            if (device.Memory.Transact(transaction => transaction.FindRow(SyncedTables.All["harvests"], picked.Id))
                is { Screen: not null } row) MoveHarvest(row);
    }

    private void MoveHarvest(DeviceRow row)
    {
        var stage = row.Screen![SyncedTables.All["harvests"].PositionOf("stage")];
        if (world.Chance(50) && stage is "drying" or "curing") Weigh(row, "dry");
        var (name, args) = (stage, world.Pick(6)) switch
        {
            (_, 0) => ("undo", new { undoes = device.Saved.LastOrDefault()?.Id ?? Guid.Empty, after_ms = 1_000 }),
            ("inventory", _) => ("revert", new { to = "drying", reason = "Recalled" }),
            (_, 1) => ("revert", new { to = "harvest", reason = "Once more" }),
            ("curing", _) => ("finalize", new { aroma = true, stem_snap = true, jar_humidity = true }),
            ("drying", 2) => ("override_skip", new { to = "inventory", reason = "Sold fresh" }),
            ("drying", _) => ("advance_stage", new { to = "curing" }),
            (_, 2) => ("override_skip", new { to = "curing", reason = "Freeze dried" }),
            _ => ("advance_stage", (object)new { to = "drying" }),
        };
        device.Step($"does {name} with {Short(row)}", new LocalStep(
            $"harvest.{name}", row.Id, JsonSerializer.SerializeToElement(args)));
    }

    private void Weigh(DeviceRow harvest, string kind) => device.Save($"weighs {Short(harvest)}", Weight(
        Guid.Parse(harvest.Screen![SyncedTables.All["harvests"].SitePosition]!), harvest.Id, kind));

    private static LocalEdit Patch(string table, DeviceRow row, Dictionary<string, string?> set) =>
        new(table, row.Id, EditKind.Patch) { Set = set };

    private DeviceRow? Any(string table)
    {
        var rows = device.Memory.Transact(transaction => transaction.Rows(SyncedTables.All[table])
            .Where(row => row.Screen is not null).OrderBy(row => row.Id).ToList());
        // Few rows get most of the work: people meet at what is urgent.
        return rows.Count == 0 ? null : rows[world.Pick(world.Chance(60) ? Math.Min(3, rows.Count) : rows.Count)];
    }

    private static string Short(DeviceRow row) => row.Id.ToString()[^4..];
}
