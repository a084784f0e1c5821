using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;
using Tendril.Server.Modules.Organisation;
using Tendril.Server.Storage;

namespace Tendril.Server.Platform.Web;

/// <summary>
/// Cookie-protection keys live in the database, so that every server reads the same cookies; each is sealed.
/// </summary>
public sealed class SealedKeyRing(DbContextOptions<AccessDb> options, Seal seal) : IXmlRepository
{
    private const string Purpose = "data-protection";

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var access = new AccessDb(options);
        return [.. access.DataProtectionKeys.AsNoTracking().OrderBy(key => key.Id).ToList()
            .Select(key => XElement.Parse(seal.Open(Guid.Empty, Purpose, Convert.FromBase64String(key.Xml))))];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var access = new AccessDb(options);
        var box = seal.Close(Guid.Empty, Purpose, element.ToString(SaveOptions.DisableFormatting));
        access.DataProtectionKeys.Add(
            new DataProtectionKey { FriendlyName = friendlyName, Xml = Convert.ToBase64String(box) });
        access.SaveChanges();
    }
}
