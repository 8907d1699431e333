"""What candidates ask for: not to be scored, a person, a correction, the reasons; each with the day it is due."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from scoring.access import EVERYWHERE, Grant
from scoring.errors import InvalidInputError
from scoring.regulations import Due, RequestKind
from store.characters import storable
from store.engine import transaction

MOST_WORDS = 2000
LONGEST_ID = 100
CANDIDATE = "candidate"  # on record where nobody of ours acted
# How a request can end. Only "withdrawn" ends an opt-out: done or not, it holds until the candidate takes it back.
ENDS = ("done", "declined", "withdrawn")

OPTED_OUT = sa.text("""
SELECT EXISTS (SELECT FROM candidate_requests WHERE customer_id = :customer_id AND workflow_id = :workflow_id
               AND kind = 'opt_out' AND state <> 'withdrawn')
""")

# The requisition is that of the application, where that is known already.
RECORD = sa.text("""
INSERT INTO candidate_requests (customer_id, workflow_id, job_id, kind, details, regulation, received_on, due_on,
                                recorded_by)
SELECT :customer_id, :workflow_id, COALESCE((SELECT job_id FROM applications WHERE customer_id = :customer_id
       AND workflow_id = :workflow_id), :job_id), :kind, :details, :regulation, :received_on, :due_on, :actor
RETURNING id, job_id
""")

# Filed by somebody who says to be a candidate: of no application until a person has checked that.
FILE = sa.text("""
INSERT INTO candidate_requests (customer_id, workflow_id, job_id, kind, details, regulation, received_on, due_on,
                                recorded_by, claimant, reply_sha256)
VALUES (:customer_id, '', :job_id, :kind, :details, :regulation, :received_on, :due_on, :actor, :claimant,
        :reply_sha256)
RETURNING id, job_id
""")

VERIFY = sa.text("""
UPDATE candidate_requests SET workflow_id = :workflow_id, verified_at = now(), verified_by = :actor,
    job_id = COALESCE((SELECT job_id FROM applications WHERE customer_id = candidate_requests.customer_id
                       AND workflow_id = :workflow_id), job_id)
WHERE id = :id AND workflow_id = '' AND state = 'open'
RETURNING customer_id, workflow_id, job_id, kind
""")

RELEASE = sa.text("""
UPDATE candidate_requests SET released = :letter, state = 'done', answered_at = now(), answered_by = :actor
WHERE id = :id AND kind = 'explanation' AND state = 'open' AND workflow_id <> '' AND reply_sha256 IS NOT NULL
RETURNING customer_id, workflow_id, job_id, kind
""").bindparams(sa.bindparam("letter", type_=JSONB))

END = sa.text("""
UPDATE candidate_requests SET state = :state, answer = :answer, answered_at = now(), answered_by = :actor
WHERE id = :id AND (workflow_id <> '' OR :state <> 'done')
  AND (state = 'open' OR (kind = 'opt_out' AND state <> 'withdrawn' AND :state = 'withdrawn'))
RETURNING customer_id, workflow_id, job_id, kind
""")

SELECT = """
SELECT request.*, COALESCE(requisition.family, '') AS family, COALESCE(requisition.title, '') AS title
FROM candidate_requests AS request
LEFT JOIN requisitions AS requisition
       ON requisition.customer_id = request.customer_id AND requisition.job_id = request.job_id
"""

LISTED = sa.text(f"""
{SELECT}
WHERE request.customer_id = ANY(:customer_ids) AND (request.state = 'open') = :open
  AND EXISTS (SELECT FROM jsonb_to_recordset(:within) AS place (customer_id text, family text, job_id text)
              WHERE place.customer_id IN ('', request.customer_id)
                AND place.family IN ('', COALESCE(requisition.family, ''))
                AND place.job_id IN ('', request.job_id))
ORDER BY CASE WHEN request.state = 'open' THEN request.due_on END, request.id DESC LIMIT :limit
""").bindparams(sa.bindparam("within", type_=JSONB))

AUDIT = sa.text("""
INSERT INTO audit_events (trace_id, actor, action, customer_id, job_id, person_id, workflow_id,
                          versions, inputs, output)
