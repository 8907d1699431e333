"""Noun phrases of a statement: the names in it that no taxonomy knows."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from scoring.rubric.word_lists import keyed_words_of

# Stands for words that were already understood, so that no name reaches across them.
MASK = "\ufffc"


@dataclass(frozen=True, slots=True)
class Term:
    """A name as the job writes it, with its range in the statement. ``kind`` is "phrase" where no taxonomy knows it."""

    text: str
    start: int
    end: int
    kind: str
    asked: bool = True  # stands where the statement names what it wants, not in an aside such as "to ensure safety"

    @property
    def is_proper(self) -> bool:
        """Written like a name ("SAP", "Power BI", "C++"), which a plain word at the start of a line is not."""
        return (
            re.search(r"[A-Z]", self.text[self.start == 0 :]) is not None or re.search(r"[\d+#]", self.text) is not None
        )


_QUALITY = (
    r"(?:(?:very|highly|applied|proven|strong|solid|deep|excellent|good|great|outstanding|exceptional|superior|demonstrated|"
    r"demonstrable|hands[- ]on|in[- ]depth|extensive|advanced|basic|"
    r"working|practical|professional|prior|previous|significant|thorough|sound|broad|expert(?:[- ]level)?|"
    r"intermediate|general|relevant|recent|direct|substantial|considerable|"
    r"comprehensive|detailed|clear|fundamental|some|an?|the|your|effective|minimum|minimal|preferably|"
    r"preferred|required|related|industry|real[- ]world|"
    r"commercial|successful|documented|verifiable|firm|high(?:[- ]level)?|full|keen|unparalleled|competent|"
    r"essential|must|have|be|you|we|are|should|will|"
    r"possess(?:es)?|bring|need|and|or|currently|already|also|both|able|to|at least|having|with|[\w'’]+ly|"
    r"candidates?|applicants?|ideal|person|who|has|is|looking for|seeking),?\s+){0,8}"
)
_STARTER = re.compile(
    rf"\b{_QUALITY}(?:"
    r"(?:experience|experienced|knowledge|knowledgeable|understanding|familiarity|familiar|proficiency|proficient|"
    r"proficiencies|expertise|expert|exposure|competen(?:cy|ce|t)|"
    r"background|skills?|skilled|skill ?set|mastery|fluen(?:cy|t)|command|grasp|aptitude|track record|experiences|"
    r"comfortable|comfort|awareness|capacity|capabilit(?:y|ies)|"
    r"excellence|excellency|foundation|well[- ]versed|versed|adept|utili[sz]ation|work(?:ing)?|background|training|"
    r"qualified|certified|trained|ability|abilities|able|capable|"
    r"responsible|exceptional|excellent|outstanding|strong|good|great|specialists?|talent|use|know[- ]how|focus|"
    r"interest|strength)"
    r"(?:,? ?(?:and|or|/|&|,) ?(?:\w+ )?(?:experience|knowledge|understanding|familiarity|proficiency|expertise|"
    r"exposure|skills?|background|abilit(?:y|ies)|experienced|skilled|competence))*\s*"
    r"(?:\([^)]*\)\s*)?(?:level\s+)?"
    r"(?:(?:with|in|of|to|on|using|about|for|around|as|at|across|within|working|work|dealing|utili[sz]ing|developing|"
    r"building|handling|managing|performing|the|use|"
    r"how|an?|following|least|one|more|any|demonstrate|effectively|efficiently|successfully|operate|apply|understand|"
    r"use|including|principles|concepts|methods)\b[\s:]*)+"
    r"|(?:must )?(?:know|understand|knows|understands|use|have used)\s+(?:how to\s+)?)",
    re.IGNORECASE,
)
_EDGE_WORDS = re.compile(
    r"^(?:(?:an?|the|our|your|its|their|any|other|various|modern|multiple|related|relevant|similar|common|different|"
    r"strong|good|excellent|solid|proven|basic|advanced|at least|one|more|of|and|or|in|"
    r"with|to|for|some|both|all|current|new|key|general|great|exceptional|outstanding|effective|efficient|superior|"
    r"proficient|hands-on|deep|extensive|working|thorough|fundamental|sound|"
    r"demonstrated|including|plus|ability to|knowledge of|understanding of|experience (?:with|in)|familiarity with|"
    r"proficiency (?:with|in)|use of|using|"
    r"highly|very|well|complex|large|large-scale|expert|substantial|competent|intermediate|impeccable|master-level|prior|previous|practical|"
    r"excellence in)\s+)+",
    re.IGNORECASE,
)
_EDGE_HEADS = re.compile(
    r"(?:\s+(?:skills?|skill ?sets?|experience|knowledge|abilit(?:y|ies)|capabilit(?:y|ies)|proficienc(?:y|ies)|"
    r"expertise|background|etc|required|preferred|needed|desired|is|are|an?|the|of|with|plus|and|or|level|"
    r"understanding|familiarity|competenc(?:y|ies)|qualifications?|techniques|duties))+$",
    re.IGNORECASE,
)
_STOP = re.compile(
    r"\b(?:that|which|who|where|when|while|so|such that|since|considering|particularly|especially|"
    r"for|in|to|ensuring|through|within|throughout|is|are|would|will|must|including but|"
    r"under|across|toward[s]?|because|as (?:required|needed|well)|by|"
    r"from|on an?|at (?:all|an?|work|the|every)|per|during|due|via)\b|:|\s[-–—]\s|\.\s",
    re.IGNORECASE,
)
_HEAD_LAST = re.compile(
    rf"{_QUALITY}(?P<names>[^.;:()]{{2,70}}?)\s+(?:skills?|knowledge|experience|abilit(?:y|ies)|expertise|background|"
    rf"proficiency|competenc(?:y|ies)|capabilit(?:y|ies)|know-how|awareness)\b(?! ?(?:set )?(?:in|of|with|on|using)\b)",
    re.IGNORECASE,
)
# "Troubleshooting: finds faults before customers do": the name stands in front, the rest explains it.
_LABEL = re.compile(rf"{_QUALITY}(?P<names>[^.;:(]{{3,45}}):\s+(?=\S+\s\S+\s\S+)", re.IGNORECASE)
_CONNECTOR = re.compile(
    r"\s*(?:,\s*(?:and/or|and|or|&|as well as)?|\band/or\b|\band\b|\bor\b|&|/(?![a-z] )|;|\bas well as\b|"
    r"\balong with\b|\bplus\b|(?:\b(?:is|are)\s+)?\b(?:required|preferred|desired|desirable|mandatory|optional|"
    r"helpful|a plus|necessary|essential)\b|\b(?:such as|including|e\.g\.,?|like|i\.e\.,?)(?= ))\s+|(?<=\w)/(?=\w)|"
    r"\s*[()]+\s*",
    re.IGNORECASE,
)
_GENERIC = keyed_words_of("generic_words")
_LONGEST_PHRASE = 5


def names_in(text: str, known: Sequence[Term], *, item: bool) -> list[Term]:
    """Known and unknown names of a statement. Unknown ones stand behind "experience with", before "skills", or on a
    line of a list; known ones elsewhere are not ``asked``, unless they are written like names or are credentials."""
    for start, end in _ranges_of_names(text, item=item):
        phrases = _split(text, start, end, known)
        if phrases or _overlaps(known, start, end):
            rest = [term for term in known if not _overlaps(phrases, term.start, term.end)]
            return [*(_placed(term, start, end) for term in rest), *phrases]
    return [_placed(term, 0, 0) for term in known]


def _placed(term: Term, start: int, end: int) -> Term:
    named = term.kind == "skill" and term.is_proper and term.start >= start
    asked = term.kind not in {"skill", "soft"} or start <= term.start < end or named
    return term if asked else replace(term, asked=False)


def _ranges_of_names(text: str, *, item: bool) -> Iterator[tuple[int, int]]:
    """Where a statement may name what it wants, the surest place first; all of a line of a list comes last."""
    if item and (label := _LABEL.match(text)):
        yield label.span("names")
    starter = _STARTER.match(text)
    if starter is not None:
        yield starter.end(), _stop(text, starter.end())
    if item and starter is None and (last := _HEAD_LAST.match(text)):
        yield last.span("names")
    if starter is None and (inside := _STARTER.search(text)):
        yield inside.end(), _stop(text, inside.end())
    if item:
        yield 0, _stop(text, 0)


def _stop(text: str, start: int) -> int:
    stop = _STOP.search(text, start + 1)
    return stop.start() if stop else len(text)


def _split(text: str, at: int, end: int, known: Sequence[Term]) -> list[Term]:
    pieces, edge = [], at
    for connector in _CONNECTOR.finditer(text, at, end):
        pieces.append((edge, connector.start()))
        edge = connector.end()
    pieces.append((edge, end))
    listed = len(pieces) > 2 or any(_overlaps(known, *piece) for piece in pieces)
    if not listed and len(pieces) == 2 and "(" not in text[at:end] and trimmed_phrase(text, at, end) is not None:
        # "food preparation and handling" is one thing; splitting it would ask for "handling" alone.
        pieces = [(at, end)]
    phrases = (trimmed_phrase(text, *piece) for piece in pieces)
    return [phrase for phrase in phrases if phrase is not None and not _is_covered(phrase, known)]


def _is_covered(phrase: Term, known: Sequence[Term]) -> bool:
    """Whether the phrase says no more than the known names in it. "Equipment selection procedures" says more than the
    plain word "procedures"; "modern Java" says no more than Java."""
    inside = [term for term in known if term.start < phrase.end and phrase.start < term.end]
    if not inside:
        return False
    plain = all(term.kind == "skill" and _is_plain_word(term) for term in inside)
    words = {word.strip(".,").lower() for word in phrase.text.split()}
    more = words - _GENERIC["any"] - _GENERIC["alone"] - {term.text.lower() for term in inside}
    return not (plain and more and len(inside) == 1 and phrase.end == inside[0].end)


def _is_plain_word(term: Term) -> bool:
    """One word that is no name, or one that says little even in a heading's capitals ("Course Management")."""
    return " " not in term.text and (not term.is_proper or term.text.lower() in _GENERIC["alone"])


