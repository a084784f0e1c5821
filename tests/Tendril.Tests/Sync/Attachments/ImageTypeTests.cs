using Tendril.Server.Sync.Attachments;

namespace Tendril.Tests.Sync.Attachments;

public sealed class ImageTypeTests
{
    [Theory]
    [InlineData("FFD8FFE000104A4649460001", "image/jpeg")]
    [InlineData("89504E470D0A1A0A0000000D", "image/png")]
    [InlineData("524946462400000057454250", "image/webp")]
    [InlineData("000000186674797068656963", "image/heic")]
    [InlineData("00000018667479706D696631", "image/heic")]
    [InlineData("0000001866747970697A6F6D", null)] // an MP4 video
    [InlineData("524946462400000057415645", null)] // a WAV sound
    [InlineData("474946383961010001000000", null)] // a GIF
    [InlineData("3C737667207876657273696F", null)] // an SVG
    [InlineData("FFD8FF", null)]
    [InlineData("", null)]
    public void The_first_bytes_tell_what_it_is(string hex, string? type) =>
        ImageType.Of(Convert.FromHexString(hex)).ShouldBe(type);
}
