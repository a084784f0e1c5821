namespace Tendril.BrowserTests.Support;

/// <summary><c>demo.json</c>, as far as these tests read it.</summary>
public sealed record Demo(
    string Url, string Email, string Password, string ApiToken, IReadOnlyList<Demo.Site> Sites, Demo.MetrcPart Metrc,
    IReadOnlyList<Demo.User> Users)
{
    public sealed record Site(Guid Id, string Name, string Licence);

    public sealed record MetrcPart(string Url, IReadOnlyList<string> Licenses);

    public sealed record User(string Email, string Password, string Role);

    /// <summary>The site that grows.</summary>
    public Site Grower => Sites[0];

    public User WithRole(string role) => Users.First(user => user.Role == role);
}
