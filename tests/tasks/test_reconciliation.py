"""What somebody changed in iCIMS is not overwritten, and every night iCIMS is compared with the ledger."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from writing_desk import CUSTOMER, Desk

from icims.simulator import Field, Kind
from scoring.errors import TransientError
from scoring.run import Step
from store import Difference, DifferenceKind
from tasks.findings import Written, read_finding
from tasks.proof import prove, repair
from tasks.write_back import write_back

Query = Callable[[str], Any]
SCORE, SUMMARY = "field51001", "field51002"
GROUP, IN_GROUP = "field52000", ("field52002", "field52003")
MAPPING = {
    "fields": {
        "AI_Match_Score": {"field": SCORE, "type": "number"},
        "AI_Strength_Summary": {"field": SUMMARY, "type": "textarea"},
    }
}


@pytest.fixture
def mapped(desk: Desk) -> Desk:
    desk.simulated.add_field("applicantworkflows", Field(SCORE, Kind.DECIMAL, "AI match"))
    desk.simulated.add_field("applicantworkflows", Field(SUMMARY, Kind.AREA, "AI summary"))
    desk.map_fields(MAPPING)
    return desk


def rewritten(desk: Desk, query: Query, score: float) -> Written:
    """A later run with another score, up to its write-back."""
    run_id = desk.until_scored_as(query, {"score": score})
    desk.perform(run_id, Step.WRITE_BACK)
    desk.perform(run_id, Step.AUDIT)
    view = desk.deps.store.reports.run(run_id)
    assert view is not None
    return read_finding(view.findings, Written)


def differences(desk: Desk) -> tuple[Difference, ...]:
    return desk.deps.store.differences.unresolved(CUSTOMER)


def test_a_field_that_a_recruiter_edited_is_left_alone_and_goes_to_a_person(mapped: Desk, query: Query) -> None:
    mapped.finish()
    mapped.put(SUMMARY, "My own words")

    written = rewritten(mapped, query, 12.5)

    assert mapped.held(SUMMARY) == "My own words"
    assert mapped.held(SCORE) == 12.5
    assert written.conflicts == (SUMMARY,)
    [found] = differences(mapped)
    assert (found.kind, found.field, found.found_by) == (DifferenceKind.FIELD_CHANGED, SUMMARY, "write_back")
    assert query("SELECT kind, reasons FROM reviews WHERE kind = 'conflict'") == [("conflict", [f"field:{SUMMARY}"])]


def test_what_we_wrote_ourselves_is_no_conflict(mapped: Desk, query: Query) -> None:
    mapped.finish()

    written = rewritten(mapped, query, 12.5)
    later = rewritten(mapped, query, 81)

    assert written.conflicts == later.conflicts == ()
    assert mapped.held(SCORE) == 81


def test_a_write_that_broke_off_is_no_conflict_for_the_next_run(mapped: Desk, query: Query) -> None:
    mapped.finish()
    before = mapped.held(SCORE)
    rewritten(mapped, query, 12.5)
    mapped.put(SCORE, before)  # as if the call had never arrived

    assert rewritten(mapped, query, 81).conflicts == ()
    assert mapped.held(SCORE) == 81


def test_settled_as_ours_our_value_is_written_again(mapped: Desk, query: Query) -> None:
    mapped.finish()
    mapped.put(SUMMARY, "My own words")
    rewritten(mapped, query, 12.5)
    [found] = differences(mapped)

    run_id = repair(mapped.deps, found, "user:ann")
    assert run_id is not None
    for step in Step:
        mapped.perform(run_id, step)

    assert mapped.held(SUMMARY) != "My own words"
    assert differences(mapped) == ()


def test_settled_as_theirs_the_field_is_never_written_again(mapped: Desk, query: Query) -> None:
    mapped.finish()
    mapped.put(SUMMARY, "My own words")
    rewritten(mapped, query, 12.5)
    [found] = differences(mapped)

    assert repair(mapped.deps, found, "user:ann", "theirs") is None
    written = rewritten(mapped, query, 81)

    assert mapped.held(SUMMARY) == "My own words"
    assert written.conflicts == ()
    assert differences(mapped) == ()
    assert prove(mapped.deps, mapped.deps.tenants[CUSTOMER]).differing == 0


def test_an_untouched_icims_is_proved_to_equal_the_ledger(mapped: Desk) -> None:
    mapped.finish()

    proof = prove(mapped.deps, mapped.deps.tenants[CUSTOMER])

    assert (proof.compared, proof.differing, proof.cut_short) == (1, 0, False)
    assert prove(mapped.deps, mapped.deps.tenants[CUSTOMER], hours=1).compared == 0


def test_the_proof_finds_edited_fields_and_entries(mapped: Desk) -> None:
    mapped.finish()
    mapped.put(SCORE, 99.5)
    mapped.held("assessmentresults")[0]["assessmentscore"] = 99.5  # type: ignore[index]

    assert prove(mapped.deps, mapped.deps.tenants[CUSTOMER]).differing == 1
    assert prove(mapped.deps, mapped.deps.tenants[CUSTOMER]).differing == 1

    assert [(one.kind, one.field) for one in differences(mapped)] == [
        (DifferenceKind.RESULT_CHANGED, ""),
        (DifferenceKind.FIELD_CHANGED, SCORE),
    ]


def test_a_result_that_is_gone_is_found_at_night_and_repaired(mapped: Desk) -> None:
    mapped.finish()
    mapped.held("assessmentresults").clear()  # type: ignore[attr-defined]
    prove(mapped.deps, mapped.deps.tenants[CUSTOMER])
    [found] = differences(mapped)

    run_id = repair(mapped.deps, found, "user:ann")
    assert run_id is not None
    for step in (Step.EXTRACT, Step.MATCH, Step.FLAG):
        mapped.perform(run_id, step)
    held = mapped.deps.store.runs.claim(run_id, Step.WRITE_BACK, 60)
    assert held is not None
    with pytest.raises(TransientError, match="is gone"):
        write_back(held.dossier, mapped.deps)
    write_back(held.dossier, mapped.deps)

    assert found.kind is DifferenceKind.RESULT_MISSING
    assert len(mapped.results()) == 1


def test_what_is_equal_again_needs_nobody(mapped: Desk) -> None:
    mapped.finish()
    before = mapped.held(SCORE)
    mapped.put(SCORE, 99.5)
    prove(mapped.deps, mapped.deps.tenants[CUSTOMER])
    assert len(differences(mapped)) == 1

    mapped.put(SCORE, before)
    prove(mapped.deps, mapped.deps.tenants[CUSTOMER])

    assert differences(mapped) == ()


def test_the_proof_leaves_half_of_the_calls_to_the_day(mapped: Desk) -> None:
    mapped.finish()
    tenant = mapped.deps.tenants[CUSTOMER]
    used = sum(mapped.calls(method) for method in ("GET", "POST", "PATCH"))
    mapped.simulated.options = replace(mapped.simulated.options, daily_limit=used + 5)
    tenant.client.applicant_workflow(str(mapped.workflow))
    called = mapped.calls("GET")

    proof = prove(mapped.deps, tenant)

    assert (proof.compared, proof.cut_short) == (0, True)
    assert mapped.calls("GET") == called


@pytest.fixture
def grouped(desk: Desk) -> Desk:
    """Both values stand in one entry of a group, beside an entry of somebody else."""
    children = (Field("field52001"), Field(IN_GROUP[0], Kind.DECIMAL), Field(IN_GROUP[1], Kind.AREA))
    desk.simulated.add_field("applicantworkflows", Field(GROUP, Kind.GROUP, "AI", children=children))
    fields = {
        name: {**entry, "field": child, "group": GROUP}
        for (name, entry), child in zip(MAPPING["fields"].items(), IN_GROUP, strict=True)
    }
    desk.map_fields({"fields": fields, "groups": {GROUP: {"key_field": "field52001", "key": "Candidate Scoring"}}})
    theirs = {"field52001": "Another program", IN_GROUP[1]: "Their words"}
    desk.simulated.add_entry(desk.simulated.profiles["applicantworkflows"][desk.workflow], GROUP, theirs)
    return desk


def entries(desk: Desk) -> dict[str, dict[str, Any]]:
    """The entries of the group by their key."""
    found = desk.simulated.profiles["applicantworkflows"][desk.workflow].entries(GROUP)
    return {entry["field52001"]: entry for entry in found}


def test_a_child_of_a_group_entry_that_a_recruiter_edited_is_left_alone_and_its_siblings_are_written(
    grouped: Desk, query: Query
) -> None:
    grouped.finish()
    entries(grouped)["Candidate Scoring"][IN_GROUP[1]] = "My own words"

    written = rewritten(grouped, query, 12.5)

    ours = entries(grouped)["Candidate Scoring"]
    assert (ours[IN_GROUP[0]], ours[IN_GROUP[1]]) == (12.5, "My own words")
    assert written.conflicts == (f"{GROUP}.{IN_GROUP[1]}",)
    [found] = differences(grouped)
    assert (found.kind, found.field) == (DifferenceKind.FIELD_CHANGED, f"{GROUP}.{IN_GROUP[1]}")
    assert query("SELECT reasons FROM reviews WHERE kind = 'conflict'") == [([f"field:{GROUP}.{IN_GROUP[1]}"],)]


def test_an_entry_of_somebody_else_in_the_same_group_is_no_conflict(grouped: Desk, query: Query) -> None:
    grouped.finish()
    entries(grouped)["Another program"][IN_GROUP[1]] = "Their other words"

    assert rewritten(grouped, query, 12.5).conflicts == ()
    assert entries(grouped)["Another program"][IN_GROUP[1]] == "Their other words"
    assert entries(grouped)["Candidate Scoring"][IN_GROUP[0]] == 12.5
