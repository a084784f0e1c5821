using System.Text.Json;
using Tendril.Server.Sync;
using Tendril.Sync.Protocol;

namespace Tendril.Tests.Sync;

/// <summary>Guards that an operation has the hash that it had when it was first sent, half a year ago.</summary>
public sealed class ContentHashTests
{
    [Fact]
    public void The_hash_of_an_operation_never_changes()
    {
        using var json = JsonDocument.Parse("""
            {
              "id": "0193464e-7c00-7000-8000-00000000000a", "kind": "create", "table": "tasks",
              "row": "0193464e-7c00-7000-8000-00000000000b", "base": 0, "at": "2026-11-20T05:00:00.005-07:00",
              "set": { "title": "Wässern 🌿", "status": "pending", "site_id": "0193464e-7c00-7000-8000-0000000000aa" }
            }
            """);

        new OperationReader(SyncedTables.All).TryRead(json.RootElement, out var operation).ShouldBeNull();

        Convert.ToHexStringLower(operation!.ContentHash)
            .ShouldBe("f6e341f8c6a121ab544d1e7ad8a568010955f0b70d05cfade2da18239c5c0f0a");
    }
}
