namespace Tendril.Server.Platform.Postgres;

/// <summary>The private database cannot be had. The message says what happened and what to do about it.</summary>
public sealed class PrivatePostgresException : Exception
{
    public PrivatePostgresException(string message) : base(message) { }

    public PrivatePostgresException(string message, Exception inner) : base(message, inner) { }

    public PrivatePostgresException() { }
}
