using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Tendril.Server.Sync.Attachments;
using Tendril.Tests.Support;

namespace Tendril.Tests.Sync.Attachments;

/// <summary>Photos go up in parts, over a bad connection, and come down by their hash.</summary>
public sealed class AttachmentTests(TestServer server) : IClassFixture<TestServer>
{
    private const int Part = 1_000_000;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_photo_that_breaks_off_goes_on_where_it_was_and_comes_down_whole()
    {
        var tenant = await server.CreateTenantAsync("Photo");
        using var phone = await PhotoClient.OpenAsync(tenant);
        var photo = Jpeg(2_500_000);
        (await phone.StartAsync(photo)).Received.ShouldBe(0);
        (await phone.AddAsync(photo, 0, Part)).Received.ShouldBe(Part);

        // The app dies and begins again.
        (await phone.StartAsync(photo)).ShouldBe((HttpStatusCode.OK, "open", Part, null));
        (await phone.ReadAsync(photo)).Received.ShouldBe(Part);
        (await phone.FinishAsync(photo)).ShouldBe((HttpStatusCode.Conflict, null, 0, "attachment.incomplete"));
        await phone.AddAsync(photo, Part, Part);
        await phone.AddAsync(photo, 2 * Part, 500_000);
        (await phone.FinishAsync(photo)).ShouldBe((HttpStatusCode.OK, "stored", photo.Length, null));

        using var answer = await phone.LoadAsync(photo);
        (await answer.Content.ReadAsByteArrayAsync(Cancel)).ShouldBe(photo);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("image/jpeg");
        answer.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        answer.Headers.GetValues("Content-Security-Policy").ShouldBe(["default-src 'none'; sandbox"]);
        answer.Headers.CacheControl!.ToString().ShouldContain("private");
        (await phone.StartAsync(photo)).State.ShouldBe("stored");
        (await phone.FinishAsync(photo)).State.ShouldBe("stored");
    }

    [Fact]
    public async Task Parts_count_once_and_only_where_the_last_one_ended()
    {
        var tenant = await server.CreateTenantAsync("Parts");
        using var phone = await PhotoClient.OpenAsync(tenant);
        var photo = Jpeg(1_500_000);
        await phone.StartAsync(photo);

        (await phone.AddAsync(photo, 500_000, 500_000)).Code.ShouldBe("attachment.offset_wrong");
        await phone.AddAsync(photo, 0, 500_000);
        (await phone.AddAsync(photo, 0, 500_000)).Received.ShouldBe(500_000);
        (await phone.AddAsync(photo, 499_999, 500_000)).Code.ShouldBe("attachment.offset_wrong");
        (await phone.AddAsync(photo, 500_000, 0)).Code.ShouldBe("attachment.part_refused");
        (await phone.SendAsync($"{PhotoClient.HashOf(photo)}/parts?offset=500000", new byte[1_000_001])).Code
            .ShouldBe("attachment.part_refused");
        (await phone.SendAsync($"{PhotoClient.HashOf(photo)}/parts?offset=500000", new byte[2_000_000])).Status
            .ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        await phone.AddAsync(photo, 500_000, 500_000);
        (await phone.SendAsync($"{PhotoClient.HashOf(photo)}/parts?offset=1000000", new byte[500_001])).Code
            .ShouldBe("attachment.part_refused");
        await phone.AddAsync(photo, 1_000_000, 500_000);

        (await phone.FinishAsync(photo)).State.ShouldBe("stored");
    }

    [Fact]
    public async Task A_wrong_hash_is_refused_and_what_came_is_thrown_away()
    {
        var tenant = await server.CreateTenantAsync("Hash");
        using var phone = await PhotoClient.OpenAsync(tenant);
        var photo = Jpeg(10_000);
        var damaged = (byte[])photo.Clone();
        damaged[9_999] ^= 1;
        await phone.StartAsync(photo);
        await phone.SendAsync($"{PhotoClient.HashOf(photo)}/parts?offset=0", damaged);

        (await phone.FinishAsync(photo)).ShouldBe(
            (HttpStatusCode.UnprocessableEntity, null, 0, "attachment.hash_wrong"));

        (await CountAsync(tenant, "attachment_parts")).ShouldBe(0);
        (await phone.StartAsync(photo)).Received.ShouldBe(0);
        await phone.AddAsync(photo, 0, photo.Length);
        (await phone.FinishAsync(photo)).State.ShouldBe("stored");
    }

