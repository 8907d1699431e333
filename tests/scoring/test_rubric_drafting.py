"""What a requisition asks for becomes criteria that quote it."""

from scoring.rubric import CriterionId, CriterionKind, Mode, Rubric, draft_rubric, requisition_from_text


def test_a_must_have_is_a_gate_and_is_scored_with_the_same_quote():
    rubric = _drafted("Data Engineer\n\nRequirements:\n- 3+ years of experience with Python\n")

    gate, scored = rubric.of_mode(Mode.GATE)[0], rubric[CriterionId("s-experience-3-years-of-experience-python")]

    assert gate.kind is scored.kind is CriterionKind.EXPERIENCE
    assert gate.options == scored.options
    assert (gate.options[0].terms, gate.options[0].min_years) == (("Python",), 3)
    assert gate.source == scored.source
    assert (gate.weight, scored.weight) == (0, 5)


def _drafted(text: str) -> Rubric:
    return draft_rubric(requisition_from_text(text, "r-1"))
