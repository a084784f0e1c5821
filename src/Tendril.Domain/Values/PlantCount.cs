namespace Tendril.Domain.Values;

/// <summary>How many plants: a whole number above 0.</summary>
public readonly record struct PlantCount
{
    public static readonly ProblemCode NotPositive = new(
        "count_not_positive",
        "A plant count is zero, negative or not a whole number.",
        "Enter how many plants there are: a whole number of at least 1.");

    private PlantCount(int plants) => Plants = plants;

    public int Plants { get; }

    public static Result<PlantCount> Of(decimal plants, string field = "plantCount") =>
        plants is >= 1 and <= int.MaxValue && decimal.IsInteger(plants)
            ? new PlantCount((int)plants)
            : NotPositive.Refuse("Plant count must be greater than 0", field);

    public override string ToString() => $"{Plants}";
}
