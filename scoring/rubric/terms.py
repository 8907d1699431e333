"""Names in a statement: known skills and plain noun phrases, grouped by the "and", "or" and "such as" between them."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from scoring.rubric.word_lists import words_of


@dataclass(frozen=True, slots=True)
class Term:
    """A name as the job writes it, with its range in the statement. ``kind`` is "phrase" where no taxonomy knows it."""

    text: str
    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Group:
    """Names of which any one is enough. ``open_ended`` when the list gives examples, so that none can be missing."""

    terms: tuple[Term, ...]
    open_ended: bool = False


_QUALITY = (
    r"(?:(?:very|highly|proven|strong|solid|deep|excellent|good|great|outstanding|exceptional|superior|demonstrated|"
    r"demonstrable|hands[- ]on|in[- ]depth|extensive|advanced|basic|"
    r"working|practical|professional|prior|previous|significant|thorough|sound|broad|expert(?:[- ]level)?|"
    r"intermediate|general|relevant|recent|direct|substantial|considerable|"
    r"comprehensive|detailed|clear|fundamental|technical|some|an?|the|your|effective|minimum|minimal|preferably|"
    r"preferred|required|related|industry|real[- ]world|"
    r"commercial|successful|documented|verifiable|firm|high(?:[- ]level)?|full|keen|active|unparalleled|competent|"
    r"essential|must|have|be|you|we|are|should|will|"
    r"possess(?:es)?|bring|need|and|or|currently|already|also|both|able|to|at least|having|with|[\w'’]+ly|"
    r"candidates?|applicants?|ideal|person|who|has|is|looking for|seeking),?\s+)*"
)
_STARTER = re.compile(
    rf"\b{_QUALITY}(?:"
    r"(?:experience|experienced|knowledge|knowledgeable|understanding|familiarity|familiar|proficiency|proficient|"
    r"proficiencies|expertise|expert|exposure|competen(?:cy|ce|t)|"
    r"background|skills?|skilled|skill ?set|mastery|fluen(?:cy|t)|command|grasp|aptitude|track record|experiences|"
    r"comfortable|comfort|awareness|capacity|capabilit(?:y|ies)|"
    r"excellence|excellency|foundation|well[- ]versed|versed|adept|utili[sz]ation|work(?:ing)?|background|training|"
    r"qualified|certified|trained|ability|abilities|able|capable|"
    r"responsible|specialists?|talent|use|know[- ]how|focus|interest|strength)"
    r"(?:,? ?(?:and|or|/|&|,) ?(?:\w+ )?(?:experience|knowledge|understanding|familiarity|proficiency|expertise|"
    r"exposure|skills?|background|abilit(?:y|ies)|experienced|skilled|competence))*\s*"
    r"(?:\([^)]*\)\s*)?(?:level\s+)?"
    r"(?:(?:with|in|of|to|on|using|about|for|around|as|at|across|within|working|work|dealing|utili[sz]ing|developing|"
    r"building|handling|managing|performing|the|use|"
    r"how|an?|following|least|one|more|any|demonstrate|effectively|efficiently|successfully|operate|apply|understand|"
    r"use|including|principles|concepts|methods)\b[\s:]*)+"
    r"|(?:must )?(?:know|understand|knows|understands|use|have used|have)\s+(?:how to\s+)?)",
    re.IGNORECASE,
)
_EDGE_WORDS = re.compile(
    r"^(?:(?:an?|the|our|your|its|their|any|other|various|modern|multiple|related|relevant|similar|common|different|"
    r"strong|good|excellent|solid|proven|basic|advanced|at least|one|more|of|and|or|in|"
    r"with|to|for|some|both|all|current|new|key|general|great|exceptional|outstanding|effective|efficient|superior|"
    r"proficient|hands-on|deep|extensive|working|thorough|fundamental|sound|"
    r"demonstrated|including|plus|ability to|knowledge of|understanding of|experience (?:with|in)|familiarity with|"
    r"proficiency (?:with|in)|use of|using|"
    r"highly|very|well|expert|substantial|competent|intermediate|impeccable|master-level|prior|previous|practical|"
    r"excellence in)\s+)+",
    re.IGNORECASE,
)
_EDGE_HEADS = re.compile(
    r"(?:\s+(?:skills?|skill ?sets?|experience|knowledge|abilit(?:y|ies)|capabilit(?:y|ies)|proficienc(?:y|ies)|"
    r"expertise|background|etc|required|preferred|needed|desired|is|are|a|plus|and|or|level|"
    r"understanding|familiarity|competenc(?:y|ies)|qualifications?|techniques|duties))+$",
    re.IGNORECASE,
)
_STOP = re.compile(
    r"\b(?:that|which|who|where|when|while|so|such that|"
    r"for|in|to|ensuring|through|within|throughout|is|are|would|will|must|required|preferred|including but|"
    r"under|across|toward[s]?|because|as (?:required|needed|well)|necessary|essential|desired|desirable|mandatory|by|"
    r"from|on a|at all|at a|per|during|due|via|helpful|a plus)\b|[:(]|\s[-–—]\s|\.\s",
    re.IGNORECASE,
)
_HEAD_LAST = re.compile(
    rf"{_QUALITY}(?P<names>[^.;:()]{{2,70}}?)\s+(?:skills?|knowledge|experience|abilit(?:y|ies)|expertise|background|"
    rf"proficiency|competenc(?:y|ies)|capabilit(?:y|ies)|know-how)\b",
    re.IGNORECASE,
)
_CONNECTOR = re.compile(
    r"\s*(?:,\s*(?:and/or|and|or|&|as well as)?|\band/or\b|\band\b|\bor\b|&|/(?![a-z] )|;|\bas well as\b|"
    r"\balong with\b|\bplus\b)\s+|(?<=\w)/(?=\w)",
    re.IGNORECASE,
)
EXAMPLES = re.compile(
    r"\b(?:such as|e\.?g\.?,?|for example|for instance|like|including(?: but not limited to)?|include|i\.e\.,?|"
    r"or similar|or equivalents?|or comparable|or other|etc|and so on|similar to)(?![a-z])",
    re.IGNORECASE,
)
_ANY_OF = re.compile(
    r"\b(?:(?:at least |any )?one (?:or more |of )|one of|any of|either|at least one|and/or|some of|two or more of)\b",
    re.IGNORECASE,
)
_GENERIC = words_of("generic_words")
_LONGEST_PHRASE = 5


def groups_of(text: str, known: Sequence[Term], *, item: bool, phrases: bool) -> tuple[Group, ...]:
    """The names in a statement, grouped. ``known`` index ``text``; with ``phrases`` unknown noun phrases are names too.

    ``item`` says that the statement is a line of a list, where a bare phrase counts without "experience with".
    """
    terms = list(known)
    if phrases:
        terms += _phrases(text, known, item=item)
    terms.sort(key=lambda term: term.start)
    return tuple(_grouped(text, terms))


def _phrases(text: str, known: Sequence[Term], *, item: bool) -> list[Term]:
    found = _range_of_names(text, item=item)
    if found is None:
        return []
    at, end = found
    pieces, edge = [], at
    for connector in _CONNECTOR.finditer(text, at, end):
        pieces.append((edge, connector.start(), connector[0]))
        edge = connector.end()
    pieces.append((edge, end, ""))
    listed = len(pieces) > 2 or any(_overlaps(known, start, stop_at) for start, stop_at, _ in pieces)
    if not listed and len(pieces) == 2 and trimmed_phrase(text, at, end) is not None:
        # "food preparation and handling" is one thing; splitting it would ask for "handling" alone.
        pieces = [(at, end, "")]
    return [
        phrase
        for start, stop_at, _ in pieces
        if (phrase := trimmed_phrase(text, start, stop_at)) is not None
        and not _overlaps(known, phrase.start, phrase.end)
    ]


def _range_of_names(text: str, *, item: bool) -> tuple[int, int] | None:
    """Where a statement names what it wants: behind "experience with", before "skills", or all of a line of a list."""
    starter = _STARTER.match(text)
    last = _HEAD_LAST.match(text) if starter is None and item else None
    if last is not None:
        return last.span("names")
    starter = starter or _STARTER.search(text)
    if starter is None and not item:
        return None
    at = starter.end() if starter else 0
    stop = _STOP.search(text, at + 1)
    return at, stop.start() if stop else len(text)


def _overlaps(terms: Sequence[Term], start: int, end: int) -> bool:
    return any(term.start < end and start < term.end for term in terms)


def trimmed_phrase(text: str, start: int, end: int, longest: int = _LONGEST_PHRASE) -> Term | None:
    """The noun phrase in the range without the filler at its ends, or None where none is left."""
    words = text[start:end]
    leading = _EDGE_WORDS.match(words)
    if leading is not None:
        start += leading.end()
    trailing = _EDGE_HEADS.search(text[start:end])
    if trailing is not None:
        end = start + trailing.start()
    while start < end and text[start] in " \t\"'“”*_-–(,.:":
        start += 1
    while start < end and text[end - 1] in " \t\"'“”*_-–),.:;!?":
        end -= 1
    phrase = text[start:end]
    count = len(phrase.split())
    if not 1 <= count <= longest or not any(letter.isalpha() for letter in phrase):
        return None
    if all(word.strip(".,").lower() in _GENERIC for word in phrase.split()) or len(phrase) < 2:
        return None
    return Term(phrase, start, end, "phrase")


def _grouped(text: str, terms: Sequence[Term]) -> list[Group]:
    groups: list[Group] = []
    run: list[Term] = []
    for term in terms:
        if run and not _joined(text[run[-1].end : term.start]):
            groups += _split_run(text, run)
            run = []
        run.append(term)
    if run:
        groups += _split_run(text, run)
    return groups


def _joined(between: str) -> bool:
    """Whether two names stand in one list: only connectors, brackets and example words lie between them."""
    bare = EXAMPLES.sub(" ", between)
    bare = re.sub(r"[,/()&;:|+-]|\band\b|\bor\b|\bas well as\b|\bother\b|\betc\b", " ", bare, flags=re.IGNORECASE)
    return len(bare.split()) <= (2 if EXAMPLES.search(between) else 0)


def _split_run(text: str, run: Sequence[Term]) -> list[Group]:
    before = text[max(0, run[0].start - 40) : run[0].start]
    after = text[run[-1].end : run[-1].end + 30]
    between = [text[left.end : right.start] for left, right in itertools.pairwise(run)]
    opener = EXAMPLES.search(before)
    if opener is not None or EXAMPLES.match(after.lstrip(" ,(")):
        return [Group(tuple(run), open_ended=True)]
    if _ANY_OF.search(before):
        return [Group(tuple(run))]
    for position, gap in enumerate(between):
        if EXAMPLES.search(gap):
            head, rest = run[: position + 1], run[position + 1 :]
            if re.search(r"\binclud", gap, re.IGNORECASE):
                return [*_split_run(text[: head[-1].end], head), Group(tuple(rest), open_ended=True)]
            return (
                [*_split_run(text[: head[-1].end], head[:-1]), Group((head[-1], *rest), open_ended=True)]
                if len(head) > 1
                else [Group(tuple(run), open_ended=True)]
            )
    return _by_connector(run, between)


def _by_connector(run: Sequence[Term], between: Sequence[str]) -> list[Group]:
    """A comma joins as the next "and" or "or" of its list does; without one it separates."""
    joins: list[bool] = []
    any_of = False
    for gap in reversed(between):
        if re.search(r"\bor\b|and/or", gap, re.IGNORECASE) or gap.strip() in {"/", "|"}:
            any_of = True
        elif re.search(r"\band\b|&|\bas well as\b|;", gap, re.IGNORECASE):
            any_of = False
        if not re.search(r"\w", gap) and "," not in gap and gap.strip() not in {"/", "|"}:
            joins.append(False)
            continue
        joins.append(any_of)
    joins.reverse()
    groups: list[list[Term]] = [[run[0]]]
    for term, joined in zip(run[1:], joins, strict=True):
        if joined:
            groups[-1].append(term)
        else:
            groups.append([term])
    return [Group(tuple(group)) for group in groups]
