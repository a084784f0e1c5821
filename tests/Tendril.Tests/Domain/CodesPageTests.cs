using Tendril.Domain;
using Tendril.Server.Platform;
using Tendril.Tests.Domain.Rules;

namespace Tendril.Tests.Domain;

public class CodesPageTests
{
    [Fact]
    public void The_page_of_codes_is_what_the_source_says()
    {
        var page = Path.Combine(RuleFileTests.RepositoryRoot(), "docs", "codes.md");
        var written = Codes.Document(ServerCodes.Areas);
        if (Environment.GetEnvironmentVariable("TENDRIL_WRITE_CODES") == "1") File.WriteAllText(page, written);
        File.ReadAllText(page).ShouldBe(written, "run TENDRIL_WRITE_CODES=1 ./test and commit docs/codes.md");
    }
}
