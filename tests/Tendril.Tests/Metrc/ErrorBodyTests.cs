using System.Text;
using Tendril.Metrc;

namespace Tendril.Tests.Metrc;

public class ErrorBodyTests
{
    [Theory]
    [InlineData("""[{"row":0,"message":"No name"},{"row":2,"message":"No item"}]""", "0:No name|2:No item")]
    [InlineData("""[{"Row":1,"Message":"No name"}]""", "1:No name")]
    [InlineData("""[{"message":"No row"}]""", ":No row")]
    [InlineData("""{"Message":"The content is too large"}""", ":The content is too large")]
    [InlineData("""{"message":"lower"}""", ":lower")]
    [InlineData("""{"title":"One or more validation errors"}""", ":One or more validation errors")]
    [InlineData("""{"error":"denied"}""", ":denied")]
    [InlineData("""{"code":5}""", """:{"code":5}""")]
    [InlineData("""["First","Second"]""", ":First|:Second")]
    [InlineData("\"Just text\"", ":Just text")]
    [InlineData("No valid endpoint found", ":No valid endpoint found")]
    [InlineData("""[{"row":0,"mess""", """:[{"row":0,"mess""")]
    [InlineData("[]", ":[]")]
    [InlineData("17", ":17")]
    [InlineData("", ":Metrc gave no reason.")]
    [InlineData(" \r\n ", ":Metrc gave no reason.")]
    [InlineData("<html><title> Bad &lt;Gateway&gt; </title></html>", ":a web page instead of data: Bad <Gateway>")]
    [InlineData("<html><title>", ":a web page instead of data")]
    [InlineData("<h1>Oops</h1>", ":a web page instead of data")]
    public void Every_shape_becomes_rows(string body, string rows) =>
        string.Join('|', ErrorBody.Read(Encoding.UTF8.GetBytes(body), null)
            .Select(error => $"{error.Row}:{error.Message}")).ShouldBe(rows);

    [Fact]
    public void A_long_text_is_shortened_without_splitting_a_sign()
    {
        var body = Encoding.UTF8.GetBytes(new string('x', 999) + "🌱 and more");

        ErrorBody.Read(body, null).Single().Message.ShouldBe(new string('x', 999) + "…");
    }

    [Fact]
    public void Text_in_another_charset_is_shown_as_it_was_meant() =>
        ErrorBody.Read(Encoding.Latin1.GetBytes("Crème"), "iso-8859-1").Single().Message.ShouldBe("Crème");

    [Fact]
    public void Text_in_no_known_charset_is_shown_as_well_as_it_can_be() =>
        ErrorBody.Read(Encoding.Latin1.GetBytes("Crème"), null).Single().Message.ShouldBe("Cr\uFFFDme");
}
