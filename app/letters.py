"""Letters to candidates: the notice of a job and the explanation of an application, from what is stored."""

import hashlib
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any

from scoring.errors import InvalidInputError
from scoring.explanation import explanation
from scoring.letter import Letter
from scoring.notice import NoticeFacts, notice
from scoring.run import Step
from settings import TenantSettings
from store import Store, StoredRequisition
from tasks.regulation_file import regulations

# Where an installation does not say better.
EMPLOYER = "The employer"
CONTACT = "the contact that the job advertisement names"


def notice_of(store: Store, tenant: TenantSettings, requisition: StoredRequisition, on: date, link: str = "") -> Letter:
    """What candidates are told before an application to this job is scored, by the rules that apply on that day.

    ``link`` is that of the page on which they ask for something.
    """
    found = regulations()
    facts = NoticeFacts(
        employer=tenant.employer or EMPLOYER,
        contact=tenant.contact or CONTACT,
        job_id=requisition.job_id,
        rubric=store.requisitions.rubric(requisition.rubric_id),
        days=max(found.our_promise.values()),
        business_days=found.notice_before(on),
        link=link,
    )
    named = dict.fromkeys(entry.notice for entry in found.applying(on) if entry.notice)
    return notice([_template(name) for name in ("general", *named)], facts)


def notice_digest(store: Store, requisition: StoredRequisition) -> str:
    """Of what the notice says about this job: another one when something else is looked for."""
    rubric = store.requisitions.rubric(requisition.rubric_id)
    return hashlib.sha256(f"{rubric.title}\0{rubric.version}".encode()).hexdigest()


def explanation_of(store: Store, tenant: TenantSettings, workflow_id: str) -> Letter:
    """Why the application was read as it was, by its newest finished run.

    Raises InvalidInputError when there is none.
    """
    for run_id in store.reports.runs_of(tenant.customer_id, workflow_id):
        view = store.reports.run(run_id)
        card: dict[str, Any] | None = view.findings.get(Step.FLAG, {}).get("card") if view else None
        if view is not None and card is not None:
            answered = bool(view.findings.get(Step.EXTRACT, {}).get("answers"))
            return explanation(card, tenant.contact or CONTACT, answered=answered)
    raise InvalidInputError(f"no run of application {workflow_id} has come to a result")


@lru_cache(maxsize=16)
def _template(name: str) -> str:
    return (files("app") / "data" / "notice" / f"{name}.txt").read_text(encoding="utf-8")
