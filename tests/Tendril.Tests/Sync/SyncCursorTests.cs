using System.Security.Cryptography;
using Tendril.Sync.Cursors;

namespace Tendril.Tests.Sync;

/// <summary>A cursor is opaque, and only the server that sealed it believes it.</summary>
public sealed class SyncCursorTests
{
    private static readonly byte[] Key = SHA256.HashData("one"u8);

    private static readonly SyncCursor Cursor =
        new(Guid.Parse("0192f0c1-0000-7abc-8def-000000000001"), 3, 1_234_567, -7, 42);

    [Fact]
    public void Opens_what_it_sealed() => SyncCursor.Open(Cursor.Seal(Key), Key).ShouldBe(Cursor);

    [Fact]
    public void Keeps_the_place_of_a_first_download()
    {
        var under = Cursor with { Table = 4, After = Guid.Parse("0192f0c1-0000-7abc-8def-00000000000f") };
        SyncCursor.Open(under.Seal(Key), Key).ShouldBe(under);
    }

    [Fact]
    public void Does_not_believe_another_key() =>
        SyncCursor.Open(Cursor.Seal(Key), SHA256.HashData("two"u8)).ShouldBeNull();

    [Fact]
    public void Does_not_believe_a_single_changed_character()
    {
        var text = Cursor.Seal(Key);
        for (var i = 0; i < text.Length - 1; i++)
        {
            var forged = text[..i] + (text[i] == 'A' ? 'B' : 'A') + text[(i + 1)..];
            SyncCursor.Open(forged, Key).ShouldBeNull();
        }
    }

    [Theory, InlineData(null), InlineData(""), InlineData("x"), InlineData("?????")]
    public void Does_not_believe_what_is_no_cursor(string? text) => SyncCursor.Open(text, Key).ShouldBeNull();
}
