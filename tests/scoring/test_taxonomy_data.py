"""The curated files: complete, unambiguous, and quick to load and to search."""

from collections import Counter

import pytest

from scoring.errors import InvalidInputError
from scoring.taxonomy import Kind, load_taxonomy
from scoring.taxonomy.senses import parse_sense, shipped_senses
from scoring.taxonomy.source import parse_skills, shipped_skills
from scoring.taxonomy.tokens import spellings

TAXONOMY = load_taxonomy()
SKILLS = tuple(shipped_skills())


def test_every_area_of_work_is_covered_in_depth():
    areas = Counter(skill.area for skill in SKILLS)

    assert len(SKILLS) >= 4000
    assert len(areas) >= 25
    assert min(areas[area] for area in areas) >= 30


def test_no_skill_is_defined_twice():
    assert [name for name, count in Counter(skill.name for skill in SKILLS).items() if count > 1] == []


def test_no_spelling_stands_for_two_skills_without_a_rule_that_tells_them_apart():
    ambiguous = shipped_senses()
    names = [(skill.name, skill.name) for skill in SKILLS]
    names += [(alias, skill.name) for skill in SKILLS for alias in skill.aliases]
    holders: dict[str, str] = {}

    clashes = [
        (name, holders[key], skill)
        for name, skill in names
        for key in spellings(name)
        if key not in ambiguous and holders.setdefault(key, skill) != skill
    ]

    assert clashes == []


def test_every_relation_and_every_sense_points_to_a_known_skill():
    pointed = {
        other
        for skill in SKILLS
        for other in (*skill.broader, *skill.uses, *(name for name, _ in (*skill.related, *skill.covers)))
    }
    senses = {sense.skill for senses in shipped_senses().values() for sense in senses}

    assert {name for name in pointed | senses if name not in TAXONOMY} == set()


def test_credits_stay_between_nothing_and_all():
    credits_given = [credit for skill in SKILLS for _, credit in (*skill.related, *skill.covers)]
    credits_given += [skill.sibling_credit for skill in SKILLS]

    assert all(0 <= credit <= 1 for credit in credits_given)


@pytest.mark.parametrize(
    "licence",
    [
        "RN license", "LPN", "CNA", "NCLEX-RN", "BLS", "ACLS", "CPA", "CFA", "PMP", "AWS Certified Solutions Architect",
        "AZ-104", "CISSP", "CDL A", "CDL B", "EPA 608", "OSHA 10", "OSHA 30", "ServSafe", "SHRM-CP", "bar admission",
        "Series 7", "Series 63", "teaching license", "forklift certified", "Six Sigma Green Belt", "notary public",
    ],
)  # fmt: skip
def test_common_licences_are_known_as_certifications(licence):
    assert TAXONOMY.kind(licence) == Kind.CERTIFICATION


def test_issuers_are_kept():
    skill = TAXONOMY.skill("PMP")

    assert skill is not None
    assert skill.issuer == "PMI"


@pytest.mark.parametrize("line", ["A | b | ~ B much", "A | b | ? B", "A | b | c | d"])
def test_a_line_that_cannot_be_read_is_named(line):
    with pytest.raises(InvalidInputError, match="area, line 2"):
        list(parse_skills(f"[Area]\n{line}", "area"))


@pytest.mark.parametrize("line", ["Go | Go | maybe", "Go | Go | clue | beside: x"])
def test_an_ambiguity_rule_that_cannot_be_read_is_refused(line):
    with pytest.raises(InvalidInputError):
        parse_sense(line)
