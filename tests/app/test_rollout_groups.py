"""A rollout is approved on its page for the group that was shown there, and for no other."""

from html import unescape

from finished_runs import CUSTOMER, cases_of, finished_runs
from signed_in import SignedIn

from scoring.access import Grant, Role
from scoring.rollout import Pilot
from scoring.run import RolloutMode
from store import Scope, Store

NURSE = Scope(CUSTOMER, "", "canary-nurse")


def test_a_group_that_was_widened_after_the_look_is_not_approved(web: str, store: Store) -> None:
    finished_runs(store, cases_of("nurse"))
    rollout = store.rollouts.propose(NURSE, RolloutMode.ASSIST, Pilot(1), "user:ann", "a few")
    with SignedIn(web, store, Grant(Role.ADMIN)) as tom:
        shown = tom.get(f"/requisitions/{CUSTOMER}/{NURSE.job_id}/mode", headers={"Accept": "text/html"}).text
        seen = unescape(shown.split('name="group" value="')[1].split('"')[0])
        store.rollouts.set_pilot(rollout, Pilot(100), "user:maria")

        refused = tom.submit(f"/rollout/{rollout}/approve", group=seen, override="it is urgent")
        approved = tom.submit(f"/rollout/{rollout}/approve", override="it is urgent")

    assert (refused.status_code, approved.status_code) == (400, 303)
    assert "group was changed meanwhile" in refused.text
