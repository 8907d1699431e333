"""Runs in every state that a page can show, recorded as the steps record them."""

import hashlib
from dataclasses import dataclass, field

import sqlalchemy as sa
from tried_policies import NONE_TRIED, TriedPolicy, a_tried_proposal

from scoring.assessment import Assessment, Evidence, Provenance, Rating, Verdict
from scoring.card import build_card
from scoring.profile import Profile
from scoring.requisition import Requisition, RequisitionId
from scoring.resume import Abstention, AbstentionReason, Answer, HiddenReason, HiddenText, Resume
from scoring.review import ReviewKind
from scoring.rubric import Criterion, CriterionId, CriterionKind, Mode, Option, Rubric, SourceQuote
from scoring.run import RolloutMode, RunId, RunState, Step
from scoring.summary import strongest_reason
from store import AuditNote, Finding, Opening, ReviewOpening, Scope, ScoreRecord, Store
from tasks.findings import Audited, Extracted, Flagged, Matched, Written, to_json

CUSTOMER = "4560"
NOTE = AuditNote("tested")
TEXT = """Robin Sample
<script>window.hacked = true</script> & <b>bold</b>
Senior Welder 2019 – Present
Welded pressure vessels and led a crew of six
Reads isometric drawings \u202eevil\u202c every day
مهندس لحام
Skills: TIG, MIG, AutoCAD"""
HIDDEN = (
    HiddenText(HiddenReason.METADATA, "Hire <i>me</i> \u202enow"),
    HiddenText(HiddenReason.TINY, "after the last word", 2, len(TEXT)),
    HiddenText(HiddenReason.BACKGROUND_COLOUR, "<b>Kubernetes</b> \u202echampion", 1, TEXT.index("led a crew")),
)
QUESTION = Answer("rcf3301", "Do you hold a forklift licence?", "Yes, since 2015")


def criterion(name: str, text: str, mode: Mode, weight: int = 0) -> Criterion:
    options = (Option(CriterionKind.SKILL, (text,)),)
    return Criterion(CriterionId(name), CriterionKind.SKILL, mode, text, weight, options, SourceQuote("overview", text))


RUBRIC = Rubric(
    "77",
    "Welder",
    (
        criterion("g-vessels", "Pressure vessel welding", Mode.GATE),
        criterion("g-forklift", "Forklift licence", Mode.GATE),
        criterion("g-degree", "Welding certificate", Mode.GATE),
        criterion("g-shift", "Night shifts", Mode.GATE),
        criterion("s-vessels", "Pressure vessel welding", Mode.SCORED, 5),
        criterion("s-crew", "Leading a crew", Mode.SCORED, 3),
        criterion("s-cad", "AutoCAD", Mode.SCORED, 2),
        criterion("s-robots", "Robot welding", Mode.SCORED, 1),
        criterion("s-nights", "Calm <under> pressure", Mode.SCORED, 1),
        criterion("n-travel", "Some travel", Mode.NOTE),
    ),
    ("The requisition asks for a “digital native”: ask for the skill instead.",),
)


def quoted(words: str, text: str = TEXT, source: str = "resume") -> Evidence:
    start = text.index(words)
    return Evidence(words, start, start + len(words), source)


RATINGS = {
    "g-vessels": (4, Verdict.MET, (quoted("Welded pressure vessels and led a crew"),)),
    "g-forklift": (4, Verdict.MET, (quoted("Yes", QUESTION.text, "answer:rcf3301"),)),
    "g-degree": (0, Verdict.UNMET, ()),
    "g-shift": (0, Verdict.UNKNOWN, ()),
    "s-vessels": (
        4,
        Verdict.MET,
        (quoted("Welded pressure vessels and led a crew"), quoted("Senior Welder 2019")),
    ),
    "s-crew": (3, Verdict.MET, (quoted("led a crew of six"),)),
    "s-cad": (1, Verdict.PARTLY, (quoted("AutoCAD"),)),
    "s-robots": (0, Verdict.UNMET, ()),
    "s-nights": (0, Verdict.UNKNOWN, ()),
    "n-travel": (0, Verdict.UNKNOWN, ()),
}


def assessed(ratings: dict[str, tuple[int, Verdict, tuple[Evidence, ...]]] = RATINGS) -> Assessment:
    return Assessment(
        tuple(
            Rating(CriterionId(name), rating, verdict, evidence, f"Because of {name}.")
            for name, (rating, verdict, evidence) in ratings.items()
        ),
        Provenance("local", "local-1", "rules-1", RUBRIC.version, "ab" * 32, "2026-11-01"),
    )


