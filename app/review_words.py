"""Words for the codes of reviews."""

from scoring.review import ReviewKind

KINDS = {
    ReviewKind.PROPOSED_REJECTION: "Proposed rejection",
    ReviewKind.CONFLICT: "Changed in iCIMS meanwhile",
    ReviewKind.ABSTAINED: "Could not be scored",
    ReviewKind.UNKNOWN_GATE: "Must-have to confirm",
    ReviewKind.REVIEW_FLAG: "Unusual, please look",
    ReviewKind.UNCERTAINTY_BAND: "Close to a cut-off",
    ReviewKind.BLIND_SAMPLE: "Your own view, please",
    ReviewKind.KNOWN_ANSWER: "Known answer",
}
REASONS = {
    "hidden_text": "text that a reader cannot see",
    "low_confidence": "low confidence",
    "high_stakes": "a role of high stakes",
    "drawn": "drawn by a colleague, or by you",
    "status_moved": "somebody moved it in iCIMS",
    "warning": "something unusual in the text",
    "rejection": "below the lower cut-off",
    "unmet_gate": "a must-have is not shown",
    "unknown_gate": "a must-have cannot be told",
    "uncertainty_band": "close to a cut-off",
    "review_flag": "something unusual in the text",
    "stand_in": "not rated by the assessor in force",
    "unmet": "a must-have is not shown",
    "unknown": "a must-have cannot be told",
    "cut_off": "the score could lie on either side of",
}


def kind_words(kind: str) -> str:
    return KINDS[ReviewKind(kind)]


def reason_words(reasons: tuple[str, ...]) -> str:
    """What the codes of one review say, each once: "text that a reader cannot see; low confidence"."""
    said = []
    for reason in reasons:
        code, _, detail = reason.partition(":")
        if code == "also":
            said.append(kind_words(detail).lower() if detail in {*ReviewKind} else "")
        elif code == "cut_off":
            said.append(f"{REASONS[code]} {detail.removesuffix('.0')}")
        else:
            said.append(REASONS.get(code, code.replace("_", " ")))
    return "; ".join(dict.fromkeys(filter(None, said)))
