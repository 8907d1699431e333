"""Writing results and fields to a simulated iCIMS over a real socket."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from icims.client import RetryBudget
from icims.errors import AmbiguousWriteError, IcimsRefusedError, IcimsUnavailableError
from icims.fields import FieldMapping, GroupEntry
from icims.models import STATUS_COMPLETE, STATUS_IN_PROGRESS, ResultUpdate, write_datetime
from icims.simulator import FaultRule, Field, Kind
from scoring.errors import InvalidInputError, TransientError

URL = "https://scores.example.com/applications/1"


def entries(lab):
    return lab.tenant.profiles["applicantworkflows"][int(lab.workflow)].entries("assessmentresults")


def stored(lab, kind="applicantworkflows"):
    number = lab.workflow if kind == "applicantworkflows" else lab.person
    return lab.tenant.profiles[kind][int(number)].fields


def test_a_result_is_opened_in_progress_and_then_completed(client, lab):
    entry_id = client.open_result(lab.workflow, "Candidate Scoring", URL)
    opened = client.results(lab.workflow)
    receipt = client.complete_result(
        lab.workflow, entry_id, ResultUpdate(Decimal("87.25"), "Strong match", "Missing: RN licence", URL)
    )
    completed = client.results(lab.workflow)

    assert [(entry.entry_id, entry.status_id) for entry in opened] == [(entry_id, STATUS_IN_PROGRESS)]
    (result,) = completed
    assert (result.score, result.result, result.status_id) == (Decimal("87.25"), "Strong match", STATUS_COMPLETE)
    assert result.location == f"/customers/7383/applicantworkflows/{lab.workflow}/fields/assessmentresults/{entry_id}"
    assert receipt.status == 204
    assert receipt.transaction.startswith("{")


def test_a_result_is_known_again_by_its_name(client, lab):
    lab.tenant.lists.add("lists.assessment.name", "Other Vendor")
    client.open_result(lab.workflow, "Other Vendor", URL)
    ours = client.open_result(lab.workflow, "Candidate Scoring", URL)

    named = [entry.entry_id for entry in client.results(lab.workflow) if entry.is_named("candidate scoring ")]

    assert named == [ours]


def test_an_abstained_result_has_no_score(client, lab):
    entry_id = client.open_result(lab.workflow, "Candidate Scoring", URL)

    client.complete_result(lab.workflow, entry_id, FieldMapping().result_update(None, "Not scored", "", complete=False))

    (entry,) = entries(lab)
    assert "assessmentscore" not in entry
    assert entry["assessmentstatus"]["value"] == "Incomplete"


def test_a_post_whose_answer_is_lost_is_ambiguous_and_never_repeated(client, lab):
    lab.state.faults.put([FaultRule("dropped_after_success", method="POST", path="assessmentresults")])

    with client.budget(RetryBudget(retries=3, seconds=5, first_wait=0.01)), pytest.raises(AmbiguousWriteError):
        client.open_result(lab.workflow, "Candidate Scoring", URL)

    assert len(entries(lab)) == 1
    assert client.results(lab.workflow)[0].url == URL


@pytest.mark.parametrize("status", [429, 503])
def test_a_post_that_was_turned_away_is_left_to_the_pipeline(client, lab, status):
    lab.state.faults.put([FaultRule("status", method="POST", path="assessmentresults", status=status, retry_after=0)])

    with client.budget(RetryBudget(retries=3, seconds=5, first_wait=0.01)), pytest.raises(TransientError):
        client.open_result(lab.workflow, "Candidate Scoring", URL)

    assert lab.calls("POST applicantworkflows") == 1
    assert entries(lab) == []


def test_a_post_that_the_server_failed_at_is_ambiguous(client, lab):
    lab.state.faults.put([FaultRule("status", method="POST", path="assessmentresults", status=500)])

    with pytest.raises(AmbiguousWriteError, match="gave 500"):
        client.open_result(lab.workflow, "Candidate Scoring", URL)


def test_a_post_that_was_never_sent_is_not_ambiguous(connect, lab):
    client = connect(api_url="http://127.0.0.1:9", auth="basic")

    with pytest.raises(IcimsUnavailableError):
        client.open_result(lab.workflow, "Candidate Scoring", URL)


def test_a_post_refused_for_its_token_is_sent_again_with_a_new_one(client, lab):
    client.applicant_workflow(lab.workflow)
    lab.state.tokens.expire_all()

    client.open_result(lab.workflow, "Candidate Scoring", URL)

    assert len(entries(lab)) == 1
    assert lab.tokens == 2


def test_a_swallowed_duplicate_without_location_is_ambiguous(client, lab):
    entry = GroupEntry("workflow", "field52000", "field52001", "ours", {"field52002": "a"})
    children = (Field("field52001"), Field("field52002"))
    lab.tenant.add_field("applicantworkflows", Field("field52000", Kind.GROUP, children=children))
    client.write_entry(lab.workflow, entry)
    lab.state.faults.put([FaultRule("hidden_field", fields=("field52000",))])

    with pytest.raises(AmbiguousWriteError, match="without the location"):
        client.write_entry(lab.workflow, entry)


def test_a_group_entry_is_added_once_and_then_changed(client, lab):
    children = (Field("field52001"), Field("field52002"))
    lab.tenant.add_field("applicantworkflows", Field("field52000", Kind.GROUP, children=children))
    profile = lab.tenant.profiles["applicantworkflows"][int(lab.workflow)]

    client.write_entry(lab.workflow, GroupEntry("workflow", "field52000", "field52001", "ours", {"field52002": "a"}))
    client.write_entry(lab.workflow, GroupEntry("workflow", "field52000", "field52001", "ours", {"field52002": "b"}))

    (entry,) = profile.entries("field52000")
    assert (entry["field52001"], entry["field52002"]) == ("ours", "b")


def test_fields_are_written_in_one_call(client, lab):
    receipt = client.patch_workflow(lab.workflow, {"field51001": 87, "field51002": "Strong"})

    assert (stored(lab)["field51001"], stored(lab)["field51002"]) == (87, "Strong")
    assert 200 <= receipt.status < 300
    assert lab.calls("PATCH applicantworkflows/{id}") == 1


def test_a_patch_is_repeated_within_the_budget(client, lab):
    lab.state.faults.put([FaultRule("status", method="PATCH", status=500, times=2)])

    with client.budget(RetryBudget(retries=2, seconds=5, first_wait=0.01)):
        client.patch_workflow(lab.workflow, {"field51001": 87})

    assert stored(lab)["field51001"] == 87
    assert lab.calls("PATCH applicantworkflows/{id}") == 3


@pytest.mark.parametrize("empty", ["", None, [], {}])
def test_an_empty_value_is_refused_because_it_would_delete(client, lab, empty):
    with pytest.raises(InvalidInputError, match="field51002"):
        client.patch_workflow(lab.workflow, {"field51001": 1, "field51002": empty})

    assert "field51001" not in stored(lab)


def test_protected_fields_are_never_written(client, lab):
    with pytest.raises(InvalidInputError, match="gender"):
        client.patch_person(lab.person, {"gender": "f"})

    assert lab.calls("PATCH") == 0


def test_a_merged_persons_fields_are_written_to_the_one_that_was_kept(client, lab):
    winner = lab.tenant.add_person("Ida", "Sample", "ida@example.com")
    lab.tenant.merge_people(int(lab.person), winner)

    client.patch_person(lab.person, {"field61001": "Python"})

    assert lab.tenant.profiles["people"][winner].fields["field61001"] == "Python"


def test_the_required_field_trap_says_what_the_customer_must_change(client, lab):
    lab.state.faults.put([FaultRule("required_field", fields=("middlename",))])

    with pytest.raises(IcimsRefusedError, match="middlename must not be required for the login group") as refused:
        client.patch_workflow(lab.workflow, {"field51001": 87})

    assert (refused.value.status, refused.value.code) == (400, 1)
    assert refused.value.transaction in str(refused.value)


def test_errors_do_not_repeat_what_the_server_says_about_values(client, lab):
    lab.state.faults.put([FaultRule("status", status=400, error_code=1, message="'Ida Sample' is not a number")])

    with pytest.raises(IcimsRefusedError) as refused:
        client.patch_workflow(lab.workflow, {"field51001": 87})

    assert "Ida" not in str(refused.value)
    assert "code 1" in str(refused.value)


@pytest.mark.parametrize(
    ("status", "kind"),
    [(status, IcimsRefusedError) for status in (301, 400, 403, 404, 405, 501, 505)]
    + [(status, TransientError) for status in (408, 429, 500, 502, 503, 504)],
)
def test_the_status_decides_whether_a_later_call_may_help(client, lab, status, kind):
    lab.state.faults.put([FaultRule("status", path="^/customers", status=status)])

    with pytest.raises(kind):
        client.applicant_workflow(lab.workflow)


@pytest.mark.parametrize(
    ("hour", "written"), [(0, "12:05 AM"), (9, "09:05 AM"), (12, "12:05 PM"), (13, "01:05 PM"), (23, "11:05 PM")]
)
def test_times_are_written_in_twelve_hours_of_utc(hour, written):
    assert write_datetime(datetime(2024, 5, 31, hour, 5, tzinfo=UTC)) == f"2024-05-31 {written}"


def test_a_field_is_emptied_only_where_that_is_meant(client, lab):
    client.patch_workflow(lab.workflow, {"field51001": 80})

    client.patch_workflow(lab.workflow, {"field51001": None}, may_empty=True)

    assert "field51001" not in stored(lab)


def test_a_score_is_taken_back_only_where_that_is_said(client, lab):
    entry_id = client.open_result(lab.workflow, "Candidate Scoring", URL)
    client.complete_result(lab.workflow, entry_id, ResultUpdate(Decimal(80), "Strong match", "", URL))

    client.complete_result(lab.workflow, entry_id, ResultUpdate(None, "Needs a person", "", URL))
    (kept,) = client.results(lab.workflow)
    client.complete_result(lab.workflow, entry_id, ResultUpdate(None, "Not assessed", "", URL, takes_score_back=True))
    (gone,) = client.results(lab.workflow)

    assert (kept.score, kept.result) == (Decimal(80), "Needs a person")
    assert (gone.score, gone.result) == (None, "Not assessed")