def _overlaps(terms: Sequence[Term], start: int, end: int) -> bool:
    return any(term.start < end and start < term.end for term in terms)


def trimmed_phrase(text: str, start: int, end: int, longest: int = _LONGEST_PHRASE) -> Term | None:
    """The noun phrase in the range without the filler at its ends, or None where none is left."""
    while start < end and text[start] in f" {MASK}":
        start += 1
    masked = text.find(MASK, start, end)
    end = end if masked < 0 else masked
    words = text[start:end]
    leading = _EDGE_WORDS.match(words)
    if leading is not None:
        start += leading.end()
    end = start + len(text[start:end].rstrip())
    trailing = _EDGE_HEADS.search(text[start:end])
    if trailing is not None:
        end = start + trailing.start()
    while start < end and text[start] in " \t\"'“”*_-–(,.:":
        if text[start] == "." and text[start + 1 : start + 2].isalpha():
            break  # .NET
        start += 1
    while start < end and text[end - 1] in " \t\"'“”*_-–),.:;!?":
        end -= 1
    phrase = text[start:end]
    count = len(phrase.split())
    if not 1 <= count <= longest or not any(letter.isalpha() for letter in phrase):
        return None
    hollow = _GENERIC["alone"] | _GENERIC["any"] if count == 1 else _GENERIC["any"]
    if len(phrase) < 2 or all(word.strip(".,").lower() in hollow for word in phrase.split()):
        return None
    return Term(phrase, start, end, "phrase")
