"""PostgreSQL: the ledger. Methods open a transaction, finish it and return values; no row leaves this package."""

from functools import cached_property

from store.access_audit import AccessAudit, actor_of
from store.api_tokens import ApiToken, ApiTokens, TokenBearer
from store.candidate_requests import CandidateRequest, CandidateRequests
from store.contracts import Contracts, Proposal
from store.dead_letters import DeadLetter, DeadLetters
from store.differences import Difference, DifferenceKind, Differences, Seen, WrittenApplication
from store.engine import StoreUnavailableError, create_engine
from store.histories import Histories, PastRun
from store.inbox import Accepted, Inbox, Opening, Outcome
from store.model_answers import ModelAnswers, RedactionMaps
from store.model_batches import ModelBatches
from store.model_calls import DefaultCeilings, ModelCalls, Spent
from store.rankings import Order, Position, RankedApplication, RankingFilter, RankingPage, Rankings
from store.reports import Health, Reports, RunView, WaitingRun
from store.requisition_lists import RequisitionSummary
from store.requisitions import Requisitions, StoredRequisition
from store.review_decisions import ReviewDecisions
from store.review_outcomes import ReviewOutcomes, StageOutcome
from store.review_queue import Filter as ReviewFilter
from store.review_queue import QueuedReview, ReviewQueue, ReviewView
from store.review_writes import Pending as PendingDecision
from store.review_writes import ReviewWrites
from store.reviews import Opening as ReviewOpening
from store.reviews import Reviews
from store.rollouts import Promotion, Rollouts
from store.rubric_comments import Comment, RubricComments
from store.runs import AuditNote, Claimed, Finding, Recorded, Runs, ScoreRecord
from store.schedule import Pooled, Schedule
from store.sessions import OpenSession, Session, Sessions
from store.sign_ins import SignIns
from store.stops import Ceiling, Stop, Stops
from store.sweep import Sweep
from store.trials import CanaryRun, Trials
from store.upward_moves import UpwardMove, UpwardMoves
from store.users import User, Users
from store.versions import Activation, Scope, Versions
from store.waits import Wait, Waits
from store.workings import Doings, StepTimes, Workings
from store.write_backs import WriteBack, WriteBacks, WriteState
from store.written_fields import WrittenField, WrittenFields

__all__ = [
    "Accepted",
    "AccessAudit",
    "Activation",
    "ApiToken",
    "ApiTokens",
    "AuditNote",
    "CanaryRun",
    "CandidateRequest",
    "CandidateRequests",
    "Ceiling",
    "Claimed",
    "Comment",
    "Contracts",
    "DeadLetter",
    "DeadLetters",
    "DefaultCeilings",
    "Difference",
    "DifferenceKind",
    "Differences",
    "Doings",
    "Finding",
    "Health",
    "Histories",
    "Inbox",
    "ModelAnswers",
    "ModelBatches",
    "ModelCalls",
    "OpenSession",
    "Opening",
    "Order",
    "Outcome",
    "PastRun",
    "PendingDecision",
    "Pooled",
    "Position",
    "Promotion",
    "Proposal",
    "QueuedReview",
    "RankedApplication",
    "RankingFilter",
    "RankingPage",
    "Rankings",
    "Recorded",
    "RedactionMaps",
    "Reports",
    "RequisitionSummary",
    "Requisitions",
    "ReviewDecisions",
    "ReviewFilter",
    "ReviewOpening",
    "ReviewOutcomes",
    "ReviewQueue",
    "ReviewView",
    "ReviewWrites",
    "Reviews",
    "Rollouts",
    "RunView",
    "Runs",
    "Schedule",
    "Scope",
    "ScoreRecord",
    "Seen",
    "Session",
    "Sessions",
    "SignIns",
    "Spent",
    "StageOutcome",
    "StepTimes",
    "Stop",
    "Stops",
    "Store",
    "StoreUnavailableError",
    "StoredRequisition",
    "Sweep",
    "TokenBearer",
    "Trials",
    "UpwardMove",
    "UpwardMoves",
    "User",
    "Users",
    "Versions",
    "Wait",
    "WaitingRun",
    "Waits",
    "Workings",
    "WriteBack",
    "WriteBacks",
    "WriteState",
    "WrittenApplication",
    "WrittenField",
    "WrittenFields",
    "actor_of",
]


class Store:
    """All of the ledger behind one engine. Open it after a fork, never before."""

    def __init__(self, database_url: str, pool_size: int = 4, ceilings: DefaultCeilings | None = None) -> None:
        self._engine = create_engine(database_url, pool_size)
        self._ceilings = ceilings

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
    def contracts(self) -> Contracts:
        return Contracts(self._engine)

    @cached_property
    def requests(self) -> CandidateRequests:
        return CandidateRequests(self._engine)

    @cached_property
    def rubric_comments(self) -> RubricComments:
        return RubricComments(self._engine)

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
    def rankings(self) -> Rankings:
        return Rankings(self._engine)

    @cached_property
    def workings(self) -> Workings:
        return Workings(self._engine)

    @cached_property
    def histories(self) -> Histories:
        return Histories(self._engine)

    @cached_property
    def calls(self) -> ModelCalls:
        return ModelCalls(self._engine, self._ceilings)

    @cached_property
    def answers(self) -> ModelAnswers:
        return ModelAnswers(self._engine)

    @cached_property
    def batches(self) -> ModelBatches:
        return ModelBatches(self._engine)

    @cached_property
    def redactions(self) -> RedactionMaps:
        return RedactionMaps(self._engine)

    @cached_property
    def stops(self) -> Stops:
        return Stops(self._engine)

    @cached_property
    def waits(self) -> Waits:
        return Waits(self._engine)

    @cached_property
    def versions(self) -> Versions:
        return Versions(self._engine)

    @cached_property
    def trials(self) -> Trials:
        return Trials(self._engine)

    @cached_property
    def reviews(self) -> Reviews:
        return Reviews(self._engine)

    @cached_property
    def review_queue(self) -> ReviewQueue:
        return ReviewQueue(self._engine)

    @cached_property
    def review_decisions(self) -> ReviewDecisions:
        return ReviewDecisions(self._engine)

    @cached_property
    def review_writes(self) -> ReviewWrites:
        return ReviewWrites(self._engine)

    @cached_property
    def review_outcomes(self) -> ReviewOutcomes:
        return ReviewOutcomes(self._engine)

    @cached_property
    def users(self) -> Users:
        return Users(self._engine)

    @cached_property
    def sessions(self) -> Sessions:
        return Sessions(self._engine)

    @cached_property
    def tokens(self) -> ApiTokens:
        return ApiTokens(self._engine)

    @cached_property
    def sign_ins(self) -> SignIns:
        return SignIns(self._engine)

    @cached_property
    def access_audit(self) -> AccessAudit:
        return AccessAudit(self._engine)

    @cached_property
    def rollouts(self) -> Rollouts:
        return Rollouts(self._engine)

    @cached_property
    def upward_moves(self) -> UpwardMoves:
        return UpwardMoves(self._engine)

    @cached_property
    def written_fields(self) -> WrittenFields:
        return WrittenFields(self._engine)

    @cached_property
    def differences(self) -> Differences:
        return Differences(self._engine)

    def close(self) -> None:
        self._engine.dispose()
