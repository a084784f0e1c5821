using Tendril.Metrc.Simulator.State;

namespace Tendril.Metrc.Simulator.Seeding;

/// <summary>Sows a state from a plan: licences, rooms, strains, items, tags and thousands of packages.</summary>
public static class WorldSeed
{
    private static readonly (string Category, string Unit)[] Kinds =
    [
        ("Buds", "Grams"), ("Shake/Trim", "Pounds"), ("Pre-Roll", "Each"), ("Concentrate", "Grams"),
        ("Vape Cartridge", "Each"), ("Infused (edible)", "Each"), ("Tincture", "Milliliters"), ("Seeds", "Each"),
        ("Immature Plants", "Each"), ("Bud/Flower", "Ounces"),
    ];

    private static readonly string[] LabStates =
        ["NotSubmitted", "SubmittedForTesting", "TestPassed", "TestPassed", "TestPassed", "TestFailed"];

    /// <summary>Adds the plan to what is there already.</summary>
    public static SeededWorld Sow(SimulatorState state, SeedPlan plan) => state.Change(() =>
    {
        state.AddVendorKey(plan.VendorKey);
        state.AddUserKey(plan.UserKey, plan.Facilities.Select(f => f.Licence).ToList());
        var sowing = new Sowing(state, plan);
        return sowing.Run();
    });

    private sealed class Sowing(SimulatorState state, SeedPlan plan)
    {
        private readonly Random _random = new(plan.Seed);
        private readonly DateTimeOffset _now = state.Now;
        private readonly List<Facility> _facilities = [];
        private readonly Dictionary<long, List<Strain>> _strains = [];
        private readonly Dictionary<long, List<Item>> _items = [];
        private readonly Dictionary<long, List<Location>> _rooms = [];

        internal SeededWorld Run()
        {
            foreach (var wish in plan.Facilities) Open(wish);
            SowStrains();
            SowItems();
            var packages = SowPackages();
            foreach (var facility in _facilities)
            {
                state.MakeTags(facility, TagKind.Plant, plan.SpareTags);
                state.MakeTags(facility, TagKind.Package, plan.SpareTags);
            }
            return new SeededWorld(_facilities, _strains.Sum(s => s.Value.Count), _items.Sum(i => i.Value.Count),
                packages);
        }

        private void Open(SeedFacility wish)
        {
            var profile = StateProfile.Load(plan.StateCode);
            var facility = state.AddFacility(profile.NewFacility(wish.Licence, wish.Name, wish.Kind, wish.MoreFlags));
            _facilities.Add(facility);
            (_strains[facility.Id], _items[facility.Id], _rooms[facility.Id]) = ([], [], []);
            foreach (var type in facility.LocationTypes)
            {
                var room = Put(state.Locations, facility,
                    new Location { Name = $"{type.Name} Room", TypeName = type.Name });
                if (type.ForPackages) _rooms[facility.Id].Add(room);
            }
        }

        private void SowStrains()
        {
            foreach (var (facility, name) in InTurn(plan.StrainNames))
            {
                if (state.Strains.Find(facility.Id, name) is not null) continue;
                var indica = _random.Next(0, 21) * 5m;
                _strains[facility.Id].Add(Put(state.Strains, facility, new Strain
                {
                    Name = name,
                    IndicaPercentage = indica,
                    SativaPercentage = 100m - indica,
                    ThcLevel = _random.Next(0, 3500) / 10000m,
                    CbdLevel = _random.Next(0, 2000) / 10000m,
                    TestingStatus = "ThirdParty",
                }));
            }
        }

        private void SowItems()
        {
            foreach (var (facility, name) in InTurn(plan.ItemNames))
            {
                if (state.Items.Find(facility.Id, name) is not null) continue;
                var (category, unit) = Kinds[_random.Next(Kinds.Length)];
                var strains = _strains[facility.Id];
                _items[facility.Id].Add(Put(state.Items, facility, new Item
                {
                    Name = name,
                    CategoryName = category,
                    UnitName = unit,
                    StrainId = strains.Count == 0 ? null : strains[_random.Next(strains.Count)].Id,
                }));
            }
        }

