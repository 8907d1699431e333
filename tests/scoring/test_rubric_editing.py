"""What a recruiter may change in a rubric, what is refused and what is offered instead."""

import json
from dataclasses import replace
from datetime import date

import pytest

from scoring.errors import InvalidInputError
from scoring.requisition import Requisition, RequisitionId
from scoring.rubric import CriterionKind, Mode, Option, draft_rubric
from scoring.rubric.contract import carried_over
from scoring.rubric.difference import differences
from scoring.rubric.editing import Wanted, edited, remarks, wanted_from_json, wanted_of

JOB = Requisition(
    RequisitionId("7"),
    "Developer",
    responsibilities="Maintain the payment services.",
    qualifications="3+ years of Python required.\nSQL preferred.\nExcellent communication skills.",
)
BASE = draft_rubric(JOB)
TODAY = date(2026, 11, 23)
RUST = Wanted("", "Rust", Mode.SCORED, 3, CriterionKind.SKILL, (Option(CriterionKind.SKILL, ("Rust",)),))


def changed(words: str, /, **changes: object) -> tuple[Wanted, ...]:
    """All of the rubric, with this criterion (the scored one of the two, if there are two) changed."""
    wanted = list(wanted_of(BASE))
    place = max(place for place, each in enumerate(wanted) if words in each.text)
    wanted[place] = replace(wanted[place], **changes)
    return tuple(wanted)


def test_a_rubric_that_nobody_changed_stays_the_version_it_was() -> None:
    assert edited(BASE, wanted_of(BASE)).version == BASE.version


def test_a_changed_weight_makes_another_version_with_the_same_ids_and_sources() -> None:
    new = edited(BASE, changed("SQL", weight=5))

    assert new.version != BASE.version
    assert {criterion.id for criterion in new.criteria} == {criterion.id for criterion in BASE.criteria}
    assert {criterion.source for criterion in new.criteria} == {criterion.source for criterion in BASE.criteria}
    assert differences(BASE, new) == ("“SQL” has weight 5 of 5 instead of 2.",)


def test_a_scored_criterion_becomes_a_must_have_without_points() -> None:
    new = edited(BASE, changed("SQL", mode=Mode.GATE, weight=4))

    [sql] = [criterion for criterion in new.criteria if criterion.text == "SQL"]
    assert (sql.mode, sql.weight) == (Mode.GATE, 0)
    assert differences(BASE, new) == ("“SQL” is a must-have now; it was scored with weight 2 of 5.",)


def test_an_added_criterion_names_the_recruiter_as_its_source_and_keeps_its_id_through_edits() -> None:
    once = edited(BASE, (*wanted_of(BASE), RUST))
    again = edited(once, tuple(replace(w, weight=5) if w.text == "Rust" else w for w in wanted_of(once)))

    [added] = [criterion for criterion in again.criteria if criterion.text == "Rust"]
    assert (added.id, added.source.field, added.weight) == ("r-skill-rust", "recruiter", 5)
    assert differences(BASE, again) == ("New: “Rust”, scored with weight 5 of 5.",)


def test_two_added_criteria_with_the_same_words_get_different_ids() -> None:
    new = edited(BASE, (*wanted_of(BASE), RUST, replace(RUST, mode=Mode.GATE)))

    assert [c.id for c in new.criteria if c.text == "Rust"] == ["r-skill-rust-2", "r-skill-rust"]


def test_a_removed_criterion_is_named_as_no_longer_asked_for() -> None:
    new = edited(BASE, tuple(each for each in wanted_of(BASE) if each.text != "SQL"))

    assert differences(BASE, new) == ("No longer asked for: “SQL”, which was scored with weight 2 of 5.",)


def test_other_words_and_another_way_to_show_it_are_told_apart() -> None:
    options = (Option(CriterionKind.SKILL, ("SQL", "Cypher"), min_years=2),)

    new = edited(BASE, changed("SQL", text="A query language", options=options))

    assert differences(BASE, new) == (
        "“SQL” reads “A query language” now.",
        "“A query language” is shown by SQL or Cypher with 2 years; it was shown by SQL.",
    )


@pytest.mark.parametrize(
    ("words", "offer"),
    [
        ("Native English speaker", "Fluent"),
        ("Young and energetic", "experience"),
        ("Recent graduate", ""),
    ],
)
def test_unlawful_words_are_refused_with_what_may_be_asked_for_instead(words: str, offer: str) -> None:
    unlawful = replace(RUST, text=words, options=(Option(CriterionKind.SKILL, ("Rust",)),))

    [remark] = [each for each in remarks(BASE, (*wanted_of(BASE), unlawful)) if each.refuses]

    assert remark.place == len(BASE.criteria)
    assert remark.offer
    assert offer.lower() in remark.offer.lower()
    with pytest.raises(InvalidInputError, match="Instead"):
        edited(BASE, (*wanted_of(BASE), unlawful))


