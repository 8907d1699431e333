"""The numbers of a promotion, measured on a real ledger."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from finished_runs import CUSTOMER, cases_of, finished_runs
from signed_in import a_user

from scoring.access import Grant, Role
from scoring.attack_results import AttackResult, as_text, attack_results
from scoring.errors import InvalidInputError
from scoring.fairness import RateTable, selection_table
from scoring.local.assessor import rules_version
from scoring.promotion import NumberKind, Source
from scoring.review import ReviewKind
from scoring.run import RolloutMode, RunId
from scoring.taxonomy import load_taxonomy
from settings import Settings
from store import ReviewOpening, Scope, Store
from tasks import promotion
from tasks.measuring import measure, shipped_attacks
from tasks.scorers import made_here

Query = Callable[[str], list[Any]]
NURSE = Scope(CUSTOMER, "", "canary-nurse")
SETTINGS = Settings(icims_customer_id=CUSTOMER)
ATTACKED = AttackResult("local", "rules", rules_version(load_taxonomy()), "", "", 276, 0)


@dataclass
class Ward:
    store: Store
    runs: list[RunId]
    ann: str

    def rate(self, run: RunId, rating: float, *, blind: bool = True) -> None:
        review = self.store.reviews.open(ReviewOpening(run, ReviewKind.BLIND_SAMPLE if blind else ReviewKind.CONFLICT))
        self.store.review_decisions.rate(review, self.ann, Decimal(str(rating)))

    def scores(self) -> dict[str, float]:
        ranked = self.store.rankings.page(CUSTOMER, NURSE.job_id, limit=50).applications
        return {each.run_id: float(each.score) for each in ranked if each.score is not None}

    def measured(self, **options: Any) -> dict[NumberKind, Any]:
        found = measure(SETTINGS, self.store, NURSE, "user:maria", **{"attacks": (ATTACKED,), **options})
        return {one.kind: one for one in found}


@pytest.fixture
def ward(store: Store) -> Ward:
    runs = list(finished_runs(store, cases_of("nurse")).values())
    return Ward(store, runs, a_user(store, Grant(Role.RECRUITER)))


class GroupsOfTwo:
    """Every other application is of another group."""

    def selection_tables(self, customer_id: str, selected: Mapping[str, bool]) -> tuple[RateTable, ...]:
        groups = {key: "even" if int(key) % 2 == 0 else "odd" for key in selected}
        return (selection_table("group", selected, groups),)


def test_agreement_is_that_of_blind_ratings_with_scores_of_today(ward: Ward) -> None:
    scores = ward.scores()
    for run_id, score in scores.items():
        ward.rate(RunId(run_id), score)

    found = ward.measured()[NumberKind.AGREEMENT]

    assert found.figures == {"pairs": len(scores), "kappa": 1.0}
    assert found.remark == "blind ratings of 1 person for 1 requisition"
    recorded = ward.store.rollouts.numbers(NURSE).measured[NumberKind.AGREEMENT]
    assert (recorded.source, recorded.by) == (Source.MEASURED, "user:maria")
    assert recorded.scorer == made_here(SETTINGS, "local").version


def test_a_rating_that_followed_the_score_is_no_pair(ward: Ward, query: Query) -> None:
    run = next(iter(ward.scores()))
    ward.rate(RunId(run), 50, blind=False)
    query("UPDATE reviews SET blind = false")

    found = ward.measured()[NumberKind.AGREEMENT]

    assert found.figures == {"pairs": 0, "kappa": None}


def test_a_score_that_another_version_made_is_no_pair(ward: Ward, query: Query) -> None:
    first, second, *_ = ward.scores()
    ward.rate(RunId(first), 50)
    ward.rate(RunId(second), 60)
    query(f"UPDATE scores SET prompt_version = 'older' WHERE run_id = '{first}'")  # noqa: S608  our own words

    found = ward.measured()[NumberKind.AGREEMENT]

    assert found.figures["pairs"] == 1
    assert "1 rating left out, whose score another version made" in found.remark


def test_without_demographic_data_the_ratio_is_none_and_says_why(ward: Ward) -> None:
    found = ward.measured()[NumberKind.IMPACT]

    assert found.figures == {"lowest_ratio": None}
    assert found.remark == "there are no demographic data on these applications"


def test_with_an_audit_the_ratio_is_that_of_who_is_worth_a_first_look(ward: Ward) -> None:
    tiers = ward.store.measurements.tiers(NURSE)
    selected = {key: tier in {"strong", "possible"} for key, tier in tiers.items()}
    rates = [
        sum(chosen for key, chosen in selected.items() if int(key) % 2 == rest)
        / sum(1 for key in selected if int(key) % 2 == rest)
        for rest in (0, 1)
    ]

    found = ward.measured(audit=GroupsOfTwo())[NumberKind.IMPACT]

    assert found.figures["lowest_ratio"] == pytest.approx(min(rates) / max(rates), abs=0.0001)
    assert "over group" in found.remark


def test_attacks_on_other_rules_say_nothing_about_these(ward: Ward) -> None:
    others = AttackResult("local", "rules", "000000000000", "", "", 276, 0)

    with pytest.raises(InvalidInputError, match=r"attacks were tried on local .*000000000000"):
        ward.measured(attacks=(others,))

    assert ward.store.rollouts.numbers(NURSE).recorded == {}


def test_attacks_on_these_rules_count_whoever_answered(ward: Ward) -> None:
    found = ward.measured(attacks=(ATTACKED, AttackResult("local", "rules", ATTACKED.rules_version, "", "", 10, 2)))

    assert found[NumberKind.INJECTION].figures == {"attacks": 286, "unflagged": 2}


def test_numbers_of_a_version_that_is_no_longer_in_force_are_a_shortfall(ward: Ward) -> None:
    ward.measured()
    before = promotion.needs(SETTINGS, ward.store, NURSE, RolloutMode.ASSIST)
    other = made_here(SETTINGS, "local", cut_offs=(Decimal(45), Decimal(80)))
    ward.store.versions.put(other.version, other.as_json(), "user:maria")
    ward.store.versions.activate(ward.store.versions.propose(NURSE, other.version, "user:maria", "try"), "user:tom")

    after = promotion.needs(SETTINGS, ward.store, NURSE, RolloutMode.ASSIST)

    older = made_here(SETTINGS, "local").version
    assert before[-1].missing == ()
    assert after[-1].missing == (f"injection was measured under scorer {older}, and {other.version} is in force",)


def test_what_the_program_came_with_can_be_read() -> None:
    assert {one.assessor for one in shipped_attacks()} == {"local", "claude"}
    assert min(one.attacks for one in shipped_attacks()) >= 200


@pytest.mark.parametrize("assessor", ["local", "claude"])
def test_what_the_program_came_with_was_tried_on_the_rules_and_prompts_of_this_program(assessor: str) -> None:
    scorer = made_here(SETTINGS, assessor)

    described = [one for one in shipped_attacks() if one.describes(scorer)]

    again = "python -m evals attacks --json tasks/data/attacks.json"
    assert described, f"rules or prompts have changed since the bench of attacks ran; {again}"


def test_what_the_bench_writes_is_read_again() -> None:
    assert attack_results(as_text((ATTACKED,))) == (ATTACKED,)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "[" * 5000,
        json.dumps({"results": [{"assessor": "local"}]}),
        as_text((ATTACKED,)).replace("276", "-1"),
        as_text((ATTACKED,)).replace('"unflagged": 0', '"unflagged": 277'),
        as_text((ATTACKED,)).replace('"rules"', "7"),
    ],
)
def test_any_other_file_is_refused_in_one_line(content: str) -> None:
    with pytest.raises(InvalidInputError, match="no result of the bench of attacks") as refused:
        attack_results(content)

    assert "\n" not in str(refused.value)
