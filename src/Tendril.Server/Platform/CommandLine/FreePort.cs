using System.Net;
using System.Net.Sockets;
using Tendril.Server.Platform.Hosting;

namespace Tendril.Server.Platform.CommandLine;

/// <summary>Tries an address before anything is started that would have to be stopped again.</summary>
internal static class FreePort
{
    public static void Require(IPEndPoint address)
    {
        try
        {
            using var listener = new TcpListener(address);
            listener.Start();
        }
        catch (SocketException error)
        {
            throw new OperatorException(
                $"Tendril cannot listen on {address}: {error.Message}. Choose another with --port or --host.", error);
        }
    }
}
