using System.Globalization;
using System.Net;
using System.Net.Mail;

namespace Tendril.Server.Modules.Organisation;

/// <summary>
/// The mail server: <c>TENDRIL__SMTP__HOST</c>, <c>PORT</c> (587), <c>FROM</c>, <c>USER</c>, <c>PASSWORD</c>,
/// <c>TLS</c> (true: STARTTLS). Without a host and a sender no mail is sent, and alerts say so.
/// </summary>
public sealed record MailSettings(string? Host, int Port, string? From, string? User, string? Password, bool Tls)
{
    public bool IsConfigured => Host is { Length: > 0 } && From is { Length: > 0 };

    /// <exception cref="InvalidOperationException">A setting cannot be read; the message names it.</exception>
    public static MailSettings Read(IConfiguration configuration)
    {
        var smtp = configuration.GetSection("SMTP");
        var port = smtp["PORT"] is { Length: > 0 } text
            ? int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number is > 0 and < 65536
                ? number
                : throw new InvalidOperationException("TENDRIL__SMTP__PORT must be a port number, 1 to 65535.")
            : 587;
        var tls = smtp["TLS"] is { Length: > 0 } word
            ? bool.TryParse(word, out var wanted)
                ? wanted
                : throw new InvalidOperationException("TENDRIL__SMTP__TLS must be true or false.")
            : true;
        var from = smtp["FROM"];
        if (from is { Length: > 0 } && !MailAddress.TryCreate(from, out _))
            throw new InvalidOperationException("TENDRIL__SMTP__FROM must be an email address.");
        return new MailSettings(smtp["HOST"], port, from, smtp["USER"], smtp["PASSWORD"], tls);
    }

    /// <summary>A connection to the server; the caller disposes it.</summary>
    public SmtpClient Open() => new(Host, Port)
    {
        EnableSsl = Tls,
        DeliveryMethod = SmtpDeliveryMethod.Network,
        Credentials = User is { Length: > 0 } ? new NetworkCredential(User, Password) : null,
    };

    /// <summary>Without the password, so that it cannot reach a log.</summary>
    public override string ToString() => IsConfigured ? $"{Host}:{Port} as {From}" : "no mail server";
}