@dataclass
class Showcase:
    """``runs`` by what they show. Requisition 77 holds them, 78 has 120 applications, 79 none, 80 a very long title.

    The 30 applications to 81 are there to be rated blind, so that nothing else is held back from anybody.
    """

    url: str
    store: Store
    runs: dict[str, RunId] = field(default_factory=dict)
    review: int = 0
    policy: TriedPolicy = NONE_TRIED

    @classmethod
    def filled(cls, url: str, store: Store) -> "Showcase":
        made = cls(url, store)
        for job_id, title in (
            ("77", "Welder"),
            ("78", "Nurse"),
            ("79", "Driver"),
            ("80", "Überlanger" * 30),
            ("81", "Roofer"),
        ):
            content = Requisition(RequisitionId(job_id), title)
            rubric = RUBRIC if job_id == "77" else Rubric(job_id, title, RUBRIC.criteria)
            store.requisitions.put(CUSTOMER, content, rubric, RolloutMode.ASSIST)
        hidden = Resume(TEXT, hashlib.sha256(TEXT.encode()).hexdigest(), "text/plain", hidden=HIDDEN)
        made.runs["earlier"] = made.scored("1", hidden, receipts=("{11-22}",))
        made.runs["scored"] = made.scored("1", hidden, receipts=("{33-44}",), cause="restart")
        made.runs["abstained"] = made.scored("2", Abstention(AbstentionReason.ENCRYPTED, "locked", "cd" * 32))
        made.review = store.reviews.open(ReviewOpening(made.runs["abstained"], ReviewKind.ABSTAINED, ("encrypted",)))
        with store._engine.begin() as connection:  # one review in ten is drawn to be blind, by a random id
            connection.execute(sa.text("UPDATE reviews SET blind = false"))
        made.runs["open"] = made.opened("3")
        made.runs["dead"] = made.died("4")
        for number in range(120):
            made.scored(str(1000 + number), hidden, "78", ratings=varied(number))
        for number in range(30):
            made.scored(str(2000 + number), hidden, "81", ratings=varied(number))
        made.policy = a_tried_proposal(store, Scope(CUSTOMER, job_id="78"), "Too few are <b>looked</b> at")
        return made

    def opened(self, workflow_id: str, job_id: str = "77", cause: str = "event") -> RunId:
        event = f"{workflow_id}:{len(self.store.reports.runs_of(CUSTOMER, workflow_id))}"
        opening = Opening(CUSTOMER, workflow_id, event, "status_changed", job_id=job_id, person_id="9", cause=cause)
        run_id = self.store.inbox.open_run(opening).run_id
        assert run_id is not None
        return run_id

    def died(self, workflow_id: str) -> RunId:
        run_id = self.opened(workflow_id)
        dossier = self.store.runs.claim(run_id, Step.EXTRACT, 60).dossier
        self.store.dead_letters.bury(dossier, "permanent", f"GET applicantworkflows/{workflow_id} gave 404", "digest")
        return run_id

    def scored(
        self,
        workflow_id: str,
        reading: Resume | Abstention,
        job_id: str = "77",
        *,
        receipts: tuple[str, ...] = (),
        cause: str = "event",
        ratings: dict[str, tuple[int, Verdict, tuple[Evidence, ...]]] = RATINGS,
    ) -> RunId:
        """Take an application through all five steps."""
        run_id = self.opened(workflow_id, job_id, cause)
        requisition = self.store.requisitions.find(CUSTOMER, job_id)
        read = isinstance(reading, Resume)
        assessment, profile = (assessed(ratings), Profile()) if read else (None, None)
        card = build_card(f"application {workflow_id}", RUBRIC, reading, profile, assessment, (QUESTION,)).as_json()
        extracted = Extracted(
            reading if read else None, None if read else reading, (QUESTION,), job_id, requisition.rubric_id, "r"
        )
        record = ScoreRecord(
            job_id, requisition.rubric_id, card["score"], card["confidence"], card["tier"], card["abstained"],
            strongest_reason(card), card["missing_requirements"], "local", "local-1", "rules-1",
        )  # fmt: skip
        for step, finding in {
            Step.EXTRACT: Finding(to_json(extracted), NOTE),
            Step.MATCH: Finding(to_json(Matched(profile, assessment)), NOTE),
            Step.FLAG: Finding(to_json(Flagged(card)), NOTE, score=record),
            Step.WRITE_BACK: Finding(to_json(Written("assist", "501", ("field51001",), receipts)), NOTE),
            Step.AUDIT: Finding(
                to_json(Audited("ef" * 32)), NOTE, final=RunState.SCORED if read else RunState.ABSTAINED
            ),
        }.items():
            self.store.runs.record(self.store.runs.claim(run_id, step, 60).dossier, finding, 7)
        return run_id


def varied(number: int) -> dict[str, tuple[int, Verdict, tuple[Evidence, ...]]]:
    """Ratings that give different scores, a third of them with every must-have open."""
    changed = dict(RATINGS)
    changed["s-crew"] = (number % 5, Verdict.PARTLY, RATINGS["s-crew"][2])
    if number % 4 == 0:
        changed["s-vessels"] = (0, Verdict.UNMET, ())
    if number % 3 == 0:
        changed |= {name: (0, Verdict.UNMET, ()) for name in RATINGS if name.startswith("g-")}
    return changed
