"""Skills, assessed locally."""

import pytest
from local_ratings import RESUME, a_criterion, rated

from scoring.assessment import Verdict
from scoring.rubric import CriterionKind, Mode


@pytest.mark.parametrize(
    ("skill", "rating"),
    [("COBOL", 0), ("Docker", 1), ("Haskell", 2), ("Perl", 3), ("Python", 4)],
    ids=["absent", "listed", "stated", "used-long-ago", "used-recently-at-length"],
)
def test_evidence_climbs_a_ladder(skill, rating):
    found = rated(a_criterion(CriterionKind.SKILL, skill))

    assert found.rating == rating
    assert bool(found.evidence) == bool(rating)


def test_a_synonym_is_the_skill_itself():
    assert rated(a_criterion(CriterionKind.SKILL, "Postgres")).rating == 4
    assert rated(a_criterion(CriterionKind.SKILL, "K8s")).rating == 1


def test_a_related_skill_earns_part_and_says_why():
    found = rated(a_criterion(CriterionKind.SKILL, "MySQL"))

    assert 0 < found.rating < 3
    assert found.verdict is Verdict.PARTLY
    assert "PostgreSQL" in found.rationale


def test_a_related_skill_does_not_satisfy_a_must_have():
    assert rated(a_criterion(CriterionKind.SKILL, "MySQL", mode=Mode.GATE)).verdict is not Verdict.MET


def test_a_skill_that_is_nowhere_is_unmet_and_not_unknown():
    assert rated(a_criterion(CriterionKind.SKILL, "COBOL", mode=Mode.GATE)).verdict is Verdict.UNMET


def test_a_skill_that_no_taxonomy_knows_is_found_by_its_words():
    text = RESUME.replace("- Led a team", "- Ran the quarterly flange inspections\n- Led a team")

    assert rated(a_criterion(CriterionKind.SKILL, "flange inspection"), text).rating == 4


@pytest.mark.parametrize("copies", [1, 3, 40])
def test_stuffing_a_list_gains_nothing(copies):
    stuffed = RESUME.replace("Python, Docker,", "Docker, Ansible, " * copies)

    assert rated(a_criterion(CriterionKind.SKILL, "Docker"), stuffed).rating == 1


@pytest.mark.parametrize(
    "line",
    ["- Delivered all of it without COBOL", "- No experience with COBOL yet", "- Worked on reports, COBOL not used"],
)
def test_what_the_resume_denies_is_not_shown(line):
    text = RESUME.replace("- Led a team", f"{line}\n- Led a team")

    assert rated(a_criterion(CriterionKind.SKILL, "COBOL"), text).rating == 0


def test_not_only_is_no_denial():
    text = RESUME.replace("- Led a team", "- Wrote not only COBOL\n- Led a team")

    assert rated(a_criterion(CriterionKind.SKILL, "COBOL"), text).rating == 4
