using Npgsql;
using Tendril.Sync.Tables;

namespace Tendril.Sync.Postgres;

/// <summary>
/// The changes of one table, as frames. Rows come in the order of revisions, whether new, changed or gone; a frame has
/// one list of each sort, so the kind of a list is opened when its first row comes and closed when another sort comes.
/// </summary>
internal sealed class ChangeFrame(FrameWriter frames, SyncTable table)
{
    private readonly List<Guid> _gone = [];
    private string? _open;
    private int _rows;

    public async Task AddAsync(NpgsqlDataReader reader, CancellationToken cancel)
    {
        if (reader.GetBoolean(table.Fields.Count + 3))
        {
            Gone(reader.GetGuid(0));
            return;
        }
        var sort = reader.GetBoolean(table.Fields.Count + 2) ? "created" : "updated";
        if (_open != sort || _rows == PullEngine.FrameRows) await OpenAsync(sort, cancel);
        frames.WriteRow(reader, table);
        _rows++;
    }

    public void Gone(Guid id) => _gone.Add(id);

    /// <summary>Closes what is open; what is gone comes last.</summary>
    public async Task EndAsync(CancellationToken cancel)
    {
        await CloseAsync(cancel);
        foreach (var part in _gone.Chunk(PullEngine.FrameRows))
        {
            var json = frames.Begin();
            json.WriteString("table", table.Name);
            json.WriteStartArray("deleted");
            foreach (var id in part) json.WriteStringValue(id);
            json.WriteEndArray();
            await frames.EndAsync(cancel);
        }
    }

    private async Task OpenAsync(string sort, CancellationToken cancel)
    {
        await CloseAsync(cancel);
        var json = frames.Begin();
        json.WriteString("table", table.Name);
        json.WriteStartArray(sort);
        _open = sort;
        _rows = 0;
    }

    private async Task CloseAsync(CancellationToken cancel)
    {
        if (_open is null) return;
        frames.Json.WriteEndArray();
        await frames.EndAsync(cancel);
        _open = null;
    }
}
