namespace Tendril.Server.Platform.Hosting;

/// <summary>
/// Something about the installation keeps a command from working. The message says what and what to do; the command
/// line prints it without a stack trace.
/// </summary>
public sealed class OperatorException : Exception
{
    public OperatorException(string message) : base(message) { }

    public OperatorException(string message, Exception inner) : base(message, inner) { }

    public OperatorException() { }
}
