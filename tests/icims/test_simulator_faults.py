"""What the simulated iCIMS does wrong when it is told to."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from simulator_lab import RESULTS, WORKFLOW, simulated

ENTRY = {"assessmentname": {"value": "Acme Match"}}


@pytest.fixture
def lab():
    with simulated() as lab:
        yield lab


def calls(lab):
    return lab.switch("GET", "state?customer=4560&summary=1").json()["customers"]["4560"]["calls"]


def test_a_429_says_that_nothing_is_left_and_when_to_come_back(lab):
    lab.fault(kind="status", status=429, retry_after=7)

    answer = lab.get(WORKFLOW)

    assert answer.status_code == 429
    assert (answer.headers["x-ratelimit-remaining"], answer.headers["Retry-After"]) == ("0", "7")
    assert int(answer.headers["x-ratelimit-reset"]) > 0


def test_over_the_daily_limit_every_call_is_a_429_until_midnight(lab):
    lab.tenant.options.daily_limit = 2

    statuses = [lab.get(WORKFLOW).status_code for _ in range(3)]
    lab.clock.advance(hours=10)

    assert statuses == [200, 200, 429]
    assert lab.get(WORKFLOW).status_code == 200


@pytest.mark.parametrize("status", [500, 502, 503, 404, 302])
def test_any_status_can_stand_in_for_the_call(lab, status):
    lab.fault(kind="status", status=status, method="PATCH", headers={"Location": "http://127.0.0.1:9/"})

    answer = lab.patch(WORKFLOW, {"field51001": 3}, allow_redirects=False)

    assert answer.status_code == status
    assert lab.application()["fields"] == {}


def test_a_fault_may_strike_only_status_changes(lab):
    lab.fault(kind="status", status=500, method="PATCH", path=r"/applicantworkflows/\d+$", body='"status"')

    moved = lab.patch(WORKFLOW, {"status": {"id": "C12295"}})
    written = lab.patch(WORKFLOW, {"field51001": 3})

    assert (moved.status_code, written.status_code) == (500, 204)


def test_a_call_dropped_before_it_was_read_changes_nothing(lab):
    lab.fault(kind="dropped", times=1)

    with pytest.raises(requests.ConnectionError):
        lab.post(RESULTS, ENTRY)

    assert lab.application()["assessmentresults"] == []
    assert lab.post(RESULTS, ENTRY).status_code == 201


def test_a_call_dropped_after_success_is_applied_and_its_answer_lost(lab):
    lab.fault(kind="dropped_after_success", method="POST", times=1)

    with pytest.raises(requests.ConnectionError):
        lab.post(RESULTS, ENTRY)

    assert len(lab.application()["assessmentresults"]) == 1
    assert calls(lab)["POST applicantworkflows/{id}/fields/assessmentresults 201 lost"] == 1


def test_a_refused_call_is_not_dropped_after_success(lab):
    lab.fault(kind="dropped_after_success")

    assert lab.post(RESULTS, {"assessmentscore": "high"}).status_code == 400


def test_a_slow_answer_comes_late_and_holds_up_nobody_else(lab):
    lab.fault(kind="slow", seconds=0.6, path="/jobs/", times=1)

    def seconds(path):
        start = time.monotonic()
        assert requests.get(f"{lab.base}/{path}", auth=lab.session.auth, timeout=10).status_code == 200
        return time.monotonic() - start

    with ThreadPoolExecutor(2) as pool:
        slow = pool.submit(seconds, "jobs/1001")
        quick = pool.submit(seconds, WORKFLOW)

    assert quick.result() < 0.6 <= slow.result()


def test_a_time_out_gives_no_answer_and_changes_nothing(lab):
    lab.fault(kind="timeout", seconds=30, times=1)

    with pytest.raises(requests.ReadTimeout):
        lab.session.patch(f"{lab.base}/{WORKFLOW}", json={"field51001": 3}, timeout=0.3)

    assert lab.application()["fields"] == {}


def test_an_expired_token_is_refused_again_and_a_new_one_is_not(lab):
    def get(token):
        headers = {"Authorization": f"Bearer {token}"}
        return requests.get(f"{lab.base}/{WORKFLOW}", headers=headers, timeout=10).status_code

    token = lab.token().json()["access_token"]
    lab.fault(kind="expired_token", times=1)

    assert [get(token), get(token), get(lab.token().json()["access_token"])] == [401, 401, 200]


def test_all_tokens_can_be_made_to_expire(lab):
    token = lab.token().json()["access_token"]
    lab.switch("POST", "tokens/expire").raise_for_status()

    answer = requests.get(f"{lab.base}/{WORKFLOW}", headers={"Authorization": f"Bearer {token}"}, timeout=10)

    assert answer.status_code == 401


def test_denied_access_looks_like_a_missing_record_but_for_its_code(lab):
    lab.fault(kind="access_denied", path="/people/")

    answer = lab.get("people/2001")

    assert (answer.status_code, answer.json()["errors"][0]["errorCode"]) == (404, 3)


def test_a_hidden_person_link_is_left_out(lab):
    lab.fault(kind="hidden_field", fields=["associatedprofile"])

    assert "associatedprofile" not in lab.get(WORKFLOW).json()


def test_a_required_field_that_was_never_sent_is_named(lab):
    lab.fault(kind="required_field", fields=["hiredate"])

    answer = lab.patch("people/2001", {"source": "x"})

    assert (answer.status_code, answer.headers["X-Error"]) == (400, "1:hiredate:This field is required.")


def test_unknown_keys_and_merged_names_appear_in_answers(lab):
    lab.fault(kind="unknown_keys")
    lab.fault(kind="merged_person", into=2002)

    shown = lab.get("people/2001").json()

    assert shown["firstname"] == "Merged with 2002"
    assert "anothernewkey" in shown


def test_a_garbled_answer_is_a_200_that_is_not_json(lab):
    lab.fault(kind="garbled", times=1)

    answer = lab.get(WORKFLOW)

    assert answer.status_code == 200
    assert answer.text.startswith("<html>")


def test_a_share_of_the_calls_fails_and_the_same_ones_with_the_same_seed(lab):
    def pattern(seed):
        lab.switch("PUT", "faults", [{"kind": "status", "status": 503, "probability": 0.4, "seed": seed}])
        return [lab.get(WORKFLOW).status_code for _ in range(40)]

    first, again, other = pattern(1), pattern(1), pattern(2)

    assert first == again != other
    assert 5 < first.count(503) < 30


def test_a_rule_lets_some_calls_pass_strikes_so_often_and_counts(lab):
    lab.fault(id="third", kind="status", status=500, skip=2, times=1)

    statuses = [lab.get(WORKFLOW).status_code for _ in range(4)]

    assert statuses == [200, 200, 500, 200]
    (rule,) = lab.switch("GET", "faults").json()["faults"]
    assert (rule["matched"], rule["fired"]) == (4, 1)


def test_rules_are_replaced_added_and_removed_over_http(lab):
    lab.switch("PUT", "faults", {"faults": [{"kind": "slow", "id": "a"}, {"kind": "slow", "id": "b"}]})
    lab.switch("PATCH", "faults", {"kind": "dropped", "id": "b", "path": "/never/"})
    lab.switch("DELETE", "faults/a")

    kinds = [(rule["id"], rule["kind"]) for rule in lab.switch("GET", "faults").json()["faults"]]

    assert kinds == [("b", "dropped")]
    assert lab.switch("DELETE", "faults/a").status_code == 404
    assert lab.switch("DELETE", "faults").json() == {"faults": []}


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        pytest.param({"kind": "explode"}, "dropped_after_success", id="an-unknown-kind"),
        pytest.param({"kind": "slow", "secnds": 3}, "secnds", id="a-misspelt-key"),
        pytest.param({"kind": "status", "probability": 20}, "between 0 and 1", id="a-percentage"),
        pytest.param({"kind": "status", "path": "("}, "regular expressions", id="a-broken-pattern"),
        pytest.param({"kind": "status", "status": "500"}, "must be of the type int", id="a-text-for-a-number"),
        pytest.param({"kind": "status", "status": 999}, "an HTTP status", id="no-status"),
        pytest.param({"kind": "hidden_field", "fields": "email"}, "fields", id="a-text-for-a-list"),
        pytest.param("slow", "kind is one of", id="no-object"),
        pytest.param({"kind": "resume", "variant": "burnt"}, "corrupt_docx", id="an-unknown-variant"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused_with_a_reason(lab, rule, reason):
    answer = lab.switch("PUT", "faults", [rule])

    assert answer.status_code == 400
    assert reason in answer.json()["error"]


def test_the_token_endpoint_can_fail_too(lab):
    lab.fault(kind="status", status=503, path="^/oauth/", times=1)

    assert [lab.token().status_code, lab.token().status_code] == [503, 200]
