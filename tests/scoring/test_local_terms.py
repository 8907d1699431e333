"""How a term is found that the resume does not write as the job does."""

import pytest
from local_ratings import RESUME, a_criterion, rated

from scoring.assessment import Verdict
from scoring.local.words import stem
from scoring.rubric import CriterionKind, Mode
from scoring.taxonomy import load_taxonomy


def with_line(line):
    return RESUME.replace("- Led a team", f"- {line}\n- Led a team")


def asked(skill, line):
    return rated(a_criterion(CriterionKind.SKILL, skill, mode=Mode.GATE), with_line(line))


@pytest.mark.parametrize(
    ("skill", "line"),
    [
        ("BGP", "Ran the OSPF core of two sites"),
        ("Guidewire BillingCenter", "Configured Guidewire PolicyCenter"),
        ("Cinematography", "Planned the video production of the courses"),
        ("Gray Box Testing", "Introduced white box testing"),
    ],
)
def test_a_member_of_the_same_family_earns_part_and_is_not_the_skill(skill, line):
    found = asked(skill, line)

    assert found.verdict is not Verdict.MET


@pytest.mark.parametrize(
    ("skill", "line"),
    [
        ("UX", "Did the user experience of the portal"),
        ("telecom", "Billing for telecommunications"),
        ("Routing Protocols", "Ran the OSPF core of two sites"),
    ],
)
def test_a_short_form_and_a_kind_of_it_show_the_skill(skill, line):
    assert asked(skill, line).verdict is Verdict.MET


@pytest.mark.parametrize(
    ("skill", "line"),
    [
        ("web pages", "Edited each webpage of the shop"),
        ("flange-ring alignment", "Did flangering alignment"),
        ("carpentry framing", "Did carpenrty framing for barns"),
        ("visualization", "Visualizing the trends of three markets"),
        ("quarry libraries", "Kept the quarry library"),
    ],
)
def test_joined_words_slips_and_other_endings_are_read(skill, line):
    assert asked(skill, line).verdict is Verdict.MET


def test_parts_that_stand_apart_show_the_whole_with_a_quote_each():
    text = with_line("Tuned the harvester\n- Aligned flanges")

    found = rated(a_criterion(CriterionKind.SKILL, "harvester tuning and flange alignment", mode=Mode.GATE), text)

    assert found.verdict is Verdict.MET
    assert {evidence.quote for evidence in found.evidence} == {"Tuned the harvester", "Aligned flanges"}


def test_one_part_alone_does_not_show_the_whole():
    assert asked("harvester tuning and flange alignment", "Tuned the harvester").verdict is not Verdict.MET


def test_a_denial_ends_with_its_sentence():
    assert asked("harvester tuning", "Worked without supervision\n- Harvester tuning").verdict is Verdict.MET
    assert asked("harvester tuning", "Worked without harvester tuning").verdict is not Verdict.MET


def test_the_nearest_words_of_a_line_are_compared():
    line = "Flange storage for the workshops of the northern region, its depots, yards and crews, then flange alignment"

    assert asked("flange alignment", line).verdict is Verdict.MET


def test_an_acronym_that_is_an_ordinary_word_is_found_in_capitals_only():
    assert asked("IT", "Ran IT for two sites").verdict is Verdict.MET
    assert asked("IT", "Ran it for two sites").verdict is not Verdict.MET


def test_families_of_words_that_only_look_alike_stay_apart():
    pairs = ("server service", "format formation", "signals sign", "apple application", "hospitals hospitality")

    assert [pair for pair in pairs if len({stem(word) for word in pair.split()}) == 1] == []


def test_a_heading_is_no_part_of_the_name_before_it():
    named = {mention.skill for mention in load_taxonomy().find("Quality of life\nLicenses\nHealth\nLicense: none")}

    assert "Life and Health License" not in named
