using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Tendril.Metrc.Simulator.Faults;
using Tendril.Server.Modules.Compliance.Pull;
using Tendril.Server.Platform;
using Tendril.Tests.Compliance.Pull;
using Tendril.Tests.Organisation;
using Tendril.Tests.Support;

namespace Tendril.Tests.Compliance.Outage;

/// <summary>A server with a mail server, a Metrc, and a clock that the test moves.</summary>
public sealed class FailingPullServer(DatabaseCluster cluster) : PullServer(cluster), IAsyncDisposable
{
    public LoopbackMailServer Mail { get; } = LoopbackMailServer.Start();

    public MovedTime Time { get; } = new();

    protected override ServerOptions Shape(ServerOptions options)
    {
        var shaped = base.Shape(options);
        return shaped with
        {
            Settings = new Dictionary<string, string?>(shaped.Settings)
            {
                ["metrc:tries"] = "1",
                ["SMTP:HOST"] = "127.0.0.1",
                ["SMTP:PORT"] = $"{Mail.Port}",
                ["SMTP:FROM"] = "tendril@example.test",
                ["SMTP:TLS"] = "false",
            },
            Walls = services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Time)),
        };
    }

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await DisposeAsync();
        await Mail.DisposeAsync();
    }
}

public sealed class FailingPullMailTests(FailingPullServer server) : IClassFixture<FailingPullServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_third_failure_in_a_row_is_told_in_the_app_and_by_mail_once()
    {
        await using var world = await PullWorld.CreateAsync(server, "Mailfail");
        var due = server.App.Services.GetRequiredService<DuePull>();
        await due.RunAsync(world.Tenant.OrganizationId, world.SiteId, Cancel);
        world.Metrc.Faults.Add(new FaultRule
        {
            Fault = SimulatorFault.ServiceUnavailable,
            PathContains = "/strains/",
        });
        for (var failure = 1; failure <= 4; failure++)
        {
            server.Time.Pass(TimeSpan.FromMinutes(61));
            (await due.RunAsync(world.Tenant.OrganizationId, world.SiteId, Cancel)).ShouldNotBeNull();
            if (failure == 2) server.Mail.Mails.ShouldBeEmpty();
        }
        for (var tries = 0; server.Mail.Mails.Count == 0 && tries < 200; tries++) await Task.Delay(100, Cancel);
        var mail = server.Mail.Mails.ShouldHaveSingleItem();
        mail.To.ShouldBe([world.Tenant.AdminEmail]);
        mail.Text.ShouldContain("Pulling strains fails at Mailfail Site");
        for (var tries = 0; await MailOfAlertAsync(world) != "sent" && tries < 100; tries++)
            await Task.Delay(100, Cancel);
        (await MailOfAlertAsync(world)).ShouldBe("sent");
    }

    private static Task<string> MailOfAlertAsync(PullWorld world) => world.ReadAsync(async db =>
    {
        var alert = await db.Alerts.AsNoTracking().SingleAsync(Cancel);
        alert.Code.ShouldBe("pull.failing");
        return alert.MailStatus;
    });
}
