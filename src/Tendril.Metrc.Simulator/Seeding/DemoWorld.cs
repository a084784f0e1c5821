using System.Security.Cryptography;
using System.Text;
using Tendril.Metrc.Simulator.State;

namespace Tendril.Metrc.Simulator.Seeding;

/// <summary>The two keys a client needs.</summary>
public sealed record DemoKeys(string VendorKey, string UserKey)
{
    /// <summary>Keys that look like Metrc's and follow from a number; they open nothing but this simulator.</summary>
    public static DemoKeys FromSeed(int seed) => new(Made($"vendor/{seed}"), Made($"user/{seed}"));

    private static string Made(string text) => Convert.ToBase64String(
        SHA256.HashData(Encoding.UTF8.GetBytes("tendril simulator " + text)), 0, 24)
        .Replace('+', '-').Replace('/', '_');
}

/// <summary>The licences of the demo, by what they do.</summary>
public sealed record DemoLicences(string Grower, string Processor, string Shop);

/// <summary>A small believable state of our own: a grower, a processor and a shop that know each other.</summary>
public static class DemoWorld
{
    private static readonly string[] Strains =
    [
        "Harbor Light", "Juniper Haze", "Copper Kettle", "Saltmarsh Kush", "Night Ferry", "Lemon Anvil",
        "Velvet Quarry", "Meadow Static", "Piñon Diesel", "Blue Sawtooth", "Old Orchard #4", "Tangerine Relay",
    ];

    /// <summary>Sows the demo, and <paramref name="extraPackages"/> generated ones on top.</summary>
    public static DemoLicences Sow(
        SimulatorState state, string stateCode, DemoKeys keys, int seed = 1, int extraPackages = 0) =>
        state.Change(() =>
    {
        var prefix = $"SF-SBX-{stateCode.ToUpperInvariant()}";
        var licences = new DemoLicences($"{prefix}-1-8001", $"{prefix}-2-8001", $"{prefix}-3-8001");
        state.AddVendorKey(keys.VendorKey);
        state.AddUserKey(keys.UserKey);
        var sowing = new Sowing(state, StateProfile.Load(stateCode), new Random(seed));
        sowing.Grower(licences.Grower);
        sowing.Processor(licences.Processor);
        sowing.Shop(licences.Shop);
        sowing.Extra([licences.Grower, licences.Processor, licences.Shop], extraPackages);
        return licences;
    });

    private sealed class Sowing(SimulatorState state, StateProfile profile, Random random)
    {
        private readonly Dictionary<string, List<(string Item, string Unit)>> _items = new(StringComparer.Ordinal);

        internal void Grower(string licence)
        {
            Open(licence, "Tall Pines Cultivation", "Cultivator");
            Rooms(licence, ("Clone Room", "Planting"), ("Nursery", "Planting"), ("Flower 1", "Default Location Type"),
                ("Flower 2", "Default Location Type"), ("Drying Room", "Drying"), ("Vault", "Packing"));
            foreach (var strain in Strains)
            {
                Item(licence, $"{strain} - Flower", "Buds", "Grams", strain);
                Item(licence, $"{strain} - Clones", "Immature Plants", "Each", strain);
            }
            Item(licence, "Mixed Trim", "Shake/Trim", "Pounds", Strains[0]);
            Item(licence, "Harbor Light - Seeds", "Seeds", "Each", "Harbor Light");
            for (var i = 0; i < 30; i++) Package(licence, i, "Vault");
            foreach (var strain in Strains.Take(3)) state.AddPlant(licence, strain);
            Tags(licence);
        }

        internal void Processor(string licence)
        {
            Open(licence, "Copperline Extracts", "Manufacturer");
            Rooms(licence, ("Intake", "Packing"), ("Extraction", "Default Location Type"),
                ("Finished Goods", "Packing"));
            Item(licence, "Night Ferry - Live Rosin 1 g", "Concentrate (Each)", "Each", "Night Ferry");
            Item(licence, "Lemon Anvil - Cartridge 0.5 g", "Vape Cartridge", "Each", "Lemon Anvil");
            Item(licence, "Bulk Distillate", "Concentrate", "Grams", strain: null);
            Item(licence, "Peppermint Drops 100 mg", "Infused (edible)", "Each", strain: null);
            Item(licence, "Evening Tincture", "Tincture", "Milliliters", strain: null);
            for (var i = 0; i < 15; i++) Package(licence, i, "Finished Goods");
            Tags(licence);
        }

        internal void Shop(string licence)
        {
            Open(licence, "Main Street Green", "Dispensary");
            Rooms(licence, ("Sales Floor", "Packing"), ("Back Stock", "Packing"));
            Item(licence, "Juniper Haze Pre-Roll 0.5 g", "Pre-Roll", "Each", "Juniper Haze");
            Item(licence, "House Pre-Roll 1 g", "Pre-Roll", "Each", strain: null);
            Item(licence, "Peppermint Drops 100 mg", "Infused (edible)", "Each", strain: null);
            Item(licence, "Recovery Balm", "Topical", "Each", strain: null);
            for (var i = 0; i < 15; i++) Package(licence, i, "Back Stock");
            Tags(licence);
        }

        internal void Extra(IReadOnlyList<string> licences, int packages)
        {
            for (var i = 0; i < packages; i++)
            {
                var facility = state.Facility(licences[i % licences.Count]);
                var label = TagLabels.Make(facility, TagKind.Package, 100_000 + i);
                Package(facility.Licence, i, room: null, label);
            }
        }

        private void Open(string licence, string name, string kind)
        {
            state.AddFacility(profile.NewFacility(licence, name, kind));
            _items[licence] = [];
            foreach (var strain in Strains) state.AddStrain(licence, strain);
        }

        private void Rooms(string licence, params IEnumerable<(string Name, string Type)> rooms)
        {
            foreach (var (name, type) in rooms) state.AddLocation(licence, name, type);
        }

        private void Item(string licence, string name, string category, string unit, string? strain)
        {
            state.AddItem(licence, name, category, unit, strain);
            _items[licence].Add((name, unit));
        }

        private void Package(string licence, int number, string? room, string? label = null)
        {
            var (item, unit) = _items[licence][number % _items[licence].Count];
            var quantity = unit == "Each" ? random.Next(5, 200) : random.Next(1_000, 250_000) / 100m;
            var today = state.Facility(licence).Today(state.Now);
            var package = state.AddPackage(licence, new NewPackage
            {
                Item = item,
                Unit = unit,
                Quantity = quantity,
                Location = room,
                Label = label,
                PackageType = item.EndsWith("Clones", StringComparison.Ordinal) ? "ImmaturePlant" : "Product",
                PackagedOn = today.AddDays(-random.Next(1, 60)),
                LabTestingState = "TestPassed",
            });
            if (number % 13 == 12) state.HoldPackage(package.Label);
            if (number % 14 == 13) state.ShipPackage(package.Label);
        }

        private void Tags(string licence)
        {
            state.AddTags(licence, TagKind.Plant, 40);
            state.AddTags(licence, TagKind.Package, 40);
        }
    }
}
