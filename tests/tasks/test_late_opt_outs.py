"""An opt-out that arrives after the application was read: no step that is still to come rates, tries or writes it."""

from datetime import date
from decimal import Decimal

from writing_desk import CUSTOMER, Desk

from scoring.model_call import Purpose
from scoring.regulations import RequestKind
from scoring.run import Step
from settings import Settings
from store import Scope
from tasks import candidate_requests
from tasks.regulation_file import regulations
from tasks.scorers import made_here
from tasks.simulation import Trial, simulate
from tasks.trial_assessors import TrialAssessors


def opt_out(desk: Desk) -> int:
    kind, today = RequestKind.OPT_OUT, date(2026, 11, 23)
    return candidate_requests.receive(
        desk.deps.store, regulations(), CUSTOMER, str(desk.workflow), kind, today, "user:test"
    )


def test_while_the_rating_waits_it_keeps_the_resume_from_being_rated(desk: Desk) -> None:
    run_id = desk.open()
    desk.until(run_id, Step.EXTRACT)

    request = opt_out(desk)
    matched = desk.perform(run_id, Step.MATCH)
    candidate_requests.end(desk.deps.store, request, "withdrawn", "", "user:test")
    flagged = desk.perform(run_id, Step.FLAG)

    assert (matched.payload["assessment"], matched.note.output["reason"]) == (None, "opted_out")
    assert flagged.payload["card"]["abstained"] == "opted_out"


def test_while_the_score_waits_to_be_written_it_keeps_it_here(desk: Desk) -> None:
    run_id = desk.open()
    desk.until(run_id, Step.FLAG)

    opt_out(desk)
    written = desk.perform(run_id, Step.WRITE_BACK)
    desk.perform(run_id, Step.AUDIT)

    assert (written.note.action, written.payload["withheld"]) == ("write_back.withheld", "opted_out")
    assert desk.results() == []
    [newest, *_] = desk.deps.store.reports.runs_of(CUSTOMER, str(desk.workflow))
    assert newest != run_id
    assert desk.until(newest, Step.FLAG).payload["card"]["abstained"] == "opted_out"


def test_a_trial_leaves_out_who_has_opted_out_since(desk: Desk) -> None:
    desk.finish()
    [run_id] = desk.deps.store.trials.newest_runs(Scope(CUSTOMER), 10)
    opt_out(desk)
    trial = Trial(made_here(Settings(), "local", cut_offs=(Decimal(40), Decimal(80))), made_here(Settings(), "local"))

    [tried] = simulate(desk.deps.store, [run_id], trial, TrialAssessors(trial.scorer, Purpose.SIMULATION, None))

    assert (tried.after, tried.failure) == (None, "opted_out")
