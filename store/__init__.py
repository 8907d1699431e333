"""PostgreSQL: the ledger. Methods open a transaction, finish it and return values; no row leaves this package."""

from collections.abc import Mapping
from functools import cached_property

from scoring.review_rules import ReviewRules
from store.access_audit import AccessAudit, actor_of
from store.api_tokens import ApiToken, ApiTokens, TokenBearer
from store.blindness import Blindness
from store.candidate_requests import CandidateRequest, CandidateRequests
from store.contracts import Contracts, Proposal
from store.dead_letters import DeadLetter, DeadLetters
from store.differences import Difference, DifferenceKind, Differences, Seen, WrittenApplication
from store.engine import StoreUnavailableError, create_engine
from store.histories import Histories, PastRun
from store.inbox import Accepted, Inbox, Opening, Outcome
from store.measurements import Measurements
from store.model_answers import ModelAnswers, RedactionMaps
from store.model_batches import ModelBatches
from store.model_calls import DefaultCeilings, ModelCalls, Spent
from store.notices import NoticeRecord, Notices, Publication, Withheld
from store.parts import Part
from store.policy_lists import KeptMoves, ListedPolicy, PolicyLists
from store.policy_trials import PolicyTrial, PolicyTrials
from store.ranked_applications import RankedApplication
from store.rankings import Order, Position, RankingFilter, RankingPage, Rankings
from store.reports import Health, Reports, RunView, WaitingRun
from store.requisition_lists import RequisitionSummary
from store.requisitions import Requisitions, StoredRequisition
from store.rescores import RescoreProgress, Rescores
from store.review_decisions import ReviewDecisions
from store.review_draws import ReviewDraws
from store.review_outcomes import ReviewOutcomes, StageOutcome
from store.review_queue import Filter as ReviewFilter
from store.review_queue import QueuedReview, ReviewQueue, ReviewView
from store.review_writes import Pending as PendingDecision
from store.review_writes import ReviewWrites
from store.reviews import Opening as ReviewOpening
from store.reviews import Reviews
from store.rollout_lists import RolloutLists
from store.rollouts import Promotion, Rollouts
from store.rubric_comments import Comment, RubricComments
from store.runs import AuditNote, Claimed, Finding, Recorded, Runs, ScoreRecord
from store.schedule import Pooled, Schedule
from store.sessions import OpenSession, Session, Sessions
from store.sign_ins import SignIns
from store.stops import Ceiling, Stop, Stops
from store.sweep import Sweep
from store.timelines import Timelines
from store.trials import CanaryRun, Trials
from store.unwritten import FailedTrial, Unwritten, UnwrittenDecision
from store.upward_moves import UpwardMove, UpwardMoves
from store.users import User, Users
from store.versions import Activation, Scope, Versions
from store.waits import Wait, Waits
from store.workings import Doings, StepHours, StepTimes, Workings
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
    "FailedTrial",
    "Finding",
    "Health",
    "Histories",
    "Inbox",
    "KeptMoves",
    "ListedPolicy",
    "Measurements",
    "ModelAnswers",
    "ModelBatches",
    "ModelCalls",
    "NoticeRecord",
    "Notices",
    "OpenSession",
    "Opening",
    "Order",
    "Outcome",
    "PastRun",
    "PendingDecision",
    "PolicyLists",
    "PolicyTrial",
    "PolicyTrials",
    "Pooled",
    "Position",
    "Promotion",
    "Proposal",
    "Publication",
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
    "RescoreProgress",
    "Rescores",
    "ReviewDecisions",
    "ReviewDraws",
    "ReviewFilter",
    "ReviewOpening",
    "ReviewOutcomes",
    "ReviewQueue",
    "ReviewView",
    "ReviewWrites",
    "Reviews",
    "RolloutLists",
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
    "StepHours",
    "StepTimes",
    "Stop",
    "Stops",
    "Store",
    "StoreUnavailableError",
    "StoredRequisition",
    "Sweep",
    "TokenBearer",
    "Trials",
    "Unwritten",
    "UnwrittenDecision",
    "UpwardMove",
    "UpwardMoves",
    "User",
    "Users",
    "Versions",
    "Wait",
    "WaitingRun",
    "Waits",
    "Withheld",
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

    inbox = Part(Inbox)
    runs = Part(Runs)
    sweep = Part(Sweep)
    requisitions = Part(Requisitions)
    contracts = Part(Contracts)
    requests = Part(CandidateRequests)
    notices = Part(Notices)
    rubric_comments = Part(RubricComments)
    write_backs = Part(WriteBacks)
    dead_letters = Part(DeadLetters)
    schedule = Part(Schedule)
    reports = Part(Reports)
    rankings = Part(Rankings)
    blindness = Part(Blindness)
    workings = Part(Workings)
    unwritten = Part(Unwritten)
    histories = Part(Histories)
    timelines = Part(Timelines)
    answers = Part(ModelAnswers)
    batches = Part(ModelBatches)
    redactions = Part(RedactionMaps)
    stops = Part(Stops)
    waits = Part(Waits)
    versions = Part(Versions)
    trials = Part(Trials)
    policy_trials = Part(PolicyTrials)
    policy_lists = Part(PolicyLists)
    rescores = Part(Rescores)
    review_queue = Part(ReviewQueue)
    review_writes = Part(ReviewWrites)
    review_outcomes = Part(ReviewOutcomes)
    users = Part(Users)
    sessions = Part(Sessions)
    tokens = Part(ApiTokens)
    sign_ins = Part(SignIns)
    access_audit = Part(AccessAudit)
    rollouts = Part(Rollouts)
    rollout_lists = Part(RolloutLists)
    measurements = Part(Measurements)
    upward_moves = Part(UpwardMoves)
    written_fields = Part(WrittenFields)
    differences = Part(Differences)

    def __init__(
        self,
        database_url: str,
        pool_size: int = 4,
        ceilings: DefaultCeilings | None = None,
        review_rules: Mapping[str, ReviewRules] | None = None,
    ) -> None:
        """``review_rules`` are those of customers that set some."""
        self._engine = create_engine(database_url, pool_size)
        self._ceilings = ceilings
        self._review_rules = review_rules or {}

    @cached_property
    def calls(self) -> ModelCalls:
        return ModelCalls(self._engine, self._ceilings)

    @cached_property
    def reviews(self) -> Reviews:
        return Reviews(self._engine, self._review_rules)

    @cached_property
    def review_draws(self) -> ReviewDraws:
        return ReviewDraws(self._engine, self._review_rules)

    @cached_property
    def review_decisions(self) -> ReviewDecisions:
        return ReviewDecisions(self._engine, self._review_rules)

    def close(self) -> None:
        self._engine.dispose()
