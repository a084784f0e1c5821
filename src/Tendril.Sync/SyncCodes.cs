namespace Tendril.Sync;

/// <summary>Every code with which the engine refuses.</summary>
public static class SyncCodes
{
    public static readonly SyncCode TableUnknown = new("sync.table_unknown",
        "An operation names a table that is not synced.",
        "Update the app; if it stays, report the table's name.");

    public static readonly SyncCode FieldUnknown = new("sync.field_unknown",
        "An operation sets a field that its table does not have.",
        "Update the app; if it stays, report the field's name.");

    public static readonly SyncCode FieldInvalid = new("sync.field_invalid",
        "A value has another type or form than its field, or is missing.",
        "Open the entry, correct the field and save it again.");

    public static readonly SyncCode FieldServerOwned = new("sync.field_server_owned",
        "An operation sets a field that only the server writes.",
        "Change what the field is derived from instead.");

    public static readonly SyncCode RowUnknown = new("sync.row_unknown",
        "The row does not exist, or is not one of yours.",
        "Refresh the data; the row may have been moved to a site you do not see.");

    public static readonly SyncCode AppendOnly = new("sync.append_only",
        "Entries of this kind are never changed or deleted.",
        "Add another entry that corrects this one.");

    public static readonly SyncCode BaseAhead = new("sync.base_ahead",
        "An operation claims to know a revision that the server has not given out.",
        "Refresh the data, then repeat the change.");

    public static readonly SyncCode ParentUnknown = new("sync.parent_unknown",
        "The row belongs to another that the server does not have yet.",
        "Nothing: it is sent again after the row it belongs to.");

    public static readonly SyncCode OperationReused = new("sync.operation_reused",
        "An operation with this id was received before with other content; nothing was changed.",
        "Export what is unsent and report it: the app must give each change an id of its own.");

    public static readonly SyncCode OperationExpired = new("sync.operation_expired",
        "The operation was made longer ago than answers are kept, so that it cannot be told whether it was done.",
        "Look whether the change is there; if not, make it again.");

    public static readonly SyncCode GroupRefused = new("sync.group_refused",
        "Another operation of the same group was refused, and a group is applied whole or not at all.",
        "Mend the operation that was refused; the group is then sent again.");

    public static readonly SyncCode NotAllowed = new("sync.not_allowed",
        "The person may not do this, or not at this site.",
        "Ask an administrator of your organisation for the permission.");

    public static readonly SyncCode IntentUnknown = new("sync.intent_unknown",
        "An operation asks for a step that the server does not know.",
        "Update the app; if it stays, report the step's name.");

    public static readonly SyncCode ResyncRequired = new("sync.resync_required",
        "The device's place in the history is not known here any more: it is too old, a backup was restored, or what "
        + "the person may see has changed.",
        "Nothing: the app downloads the data anew and keeps what is unsent.");

    public static readonly SyncCode OperationUnreadable = new("sync.operation_unreadable",
        "An operation lacks a part or has one of another type.",
        "Update the app; if it stays, report it with the diagnostics.");

    /// <summary>All codes, for the documentation and its test.</summary>
    public static readonly IReadOnlyList<SyncCode> All =
    [
        TableUnknown, FieldUnknown, FieldInvalid, FieldServerOwned, RowUnknown, AppendOnly, BaseAhead, ParentUnknown,
        OperationReused, OperationExpired, GroupRefused, NotAllowed, IntentUnknown,
        ResyncRequired, OperationUnreadable,
    ];
}
