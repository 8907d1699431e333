"""Calls to a model: begun under the ceilings and stop buttons in force, finished with what they cost."""

from dataclasses import asdict, dataclass
from decimal import Decimal

import sqlalchemy as sa

from scoring.errors import QuotaExhaustedError
from scoring.model_call import CallIntent, CallResult
from store.engine import transaction

# How long a run waits before it looks again: a stop button or a ceiling is lifted by a person.
LOOK_AGAIN_SECONDS = 900.0


class CallsStoppedError(QuotaExhaustedError):
    """A stop button is pressed."""

    outcome = "stopped"


class CeilingReachedError(QuotaExhaustedError):
    """A cost ceiling would be passed."""

    outcome = "ceiling"


@dataclass(frozen=True, slots=True)
class DefaultCeilings:
    """USD for each customer and day, and for each requisition in all, where nobody set a ceiling; 0 is none."""

    daily_usd: Decimal = Decimal(0)
    requisition_usd: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Spent:
    """What the calls of a scope cost, in USD. ``open_calls`` are counted with the most they can cost."""

    calls: int
    open_calls: int
    cost: Decimal
    input_tokens: int
    cache_read_tokens: int
    cache_write_tokens: int
    output_tokens: int


# Two workers that look at once would both find room for one more call.
LOCK = sa.text("SELECT pg_advisory_xact_lock(hashtextextended('model_calls:' || :customer_id, 0))")

STOPPED = sa.text("""
SELECT reason FROM stops
WHERE lifted_at IS NULL AND what IN ('model', 'all')
  AND customer_id IN ('', :customer_id) AND job_id IN ('', :job_id)
ORDER BY id LIMIT 1
""")

# A call without a result counts with the most that it can have cost.
REACHED = sa.text("""
WITH ceiling AS (
    SELECT job_id, usd FROM ceilings WHERE customer_id = :customer_id AND job_id IN ('', :job_id)
    UNION ALL
    SELECT job_id, usd FROM (VALUES ('', CAST(:daily_usd AS numeric)),
                                    (NULLIF(:job_id, ''), CAST(:requisition_usd AS numeric))) AS usual (job_id, usd)
    WHERE job_id IS NOT NULL AND usd > 0
      AND NOT EXISTS (SELECT 1 FROM ceilings WHERE customer_id = :customer_id AND ceilings.job_id = usual.job_id)
)
SELECT ceiling.job_id FROM ceiling
WHERE ceiling.usd < :ceiling_cost + COALESCE((
      SELECT sum(COALESCE(call.cost, call.ceiling_cost)) FROM model_calls AS call
      WHERE call.customer_id = :customer_id
        AND ((ceiling.job_id = '' AND call.begun_at >= date_trunc('day', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC')
             OR (ceiling.job_id <> '' AND call.job_id = ceiling.job_id))), 0)
ORDER BY ceiling.job_id DESC LIMIT 1
""")

BEGIN = sa.text("""
INSERT INTO model_calls (customer_id, job_id, run_id, purpose, sample, model, effort, prompt_version, schema_version,
                         request_sha256, batch_id, input_tokens_estimate, ceiling_cost)
VALUES (:customer_id, :job_id, CAST(NULLIF(:run_id, '') AS uuid), :purpose, :sample, :model, :effort, :prompt_version,
        :schema_version, :request_sha256, :batch_id, :input_tokens_estimate, :ceiling_cost)
RETURNING id
""")

FINISH = sa.text("""
UPDATE model_calls SET finished_at = now(), outcome = :outcome, stop_reason = :stop_reason, cost = :cost,
    input_tokens = :input_tokens, cache_write_5m_tokens = :cache_write_5m_tokens,
    cache_write_1h_tokens = :cache_write_1h_tokens, cache_read_tokens = :cache_read_tokens,
    output_tokens = :output_tokens, request_id = :request_id, milliseconds = :milliseconds
WHERE id = :id AND outcome IS NULL
""")

