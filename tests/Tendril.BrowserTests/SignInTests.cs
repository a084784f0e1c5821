using System.Globalization;
using Microsoft.Playwright;
using Tendril.BrowserTests.Support;
using static Tendril.BrowserTests.Support.Words;

namespace Tendril.BrowserTests;

public sealed class SignInTests(DemoBrowser demo)
{
    /// <summary>The first question, "who am I", is answered with 401 as long as nobody is signed in.</summary>
    private const string Session = "/api/session";

    [Fact]
    public Task A_wrong_password_is_told_in_words_and_the_right_one_opens_today() => demo.JourneyAsync(
        async page =>
        {
            await page.GotoAsync("/batches");
            await page.GetByLabel("Email").FillAsync(demo.Demo.Email);
            await page.GetByLabel("Password").First.FillAsync("not the password");
            await page.Button("Sign in").ClickAsync();
            await Expect(page.GetByText("Email or password is wrong. Check both")).ToHaveCountAsync(1);
            await page.GetByLabel("Password").First.FillAsync(demo.Demo.Password);
            await page.Button("Sign in").ClickAsync();
            await Expect(page.Heading("Batches")).ToBeVisibleAsync();
            var answer = await page.APIRequest.GetAsync(Session);
            (await answer.TextAsync()).ShouldContain(demo.Demo.Email);
        },
        who: null, device: null, Session);

    /// <summary>Signs in as somebody who was invited, in a browser of their own.</summary>
    [Fact]
    public async Task An_invited_person_chooses_a_password_before_anything_opens_and_sees_where_they_are_signed_in()
    {
        const string email = "ada@firstday.example";
        const string own = "a sentence of my own";
        var invited = await demo.Server.PostAsync(
            "/api/users", new { email, fullName = "Ada First", role = "head_grower" });
        var temporary = invited.GetProperty("temporaryPassword").GetString()!;
        await demo.JourneyAsync(
            async page =>
            {
                await page.GotoAsync("/batches");
                await page.GetByLabel("Email").FillAsync(email);
                await page.GetByLabel("Password").First.FillAsync(temporary);
                await page.Button("Sign in").ClickAsync();
                await Expect(page.Heading("Choose your own password")).ToBeVisibleAsync();
                await page.GotoAsync("/inventory");
                await Expect(page.Heading("Choose your own password")).ToBeVisibleAsync();
                await page.GetByLabel("Temporary password").First.FillAsync(temporary);
                await page.GetByLabel("New password").First.FillAsync(temporary);
                await page.Button("Save and open Tendril").ClickAsync();
                await Expect(page.GetByText("The new password is the same as the present one")).ToBeVisibleAsync();
                await page.GetByLabel("New password").First.FillAsync(own);
                await page.Button("Save and open Tendril").ClickAsync();
                await Expect(page.Heading("Inventory")).ToBeVisibleAsync();
                await page.GotoAsync("/settings");
                await Expect(page.GetByText("This session")).ToBeVisibleAsync();
                await using var other = await page.Context.Browser!.NewContextAsync(new() { BaseURL = demo.Demo.Url });
                var second = await other.APIRequest.PostAsync("/api/session", new()
                {
                    DataObject = new { email, password = own },
                    Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["X-Tendril"] = "1" },
                });
                second.Ok.ShouldBeTrue();
                await page.ReloadAsync();
                await page.Button("End all others").ClickAsync();
                await Expect(page.GetByText("All other sessions have ended")).ToBeVisibleAsync();
                (await other.APIRequest.GetAsync(Session)).Status.ShouldBe(401);
                await Expect(page.Button("End all others")).ToHaveCountAsync(0);
            },
            who: null, device: null, Session, "/api/session/password");
    }

    [Fact]
    public Task Today_stands_without_a_complaint_and_says_what_the_api_says() => demo.AdminAsync(async page =>
    {
        await page.GotoAsync("/");
        await Expect(page.GetByText("Metrc per site")).ToBeVisibleAsync();
        foreach (var site in demo.Demo.Sites)
            await Expect(page.GetByRole(AriaRole.Main).GetByText(site.Name)).ToBeVisibleAsync();
        var today = await demo.Server.GetAsync("/api/today");
        var active = today.GetProperty("batches").GetProperty("active").GetInt32();
        active.ShouldBeGreaterThan(0);
        await Expect(page.GetByRole(AriaRole.Main)).ToContainTextAsync(
            active.ToString(CultureInfo.InvariantCulture));
    });

    /// <summary>Told, not judged: other work on the machine would decide.</summary>
    [Fact]
    public Task The_first_page_comes_and_its_time_is_told() => demo.AdminAsync(async page =>
    {
        await page.GotoAsync("/");
        await Expect(page.GetByText("Metrc per site")).ToBeVisibleAsync();
        var times = await page.EvaluateAsync<double[]>(
            """
            () => {
              const page = performance.getEntriesByType('navigation')[0];
              const paint = performance.getEntriesByName('first-contentful-paint')[0];
              const bytes = performance.getEntriesByType('resource').reduce((sum, one) => sum + one.transferSize, 0);
              return [page.responseStart, paint?.startTime ?? 0, page.loadEventEnd, performance.now(), bytes / 1024];
            }
            """);
        times[3].ShouldBeGreaterThan(0);
        var words = string.Create(
            CultureInfo.InvariantCulture,
            $"First page: answer {times[0]:0} ms, first paint {times[1]:0} ms, loaded {times[2]:0} ms, ")
            + string.Create(CultureInfo.InvariantCulture, $"Today filled {times[3]:0} ms, {times[4]:0} kB");
        TestContext.Current.TestOutputHelper?.WriteLine(words);
        await Console.Out.WriteLineAsync(words);
    });
}
