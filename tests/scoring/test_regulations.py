"""The dated facts about the law, their clocks, and the notice that is made of them."""

from copy import deepcopy
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from score_builders import a_criterion, a_gate, a_rubric

from scoring.errors import InvalidInputError
from scoring.notice import NoticeFacts, notice
from scoring.notice_period import first_use, parse_holidays
from scoring.regulations import STALE_AFTER_DAYS, RequestKind, parse_regulations
from settings import ROOT
from tasks.regulation_file import regulations

TODAY = date(2026, 11, 23)
FILE = ROOT / "tasks" / "data" / "regulations.yml"
NOTICES = ROOT / "app" / "data" / "notice"
STORED: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
FACTS = NoticeFacts(
    "Example Works",
    "people@example.com",
    "7",
    a_rubric(a_gate("licence"), a_criterion("licence-scored", text="licence"), a_criterion("Python")),
    14,
    10,
)


def ids(entries: Any) -> list[str]:
    return [entry.id for entry in entries]


def with_entry(name: str, **changes: object) -> dict[str, Any]:
    stored = deepcopy(STORED)
    entry = next(entry for entry in stored["regulations"] if entry["id"] == name)
    entry |= changes
    return stored


@pytest.mark.parametrize("entry", regulations().entries, ids=lambda entry: entry.id)
def test_no_fact_about_the_law_is_older_than_it_may_be(entry: Any) -> None:
    """When this fails, somebody has to read the sources again and set ``checked``."""
    assert not entry.is_stale(datetime.now(UTC).date()), f"{entry.id} was checked on {entry.checked}"


def test_a_fact_is_stale_from_the_day_after_its_last() -> None:
    entry = regulations().entries[0]

    assert not entry.is_stale(entry.checked + timedelta(days=STALE_AFTER_DAYS))
    assert entry.is_stale(entry.checked + timedelta(days=STALE_AFTER_DAYS + 1))


def test_a_rule_applies_from_its_day_and_a_replaced_one_never() -> None:
    found = regulations()

    assert "colorado-sb26-189" not in ids(found.applying(date(2026, 12, 31)))
    assert "colorado-sb26-189" in ids(found.applying(date(2027, 1, 1)))
    assert "eu-ai-act" not in ids(found.applying(date(2027, 12, 1)))
    assert "eu-ai-act" in ids(found.applying(date(2027, 12, 2)))
    assert ids(found.coming(TODAY)) == ["colorado-sb26-189", "eu-ai-act"]
    assert all("colorado-sb24-205" not in ids(found.applying(date(year, 6, 1))) for year in range(2023, 2030))


def test_a_request_is_due_by_our_promise_or_by_a_shorter_clock_of_a_rule_in_force() -> None:
    stored = with_entry("colorado-sb26-189", clocks={"explanation": 5})
    found = parse_regulations(stored)

    before = found.due(RequestKind.EXPLANATION, date(2026, 12, 30))
    after = found.due(RequestKind.EXPLANATION, date(2027, 1, 2))

    assert (before.on, before.regulation) == (date(2027, 1, 13), "")
    assert (after.on, after.regulation) == (date(2027, 1, 7), "colorado-sb26-189")


def test_our_promise_is_never_longer_than_a_clock_of_any_rule() -> None:
    found = regulations()

    for entry in found.entries:
        assert all(found.our_promise[kind] <= days for kind, days in (entry.clocks or {}).items()), entry.id


@pytest.mark.parametrize(
    ("noticed", "first"), [(date(2026, 11, 23), date(2026, 12, 7)), (date(2026, 11, 27), date(2026, 12, 11))]
)
def test_ten_business_days_do_not_count_weekends(noticed: date, first: date) -> None:
    assert first_use(noticed, regulations().notice_before(TODAY)) == first


@given(st.dates(date(2020, 1, 1), date(2035, 1, 1)), st.integers(0, 40), st.frozensets(st.dates(), max_size=5))
def test_between_a_notice_and_its_use_lie_as_many_business_days_as_asked(
    noticed: date, days: int, holidays: frozenset[date]
) -> None:
    first = first_use(noticed, days, holidays)

    between = [noticed + timedelta(days=n) for n in range(1, (first - noticed).days + 1)]
    assert sum(day.weekday() < 5 and day not in holidays for day in between) == days
    assert not days or (first.weekday() < 5 and first not in holidays)


@pytest.mark.parametrize("written", ["2026-13-01", "Thanksgiving", "2026-11-26;2026-12-25"])
def test_a_holiday_that_is_no_day_is_refused(written: str) -> None:
    with pytest.raises(InvalidInputError, match="holidays"):
        parse_holidays(f"2026-12-25, {written}")


@pytest.mark.parametrize(
    ("stored", "reason"),
    [
        ([], "our_promise and regulations"),
        ({**STORED, "more": 1}, "nothing else"),
        ({**STORED, "our_promise": {"opt_out": 3}}, "every kind"),
        ({**STORED, "our_promise": {"opt_out": "soon"}}, "days by kind"),
        ({**STORED, "regulations": STORED["regulations"] * 2}, "same id"),
        (with_entry("nyc-ll144", status="maybe"), "nyc-ll144"),
        (with_entry("nyc-ll144", sources=[]), "https"),
        (with_entry("nyc-ll144", sources=["http://example.com/"]), "https"),
        (with_entry("nyc-ll144", checked="lately"), "checked is a date"),
        (with_entry("nyc-ll144", invented=1), "nyc-ll144"),
        (with_entry("nyc-ll144", clocks={"explanation": 0}), "at least a day"),
        (with_entry("nyc-ll144", clocks={"lunch": 1}), "by kind"),
        (with_entry("nyc-ll144", here=["magic"]), "we do not have"),
        (with_entry("nyc-ll144", needs="all"), "list of texts"),
        (with_entry("colorado-sb24-205", replaced_by="nothing"), "not one of them"),
        (with_entry("eu-ai-act", applies_from=None), "needs applies_from"),
    ],
)
def test_a_file_that_is_wrong_is_refused_by_name(stored: object, reason: str) -> None:
    with pytest.raises(InvalidInputError, match=reason):
        parse_regulations(stored)


def test_every_rule_that_names_a_notice_has_its_words_and_every_template_can_be_filled() -> None:
    folder = NOTICES
    named = {entry.notice for entry in regulations().entries if entry.notice}

    assert named | {"general"} == {path.stem for path in folder.glob("*.txt")}
    for path in folder.glob("*.txt"):
        letter = notice([path.read_text(encoding="utf-8")], FACTS)
        assert letter.sections
        assert "$" not in letter.text


def test_the_notice_says_what_is_looked_for_once_who_decides_and_how_to_say_no() -> None:
    text = notice([(NOTICES / "general.txt").read_text(encoding="utf-8")], FACTS).text

    assert text.count("- licence (required)") == 1
    assert text.count("licence") == 1
    assert "- Python" in text
    assert "Example Works uses a program" in text
    assert "The program rejects nobody." in text
    assert "no score is made or" in text
    assert text.count("people@example.com") == 2


def test_a_template_with_an_unknown_variable_is_refused() -> None:
    with pytest.raises(InvalidInputError, match="salary"):
        notice(["## Pay\nIt is $salary.\n"], FACTS)
