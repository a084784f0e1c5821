namespace Tendril.Tests.Simulation;

/// <summary>Writes of the server's own, that know nothing of devices and revisions.</summary>
internal sealed class OwnWriter(World world)
{
    private sealed record Task(Guid Id, Guid Site, string Title);

    public async System.Threading.Tasks.Task WriteAsync()
    {
        var tasks = await world.Server.ReadAsync(
            "SELECT id, site_id, title FROM tasks WHERE deleted_at IS NULL ORDER BY id",
            reader => new Task(reader.GetGuid(0), reader.GetGuid(1), reader.GetString(2)));
        switch (world.Pick(10))
        {
            case < 4 when tasks.Count > 0: await RenameAsync(world.Pick(tasks)); break;
            case < 9 when tasks.Count > 0: await MoveAsync(world.Pick(tasks)); break;
            default: await ForgetAsync(); break;
        }
    }

    private async System.Threading.Tasks.Task RenameAsync(Task task)
    {
        var title = world.Word();
        world.Note($"the server renames {task.Id.ToString()[^4..]}");
        await world.Server.ExecuteAsync("UPDATE tasks SET title = $2 WHERE id = $1", task.Id, title);
        world.OwnWrites.Add((task.Id, "title", task.Title, title));
    }

    private async System.Threading.Tasks.Task MoveAsync(Task task)
    {
        var site = world.Sites.First(one => one != task.Site);
        world.Note($"the server moves {task.Id.ToString()[^4..]} to another site");
        await world.Server.ExecuteAsync("UPDATE tasks SET site_id = $2 WHERE id = $1", task.Id, site);
        world.OwnMoves.Add((task.Id, site));
    }

    /// <summary>Forgets all deleted rows: devices that have not come so far start anew.</summary>
    private async System.Threading.Tasks.Task ForgetAsync()
    {
        var gone = await world.Server.ReadAsync(
            "SELECT id FROM tasks WHERE deleted_at IS NOT NULL", reader => reader.GetGuid(0));
        world.Purged.UnionWith(gone);
        world.Note($"the server forgets {gone.Count} deleted rows");
        await world.Server.ExecuteAsync("DELETE FROM tasks WHERE deleted_at IS NOT NULL");
        await world.Server.ExecuteAsync("UPDATE sync_heads SET horizon = (SELECT max(revision) FROM sync_heads)");
    }
}
