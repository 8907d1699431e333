"""The form that a value takes in its field."""

from decimal import Decimal

import pytest
from field_mappings import mapping
from hypothesis import given
from hypothesis import strategies as st

from icims.field_values import clean_text, field_value, shortened
from scoring.errors import InvalidInputError


def utf16(text):
    return len(text.encode("utf-16-le")) // 2


@pytest.mark.parametrize("value", ["many", float("nan"), True, "Infinity", 10**13])
def test_what_is_no_number_is_refused_for_a_number_field(value):
    with pytest.raises(InvalidInputError, match="fit_score: a number is due"):
        mapping(fit_score={"field": "field1", "type": "number"}).patches({"fit_score": value})


@pytest.mark.parametrize(
    ("kind", "value", "written"),
    [
        ("number", Decimal("87.00"), 87),
        ("number", "62.5", 62.5),
        ("text", Decimal("87.50"), "87.5"),
        ("text", Decimal(100), "100"),
        ("text", True, "Yes"),
        ("checkbox", "no", False),
        ("date", "2026-05-31", "2026-05-31"),
        ("datetime", "2026-05-31T23:30:00+02:00", "2026-05-31 09:30 PM"),
    ],
)
def test_values_take_the_form_of_their_field(kind, value, written):
    assert field_value(kind, value, 255, {}) == written


@pytest.mark.parametrize(("kind", "value"), [("datetime", "2026-05-31T23:30:00"), ("date", "soon"), ("datetime", 5)])
def test_a_time_that_could_mean_two_things_is_refused(kind, value):
    with pytest.raises(InvalidInputError, match="is due"):
        field_value(kind, value, 255, {})


def test_long_texts_end_after_a_word_with_an_ellipsis():
    assert shortened("Led Python services for many years", 20) == "Led Python services…"
    assert shortened("Led Python services, for many years", 22) == "Led Python services…"
    assert shortened("Led Python", 10) == "Led Python"


def test_one_endless_word_is_cut_inside():
    assert shortened("x" * 50, 10) == "x" * 9 + "…"


@given(st.text(min_size=1), st.integers(8, 60))
def test_no_text_exceeds_its_field_or_carries_markup(text, longest):
    written = shortened(clean_text(text), longest)

    assert utf16(written) <= longest
    assert not set(written) & set("<>\x00\x1b\u202e\n")


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("a <script>alert(1)</script> b", "a alert(1) b"),
        ("<scr<b>ipt>x", "under scr ipt over x"),
        ("<3 years, >=5 hires, a -> b", "under 3 years, ≥5 hires, a → b"),
        ("bell\x07 \u202etrojan\u200b\ttab", "bell trojan tab"),
        ("line one\nline two.\n\nthree", "line one; line two. three"),
    ],
)
def test_markup_and_control_characters_do_not_reach_a_field(text, cleaned):
    assert clean_text(text) == cleaned


def test_a_text_area_keeps_its_lines():
    assert clean_text("one \n\n\n\n two\n- three", lines=True) == "one\n\ntwo\n- three"
