"""What a simulation reports beside its figures: requisitions, and impact ratios from whoever may read the groups."""

from collections.abc import Mapping
from decimal import Decimal

from scoring.comparison import Standing
from scoring.fairness import RateTable, selection_table
from scoring.scorer import ScorerVersion
from scoring.triage import tier_of
from tasks.simulation import Trial, Tried
from tasks.simulation_report import simulation_report

TRIAL = Trial(ScorerVersion("local", "local-1", rules_version="b"), ScorerVersion("local", "local-1"))


class Groups:
    """Knows the sex of some applicants of one customer; what it was asked is kept."""

    def __init__(self, sexes: Mapping[str, str]) -> None:
        self._sexes = sexes
        self.asked: list[set[str]] = []

    def selection_tables(self, customer_id: str, selected: Mapping[str, bool]) -> tuple[RateTable, ...] | None:
        if customer_id != "1":
            return None
        self.asked.append(set(selected))
        return (selection_table("sex", selected, {key: s for key, s in self._sexes.items() if key in selected}),)


def standing(score: int | None) -> Standing:
    value = None if score is None else Decimal(score)
    return Standing(value, tier_of(value), review=False)


def tried(workflow: str, before: int | None, after: int | None, customer: str = "1", job: str = "7") -> Tried:
    return Tried(customer, workflow, job, "local local-1", standing(before), standing(after))


def test_impact_ratios_are_told_before_and_after() -> None:
    applications = [tried("a", 60, 60), tried("b", 60, 40), tried("c", 60, 60), tried("d", 40, 60)]
    groups = Groups({"a": "female", "b": "female", "c": "male", "d": "male"})

    report = simulation_report(TRIAL, applications, None, groups)

    [impact] = report["impact"]
    assert impact["before"]["lowest_ratio"] == 0.5
    assert impact["before"]["below_four_fifths"] == ["sex: male"]
    assert impact["after"]["lowest_ratio"] == 0.5
    assert impact["after"]["below_four_fifths"] == ["sex: female"]
    assert impact["after"]["tables"][0]["rates"][0] == {
        "category": "female",
        "applicants": 2,
        "selected": 1,
        "rate": 0.5,
        "impact_ratio": 0.5,
        "under_two_percent": False,
    }


def test_who_has_no_score_both_ways_is_neither_selected_nor_not() -> None:
    groups = Groups({})

    simulation_report(TRIAL, [tried("a", 60, None), tried("b", None, 60), tried("c", 60, 60)], None, groups)

    assert groups.asked == [{"c"}, {"c"}]


def test_without_demographic_data_there_is_no_impact() -> None:
    elsewhere = [tried("a", 60, 60, customer="2")]

    assert simulation_report(TRIAL, elsewhere, None, Groups({}))["impact"] is None
    assert simulation_report(TRIAL, elsewhere, None)["impact"] is None


def test_ranks_are_compared_within_a_requisition() -> None:
    applications = [tried("a", 10, 20), tried("b", 20, 10), tried("c", 80, 81, job="8"), tried("d", 90, 91, job="8")]

    report = simulation_report(TRIAL, applications, None)

    assert [(one["requisition"], one["rank_correlation"]) for one in report["requisitions"]] == [
        ("7", -1.0),
        ("8", 1.0),
    ]
    assert report["rank_correlation"] == 0.8


def test_what_could_not_be_assessed_is_counted_apart() -> None:
    failed = Tried("1", "b", "7", "local local-1", standing(60), None, "personal_data")

    report = simulation_report(TRIAL, [tried("a", 60, 62), failed], None)

    assert (report["applications"], report["not_assessed"]) == (1, {"personal_data": 1})
    assert report["differences"] == ["rules_version"]
