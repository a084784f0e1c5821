using System.Net.Mail;
using System.Text;

namespace Tendril.Server.Modules.Organisation;

/// <summary>An alert as a plain-text mail.</summary>
public static class AlertMessage
{
    public static MailMessage Write(Alert alert, string from, IReadOnlyList<string> recipients)
    {
        var message = new MailMessage
        {
            From = new MailAddress(from, "Tendril"),
            Subject = OneLine($"[Tendril] {alert.Title}"),
            SubjectEncoding = Encoding.UTF8,
            BodyEncoding = Encoding.UTF8,
            Body = $"{alert.Message}\n\nWhat to do: {alert.Help}\n\n"
                + $"Raised at {alert.At.UtcDateTime:yyyy-MM-dd HH:mm} UTC ({alert.Code}).\n",
        };
        foreach (var recipient in recipients) message.To.Add(recipient);
        // The same for every try, so that a mail program shows a repeated one once.
        message.Headers.Add("Message-ID", $"<{alert.Id:N}@{new MailAddress(from).Host}>");
        message.Headers.Add("Auto-Submitted", "auto-generated");
        return message;
    }

    // Line breaks in a subject would be headers of somebody else's choosing.
    private static string OneLine(string text) =>
        new([.. text.Select(letter => char.IsControl(letter) ? ' ' : letter)]);
}
