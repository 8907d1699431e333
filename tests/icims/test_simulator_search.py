"""Searching the simulated iCIMS."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from simulator_lab import simulated

from icims.simulator import SimulatorState
from icims.simulator.errors import ApiError
from icims.simulator.search import search
from icims.simulator.search_dates import read_moment


@pytest.fixture
def lab():
    with simulated() as lab:
        yield lab


def found(lab, name, value, operator="=", kind="applicantworkflows", **more):
    query = {"filters": [{"name": name, "value": value, "operator": operator, **more}], "operator": "&"}
    answer = lab.post(f"search/{kind}?staleness=0", query)
    return [result["id"] for result in answer.json()["searchResults"]]


@pytest.mark.parametrize(
    ("name", "value", "operator"),
    [
        ("applicantworkflow.id", ["10001"], "="),
        ("applicantworkflow.id", ["10000"], ">"),
        ("applicantworkflow.job.id", ["1001", "7"], "="),
        ("applicantworkflow.job", ["1001 "], "="),
        ("applicantworkflow.person.id", ["2001"], "="),
        ("applicantworkflow.person.email", ["IDA@example.com"], "="),
        ("applicantworkflow.status", ["D10100"], "="),
        ("applicantworkflow.status", ["C12295"], "!="),
        ("applicantworkflow.updateddate", ["2024-05-31 04:00 AM"], ">="),
        ("applicantworkflow.updateddate", ["2024-05-31 02:10 PM"], "<="),
        ("applicantworkflow.person.createddate", ["2024-06-01 04:00 AM"], "<"),
        ("applicantworkflow.customfield51001.text", ["135"], "="),
        ("applicantworkflow.customfield51001.text", ["100"], ">"),
        ("applicantworkflow.customfield51002.text", [], "="),
        ("applicantworkflow.source", ["career SITE"], "="),
    ],
)
def test_filters_seen_in_integrations_find_the_application(lab, name, value, operator):
    lab.patch("applicantworkflows/10001", {"field51001": 135})

    assert found(lab, name, value, operator) == [10001]


@pytest.mark.parametrize(
    ("name", "value", "operator"),
    [
        ("applicantworkflow.id", ["10001"], ">"),
        ("applicantworkflow.status", ["C12295"], "="),
        ("applicantworkflow.updateddate", ["2024-05-31 02:11 PM"], ">="),
        ("applicantworkflow.person.email", ["other@example.com"], "="),
        ("applicantworkflow.customfield51001.text", [], "!="),
    ],
)
def test_filters_that_do_not_hold_find_nothing(lab, name, value, operator):
    assert found(lab, name, value, operator) == []


def test_a_range_of_macros_finds_what_was_updated_in_it(lab):
    lab.clock.advance(days=5)

    within = found(lab, "applicantworkflow.updateddate", ["{DATE:START}{DATE:-5}"], secondaryValue=["{DATE:END}"])
    outside = found(lab, "applicantworkflow.updateddate", ["{DATE:START}{DATE:-4}"], secondaryValue=["{DATE:END}"])

    assert (within, outside) == ([10001], [])


def test_children_are_joined_with_their_own_operator(lab):
    folders = [{"name": "person.folder", "value": [folder]} for folder in ("D32013", "D32006")]
    lab.patch("people/2001", {"folder": {"id": "D32006"}})
    query = {
        "filters": [{"name": "person.id", "value": ["2000"], "operator": ">"}],
        "operator": "&",
        "children": [{"operator": "|", "filters": folders}],
    }

    both = lab.post("search/people", query).json()
    query["children"][0]["operator"] = "&"

    assert both == {"searchResults": [{"id": 2001, "self": f"{lab.base}/people/2001"}]}
    assert lab.post("search/people", query).json() == {"searchResults": []}


def test_a_search_may_be_sent_as_a_parameter(lab):
    query = json.dumps({"filters": [{"name": "job.jobtitle", "value": ["Engineer"]}]})

    assert lab.get("search/jobs", params={"searchJson": query}).json()["searchResults"][0]["id"] == 1001


def test_pages_hold_a_thousand_ids_and_the_next_begins_after_the_last(lab):
    for number in range(1005):
        lab.tenant.add_application(2001, 1001, source=f"source {number}")

    first = found(lab, "applicantworkflow.job.id", ["1001"])
    second = found(lab, "applicantworkflow.id", [str(first[-1])], ">")

    assert (len(first), len(second)) == (1000, 6)
    assert first + second == sorted(lab.tenant.profiles["applicantworkflows"])


def test_an_answer_may_be_as_old_as_the_caller_allows(lab):
    query = {"filters": [{"name": "applicantworkflow.job.id", "value": ["1001"]}]}

    def count(staleness):
        return len(lab.post(f"search/applicantworkflows{staleness}", query).json()["searchResults"])

    counts = [count("")]
    lab.tenant.add_application(2001, 1001, source="later")
    counts += [count(""), count("?staleness=0")]
    lab.tenant.add_application(2001, 1001, source="latest")
    lab.clock.advance(minutes=6)
    counts += [count(""), count("?staleness=5")]

    assert counts == [1, 1, 2, 2, 3]


@pytest.mark.parametrize(
    "query",
    [
        pytest.param({}, id="no-filter"),
        pytest.param({"filters": []}, id="an-empty-list"),
        pytest.param({"filters": [{"name": "applicantworkflow.nothing", "value": ["1"]}]}, id="an-unknown-name"),
        pytest.param({"filters": [{"name": "person.id", "value": ["1"]}]}, id="a-name-of-another-type"),
        pytest.param({"filters": [{"name": "applicantworkflow.id", "value": ["1"], "operator": "~"}]}, id="operator"),
        pytest.param({"filters": [{"value": ["1"]}]}, id="no-name"),
        pytest.param({"filters": ["x"]}, id="no-object"),
        pytest.param({"filters": [{"name": "applicantworkflow.id", "value": ["1"]}], "operator": "xor"}, id="joiner"),
        pytest.param(
            {"filters": [{"name": "applicantworkflow.updateddate", "value": ["2024-05-31T00:00Z"], "operator": ">"}]},
            id="an-iso-date",
        ),
    ],
)
def test_a_search_that_makes_no_sense_is_refused(lab, query):
    assert lab.post("search/applicantworkflows", query).status_code == 400


def test_staleness_must_be_a_number(lab):
    query = {"filters": [{"name": "job.id", "value": ["1001"]}]}

    assert lab.post("search/jobs?staleness=soon", query).status_code == 400


def test_the_key_of_an_empty_result_can_be_missing(lab):
    query = {"filters": [{"name": "job.id", "value": ["7"]}]}
    present = lab.post("search/jobs?staleness=0", query).json()
    lab.fault(kind="missing_results_key")

    assert (present, lab.post("search/jobs?staleness=0", query).json()) == ({"searchResults": []}, {})


def test_a_stale_index_does_not_know_the_newest_applications(lab):
    lab.clock.advance(minutes=30)
    newest = lab.tenant.add_application(2001, 1001, source="new")
    lab.fault(kind="stale_search", minutes=15)

    early = found(lab, "applicantworkflow.job.id", ["1001"])
    lab.clock.advance(minutes=15)

    assert (early, found(lab, "applicantworkflow.job.id", ["1001"])) == ([10001], [10001, newest])


def test_completed_forms_are_found_by_form_and_person(lab):
    form = lab.tenant.forms.define("Application", {"q1": {"type": "TEXTFIELD", "required": True}})
    completed = lab.tenant.forms.submit(form, 2001, {"q1": "yes"}, replace=False)
    filters = [{"name": "formdata.formid", "value": [str(form.id)]}, {"name": "formdata.person.id", "value": [2001]}]

    results = lab.post("search/forms", {"filters": filters, "operator": "&"}).json()["searchResults"]

    assert results == [{"id": completed.id, "self": f"{lab.base}/forms/{completed.id}"}]


@pytest.mark.parametrize(
    ("macro", "moment"),
    [
        ("{DATE}", datetime(2024, 5, 31, 14, 10, tzinfo=UTC)),
        ("{DATE:-9}", datetime(2024, 5, 22, 14, 10, tzinfo=UTC)),
        ("{DATE:START}{DATE:-9}", datetime(2024, 5, 22, tzinfo=UTC)),
        ("{DATE:END}", datetime(2024, 5, 31, 23, 59, tzinfo=UTC)),
        ("2024-05-31 04:00 AM", datetime(2024, 5, 31, 4, 0, tzinfo=UTC)),
        ("2013-03-25 4:00 AM", datetime(2013, 3, 25, 4, 0, tzinfo=UTC)),
        ("2024-05-31", datetime(2024, 5, 31, tzinfo=UTC)),
    ],
)
def test_dates_are_read_as_integrations_write_them(macro, moment):
    assert read_moment(macro, datetime(2024, 5, 31, 14, 10, 30, tzinfo=UTC)) == moment


ORDERS = {"=": int.__eq__, "!=": int.__ne__, "<": int.__lt__, ">": int.__gt__, ">=": int.__ge__}


@given(
    positions=st.lists(st.integers(0, 5), max_size=20),
    limit=st.integers(0, 5),
    operator=st.sampled_from(sorted(ORDERS)),
    joiner=st.sampled_from(["&", "|"]),
    other=st.integers(1001, 1020),
)
def test_a_search_finds_exactly_what_its_filters_say(positions, limit, operator, joiner, other):
    tenant = SimulatorState().add_tenant("1")
    jobs = {tenant.add_job("Engineer", numberofpositions=number): number for number in positions}
    query = {
        "filters": [
            {"name": "job.numberofpositions", "value": [str(limit)], "operator": operator},
            {"name": "job.id", "value": [str(other)], "operator": ">"},
        ],
        "operator": joiner,
    }

    both = all if joiner == "&" else any
    expected = [job for job, number in jobs.items() if both((ORDERS[operator](number, limit), job > other))]
    assert search(tenant, "jobs", query, None) == expected


KEYS = st.sampled_from(["filters", "children", "name", "value", "secondaryValue", "operator"])
NAMES = st.sampled_from(["job.id", "job.updateddate", "job.skillset", "person.id", "&", "|", ">", "{DATE:99999999999}"])


@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=8) | NAMES,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    )
)
def test_whatever_json_is_searched_for_is_answered_or_refused(query):
    tenant = SimulatorState().add_tenant("1")
    job = tenant.add_job("Engineer")

    try:
        ids = search(tenant, "jobs", query, None)
    except ApiError:
        ids = []

    assert ids in ([], [job])
