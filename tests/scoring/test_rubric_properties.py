"""What holds for a rubric drafted from any text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.requisition import Requisition, RequisitionId
from scoring.rubric import CriterionKind, Mode, Rubric, draft_rubric, source_texts

LINES = st.sampled_from(
    [
        "Requirements:",
        "Nice to have",
        "Responsibilities",
        "What you'll do",
        "Benefits",
        "- Python and Java",
        "• Bachelor’s degree in Finance, or equivalent",
        "3-5 years of experience as a nurse.",
        "Must have SQL; React is a plus",
        "You have led teams (5+ people) under pressure",
        "Native speaker only",
        "Under 30 years old",
        "Experience with tools like Jira, Confluence etc.",
        "Preferred: PMP, CPA",
        "Excel; Word",
        "Lift 50 lbs",
        "",
        "Salary: $100k",
        "Degree from a top-tier university in Law",
        "10 years of Kubernetes",
        "* 2. Fluent in French",
        "Knowledge of\tGAAP",
        "C++/C#",
        "Ability to",
        "()",
        "- ",
    ]
)
TEXTS = st.one_of(
    st.lists(LINES, max_size=25).map("\n".join),
    st.lists(LINES, max_size=12).map(" ".join),
    st.text(max_size=300),
)
REQUISITIONS = st.builds(
    Requisition,
    id=st.just(RequisitionId("r-1")),
    title=st.sampled_from(["", "Senior Nurse (ICU) - Boston", "Waitress", "Engineer"]),
    overview=TEXTS,
    responsibilities=TEXTS,
    qualifications=TEXTS,
    skills=st.lists(st.sampled_from(["Python", "young team", "Project manager", "communication"]), max_size=4).map(
        tuple
    ),
    experience_years=st.sampled_from([None, 3.0, 0.5]),
    education=TEXTS,
)


@settings(max_examples=150, deadline=None)
@given(REQUISITIONS)
def test_every_criterion_quotes_its_field_word_for_word(requisition):
    rubric = draft_rubric(requisition)
    texts = source_texts(requisition)

    misquoted = [c for c in rubric.criteria if not c.source.quote or c.source.quote not in texts[c.source.field]]

    assert misquoted == []


@settings(max_examples=150, deadline=None)
@given(REQUISITIONS)
def test_every_name_is_as_the_job_writes_it(requisition):
    rubric = draft_rubric(requisition)
    texts = source_texts(requisition)

    invented = [
        term
        for criterion in rubric.criteria
        if criterion.kind is not CriterionKind.ANSWER
        for option in criterion.options
        for term in option.terms
        if term not in texts[criterion.source.field]
    ]

    assert invented == []


@settings(max_examples=100, deadline=None)
@given(REQUISITIONS)
def test_a_rubric_is_bounded_and_the_same_each_time(requisition):
    first, second = draft_rubric(requisition), draft_rubric(requisition)

    assert first == second
    assert len(first.criteria) <= 40
    assert Rubric.from_json(first.as_json()) == first


@settings(max_examples=100, deadline=None)
@given(REQUISITIONS)
def test_a_gate_always_has_its_scored_twin_unless_it_is_of_manner_or_circumstance(requisition):
    rubric = draft_rubric(requisition)
    scored = {criterion.id.removeprefix("s-") for criterion in rubric.of_mode(Mode.SCORED)}

    gates = [gate for gate in rubric.of_mode(Mode.GATE) if gate.kind is not CriterionKind.OTHER]
    alone = [gate.id for gate in gates if gate.id.removeprefix("g-") not in scored]

    assert alone == []


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "unit", ["a ", "A", "Ab", "(", "5 years of experience with ", "Required Skills ", "- A", "to "]
)
def test_text_without_any_structure_takes_bounded_time(unit):
    text = (unit * 20_000)[:20_000]

    rubric = draft_rubric(Requisition(RequisitionId("r-1"), "", overview=text, qualifications=text))

    assert len(rubric.criteria) <= 41
