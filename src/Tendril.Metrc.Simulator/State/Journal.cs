namespace Tendril.Metrc.Simulator.State;

/// <summary>
/// What the request in hand has changed, so that a refused batch leaves nothing behind, and from when readers see it.
/// </summary>
public sealed class Journal
{
    private readonly List<Action> _undo = [];

    internal DateTimeOffset VisibleAt { get; private set; } = DateTimeOffset.MinValue;
    internal bool IsLagging => VisibleAt != DateTimeOffset.MinValue;

    internal void Begin(DateTimeOffset? visibleAt)
    {
        _undo.Clear();
        VisibleAt = visibleAt ?? DateTimeOffset.MinValue;
    }

    internal void OnUndo(Action undo) => _undo.Add(undo);

    internal void Commit()
    {
        _undo.Clear();
        VisibleAt = DateTimeOffset.MinValue;
    }

    internal void Undo()
    {
        for (var i = _undo.Count - 1; i >= 0; i--) _undo[i]();
        Commit();
    }
}
