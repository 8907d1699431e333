"""Event notifications from iCIMS: verify, write the inbox row and the run, answer, then ring."""

import hashlib
import re
from datetime import UTC, datetime

import structlog
from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue

from app.guard import Door, requires
from app.site import site
from icims.errors import UnauthorizedError
from icims.events import Event, EventKind, parse_event, window_of
from icims.fields import same_status
from icims.webhook_auth import WebhookCredentials, authenticate, issue_token, read_token_request
from scoring.errors import InvalidInputError
from scoring.run import RunId
from settings import TenantSettings
from store import Opening, Outcome, StageOutcome
from tasks import pipeline
from telemetry import metrics

log = structlog.get_logger(__name__)
webhooks = Blueprint("webhooks", __name__)

TRACE_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


@webhooks.post("/webhooks/icims")
@webhooks.post("/webhooks/icims/<customer_id>")
@requires(Door.OWN_CREDENTIALS)
def event_received(customer_id: str = "") -> ResponseReturnValue:
    """Accept one notification. Answers only after the ledger holds it; whether Redis is up makes no difference."""
    body = request.get_data(cache=False)
    event = parse_event(
        body,
        request.headers.get("Content-Encoding", ""),
        window=window_of(datetime.now(UTC)),
        customer_id=customer_id,
        return_hosts=site().settings.return_hosts,
    )
    tenant = _tenant_of(event, customer_id)
    _verify(tenant, body)
    opened = _accept(event, tenant, hashlib.sha256(body).hexdigest())
    for run_id in opened:
        pipeline.start(run_id)
    if event.kind is EventKind.APPLICATION_COMPLETED and event.return_url:
        # The candidate's browser is waiting: send it on (icims-api.md 8.3).
        return redirect(event.return_url, code=303)
    return {"status": "accepted", "runs": list(opened)}, 200


def _tenant_of(event: Event, path_customer: str) -> TenantSettings:
    named = {customer for customer in (event.customer_id, path_customer) if customer}
    tenants = site().tenants
    if not named and len(tenants) == 1:
        named = set(tenants)
    if len(named) != 1:
        raise InvalidInputError("the event does not name one customer")
    tenant = tenants.get(named.pop())
    if tenant is None:
        raise InvalidInputError("unknown customer")
    return tenant


def _verify(tenant: TenantSettings, body: bytes) -> None:
    authenticate(
        headers=dict(request.headers),
        method=request.method,
        path=request.path,
        query=request.query_string.decode("latin-1"),
        body=body,
        credentials=credentials_of(tenant),
        now=datetime.now(UTC),
    )


def credentials_of(tenant: TenantSettings) -> WebhookCredentials:
    """What iCIMS must present for this tenant."""
    return WebhookCredentials(
        customer_id=tenant.customer_id,
        client_id=tenant.webhook_client_id,
        client_secret=tenant.webhook_client_secret,
        hmac_user=tenant.webhook_hmac_user,
        hmac_key=tenant.webhook_hmac_key,
        token_key=site().settings.secret_key,
    )


def _accept(event: Event, tenant: TenantSettings, body_sha256: str) -> tuple[RunId, ...]:
    """The runs that were opened by the event; none for a duplicate, for our own doing, for what asks for nothing."""
    inbox = site().store.inbox
    _note_outcome(event, tenant)
    why_not = _ignored(event, tenant)
    if why_not:
        inbox.note_ignored(
            tenant.customer_id, event.workflow_id, f"{event.kind}:{why_not}", event.dedup_key, body_sha256
        )
        if event.kind is EventKind.JOB_CHANGED:
            site().store.requisitions.expire(tenant.customer_id, event.job_id)
        metrics.events_accepted.labels(outcome=why_not).inc()
        log.info("event_ignored", customer_id=tenant.customer_id, workflow_id=event.workflow_id, reason=why_not)
        return ()
    opened = []
    for opening in _openings(event, tenant, body_sha256):
        accepted = inbox.open_run(opening)
        metrics.events_accepted.labels(outcome=accepted.outcome.value).inc()
        log.info(
            "event_accepted",
            customer_id=tenant.customer_id,
            workflow_id=opening.workflow_id,
            outcome=accepted.outcome.value,
            run_id=accepted.run_id,
        )
        if accepted.outcome is Outcome.OPENED and accepted.run_id is not None:
            opened.append(accepted.run_id)
    return tuple(opened)


def _note_outcome(event: Event, tenant: TenantSettings) -> None:
    """Keep where people moved the application, also where that asks for no run. What we moved ourselves is no view."""
    if event.kind is not EventKind.STATUS_CHANGED or not event.new_status or not event.workflow_id:
        return
    if tenant.user_id and event.user_id == tenant.user_id:
        return
    known = site().mappings[tenant.customer_id].statuses.items()
    stage = next((name for name, node in known if same_status(node, event.new_status)), "")
    site().store.review_outcomes.note(
        StageOutcome(
            customer_id=tenant.customer_id,
            job_id=event.job_id,
            workflow_id=event.workflow_id,
            old_status=event.old_status,
            new_status=event.new_status,
            stage=stage,
            icims_user_id=event.user_id,
            event_key=event.dedup_key,
            occurred_at=event.occurred_at or datetime.now(UTC),
        )
    )


def _ignored(event: Event, tenant: TenantSettings) -> str:
    """Why the event asks for no run, or '' when it does."""
    if event.kind is EventKind.IGNORED:
        return "not_ours"
    if event.kind is EventKind.JOB_CHANGED:
        return "job_changed"
    if tenant.user_id and event.user_id == tenant.user_id:
        return "own_write"
    mapping = site().mappings[tenant.customer_id]
    if event.kind is EventKind.STATUS_CHANGED and event.new_status and not mapping.triggers(event.new_status):
        return "status_not_wanted"
    return ""


def _openings(event: Event, tenant: TenantSettings, body_sha256: str) -> list[Opening]:
    """One opening for an application's event; for a candidate's, one per application that we know."""
    given = request.headers.get("X-Request-Id", "")
    trace_id = given if TRACE_ID.fullmatch(given) else ""
    wanted = [(event.workflow_id, event.job_id, "")]
    if not event.workflow_id:
        known = site().store.inbox.applications_of(tenant.customer_id, event.person_id)
        wanted = [(workflow_id, job_id, f":{workflow_id}") for workflow_id, job_id in known]
    return [
        Opening(
            customer_id=tenant.customer_id,
            workflow_id=workflow_id,
            dedup_key=event.dedup_key + suffix,
            kind=event.kind.value,
            job_id=job_id,
            person_id=event.person_id,
            body_sha256=body_sha256,
            trace_id=trace_id,
            previous_dedup_key=event.previous_dedup_key + suffix if event.previous_dedup_key else "",
        )
        for workflow_id, job_id, suffix in wanted
    ]


@webhooks.post("/oauth/token")
@requires(Door.OWN_CREDENTIALS)
def token() -> ResponseReturnValue:
    """A bearer token for iCIMS, by client credentials in the form, in JSON or as Basic (RFC 6749, 4.4)."""
    asked = read_token_request(dict(request.headers), request.get_data(cache=False))
    if asked.grant_type != "client_credentials":
        return {"error": "unsupported_grant_type"}, 400
    for tenant in site().tenants.values():
        try:
            issued, seconds = issue_token(
                credentials_of(tenant), asked.client_id, asked.client_secret, datetime.now(UTC)
            )
        except UnauthorizedError:
            continue
        return {"access_token": issued, "token_type": "Bearer", "expires_in": seconds}, 200
    return {"error": "invalid_client"}, 401