    [Theory]
    [InlineData("<html><script>alert(1)</script></html>", "image/jpeg")]
    [InlineData("GIF89a, which is not kept either", "image/png")]
    [InlineData("\u00ff", "image/png")]
    public async Task What_is_no_image_of_its_type_is_refused(string text, string mediaType)
    {
        var tenant = await server.CreateTenantAsync($"Image {text.Length}");
        using var phone = await PhotoClient.OpenAsync(tenant);
        // The last one is a JPEG that calls itself PNG.
        var bytes = text == "\u00ff" ? Jpeg(1_000) : System.Text.Encoding.UTF8.GetBytes(text);
        await phone.StartAsync(bytes, mediaType);
        await phone.AddAsync(bytes, 0, bytes.Length);

        (await phone.FinishAsync(bytes)).Code.ShouldBe("attachment.not_an_image");

        (await CountAsync(tenant, "attachments")).ShouldBe(0);
        (await CountAsync(tenant, "attachment_parts")).ShouldBe(0);
        (await phone.LoadAsync(bytes)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_is_told_at_the_start_is_judged_there()
    {
        var tenant = await server.CreateTenantAsync("Start");
        using var phone = await PhotoClient.OpenAsync(tenant);
        var photo = Jpeg(1_000);

        (await phone.StartAsync(photo, "image/gif")).Code.ShouldBe("attachment.type_refused");
        (await phone.StartAsync(photo, size: 0)).Code.ShouldBe("attachment.size_refused");
        (await phone.StartAsync(photo, size: 10_000_001)).Code.ShouldBe("attachment.size_refused");
        (await phone.StartAsync(photo, hash: PhotoClient.HashOf(photo).ToUpperInvariant())).Code
            .ShouldBe("attachment.hash_invalid");
        (await phone.StartAsync(photo, device: Guid.CreateVersion7())).ShouldBe(
            (HttpStatusCode.NotFound, null, 0, "sync.device_unknown"));
        (await phone.AddAsync(photo, 0, 10)).ShouldBe((HttpStatusCode.NotFound, null, 0, "attachment.unknown"));
        // Told anew with another size, it begins anew.
        await phone.StartAsync(photo, size: 2_000);
        await phone.AddAsync(photo, 0, 1_000);
        (await phone.StartAsync(photo)).Received.ShouldBe(0);
        (await CountAsync(tenant, "attachment_parts")).ShouldBe(0);
    }

    [Fact]
    public async Task A_person_has_at_most_a_hundred_uploads_open()
    {
        var tenant = await server.CreateTenantAsync("Many photos");
        using var phone = await PhotoClient.OpenAsync(tenant);
        for (var size = 1_000; size < 1_100; size++) (await phone.StartAsync(Jpeg(size))).State.ShouldBe("open");

        var photo = Jpeg(2_000);
        (await phone.StartAsync(photo)).ShouldBe((HttpStatusCode.TooManyRequests, null, 0, "attachment.too_many"));

        // One that is open already goes on, and another person is not held up.
        using var tablet = await PhotoClient.MemberAsync(tenant, phone, "many");
        (await tablet.StartAsync(photo)).State.ShouldBe("open");
    }

    [Fact]
    public async Task A_revoked_device_starts_no_upload()
    {
        var tenant = await server.CreateTenantAsync("Revoked photo");
        using var phone = await PhotoClient.OpenAsync(tenant);
        await phone.Sync.SendAsync(HttpMethod.Post, $"/api/devices/{phone.Sync.Device}/revoke");

        (await phone.StartAsync(Jpeg(1_000))).ShouldBe((HttpStatusCode.Forbidden, null, 0, "sync.device_revoked"));
    }

    [Fact]
    public async Task Two_people_with_one_photo_store_it_once_and_do_not_disturb_each_other()
    {
        var tenant = await server.CreateTenantAsync("Twice photo");
        using var phone = await PhotoClient.OpenAsync(tenant);
        using var tablet = await PhotoClient.MemberAsync(tenant, phone, "tablet");
        var photo = Jpeg(3_000);
        await phone.StartAsync(photo);
        await tablet.StartAsync(photo);
        await phone.AddAsync(photo, 0, 2_000);
        (await tablet.SendAsync($"{PhotoClient.HashOf(photo)}/parts?offset=0", new byte[3_000])).Received
            .ShouldBe(3_000);

        (await tablet.FinishAsync(photo)).Code.ShouldBe("attachment.hash_wrong");
        await tablet.StartAsync(photo);
        await tablet.AddAsync(photo, 0, 3_000);
        (await tablet.FinishAsync(photo)).State.ShouldBe("stored");
        await phone.AddAsync(photo, 2_000, 1_000);
        (await phone.FinishAsync(photo)).State.ShouldBe("stored");

        (await CountAsync(tenant, "attachments")).ShouldBe(1);
        (await CountAsync(tenant, "attachment_uploads")).ShouldBe(0);
        (await CountAsync(tenant, "attachment_parts")).ShouldBe(1);
    }

    [Fact]
    public async Task A_photo_is_seen_by_who_sent_it_and_by_who_sees_a_row_that_names_it()
    {
        var tenant = await server.CreateTenantAsync("Seen");
        var stranger = await server.CreateTenantAsync("Stranger");
        using var phone = await PhotoClient.OpenAsync(tenant);
        using var other = await PhotoClient.MemberAsync(tenant, phone, "other");
        using var foreign = await PhotoClient.OpenAsync(stranger);
        var photo = Jpeg(2_000);
        await phone.StoreAsync(photo);

        (await phone.LoadAsync(photo)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await other.LoadAsync(photo)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await NameAsync(tenant, PhotoClient.HashOf(photo), null);
        (await other.LoadAsync(photo)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await foreign.LoadAsync(photo)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await foreign.ReadAsync(photo)).Status.ShouldBe(HttpStatusCode.NotFound);

        var secret = Jpeg(2_001);
        await phone.StoreAsync(secret);
        await NameAsync(tenant, PhotoClient.HashOf(secret), Guid.CreateVersion7());
        (await other.LoadAsync(secret)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        using var elsewhere = await PhotoClient.MemberAsync(tenant, phone, "elsewhere", Guid.CreateVersion7());
        (await elsewhere.LoadAsync(photo)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_upload_that_nobody_goes_on_with_is_dropped_after_a_week()
    {
        var tenant = await server.CreateTenantAsync("Abandoned");
        using var phone = await PhotoClient.OpenAsync(tenant);
        var (old, stored, fresh) = (Jpeg(1_000), Jpeg(1_001), Jpeg(1_002));
        await phone.StoreAsync(stored);
        foreach (var photo in new[] { old, fresh })
        {
            await phone.StartAsync(photo);
            await phone.AddAsync(photo, 0, 500);
        }
        await ExecuteAsync("UPDATE attachment_uploads SET touched_at = touched_at - interval '7 days' WHERE hash = $1",
            PhotoClient.HashOf(old));

        var dropped = await server.App.Services.GetRequiredService<AttachmentSweep>().SweepAsync(Cancel);

        dropped.ShouldBe(1);
        (await phone.ReadAsync(old)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await phone.ReadAsync(fresh)).Received.ShouldBe(500);
        (await CountAsync(tenant, "attachment_parts")).ShouldBe(2);
        (await phone.LoadAsync(stored)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static byte[] Jpeg(int size)
    {
        var bytes = RandomNumberGenerator.GetBytes(size);
        new byte[] { 0xFF, 0xD8, 0xFF, 0xE0 }.CopyTo(bytes, 0);
        return bytes;
    }

    private async Task NameAsync(TestTenant tenant, string hash, Guid? owner) => await ExecuteAsync("""
        INSERT INTO harvests (organization_id, id, site_id, owner_id, batch_id, user_id, stage, photos, created_at,
          updated_at, revision, created_revision)
        VALUES ($1, gen_random_uuid(), $2, $3::uuid, $1, $1, 'harvest', jsonb_build_array($4), now(), now(), 1, 1)
        """, tenant.OrganizationId, tenant.SiteId, owner is { } one ? one.ToString() : DBNull.Value, hash);

    private async Task ExecuteAsync(string sql, params object[] values)
    {
        await using var source = NpgsqlDataSource.Create(server.Database.Owner);
        await using var command = source.CreateCommand(sql);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(Cancel);
    }

    private async Task<long> CountAsync(TestTenant tenant, string table)
    {
        await using var source = NpgsqlDataSource.Create(server.Database.Owner);
        await using var command = source.CreateCommand($"SELECT count(*) FROM {table} WHERE organization_id = $1");
        command.Parameters.Add(new() { Value = tenant.OrganizationId });
        return (long)(await command.ExecuteScalarAsync(Cancel))!;
    }
}