def test_unlawful_words_do_not_hide_in_what_is_looked_for() -> None:
    hidden = replace(RUST, options=(Option(CriterionKind.SKILL, ("Rust", "native English speaker")),))

    with pytest.raises(InvalidInputError, match="native English speaker"):
        edited(BASE, (*wanted_of(BASE), hidden))


def test_more_years_than_a_technology_has_been_out_are_refused_with_the_most_that_can_be() -> None:
    old = (Option(CriterionKind.EXPERIENCE, ("Kubernetes",), min_years=20),)
    wanted = replace(RUST, text="20 years of Kubernetes", kind=CriterionKind.EXPERIENCE, options=old)

    [remark] = [each for each in remarks(BASE, (*wanted_of(BASE), wanted), as_of=TODAY) if each.refuses]

    assert "out since 2014" in remark.words
    assert "At most 13 years" in remark.offer


@pytest.mark.parametrize(
    ("wanted", "reason"),
    [
        (changed("SQL", weight=6), "from 1 to 5"),
        (changed("SQL", weight=0), "from 1 to 5"),
        (changed("SQL", text=""), "1 to 200"),
        (changed("SQL", text="x" * 201), "1 to 200"),
        (changed("SQL", text="a\u202eb"), "visible"),
        (changed("SQL", kind=CriterionKind.EDUCATION), "stays one"),
        (changed("SQL", options=()), "looked for"),
        (changed("SQL", options=(Option(CriterionKind.SKILL, ("SQL",), min_years=41),)), "at most 40"),
        (changed("SQL", options=(Option(CriterionKind.SKILL, ("SQL",), min_years=float("nan")),)), "at most 40"),
        (changed("ommunication", mode=Mode.SCORED, weight=3), "earns no points"),
        (changed("payment", mode=Mode.GATE), "no must-have"),
        ((*wanted_of(BASE), replace(RUST, kind=None)), "what kind"),
        ((*wanted_of(BASE), replace(RUST, kind=CriterionKind.ANSWER)), "comes from the requisition"),
        ((*wanted_of(BASE), replace(RUST, id="s-skill-cobol")), "no criterion s-skill-cobol"),
        ((*wanted_of(BASE), wanted_of(BASE)[0]), "twice"),
        (tuple(each for each in wanted_of(BASE) if each.mode is not Mode.SCORED), "nothing would be scored"),
        ((*wanted_of(BASE), *[RUST] * 40), "the most is 40"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_one_line(wanted: tuple[Wanted, ...], reason: str) -> None:
    with pytest.raises(InvalidInputError, match=reason) as refusal:
        edited(BASE, wanted)

    assert "\n" not in str(refusal.value)


def test_a_rubric_survives_its_way_through_json() -> None:
    rubric = edited(BASE, (*wanted_of(BASE), RUST))

    assert edited(BASE, wanted_from_json(json.loads(json.dumps(BASE.as_json())))).version == BASE.version
    assert edited(rubric, wanted_from_json(json.loads(json.dumps(rubric.as_json())))).version == rubric.version


@pytest.mark.parametrize(
    "stored",
    [None, [], {}, {"criteria": 1}, {"criteria": [1]}, {"criteria": [{"text": "x", "mode": "often"}]},
     {"criteria": [{"text": "x", "mode": "gate", "options": [1]}]},
     {"criteria": [{"text": "x", "mode": "scored", "weight": 1e400}]}],
)  # fmt: skip
def test_json_that_is_no_rubric_is_refused(stored: object) -> None:
    with pytest.raises(InvalidInputError):
        wanted_from_json(stored)


def test_what_was_edited_is_carried_over_only_where_the_job_still_says_the_same() -> None:
    signed = edited(BASE, (*changed("SQL", weight=5), RUST))
    draft = draft_rubric(replace(JOB, qualifications="3+ years of Python required.\nSQL required.\nGo preferred."))

    carried = carried_over(signed, draft)

    weights = {criterion.text: criterion.weight for criterion in carried.of_mode(Mode.SCORED)}
    assert weights["Rust"] == 3
    assert weights["SQL"] != 5
    assert "Go" in weights
    assert carried_over(signed, BASE) == replace(signed, warnings=BASE.warnings)