        private IEnumerable<(Facility Facility, string Name)> InTurn(IReadOnlyList<string> names) =>
            names.Where(n => !string.IsNullOrWhiteSpace(n)).Index()
                .Select(n => (_facilities[n.Index % _facilities.Count], n.Item));

        private List<Package> SowPackages()
        {
            var packages = new List<Package>(plan.Packages);
            for (var i = 0; i < plan.Packages; i++)
                packages.Add(SowPackage(_facilities[i % _facilities.Count], 1 + i / _facilities.Count));
            return packages;
        }

        private Package SowPackage(Facility facility, int number)
        {
            var items = _items[facility.Id];
            if (items.Count == 0) throw new InvalidOperationException($"No item names reached {facility.Licence}.");
            var item = items[_random.Next(items.Count)];
            var label = TagLabels.Make(facility, TagKind.Package, number);
            Put(state.Tags, facility, new Tag { Label = label, Kind = TagKind.Package, IsUsed = true });
            var status = plan.AllLists ? StatusOf(_random.Next(100)) : PackageStatus.Active;
            var quantity = QuantityOf(item);
            var rooms = _rooms[facility.Id];
            var package = Put(state.Packages, facility, new Package
            {
                Label = label,
                ItemId = item.Id,
                UnitName = item.UnitName,
                OriginalQuantity = quantity,
                Quantity = status is PackageStatus.Finished or PackageStatus.Discontinued ? 0m : quantity,
                LocationId = rooms.Count == 0 ? null : rooms[_random.Next(rooms.Count)].Id,
                Status = status,
                IsOnHold = plan.AllLists && status == PackageStatus.Active && _random.Next(100) < 5,
                LabTestingState = LabStates[_random.Next(LabStates.Length)],
                PackageType = item.CategoryName == "Immature Plants" ? "ImmaturePlant" : "Product",
                PackagedDate = facility.Today(_now).AddDays(-_random.Next(31, 400)),
            });
            if (status is PackageStatus.Finished) package = Finish(facility, package);
            if (status is PackageStatus.Transferred) Depart(facility, package, item);
            return package;
        }

        private Package Finish(Facility facility, Package package)
        {
            var finished = package with { FinishedDate = facility.Today(_now), ArchivedDate = facility.Today(_now) };
            return state.Stored(state.Packages, finished);
        }

        private void Depart(Facility facility, Package package, Item item) =>
            Put(state.Departures, facility, new Departure
            {
                PackageId = package.Id,
                PackageLabel = package.Label,
                RecipientLicence = "SF-ELSEWHERE-1",
                RecipientName = "Elsewhere Retail",
                ManifestNumber = $"{package.Id:D10}",
                ProductName = item.Name,
                CategoryName = item.CategoryName,
                UnitName = package.UnitName,
                Quantity = package.Quantity,
                StrainName = item.StrainId is { } strain ? state.Strains.Find(strain)?.Name : null,
                DepartedAt = package.LastModified,
                ReceivedAt = package.LastModified,
            });

        private static PackageStatus StatusOf(int percent) => percent switch
        {
            < 86 => PackageStatus.Active,
            < 91 => PackageStatus.Finished,
            < 93 => PackageStatus.Discontinued,
            < 97 => PackageStatus.InTransit,
            _ => PackageStatus.Transferred,
        };

        /// <summary>
        /// Pieces are whole; weights and volumes come with any number of decimals, trailing noughts too.
        /// </summary>
        private decimal QuantityOf(Item item)
        {
            if (item.UnitName == "Each") return _random.Next(1, 2000);
            var scale = (byte)_random.Next(0, 7);
            var digits = _random.NextInt64(1, 5000 * (long)Math.Pow(10, scale));
            return new decimal((int)digits, (int)(digits >> 32), 0, isNegative: false, scale);
        }

        private T Put<T>(Table<T> table, Facility facility, T row) where T : Row =>
            state.Stored(table, (T)((Row)row with
            {
                Id = state.NextId(),
                FacilityId = facility.Id,
                LastModified = SimulatorState.Cut(_now - plan.History * _random.NextDouble()),
            }));
    }
}
