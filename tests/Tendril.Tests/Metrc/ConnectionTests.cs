using System.Text;
using Tendril.Metrc;
using static Tendril.Tests.Metrc.Answers;

namespace Tendril.Tests.Metrc;

public class ConnectionTests
{
    private static readonly Uri Sandbox = MetrcHosts.For("CO", sandbox: true);

    [Theory]
    [InlineData("http://api-co.metrc.com/", "vendor", "user", "baseAddress")]
    [InlineData("ftp://127.0.0.1/", "vendor", "user", "baseAddress")]
    [InlineData("https://me:secret@api-co.metrc.com/", "vendor", "user", "baseAddress")]
    [InlineData("https://api-co.metrc.com/?a=b", "vendor", "user", "baseAddress")]
    [InlineData("/relative", "vendor", "user", "baseAddress")]
    [InlineData("https://api-co.metrc.com/", "", "user", "vendorKey")]
    [InlineData("https://api-co.metrc.com/", "ven:dor", "user", "vendorKey")]
    [InlineData("https://api-co.metrc.com/", "vendor", "us\r\ner", "userKey")]
    [InlineData("https://api-co.metrc.com/", "vendor", "üser-secret", "userKey")]
    public void Refuses_what_cannot_work_without_repeating_a_key(
        string address, string vendor, string user, string field)
    {
        var refused = Should.Throw<ArgumentException>(
            () => new MetrcConnection(new Uri(address, UriKind.RelativeOrAbsolute), vendor, user));

        refused.ParamName.ShouldBe(field);
        refused.Message.ShouldNotContain("secret");
    }

    [Fact]
    public void Two_pairs_of_keys_have_two_fingerprints_and_one_integrator()
    {
        var one = new MetrcConnection(Sandbox, "vendor", "user-one");
        var other = new MetrcConnection(Sandbox, "vendor", "user-two");

        one.Integrator.ShouldBe(other.Integrator);
        one.KeyId.ShouldNotBe(other.KeyId);
        one.KeyId.ShouldBe(new MetrcConnection(Sandbox, "vendor", "user-one").KeyId);
        one.Integrator.ShouldNotBe(new MetrcConnection(MetrcHosts.For("MA", true), "vendor", "user-one").Integrator);
        one.ToString().ShouldBe($"https://sandbox-api-co.metrc.com/ (key {one.KeyId})");
    }

    [Theory]
    [InlineData("co", false, "https://api-co.metrc.com/")]
    [InlineData("MA", true, "https://sandbox-api-ma.metrc.com/")]
    public void Every_state_has_its_own_host(string state, bool sandbox, string address) =>
        MetrcHosts.For(state, sandbox).AbsoluteUri.ShouldBe(address);

    [Fact]
    public void A_state_without_metrc_has_no_host() =>
        Should.Throw<ArgumentException>(() => MetrcHosts.For("WA", false)).ParamName.ShouldBe("state");

    [Theory]
    [InlineData("https://api-co.metrc.com/", true)]
    [InlineData("https://SANDBOX-API-CO.METRC.COM./", true)]
    [InlineData("https://metrc.com/", true)]
    [InlineData("https://notmetrc.com/", false)]
    [InlineData("https://metrc.com.example.org/", false)]
    [InlineData("http://127.0.0.1:5091/", false)]
    public void The_real_metrc_is_recognised(string address, bool real) =>
        MetrcHosts.IsReal(new Uri(address)).ShouldBe(real);

