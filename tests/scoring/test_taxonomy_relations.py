"""What a found skill is worth where another was asked for."""

import pytest

from scoring.taxonomy import Kind, load_taxonomy

TAXONOMY = load_taxonomy()


def credit(wanted: str, found: str) -> float:
    related = TAXONOMY.relatedness(wanted, found)
    return related[0] if related else 0.0


@pytest.mark.parametrize(
    ("wanted", "found"),
    [("JavaScript", "JS"), ("Kubernetes", "k8s"), ("CPA", "certified public accountant"), ("Node.js", "nodejs")],
)
def test_another_name_is_the_same_skill(wanted, found):
    assert credit(wanted, found) == 1.0


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("SQL", "PostgreSQL"),
        ("Databases", "Oracle"),
        ("AWS", "Amazon EKS"),
        ("Kubernetes", "Amazon EKS"),
        ("CRM", "HubSpot CRM"),
        ("Nursing", "critical care"),
        ("Accounting", "accounts payable"),
        ("CDL", "CDL A"),
        ("Microsoft Office", "Excel"),
    ],
)
def test_the_narrower_skill_shows_the_broader_one(wanted, found):
    assert 0.85 <= credit(wanted, found) < 1.0
    assert credit(found, wanted) <= 0.5


@pytest.mark.parametrize(("wanted", "found"), [("Python", "Django"), ("Java", "Spring Boot"), ("JavaScript", "React")])
def test_working_with_a_framework_shows_its_language_and_the_language_is_a_start(wanted, found):
    assert credit(wanted, found) == 0.85
    assert credit(found, wanted) == 0.3


@pytest.mark.parametrize(
    ("one", "other"), [("React", "Vue.js"), ("PostgreSQL", "MySQL"), ("Tableau", "Power BI"), ("Epic", "Cerner")]
)
def test_siblings_earn_about_half_either_way(one, other):
    assert 0.4 <= credit(one, other) <= 0.6
    assert credit(one, other) == credit(other, one)


@pytest.mark.parametrize(
    ("higher", "lower"),
    [
        ("CDL A", "CDL B"),
        ("OSHA 30", "OSHA 10"),
        ("Top Secret Clearance", "Secret Clearance"),
        ("Six Sigma Black Belt", "Six Sigma Green Belt"),
        ("CCNP", "CCNA"),
        ("Registered Nurse", "LPN"),
        ("BLS", "CPR"),
    ],
)
def test_the_higher_licence_covers_the_lower_and_not_the_other_way_round(higher, lower):
    assert credit(lower, higher) >= 0.95
    assert credit(higher, lower) < 0.9


@pytest.mark.parametrize(
    ("wanted", "found"), [("Plumbing", "Java"), ("RN license", "massage license"), ("CPA", "CDL A")]
)
def test_skills_that_say_nothing_about_each_other_earn_nothing(wanted, found):
    assert TAXONOMY.relatedness(wanted, found) is None


def test_the_reason_names_both_skills_for_a_recruiter():
    _, reason = TAXONOMY.relatedness("SQL", "postgres")

    assert reason == "PostgreSQL falls under SQL"


def test_a_name_that_nobody_knows_is_worth_only_itself():
    assert TAXONOMY.relatedness("Zorblax Tuner", "zorblax-tuners") == (1.0, "zorblax-tuners is what is asked for")
    assert TAXONOMY.relatedness("Zorblax Tuner", "Java") is None


@pytest.mark.parametrize(
    ("name", "skill"),
    [
        ("Strong knowledge of Python programming", "Python"),
        ("Excellent time management skills", "Time Management"),
        ("Computer-aided design (CAD) skills", "CAD"),
        ("R.N.", "Registered Nurse License"),
        ("organisation skills", "Organizational Skills"),
        ("Zorblax", None),
    ],
)
def test_the_words_around_a_name_are_taken_off(name, skill):
    assert TAXONOMY.canonical(name) == skill


@pytest.mark.parametrize(
    ("skill", "kind"),
    [("PMP", Kind.CERTIFICATION), ("Teamwork", Kind.SOFT), ("Mandarin", Kind.LANGUAGE), ("welding", Kind.SKILL)],
)
def test_kinds_tell_licences_languages_and_soft_skills_apart(skill, kind):
    assert TAXONOMY.kind(skill) == kind
