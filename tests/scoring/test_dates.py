"""How dates on resumes are read."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.profile.dates import DateRange, find_dates, inclusive_months, union_months
from scoring.profile.model import Month

AS_OF = date(2025, 11, 15)


def only(text: str) -> DateRange:
    found = find_dates(text, AS_OF)
    assert len(found) == 1, found
    return found[0]


def written(found: DateRange) -> str:
    """ "2020-01 now", "2020-01 2022-03", or "nothing" when the dates make no sense."""
    if found.start is None:
        return "nothing"
    return f"{found.start} {'now' if found.current else found.end}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jan 2020 - Present", "2020-01 now"),
        ("January 2020 – March 2022", "2020-01 2022-03"),
        ("Jan. 2020 — Mar. 2022", "2020-01 2022-03"),
        ("JAN 2020 TO MAR 2022", "2020-01 2022-03"),
        ("Jan, 2020 - Mar, 2022", "2020-01 2022-03"),
        ("Jan-2020 to Mar-2022", "2020-01 2022-03"),
        ("January2020-March2022", "2020-01 2022-03"),
        ("From: 2017 - To: 2020", "2017-01 2020-12"),
        ("From: 03/2017 To: 05/2020", "2017-03 2020-05"),
        ("From: March 2017\nTo: Present", "2017-03 now"),
        ("Start date: 03/2017, End date: 05/2020", "2017-03 2020-05"),
        ("01/2020–03/2022", "2020-01 2022-03"),
        ("1/2020 - 3/2022", "2020-01 2022-03"),
        ("01.2020 - 03.2022", "2020-01 2022-03"),
        ("01 / 2020 - 03 / 2022", "2020-01 2022-03"),
        ("01-2020 to 03-2022", "2020-01 2022-03"),
        ("2019-01 to 2020-05", "2019-01 2020-05"),
        ("2019/01 – 2020/05", "2019-01 2020-05"),
        ("2019-01-15 to 2020-05-31", "2019-01 2020-05"),
        ("01/15/2019 - 05/31/2020", "2019-01 2020-05"),
        ("15/01/2019 - 31/05/2020", "2019-01 2020-05"),
        ("15.01.2019 - 31.05.2020", "2019-01 2020-05"),
        ("January 15, 2019 to May 31, 2020", "2019-01 2020-05"),
        ("15 January 2019 to 31 May 2020", "2019-01 2020-05"),
        ("15th January 2019 until 31st May 2020", "2019-01 2020-05"),
        ("2019 - 2021", "2019-01 2021-12"),
        ("2019-2021", "2019-01 2021-12"),
        ("2019–21", "2019-01 2021-12"),
        ("2019/20", "2019-01 2020-12"),
        ("2019 to 2021", "2019-01 2021-12"),
        ("from 2019 until 2021", "2019-01 2021-12"),
        ("between 2013 and 2016", "2013-01 2016-12"),
        ("2019 - 2025", "2019-01 2025-11"),
        ("June '18 – Aug '22", "2018-06 2022-08"),
        ("Jun ’18 - Aug ’22", "2018-06 2022-08"),
        ("Jun-18 to Aug-22", "2018-06 2022-08"),
        ("Sep 98 - Oct 02", "1998-09 2002-10"),
        ("06/18 - 08/22", "2018-06 2022-08"),
        ("06/98 - 08/02", "1998-06 2002-08"),
        ("'98 - '02", "1998-01 2002-12"),
        ("Jun - Aug 2019", "2019-06 2019-08"),
        ("June to August 2019", "2019-06 2019-08"),
        ("03-06/2019", "2019-03 2019-06"),
        ("Spring 2019 - Fall 2020", "2019-03 2020-11"),
        ("Summer-Fall 2019", "2019-06 2019-11"),
        ("Q1 2020 - Q3 2021", "2020-01 2021-09"),
        ("2020 Q1 – 2021 Q3", "2020-01 2021-09"),
        ("Q4'19 to Q1'20", "2019-10 2020-03"),
        ("May 2023 - June\n2024", "2023-05 2024-06"),
        ("May 2023\nto\nJune 2024", "2023-05 2024-06"),
        ("Mar. 2010\u00adAug. 2017", "2010-03 2017-08"),
        ("2020-03 -> 2021-04", "2020-03 2021-04"),
        ("Mar. 2021 Apr. 2022\n", "2021-03 2022-04"),
        ("Mar. 2021 Present\n", "2021-03 now"),
    ],
)
def test_a_range_is_read_in_its_usual_forms(text, expected):
    assert written(only(text)) == expected


@pytest.mark.parametrize(
    "end",
    [
        *(
            "present",
            "Present Day",
            "current",
            "Currently",
            "now",
            "today",
            "ongoing",
            "to date",
            "till date",
            "till now",
        ),
        *("until today", "heute", "bis heute", "bis dato", "aktuell", "actuel", "aujourd'hui", "à ce jour", "en cours"),
        *(
            "actualidad",
            "hasta la fecha",
            "presente",
            "oggi",
            "in corso",
            "atual",
            "até o momento",
            "hoje",
            "heden",
            "nu",
        ),
    ],
)
def test_a_job_held_now_is_current_in_every_language(end):
    assert written(only(f"03/2019 - {end}")) == "2019-03 now"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Since 2018", "2018-01 now"),
        ("since June 2018", "2018-06 now"),
        ("seit 06/2018", "2018-06 now"),
        ("depuis juin 2018", "2018-06 now"),
        ("desde junio de 2018", "2018-06 now"),
        ("sinds 2018", "2018-01 now"),
        ("2018 onwards", "2018-01 now"),
        ("Jun 2018 to date", "2018-06 now"),
        ("Jun 2018 -\n", "2018-06 now"),
    ],
)
def test_an_open_range_is_current(text, expected):
    assert written(only(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("März 2019 bis Mai 2020", "2019-03 2020-05"),
        ("1. Januar 2019 bis 31. Dezember 2020", "2019-01 2020-12"),
        ("Okt. 2019 – Dez. 2020", "2019-10 2020-12"),
        ("janv. 2015 – déc. 2018", "2015-01 2018-12"),
        ("février 2015 à août 2018", "2015-02 2018-08"),
        ("de 2015 à 2018", "2015-01 2018-12"),
        ("enero de 2015 a diciembre de 2018", "2015-01 2018-12"),
        ("ene 2015 hasta ago 2018", "2015-01 2018-08"),
        ("gennaio 2015 - luglio 2018", "2015-01 2018-07"),
        ("janeiro de 2015 até março de 2018", "2015-01 2018-03"),
        ("mei 2015 tot maart 2018", "2015-05 2018-03"),
    ],
)
def test_months_are_read_in_seven_languages(text, expected):
    assert written(only(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Summer 2019", "2019-06 2019-08"),
        ("Winter 2019", "2019-01 2019-02"),
        ("Q1 2020", "2020-01 2020-03"),
        ("May 2020", "2020-05 2020-05"),
        ("2020", "2020-01 2020-12"),
        ("2025", "2025-01 2025-11"),
        ("2010-12", "2010-12 2010-12"),
    ],
)
def test_a_single_date_spans_its_own_period(text, expected):
    found = only(text)

    assert found.single
    assert written(found) == expected


@pytest.mark.parametrize(
    "text", ["2021-2018", "2021 - 2018", "May 2021 - Jan 2021", "2030 - 2032", "Jan 2026 - Mar 2026"]
)
def test_a_range_that_cannot_be_is_no_time_worked(text):
    assert written(only(text)) == "nothing"


def test_an_end_ahead_is_clipped_to_the_day_of_reading_and_kept_as_written():
    found = only("Jan 2024 - Dec 2027")

    assert written(found) == "2024-01 2025-11"
    assert found.last == Month(2027, 12)


@pytest.mark.parametrize(
    "text",
    [
        "in the 1990s",
        "the 90s",
        "Call 555-2019",
        "Windows Server 2008",
        "Microsoft Office 2010",
        "ISO 2015",
        "$2000",
        "2,019 units",
        "2000+ employees",
        "2020%",
        "Suite 12019",
        "v2019",
        "1889",
        "24/7",
        "score 10/12",
        "in May we moved",
        "Present",
        "",
    ],
)
def test_what_is_no_date_is_not_read_as_one(text):
    assert find_dates(text, AS_OF) == ()


def test_a_span_covers_exactly_the_words_of_the_range():
    text = "Engineer (Jan 2020 - Present), Acme"

    found = only(text)

    assert text[found.span.start : found.span.end] == "Jan 2020 - Present"


def test_a_date_that_ended_a_range_does_not_begin_the_next_one():
    first, second = find_dates("2021-07 -2020-05-01 – 2021-07", AS_OF)

    assert first.span.end <= second.span.start


def test_both_end_months_count():
    assert inclusive_months(Month(2020, 1), Month(2021, 1)) == 13


def test_overlaps_count_once_and_gaps_not_at_all():
    year = [(Month(2020, 1), Month(2020, 12)), (Month(2020, 7), Month(2021, 6)), (Month(2023, 1), Month(2023, 3))]

    assert union_months(year) == 18 + 3


LATEST = 2025 * 12 + 10  # November 2025
MONTHS = st.integers(1950 * 12, LATEST).map(lambda index: Month(index // 12, index % 12 + 1))
INTERVALS = st.lists(
    st.tuples(MONTHS, MONTHS).map(lambda pair: tuple(sorted(pair, key=lambda month: month.index))), max_size=8
)
NAMES = tuple("January February March April May June July August September October November December".split())  # noqa: SIM905
FORMS = (
    lambda month: f"{month.month:02d}/{month.year}",
    lambda month: f"{month.year}-{month.month:02d}",
    lambda month: f"{NAMES[month.month - 1]} {month.year}",
    lambda month: f"{NAMES[month.month - 1][:3]}. {month.year}",
    lambda month: f"{month.month}.{month.year}",
)


@given(
    start=MONTHS,
    end=MONTHS,
    form=st.sampled_from(FORMS),
    mark=st.sampled_from([" - ", " – ", " to ", " bis ", " until "]),
)
def test_what_is_written_is_read_back(start, end, form, mark):
    start, end = sorted((start, end), key=lambda month: month.index)

    found = only(f"{form(start)}{mark}{form(end)}")

    assert (found.start, found.end) == (start, end)


@given(INTERVALS)
def test_the_union_is_no_longer_than_the_sum_and_the_whole_span(intervals):
    union = union_months(intervals)

    assert union <= sum(inclusive_months(start, end) for start, end in intervals)
    if intervals:
        whole = max(end.index for _, end in intervals) - min(start.index for start, _ in intervals) + 1
        assert max(inclusive_months(start, end) for start, end in intervals) <= union <= whole


@given(INTERVALS, st.tuples(MONTHS, MONTHS))
def test_one_more_job_never_lessens_the_union(intervals, pair):
    assert union_months([*intervals, pair]) >= union_months(intervals)


@given(st.one_of(st.text(max_size=200), st.text(alphabet="0123456789 -–/.'Janprestoby\n", max_size=80)))
def test_any_text_is_read_without_an_error_and_in_order(text):
    found = find_dates(text, AS_OF)

    reached = 0
    for one in found:
        assert reached <= one.span.start < one.span.end <= len(text)
        assert one.end is None or one.start is None or one.start.index <= one.end.index <= LATEST
        reached = one.span.end
