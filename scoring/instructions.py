"""Text in a resume that is addressed to a screening system instead of a reader: found, left out, and reported."""

import re
from dataclasses import dataclass

_READER = r"(?:candidate|applicant|resume|résumé|cv|profile|application|person)"
_REPLY = (
    r"(?:your|the|this|its)\s+(?:\w+\s+)?"
    r"(?:answers?|reply|replies|responses?|messages?|output|letters|text)"
)
_CHANGES = (
    "add|adjust|alter|answer|append|augment|change|compose|convert|craft|embed|employ|encode|encrypt|enhance|express|"
    "format|formulate|give|group|hide|include|incorporate|insert|integrate|invert|jumble|mention|mirror|misspell|"
    "modify|permute|present|provide|put|rearrange|remove|render|replace|reply|respond|reverse|return|rewrite|say|scramble|"
    "separate|shift|shuffle|space|substitute|swap|translate|transform|turn|use|utili[sz]e|write"
)
_START = r"^[^\w\n]*"
# Each with words of which a text must hold one before the pattern is worth trying.
_PATTERNS = tuple(
    (tuple(triggers.split("|")), re.compile(pattern, re.IGNORECASE | re.MULTILINE))
    for triggers, pattern in (
        (
            "ignore|disregard|forget|override|bypass",
            (
                r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,60}\b(?:instructions?|information|prompts?|rules?|"
                r"ranking|criteria|guidelines|above|previous|prior|everything)\b"
            ),
        ),
        (
            "this |the candidate|the applicant|the resume",
            (
                rf"\b(?:rank|rate|score|recommend|promote|shortlist|select|hire|advance|approve|prioriti[sz]e|treat|mark|"
                rf"consider)\s+(?:this|the)\s+{_READER}\b.{{0,60}}"
                r"\b(?:as|first|highest|top|best|above|immediately|now|for|regardless|always|\d)"
            ),
        ),
        ("promote this", rf"\bpromote\s+this\s+{_READER}\b"),
        (
            "this ",
            rf"\bthis\s+{_READER}\s+(?:should|must|is to|shall|needs to|has to)\b.{{0,40}}\b(?:receive|get|be|score)",
        ),
        (
            "always|automatically",
            r"\b(?:always|automatically)\s+(?:recommend|rank|hire|select|approve|score|rate|prefer|choose)\b",
        ),
        (
            "that this|that the",
            (
                r"\b(?:reply|respond|answer|say|state|output|conclude|report|tell)\b.{0,20}"
                rf"\bthat\s+(?:this|the)\s+{_READER}\b"
            ),
        ),
        (
            "highest|maximum|perfect|full",
            (
                r"\b(?:highest|maximum|perfect|full)\s+(?:possible\s+)?(?:score|rating|marks|ranking)\b.{0,40}"
                r"\b(?:to|for)\s+(?:this|the)\b"
            ),
        ),
        (
            "system|assistant|user|prompt|instruction",
            rf"{_START}(?:(?:visible |hidden )?instructions?|system|assistant|user|prompt)\s*(?:prompt|message)?\s*:",
        ),
        (
            "language model|ai |artificial",
            (
                r"\b(?:you are|act as|pretend to be|as)\s+(?:now )?an?\s+(?:ai|artificial intelligence|large language|"
                r"language)\b.{0,30}\b(?:model|assistant|recruiter|system|you)\b"
            ),
        ),
        (
            "answer|repl|response|message|output|letters|text",
            rf"{_START}(?:please\s+|can you\s+|could you\s+)?(?:{_CHANGES})\b.{{0,120}}\b{_REPLY}\b",
        ),
        ("your ", r"\b(?:in|to|within|into|at the end of|with)\s+your\s+(?:\w+\s+)?(?:answer|reply|response)\b"),
        ("reply|respond|answer", rf"{_START}(?:reply|respond|answer)\s+(?:in|with|using|only|by|backwards?)\b"),
        (" me |translate the", rf"{_START}(?:(?:show|help|tell|give)\s+me\b|translate the following\b)"),
        (
            "sentiment|mood of|tone of",
            (
                r"\b(?:sentiment|mood|tone) of (?:this|the following)\s+"
                r"(?:review|comment|tweet|sentence|feedback|text|message)\b"
            ),
        ),
    )
)
_QUESTION = re.compile(
    r"^[^\w\n]*(?:what|how|who|whom|whose|which|why|when|where|can|could|would|will|is|are|do|does|did|should|have|has)\b"
    r"[^?\n]{8,200}\?[^\w\n]*$",
    re.IGNORECASE | re.MULTILINE,
)
# Resumes do ask such things of their reader.
_USUAL_QUESTION = re.compile(r"\b(?:why (?:me|hire)|looking for|contact|interested|who (?:am i|i am))\b", re.IGNORECASE)
_LONGEST_EXCERPT = 120


@dataclass(frozen=True, slots=True)
class Instruction:
    """A line of the text, ``text[start:end]``, that reads as an instruction or a question to whoever processes it."""

    start: int
    end: int
    excerpt: str


def instructions_in(text: str) -> tuple[Instruction, ...]:
    """Every such line, in order. Neutral: it says what was found, not why it is there."""
    lowered = text.lower()
    places = {
        match.start()
        for triggers, pattern in _PATTERNS
        if any(trigger in lowered for trigger in triggers)
        for match in pattern.finditer(text)
    }
    if "?" in text:
        places |= {match.start() for match in _QUESTION.finditer(text) if not _USUAL_QUESTION.search(match[0])}
    lines = dict.fromkeys(_line_at(text, place) for place in sorted(places))
    return tuple(Instruction(start, end, text[start:end].strip()[:_LONGEST_EXCERPT]) for start, end in lines)


def without_instructions(text: str) -> str:
    """The text with those lines blanked out, so that every other character keeps its place."""
    for instruction in instructions_in(text):
        # The line break before it goes too: an empty line would part what stood together.
        start = max(instruction.start - 1, 0)
        text = text[:start] + " " * (instruction.end - start) + text[instruction.end :]
    return text


def _line_at(text: str, place: int) -> tuple[int, int]:
    while place < len(text) and text[place].isspace():
        place += 1
    end = text.find("\n", place)
    return text.rfind("\n", 0, place) + 1, len(text) if end < 0 else end
