"""PostgreSQL: the ledger. Methods open a transaction, finish it and return values; no row leaves this package."""

from functools import cached_property

from store.dead_letters import DeadLetter, DeadLetters
from store.engine import StoreUnavailableError, create_engine
from store.histories import Histories, PastRun
from store.inbox import Accepted, Inbox, Opening, Outcome
from store.reports import Health, RankedApplication, Reports, RequisitionSummary, RunView, WaitingRun
from store.requisitions import Requisitions, StoredRequisition
from store.runs import AuditNote, Claimed, Finding, Recorded, Runs, ScoreRecord
from store.schedule import Pooled, Schedule
from store.sweep import Sweep
from store.write_backs import WriteBack, WriteBacks, WriteState

__all__ = [
    "Accepted",
    "AuditNote",
    "Claimed",
    "DeadLetter",
    "DeadLetters",
    "Finding",
    "Health",
    "Histories",
    "Inbox",
    "Opening",
    "Outcome",
    "PastRun",
    "Pooled",
    "RankedApplication",
    "Recorded",
    "Reports",
    "RequisitionSummary",
    "Requisitions",
    "RunView",
    "Runs",
    "Schedule",
    "ScoreRecord",
    "Store",
    "StoreUnavailableError",
    "StoredRequisition",
    "Sweep",
    "WaitingRun",
    "WriteBack",
    "WriteBacks",
    "WriteState",
]


class Store:
    """All of the ledger behind one engine. Open it after a fork, never before."""

    def __init__(self, database_url: str, pool_size: int = 4) -> None:
        self._engine = create_engine(database_url, pool_size)

    @cached_property
    def inbox(self) -> Inbox:
        return Inbox(self._engine)

    @cached_property
    def runs(self) -> Runs:
        return Runs(self._engine)

    @cached_property
    def sweep(self) -> Sweep:
        return Sweep(self._engine)

    @cached_property
    def requisitions(self) -> Requisitions:
        return Requisitions(self._engine)

    @cached_property
    def write_backs(self) -> WriteBacks:
        return WriteBacks(self._engine)

    @cached_property
    def dead_letters(self) -> DeadLetters:
        return DeadLetters(self._engine)

    @cached_property
    def schedule(self) -> Schedule:
        return Schedule(self._engine)

    @cached_property
    def reports(self) -> Reports:
        return Reports(self._engine)

    @cached_property
    def histories(self) -> Histories:
        return Histories(self._engine)

    def close(self) -> None:
        self._engine.dispose()
