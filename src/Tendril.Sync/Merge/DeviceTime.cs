namespace Tendril.Sync.Merge;

/// <summary>What is made of a device's claim about when something was done.</summary>
/// <param name="At">The moment that counts, in milliseconds since 1970; never later than the server's now.</param>
/// <param name="Claimed">What the device said.</param>
/// <param name="SkewMs">How far the device's clock was ahead of the server's when it sent.</param>
/// <param name="Corrected">True when the skew was too large and the claim was moved by it.</param>
public readonly record struct DeviceTime(long At, long Claimed, long SkewMs, bool Corrected)
{
    /// <summary>A device's clock may differ by this much before it is corrected: 5 minutes.</summary>
    public const long AllowedSkewMs = 5 * 60 * 1000;

    /// <param name="claimed">When the device says that it was done, in milliseconds since 1970.</param>
    /// <param name="sentAt">What the device's clock said when it sent the request.</param>
    /// <param name="now">The server's clock when the request came.</param>
    public static DeviceTime Bound(long claimed, long sentAt, long now)
    {
        var skew = sentAt - now;
        var corrected = Math.Abs(skew) > AllowedSkewMs;
        // The distance between doing and sending was measured by one clock and is believed; a negative one is not.
        var at = corrected ? now - Math.Max(0, sentAt - claimed) : claimed;
        return new DeviceTime(Math.Clamp(at, 0, now), claimed, skew, corrected);
    }
}
