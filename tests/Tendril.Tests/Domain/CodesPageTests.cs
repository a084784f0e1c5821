using Tendril.Domain;
using Tendril.Server.Platform;
using Tendril.Tests.Domain.Rules;

namespace Tendril.Tests.Domain;

public class CodesPageTests
{
    [Fact]
    public void The_page_of_codes_is_what_the_source_says() =>
        IsWritten(Codes.Document(ServerCodes.Areas), "docs", "codes.md");

    /// <summary>What the web app's other languages are compared with, code by code.</summary>
    [Fact]
    public void The_web_apps_list_of_codes_is_what_the_source_says() =>
        IsWritten(Codes.Words(ServerCodes.Areas), "web", "src", "i18n", "en", "codes.json");

    private static void IsWritten(string text, params string[] path)
    {
        var page = Path.Combine([RuleFileTests.RepositoryRoot(), .. path]);
        if (Environment.GetEnvironmentVariable("TENDRIL_WRITE_CODES") == "1") File.WriteAllText(page, text);
        File.ReadAllText(page).ShouldBe(
            text, $"run TENDRIL_WRITE_CODES=1 ./test and commit {string.Join('/', path)}");
    }
}
