"""Do the guards let honest readings pass? Sentences that show a thing without naming it, and sentences that do not.

Each pair is written by hand: a criterion, and what somebody who does it might write of a job. The model would be right
to rate the first kind 3 or 4 and wrong to rate the second kind at all.
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from evals.cards import AS_OF, assessor, profile_of, rubric_of
from evals.table import Row
from scoring.assessment import Evidence
from scoring.local.case import Case
from scoring.local.view import ResumeView
from scoring.resume import Resume
from scoring.rubric import Criterion, CriterionId, CriterionKind, Mode, Option, Rubric, SourceQuote
from scoring.support import Support
from scoring.taxonomy import load_taxonomy

FILES = ("gap_triples.dev.jsonl",)

_DUTY, _SKILL, _OTHER = CriterionKind.RESPONSIBILITY, CriterionKind.SKILL, CriterionKind.OTHER
_HONEST: Sequence[tuple[CriterionKind, str, str]] = (
    (_DUTY, "Manage relationships with key stakeholders", "Met the client's directors weekly, kept partners informed"),
    (_DUTY, "Design and build REST services", "Built HTTP endpoints in Flask that serve 40 partner systems"),
    (_DUTY, "Supervise a team of warehouse associates", "Led 18 pickers and packers on the night shift"),
    (_DUTY, "Prepare monthly financial statements", "Closed the books and produced the month-end reports"),
    (_DUTY, "Administer medication and document care", "Gave prescribed drugs on rounds and charted them"),
    (_DUTY, "Mentor junior engineers", "Coached three new graduates in their first year"),
    (_DUTY, "Ensure compliance with safety regulations", "Ran the OSHA walk-throughs and fixed each hazard found"),
    (_DUTY, "Resolve customer complaints", "Answered upset callers and found a solution in nine of ten cases"),
    (_DUTY, "Develop lesson plans for mathematics", "Wrote the algebra and geometry units that all sections teach"),
    (_DUTY, "Negotiate contracts with vendors", "Bargained better freight rates out of eleven suppliers"),
    (_DUTY, "Improve query performance", "Cut the slowest SQL statements from nine seconds to 140 ms"),
    (_DUTY, "Take part in the on-call rotation", "Carried the pager one week in six and led the incident calls"),
    (_SKILL, "Relational databases", "Partitioned the bookings table in PostgreSQL"),
    (_SKILL, "Continuous integration", "Set up GitHub Actions so that each merge is tested and shipped"),
    (_SKILL, "Cloud platforms", "Moved 13 accounts on AWS to Terraform"),
    (_SKILL, "Forklift operation", "Drove reach trucks and counterbalance lifts in the cold store"),
    (_SKILL, "Electronic health records", "Charted in Epic for a 30-bed unit"),
    (_SKILL, "Spreadsheet modelling", "Built the budget model in Excel with scenario tables"),
    (_SKILL, "Container orchestration", "Ran 60 services on Kubernetes"),
    (_SKILL, "Accounts payable", "Paid 900 vendor invoices a month"),
    (_OTHER, "Strong communication skills", "Presented the results to the board every quarter"),
    (_OTHER, "Attention to detail", "Found and corrected 200 errors in the stock records"),
    (_OTHER, "Ability to work under pressure", "Kept the unit running with half of the staff during the flu season"),
    (_OTHER, "Leadership", "Headed a group of nine through the merger"),
)  # fmt: skip
_EMPLOYED = "Jordan Example\n\nExperience\nSpecialist, Placeholder Inc, January 2019 - Present\n- {}\n"


def measure(eval_dir: Path) -> list[Row]:
    """On the pairs; and how often the guards lower what the local rules rate, on the resumes of the folder."""
    lines = (eval_dir / FILES[0]).read_text(encoding="utf-8").split("\n")
    triples = [json.loads(line) for line in lines if line][:150]
    return [*_pairs(), _rules([(each["job_text"], each["resume_matched"]) for each in triples])]


def _pairs() -> Iterator[Row]:
    honest = [_most(kind, wanted, said) for kind, wanted, said in _HONEST]
    passed = sum(most == 4 for most in honest)
    share = passed / len(honest)
    yield Row(
        f"honest paraphrases that keep their rating ({len(honest)}); the others are lowered and flagged",
        f"{share:.0%}",
        "-",
        ">= 60 %",
        share >= 0.6,
    )
    others = [
        _most(kind, wanted, _HONEST[(number + step) % len(_HONEST)][2])
        for number, (kind, wanted, _) in enumerate(_HONEST)
        for step in (5, 9, 14)
    ]
    kept = sum(most == 4 for most in others) / len(others)
    yield Row(
        f"sentences about something else that carry a 4 ({len(others)})", f"{kept:.0%}", "100 %", "<= 10 %", kept <= 0.1
    )


def _most(kind: CriterionKind, wanted: str, said: str) -> int:
    criterion = Criterion(
        CriterionId("c"), kind, Mode.SCORED, wanted, 1, (Option(kind, (wanted,)),), SourceQuote("text", wanted)
    )
    text = _EMPLOYED.format(said)
    rubric = Rubric("eval", "", (criterion,))
    support = Support(Case(ResumeView(text, profile_of(text), AS_OF), (), load_taxonomy(), rubric))
    start = text.index(said)
    return support.ceiling(criterion, [Evidence(said, start, start + len(said))])


def _rules(pairs: Sequence[tuple[str, str]]) -> Row:
    """The rules' own ratings rest on words: the guards should leave them alone."""
    lowered = total = 0
    for job, text in pairs:
        rubric = rubric_of(job)
        profile = profile_of(text)
        rated = assessor().assess(rubric, Resume(text, "", "text/plain"), profile, (), AS_OF).ratings
        bounded = Support(Case(ResumeView(text, profile, AS_OF), (), load_taxonomy(), rubric)).bounded(rated).ratings
        total += sum(bool(rating.rating) for rating in rated)
        lowered += sum(new.rating < old.rating for new, old in zip(bounded, rated, strict=True))
    share = lowered / max(1, total)
    return Row(
        f"ratings of the local rules that the guards lower ({total})", f"{share:.1%}", "-", "<= 3 %", share <= 0.03
    )
