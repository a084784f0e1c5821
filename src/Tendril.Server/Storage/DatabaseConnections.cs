namespace Tendril.Server.Storage;

/// <summary>
/// Three ways into one database: the owner migrates, the app sees one tenant at a time, the system role sees sign-in
/// and jobs but no tenant table.
/// </summary>
public sealed record DatabaseConnections(string Owner, string App, string System);
