"""Honest answers: the local assessor rates the document of a request against the questions of that request."""

import hashlib
import json
import re
import threading
from collections import OrderedDict
from collections.abc import Mapping
from datetime import date
from typing import Any

from claude.questions import GATED_KINDS, option_from_json
from scoring.assessment import Assessment, Evidence, Rating, Verdict
from scoring.local import LocalAssessor
from scoring.profile import read_profile
from scoring.resume import Answer, Resume
from scoring.rubric.model import Criterion, CriterionId, CriterionKind, Mode, Rubric, SourceQuote
from scoring.taxonomy import load_taxonomy

REMEMBERED = 2_000
SIMULATED = " (simulated)"
_PLACEHOLDER = re.compile(r"\[[A-Z][A-Z _]* \d+\]")
_SHORTEST_QUOTE = 3


class HonestModel:
    """Safe to use from several threads; remembers what it answered to the same document and questions."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._assessor: LocalAssessor | None = None
        self._known: OrderedDict[str, tuple[dict[str, Any], ...]] = OrderedDict()

    def ratings(self, requisition: Mapping[str, Any], document: Mapping[str, Any]) -> list[dict[str, Any]]:
        """One rating a question, in their order, as the format of an assessment wants them.

        Raises KeyError, TypeError or ValueError for questions or documents that ``claude.request`` does not make.
        """
        key = hashlib.sha256(json.dumps([requisition, document], sort_keys=True).encode()).hexdigest()
        with self._lock:
            known = self._known.get(key)
            if known is None:
                # One at a time: rating is pure computation, and threads would only share the processor.
                known = tuple(_as_json(rating) for rating in self._assess(requisition, document).ratings)
                self._known[key] = known
                if len(self._known) > REMEMBERED:
                    self._known.popitem(last=False)
        return [{**rating, "quotes": [dict(quote) for quote in rating["quotes"]]} for rating in known]

    def _assess(self, requisition: Mapping[str, Any], document: Mapping[str, Any]) -> Assessment:
        self._assessor = self._assessor or LocalAssessor(load_taxonomy())
        application = document["untrusted_application"]
        text, as_of = application["resume"], date.fromisoformat(document["as_of"])
        resume = Resume(text, hashlib.sha256(text.encode()).hexdigest(), "text/plain")
        answers = [Answer(each["id"], each["question"], each["text"]) for each in application["answers"]]
        criteria = tuple(_criterion(question) for question in requisition["questions"])
        rubric = Rubric("simulated", requisition["title"], criteria)
        return self._assessor.assess(rubric, resume, read_profile(text, as_of), answers, as_of)


def _criterion(question: Mapping[str, Any]) -> Criterion:
    kind = CriterionKind(question["kind"])
    # A gate is met by what satisfies it; the model is asked for the same. What is only scored is met from rating 3 on.
    mode, weight = (Mode.GATE, 0) if kind in GATED_KINDS else (Mode.SCORED, 1)
    field = f"question:{question['answer_id']}" if question.get("answer_id") else "requisition"
    options = tuple(option_from_json(option) for option in question["options"])
    source = SourceQuote(field, question["text"])
    return Criterion(CriterionId(question["id"]), kind, mode, question["text"], weight, options, source)


def _as_json(rating: Rating) -> dict[str, Any]:
    quotes = [quote for quote in map(_quote, rating.evidence) if quote["text"]]
    level, verdict = rating.rating, rating.verdict
    if level and not quotes:
        level, verdict = 0, Verdict.UNKNOWN
    return {
        "criterion_id": str(rating.criterion_id),
        "quotes": [] if verdict is Verdict.UNKNOWN else quotes,
        "reason": f"{_PLACEHOLDER.sub('…', rating.rationale)}{SIMULATED}",
        "verdict": verdict.value,
        "rating": level,
    }


def _quote(evidence: Evidence) -> dict[str, str]:
    """The longest piece between placeholders: they are never quoted."""
    pieces = [piece.strip(" ,;:|-\n\t") for piece in _PLACEHOLDER.split(evidence.quote)]
    longest = max(pieces, key=len)
    return {"source": evidence.source, "text": longest if len(longest) >= _SHORTEST_QUOTE else ""}
