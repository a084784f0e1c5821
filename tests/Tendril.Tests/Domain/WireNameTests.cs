using Tendril.Domain;
using Tendril.Domain.Compliance;
using Tendril.Domain.Cultivation;
using Tendril.Domain.Inventory;
using Tendril.Domain.Organisation;

namespace Tendril.Tests.Domain;

public class WireNameTests
{
    [Fact]
    public void Spells_values_as_the_specification_does()
    {
        WireName.All<DomainType>().ShouldBe(["cannabis", "produce"]);
        WireName.All<SourceType>().ShouldBe(["seed", "clone", "tissue_culture"]);
        WireName.All<BatchStatus>().ShouldBe(["active", "quarantined", "completed", "destroyed"]);
        WireName.All<SyncBadge>().ShouldBe(["synced", "pending", "error", "unknown", "not_synced", "not_required"]);
        WireName.All<LocationSource>().ShouldBe(["pod_mapping", "room_mapping", "site_default", "none"]);
        WireName.All<MappingStatus>().ShouldBe(["synced", "pending", "conflict", "error"]);
        WireName.All<LotStatus>().ShouldBe(["available", "in_transit", "on_hold", "quarantined", "finished"]);
        WireName.All<CountReason>().ShouldBe([
            "died", "destroyed_voluntary", "destroyed_mandatory", "contamination", "pest_infestation", "unhealthy",
            "data_error", "other"]);
        WireName.All<ReportState>().ShouldBe([
            "recorded", "claimed", "sent", "confirmed", "refused", "unknown", "verified", "needs_person"]);
        WireName.All<Role>().ShouldBe([
            "org_admin", "site_manager", "head_grower", "compliance_qa", "executive_viewer", "operator", "cashier",
            "installer_tech", "support"]);
    }

    [Theory, InlineData("harvest_ready"), InlineData(" Harvest_Ready ")]
    public void Reads_names_in_any_case(string text)
    {
        WireName.Parse<BatchStage>(text, "stage").Refused(out _, out var stage).ShouldBeFalse();
        stage.ShouldBe(BatchStage.HarvestReady);
        WireName.Of(stage).ShouldBe("harvest_ready");
    }

    [Theory, InlineData("HarvestReady"), InlineData("2"), InlineData(""), InlineData(null)]
    public void Refuses_other_words_and_names_the_choices(string? text)
    {
        WireName.Parse<DomainType>(text, "domainType").Refused(out var problem, out _).ShouldBeTrue();
        (problem!.Code, problem.Field).ShouldBe(("value.not_in_list", "domainType"));
        problem.Message.ShouldContain("cannabis, produce");
    }
}
