using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Tendril.Server.Modules.Organisation;
using Tendril.Server.Platform;
using Tendril.Tests.Support;

namespace Tendril.Tests.Organisation;

/// <summary>A server that mails to a loopback mail server and whose clock the test moves.</summary>
public sealed class MailingServer(DatabaseCluster cluster) : TestServer(cluster), IAsyncDisposable
{
    public LoopbackMailServer Mail { get; } = LoopbackMailServer.Start();

    public ShiftedTime Time { get; } = new();

    protected override ServerOptions Shape(ServerOptions options) => options with
    {
        Settings = new Dictionary<string, string?>
        {
            ["SMTP:HOST"] = "127.0.0.1",
            ["SMTP:PORT"] = $"{Mail.Port}",
            ["SMTP:FROM"] = "tendril@example.test",
            ["SMTP:TLS"] = "false",
        },
        Walls = services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Time)),
    };

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await DisposeAsync();
        await Mail.DisposeAsync();
    }
}

/// <summary>The real clock, put forward.</summary>
public sealed class ShiftedTime : TimeProvider
{
    public TimeSpan Ahead { get; set; }

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Ahead;
}

public sealed class AlertMailTests(MailingServer server) : IClassFixture<MailingServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static NewAlert Failing(Guid? siteId = null) => new(
        "alerts.mail", AlertSeverity.Critical, "Pull fails\r\nBcc: thief@example.test",
        "Packages could not be pulled three times.",
        "Look at the history.", siteId);

    [Fact]
    public async Task A_committed_alert_is_mailed_to_those_who_answer_for_compliance()
    {
        var tenant = await server.CreateTenantAsync("Mailed");
        using var admin = await tenant.ClientAsync();
        foreach (var (name, role) in new[] { ("qa", "compliance_qa"), ("op", "operator") })
            await admin.PostAsync("/api/users", new { email = $"{name}@mailed.test", fullName = name, role })
                .ShouldBeAsync(HttpStatusCode.Created);
        await RaiseAsync(tenant, Failing(tenant.SiteId), commit: false);
        await RaiseAsync(tenant, Failing(tenant.SiteId), commit: true);
        var alert = await WaitAsync(admin, "sent");
        var mail = server.Mail.Mails.Where(mail => mail.To.Contains("qa@mailed.test")).ShouldHaveSingleItem();
        mail.From.ShouldBe("tendril@example.test");
        mail.To.ShouldBe([tenant.AdminEmail, "qa@mailed.test"], ignoreOrder: true);
        mail.Text.ShouldContain($"{alert.Id():N}");
        mail.Text.ShouldNotContain("\nBcc:");
        alert.Text("help").ShouldBe("Look at the history.");
    }

    [Fact]
    public async Task A_mail_server_that_refuses_never_breaks_the_work_and_gets_the_mail_later()
    {
        var tenant = await server.CreateTenantAsync("Refused");
        using var admin = await tenant.ClientAsync();
        server.Mail.Refuses = true;
        var before = server.Mail.Refused;
        await RaiseAsync(tenant, Failing(), commit: true);
        await UntilAsync(() => Task.FromResult(server.Mail.Refused > before));
        server.Mail.Refuses = false;
        (await admin.ReadAsync("/api/alerts")).Items()[0].Text("mail").ShouldBe("pending");
        server.Time.Ahead += TimeSpan.FromMinutes(6);
        await WaitAsync(admin, "sent");
    }

    [Fact]
    public async Task A_mail_is_given_up_after_six_tries_and_the_alert_says_so()
    {
        var tenant = await server.CreateTenantAsync("Given up");
        using var admin = await tenant.ClientAsync();
        server.Mail.Refuses = true;
        await RaiseAsync(tenant, Failing(), commit: true);
        await UntilAsync(async () =>
        {
            server.Time.Ahead += TimeSpan.FromHours(5);
            await server.App.Services.GetRequiredService<AlertMailer>().SendDueAsync(Cancel);
            return (await admin.ReadAsync("/api/alerts")).Items()[0].Text("mail") == "failed";
        });
        server.Mail.Refuses = false;
        (await admin.ReadAsync("/api/alerts")).Items()[0].Text("help")
            .ShouldContain("No mail was sent: the mail server did not take it.");
    }

    [Fact]
    public async Task A_mail_waits_for_a_server_that_was_restarted()
    {
        var tenant = await server.CreateTenantAsync("Restarted");
        using var admin = await tenant.ClientAsync();
        await using (var unit = await tenant.BeginAsync())
        {
            // Claimed by a server that died: due again when the claim ends.
            unit.Db.Alerts.Add(new Alert
            {
                Id = Guid.CreateVersion7(),
                At = server.Time.GetUtcNow(),
                Severity = "warning",
                Code = "alerts.crash",
                Title = "Crash",
                Message = "m",
                Help = "h",
                MailStatus = "pending",
                MailAttempts = 1,
                MailNextAt = server.Time.GetUtcNow().AddMinutes(5),
            });
            await unit.CommitAsync(Cancel);
        }
        server.Time.Ahead += TimeSpan.FromMinutes(6);
        await WaitAsync(admin, "sent");
    }

    private async Task RaiseAsync(TestTenant tenant, NewAlert alert, bool commit)
    {
        await using var unit = await tenant.BeginAsync();
        await server.App.Services.GetRequiredService<AlertBoard>().RaiseAsync(unit.Db, alert, Cancel);
        if (commit) await unit.CommitAsync(Cancel);
    }

    private static async Task<System.Text.Json.JsonElement> WaitAsync(HttpClient admin, string mail)
    {
        await UntilAsync(async () => (await admin.ReadAsync("/api/alerts")).Items()[0].Text("mail") == mail);
        return (await admin.ReadAsync("/api/alerts")).Items()[0];
    }

    private static async Task UntilAsync(Func<Task<bool>> done)
    {
        for (var i = 0; i < 150; i++)
        {
            if (await done()) return;
            await Task.Delay(100, Cancel);
        }
        Assert.Fail("It did not happen within 15 seconds.");
    }
}