SPENT = sa.text("""
SELECT count(*) AS calls, count(*) FILTER (WHERE outcome IS NULL) AS open_calls,
       COALESCE(sum(COALESCE(cost, ceiling_cost)), 0) AS cost, COALESCE(sum(input_tokens), 0) AS input_tokens,
       COALESCE(sum(cache_read_tokens), 0) AS cache_read_tokens,
       COALESCE(sum(cache_write_5m_tokens + cache_write_1h_tokens), 0) AS cache_write_tokens,
       COALESCE(sum(output_tokens), 0) AS output_tokens
FROM model_calls
WHERE (:customer_id = '' OR customer_id = :customer_id) AND (:job_id = '' OR job_id = :job_id)
  AND begun_at >= now() - make_interval(hours => :hours)
""")


class ModelCalls:
    """Each method is one transaction."""

    def __init__(self, engine: sa.Engine, ceilings: DefaultCeilings | None = None) -> None:
        self._engine = engine
        self._ceilings = ceilings or DefaultCeilings()

    def begin(self, intent: CallIntent) -> int:
        """Write down that the call is about to be made; the id of its row.

        Raises CallsStoppedError while a stop button is pressed, CeilingReachedError when the most that the call can
        cost would pass the tenant's ceiling of today (UTC) or the requisition's ceiling.
        """
        context = intent.context
        values = {**asdict(intent), **asdict(context), **asdict(self._ceilings)}
        values.pop("context")
        with transaction(self._engine) as connection:
            stopped = connection.execute(STOPPED, values).scalar_one_or_none()
            if stopped is not None:
                raise CallsStoppedError("calls to the model are stopped by an operator", LOOK_AGAIN_SECONDS)
            connection.execute(LOCK, values)
            reached = connection.execute(REACHED, values).scalar_one_or_none()
            if reached is not None:
                scope = f"requisition {reached}" if reached else f"customer {context.customer_id} for today"
                raise CeilingReachedError(f"the cost ceiling of {scope} is reached", LOOK_AGAIN_SECONDS)
            call_id: int = connection.execute(BEGIN, values).scalar_one()
        return call_id

    def finish(self, call_id: int, result: CallResult) -> None:
        """Write down what came of it. A second result of the same call is ignored."""
        with transaction(self._engine) as connection:
            connection.execute(FINISH, {"id": call_id, **asdict(result)})

    def spent(self, customer_id: str = "", job_id: str = "", hours: int = 24) -> Spent:
        """Calls of the last ``hours`` hours, of every customer or requisition where '' is given."""
        with transaction(self._engine) as connection:
            row = connection.execute(SPENT, {"customer_id": customer_id, "job_id": job_id, "hours": hours}).one()
        return Spent(
            calls=row.calls,
            open_calls=row.open_calls,
            cost=row.cost,
            input_tokens=int(row.input_tokens),
            cache_read_tokens=int(row.cache_read_tokens),
            cache_write_tokens=int(row.cache_write_tokens),
            output_tokens=int(row.output_tokens),
        )

    def outcomes(self, hours: int = 24) -> dict[str, int]:
        """How often each outcome occurred; '' counts calls without one."""
        with transaction(self._engine) as connection:
            rows = connection.execute(
                sa.text("""
                SELECT COALESCE(outcome, '') AS outcome, count(*) AS calls FROM model_calls
                WHERE begun_at >= now() - make_interval(hours => :hours) GROUP BY 1 ORDER BY 1
                """),
                {"hours": hours},
            ).all()
        return {row.outcome: row.calls for row in rows}

    def models(self) -> tuple[str, ...]:
        """Every model that was called in the last 30 days."""
        with transaction(self._engine) as connection:
            found = connection.execute(
                sa.text(
                    "SELECT DISTINCT model FROM model_calls WHERE begun_at >= now() - interval '30 days' ORDER BY 1"
                )
            ).scalars()
            return tuple(found)
