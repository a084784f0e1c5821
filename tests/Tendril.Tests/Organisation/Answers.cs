using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Tendril.Tests.Organisation;

/// <summary>Reads answers of the API as a program would.</summary>
internal static class Answers
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static Task<JsonElement> JsonAsync(this HttpResponseMessage answer) =>
        answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);

    public static async Task<JsonElement> ShouldBeAsync(this Task<HttpResponseMessage> call, HttpStatusCode status)
    {
        var answer = await call;
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        answer.StatusCode.ShouldBe(status, text);
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement.Clone();
    }

    /// <summary>A refusal with this status and code, and with a sentence and help.</summary>
    public static async Task ShouldRefuseAsync(
        this Task<HttpResponseMessage> call, HttpStatusCode status, string code, string? field = null)
    {
        var problem = await call.ShouldBeAsync(status);
        problem.GetProperty("code").GetString().ShouldBe(code);
        problem.GetProperty("detail").GetString().ShouldNotBeNullOrEmpty();
        problem.GetProperty("help").GetString().ShouldNotBeNullOrEmpty();
        if (field is not null) problem.GetProperty("field").GetString().ShouldBe(field);
    }

    public static Task<HttpResponseMessage> PostAsync(this HttpClient client, string path, object body) =>
        client.PostAsJsonAsync(path, body, Cancel);

    public static Task<HttpResponseMessage> PutAsync(this HttpClient client, string path, object body) =>
        client.PutAsJsonAsync(path, body, Cancel);

    public static Task<JsonElement> ReadAsync(this HttpClient client, string path) =>
        client.GetAsync(path, Cancel).ShouldBeAsync(HttpStatusCode.OK);

    public static string Text(this JsonElement item, string name) => item.GetProperty(name).GetString()!;

    public static Guid Id(this JsonElement item, string name = "id") => item.GetProperty(name).GetGuid();

    public static IReadOnlyList<JsonElement> Items(this JsonElement page) =>
        [.. page.GetProperty("items").EnumerateArray()];
}