VALUES (:trace_id, :actor, :action, :customer_id, :job_id, '', :workflow_id, '{}', '{}', :output)
""").bindparams(sa.bindparam("output", type_=JSONB))


@dataclass(frozen=True, slots=True)
class CandidateRequest:
    """``details`` and ``answer`` may hold the candidate's words. ``regulation`` '' is our own promise.

    One that was filed on the notice's page has a ``claimant``, and no ``workflow_id`` until a person has checked who
    that is. ``released`` is the letter that its own link shows.
    """

    id: int
    customer_id: str
    workflow_id: str
    job_id: str
    family: str
    title: str
    kind: RequestKind
    state: str
    details: str
    regulation: str
    received_on: date
    due_on: date
    recorded_by: str
    answer: str
    answered_at: datetime | None
    answered_by: str | None
    claimant: str = ""
    verified_by: str | None = None
    released: dict[str, Any] | None = None

    @property
    def is_verified(self) -> bool:
        """Whether it is of an application: recorded by a person, or checked by one."""
        return bool(self.workflow_id)

    def days_left(self, today: date) -> int:
        """Negative when it is overdue."""
        return (self.due_on - today).days


class CandidateRequests:
    """Each method is one transaction; on record are ids and codes, never what the candidate wrote."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def record(
        self,
        customer_id: str,
        workflow_id: str,
        kind: RequestKind,
        received_on: date,
        due: Due,
        actor: str,
        *,
        details: str = "",
        job_id: str = "",
    ) -> int:
        """The id of the request. ``job_id`` counts only while the application is not known yet.

        Raises InvalidInputError for an id that is none, and for more than 2,000 characters of details.
        """
        _check_id(workflow_id)
        if len(details) > MOST_WORDS:
            raise InvalidInputError(f"details have at most {MOST_WORDS} characters")
        values = {
            "customer_id": customer_id, "workflow_id": workflow_id, "job_id": job_id, "kind": kind,
            "details": details.strip(), "regulation": due.regulation, "received_on": received_on, "due_on": due.on,
            "actor": actor,
        }  # fmt: skip
        with transaction(self._engine) as connection:
            row = connection.execute(RECORD, values).one()
            output = {"request": row.id, "kind": kind, "due_on": str(due.on), "regulation": due.regulation}
            _audit(connection, {**values, "job_id": row.job_id}, "request.received", output)
        return int(row.id)

    def file(
        self, customer_id: str, job_id: str, kind: RequestKind, received_on: date, due: Due, reply_sha256: str,
        claimant: str, details: str,
    ) -> int:  # fmt: skip
        """The id of a request that somebody files who says to be a candidate of that job. Nothing comes of it yet.

        Raises InvalidInputError for one that does not say who asks, and for too many words.
        """
        claimant, details = storable(claimant.strip()), storable(details.strip())
        if not claimant or max(len(claimant), len(details)) > MOST_WORDS:
            raise InvalidInputError(f"say who asks, in at most {MOST_WORDS} characters")
        values = {
            "customer_id": customer_id, "workflow_id": "", "job_id": job_id, "kind": kind, "details": details,
            "regulation": due.regulation, "received_on": received_on, "due_on": due.on, "actor": CANDIDATE,
            "claimant": claimant, "reply_sha256": reply_sha256,
        }  # fmt: skip
        with transaction(self._engine) as connection:
            row = connection.execute(FILE, values).one()
            output = {"request": row.id, "kind": kind, "due_on": str(due.on), "regulation": due.regulation}
            _audit(connection, values, "request.filed", output)
        return int(row.id)

    def verify(self, request_id: int, workflow_id: str, actor: str) -> CandidateRequest:
        """A person has checked that the candidate of this application asks.

        Raises InvalidInputError for an id that is none, and for a request that does not wait for this.
        """
        _check_id(workflow_id)
        values = {"id": request_id, "workflow_id": workflow_id, "actor": actor}
        return self._changed(VERIFY, values, "request.verified", {})

    def release(self, request_id: int, letter: dict[str, Any], actor: str) -> CandidateRequest:
        """Show this letter under the link of whoever filed the request for reasons, which ends it.

        Raises InvalidInputError unless the request is open, checked, and was filed on the page.
        """
        digest = hashlib.sha256(json.dumps(letter, sort_keys=True).encode()).hexdigest()
        values = {"id": request_id, "letter": letter, "actor": actor}
        return self._changed(RELEASE, values, "request.released", {"letter_sha256": digest})

    def by_reply(self, reply_sha256: str) -> CandidateRequest | None:
        """The request whose link has this digest."""
        query = sa.text(f"{SELECT} WHERE request.reply_sha256 = :reply_sha256")
        with transaction(self._engine) as connection:
            row = connection.execute(query, {"reply_sha256": reply_sha256}).one_or_none()
        return None if row is None else _request(row)

    def _changed(
        self, change: sa.TextClause, values: dict[str, Any], action: str, said: dict[str, Any]
    ) -> CandidateRequest:
        with transaction(self._engine) as connection:
            row = connection.execute(change, values).one_or_none()
            if row is None:
                raise InvalidInputError(f"request {values['id']} does not wait for this")
            about = {"customer_id": row.customer_id, "workflow_id": row.workflow_id, "job_id": row.job_id}
            output = {"request": values["id"], "kind": row.kind, **said}
            _audit(connection, {**about, "actor": values["actor"]}, action, output)
        found = self.get(values["id"])
        assert found is not None
        return found

    def end(self, request_id: int, state: str, answer: str, actor: str) -> CandidateRequest:
        """Answer it: done, declined with a reason, or withdrawn by the candidate.

        Raises InvalidInputError for anything else, and for a request that is not open any more.
        """
        if state not in ENDS:
            raise InvalidInputError(f"a request ends as one of {', '.join(ENDS)}")
        answer = answer.strip()
        if len(answer) > MOST_WORDS or (state == "declined" and not answer):
            raise InvalidInputError(f"say why it is declined, in at most {MOST_WORDS} characters")
        values = {"id": request_id, "state": state, "answer": answer, "actor": actor}
        return self._changed(END, values, "request.answered", {"state": state})

    def opted_out(self, customer_id: str, workflow_id: str) -> bool:
        """Whether no program may read this application."""
        with transaction(self._engine) as connection:
            values = {"customer_id": customer_id, "workflow_id": workflow_id}
            return bool(connection.execute(OPTED_OUT, values).scalar_one())

    def get(self, request_id: int) -> CandidateRequest | None:
        with transaction(self._engine) as connection:
            row = connection.execute(sa.text(f"{SELECT} WHERE request.id = :id"), {"id": request_id}).one_or_none()
        return None if row is None else _request(row)

    def of_application(self, customer_id: str, workflow_id: str) -> tuple[CandidateRequest, ...]:
        """Newest first."""
        condition = "request.customer_id = :customer_id AND request.workflow_id = :workflow_id"
        with transaction(self._engine) as connection:
            rows = connection.execute(
                sa.text(f"{SELECT} WHERE {condition} ORDER BY request.id DESC"),
                {"customer_id": customer_id, "workflow_id": workflow_id},
            ).all()
        return tuple(_request(row) for row in rows)

    def listed(
        self, customer_ids: Sequence[str], within: Sequence[Grant] = EVERYWHERE, *, answered: bool = False,
        limit: int = 200,
    ) -> tuple[CandidateRequest, ...]:  # fmt: skip
        """Open ones by the day they are due, or answered ones, newest first; of the granted places only."""
        values = {"customer_ids": list(customer_ids), "within": [asdict(grant) for grant in within]}
        with transaction(self._engine) as connection:
            rows = connection.execute(LISTED, {**values, "open": not answered, "limit": limit}).all()
        return tuple(_request(row) for row in rows)


def _check_id(workflow_id: str) -> None:
    if not 0 < len(workflow_id) <= LONGEST_ID or not workflow_id.isalnum():
        raise InvalidInputError("name the application by its id in iCIMS")


def _request(row: sa.Row[Any]) -> CandidateRequest:
    values = {name: getattr(row, name) for name in CandidateRequest.__slots__}
    return CandidateRequest(**{**values, "kind": RequestKind(row.kind)})


def _audit(connection: sa.Connection, values: dict[str, Any], action: str, output: dict[str, Any]) -> None:
    trace_id = f"request:{output['request']}"
    connection.execute(AUDIT, {**values, "trace_id": trace_id, "action": action, "output": output})