    [Fact]
    public async Task The_keys_go_into_the_header_and_nowhere_else()
    {
        var seen = new List<MetrcExchange>();
        var token = Convert.ToBase64String(Encoding.UTF8.GetBytes("vendor-key-1:user-key-22"));
        await using var metrc = new RawMetrc((asked, line) => line.ReplyAsync(
            asked.Method == "GET" ? 503 : 400, $"Your header Basic {token} with USER-KEY-22 and vendor-key-1 is odd"));
        using var client = metrc.Client(new MetrcSettings { Observe = seen.Add });

        var read = (await client.StrainsAsync()).Failure();
        var sent = await client.SendAsync(Planting("A"), License, Cancel);

        metrc.Requests.ShouldAllBe(asked => asked.Head.Contains($"Authorization: Basic {token}\r\n"));
        var told = $"{read}{sent}{string.Concat(seen)}";
        told.ShouldContain("Your header Basic [key removed] with [key removed] and [key removed] is odd");
        foreach (var secret in new[] { token, "vendor-key-1", "user-key-22" })
            told.ShouldNotContain(secret, Case.Insensitive);
        sent.ShouldBeOfType<SendOutcome.Refused>().Errors.Single().Message.ShouldContain("[key removed]");
    }

    [Fact]
    public async Task An_exchange_tells_what_was_sent_and_what_came_back()
    {
        var seen = new List<MetrcExchange>();
        await using var metrc = new RawMetrc("""{"Ids":[5],"Warnings":null}""");
        using var client = metrc.Client(new MetrcSettings { Observe = seen.Add, EvidenceCharacters = 10 });

        var outcome = await client.SendAsync(Planting("A"), License, Cancel);

        var exchange = outcome.Exchange;
        seen.ShouldBe([exchange]);
        exchange.Method.ShouldBe("POST");
        exchange.Url.ShouldBe($"{metrc.Address}plantbatches/v2/plantings?licenseNumber=403-X0001");
        exchange.RequestBody.ShouldBe(metrc.Requests.Single().Body);
        exchange.RequestSha256.ShouldBe(Hash(exchange.RequestBody!));
        (exchange.Status, exchange.ContentType, exchange.Failure).ShouldBe((200, "application/json", null));
        (exchange.ResponseBody, exchange.ResponseShortened).ShouldBe(("""{"Ids":[5]""", true));
        exchange.ResponseSha256.ShouldBe(Hash("""{"Ids":[5],"Warnings":null}"""));
        exchange.Elapsed.ShouldBeGreaterThan(TimeSpan.Zero);
        exchange.StartedAt.Offset.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task Reads_are_seen_by_the_observer_too()
    {
        var seen = new List<MetrcExchange>();
        await using var metrc = new RawMetrc("[]");
        using var client = metrc.Client(new MetrcSettings { Observe = seen.Add });

        (await client.StrainsAsync()).Data();

        var exchange = seen.Single();
        (exchange.Method, exchange.RequestBody, exchange.ResponseBody).ShouldBe(("GET", null, "[]"));
        exchange.ResponseSha256.ShouldBe(Hash("[]"));
    }

    [Fact]
    public void A_base_address_with_a_path_keeps_it()
    {
        var handler = new Recorder();
        var connection = new MetrcConnection(new Uri("https://gate.example/metrc"), "v", "u");
        using var client = new MetrcClient(
            handler, connection, new MetrcSettings(), MetrcLimiter.None, TimeProvider.System);

        _ = client.ListAsync(MetrcApi.Facilities, null, null, Cancel);

        handler.Asked.ShouldBe("https://gate.example/metrc/facilities/v2");
    }

    [Fact]
    public void Refuses_settings_that_no_client_can_work_with()
    {
        var connection = new MetrcConnection(Sandbox, "vendor", "user");
        MetrcSettings[] wrong =
        [
            new() { PageSize = 0 }, new() { PageSize = 21 }, new() { PagesAtOnce = 0 }, new() { Sweeps = 0 },
            new() { RowsPerWrite = 0 }, new() { MostBodyBytes = 0 },
        ];

        foreach (var settings in wrong)
        {
            var refused = Should.Throw<ArgumentException>(() => new MetrcClient(
                new Recorder(), connection, settings, MetrcLimiter.None, TimeProvider.System));
            refused.ParamName.ShouldBe("settings");
        }
    }

    private static string Hash(string text) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private sealed class Recorder : HttpMessageHandler
    {
        public string? Asked { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancel)
        {
            Asked = request.RequestUri!.AbsoluteUri;
            return Task.FromResult(new HttpResponseMessage { Content = new StringContent("[]") });
        }
    }
}
