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

    public static readonly SyncCode ParentUnknown = new("sync.parent_unknown",
        "The row belongs to another that the server does not have yet.",
        "Nothing: it is sent again after the row it belongs to.")
    { Retryable = true };

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

    public static readonly SyncCode ConflictSettled = new("conflict.settled_otherwise",
        "Two people settled the same conflict; the first choice stands, and the second was not made.",
        "Look at what stands. To have it otherwise, change the field in the entry itself.");

    public static readonly SyncCode ConflictMoved = new("conflict.value_changed",
        "The field was changed after the person looked at the conflict, so that their choice was about another value.",
        "Open the conflict again and choose between the values as they are now.");

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

    public static readonly SyncCode NotStored = new("sync.not_stored",
        "A value is none that its field can hold, or names something that does not exist; the operation alone was "
        + "refused.",
        "Open the entry, correct the field and save it again.");

    public static readonly SyncCode TableOff = new("sync.table_off",
        "Syncing of this table is switched off on this installation for now.",
        "Nothing: go on working, it is sent when the table is switched on again.")
    { Retryable = true };

    public static readonly SyncCode TooMuch = new("sync.too_much",
        "A request holds more than 1,000 operations or more than 2 MB after unpacking.",
        "Nothing: the app sends the rest in smaller parts. Programs split the list, never a group.");

    public static readonly SyncCode UpgradeNeeded = new("sync.upgrade_needed",
        "The app speaks a version of the sync protocol that this server does not.",
        "Update the app; what is unsent stays on the device. If the app is newer, have the server updated.");

    public static readonly SyncCode RequestUnreadable = new("sync.request_unreadable",
        "The request is no readable JSON (broken, too deep, a name twice), or lacks a part of its envelope.",
        "Update the app; if it stays, report it with the diagnostics.");

    public static readonly SyncCode DeviceUnknown = new("sync.device_unknown",
        "The device is not registered, or not for the person who is signed in.",
        "Register the device, then sync again.");

    public static readonly SyncCode DeviceRevoked = new("sync.device_revoked",
        "The device was revoked: it gets no data any more, and what it had unsent is delivered once for review.",
        "Ask an administrator of your organisation; a device that is in use again gets a new registration.");

    public static readonly SyncCode Busy = new("sync.busy",
        "Others wrote the same rows at the same moment several times in a row, or the server is just starting.",
        "Nothing: the app tries again by itself.")
    { Retryable = true };

    /// <summary>All codes, for the documentation and its test.</summary>
    public static readonly IReadOnlyList<SyncCode> All =
    [
        TableUnknown, FieldUnknown, FieldInvalid, FieldServerOwned, RowUnknown, AppendOnly, ParentUnknown,
        OperationReused, OperationExpired, GroupRefused, NotAllowed, IntentUnknown,
        ConflictSettled, ConflictMoved,
        ResyncRequired, OperationUnreadable, NotStored, TableOff, TooMuch, UpgradeNeeded, RequestUnreadable,
        DeviceUnknown, DeviceRevoked, Busy,
    ];

    private static readonly HashSet<string> MayComeAgain =
        [.. All.Where(code => code.Retryable).Select(code => code.Code)];

    /// <summary>True when an operation that was refused with this code may be taken later.</summary>
    public static bool IsRetryable(string? code) => code is not null && MayComeAgain.Contains(code);
}
