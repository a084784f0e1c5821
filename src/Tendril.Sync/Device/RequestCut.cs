namespace Tendril.Sync.Device;

/// <summary>Cuts what is to be sent into requests that the server takes.</summary>
/// <param name="MostOperations">In one request.</param>
/// <param name="MostBytes">Of operations in one request, with a comma behind each.</param>
internal sealed record RequestCut(int MostOperations, int MostBytes)
{
    /// <summary>What the server takes; the envelope around the operations has room besides.</summary>
    public static readonly RequestCut OfServer = new(PushBody.MostOperations, PushBody.MostBytes);

    /// <summary>Requests in the order in which things were done; a group is never cut, and goes where its first part
    /// stands.</summary>
    /// <param name="operations">What is to be sent.</param>
    /// <param name="group">What an operation stands or falls with.</param>
    /// <param name="bytes">How long an operation is on the wire.</param>
    /// <param name="tooLarge">Gets the groups that no request can hold, as far as they were met.</param>
    public IEnumerable<List<T>> Cut<T>(
        IEnumerable<T> operations, Func<T, object> group, Func<T, int> bytes, List<List<T>> tooLarge)
    {
        List<T> request = [];
        var room = MostBytes;
        foreach (var whole in operations.GroupBy(group).Select(parts => parts.ToList()))
        {
            var length = whole.Sum(one => bytes(one) + 1);
            if (whole.Count > MostOperations || length > MostBytes)
            {
                tooLarge.Add(whole);
                continue;
            }
            if (request.Count > 0 && (request.Count + whole.Count > MostOperations || length > room))
            {
                yield return request;
                (request, room) = ([], MostBytes);
            }
            request.AddRange(whole);
            room -= length;
        }
        if (request.Count > 0) yield return request;
    }
}
