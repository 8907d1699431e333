"""The names in a statement, grouped by the "and", "or" and "such as" between them."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from scoring.rubric.phrases import Term, names_in


@dataclass(frozen=True, slots=True)
class Group:
    """Names of which any one is enough. ``open_ended`` when the list gives examples, so that none can be missing."""

    terms: tuple[Term, ...]
    open_ended: bool = False


EXAMPLES = re.compile(
    r"\b(?:such as|e\.?g\.?,?|for example|for instance|like|including(?: but not limited to)?|include|i\.e\.,?|"
    r"or similar|or equivalents?|or comparable|or other|etc|and so on|similar to)(?![a-z])",
    re.IGNORECASE,
)
_COLLECTIVE = re.compile(
    r"\s+(?:technologies|tools|frameworks|languages|platforms|databases|services|systems|solutions|libraries|suite|"
    r"stack|applications|methodologies|practices|providers?)\s*\(",
    re.IGNORECASE,
)
_ANY_OF = re.compile(
    r"\b(?:(?:at least |any )?one (?:or more |of )|one of|any of|either|at least one|and/or|some of|two or more of)\b",
    re.IGNORECASE,
)


def groups_of(text: str, known: Sequence[Term], *, item: bool, phrases: bool) -> tuple[Group, ...]:
    """The names in a statement, grouped. ``known`` index ``text``; with ``phrases`` unknown noun phrases are names too.

    ``item`` says that the statement is a line of a list, where a bare phrase counts without "experience with".
    """
    terms = names_in(text, known, item=item) if phrases else known
    return tuple(_grouped(text, sorted(terms, key=lambda term: term.start)))


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
    bare = _COLLECTIVE.sub(" (", EXAMPLES.sub(" ", between))
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
                collective = head[-1].kind == "phrase" and _COLLECTIVE.search(f" {head[-1].text} (") is not None
                head = head[:-1] if collective else head
                before_it = _split_run(text[: head[-1].end], head) if head else []
                return [*before_it, Group(tuple(rest), open_ended=True)]
            return (
                [*_split_run(text[: head[-1].end], head[:-1]), Group((head[-1], *rest), open_ended=True)]
                if len(head) > 1
                else [Group(tuple(run), open_ended=True)]
            )
    return _by_connector(run, between, closed=after.lstrip().startswith(")"))


def _by_connector(run: Sequence[Term], between: Sequence[str], *, closed: bool) -> list[Group]:
    """A comma joins as the next "and" or "or" of its list does; without one it separates."""
    joins: list[bool] = []
    any_of, bracketed = False, closed
    for gap in reversed(between):
        # What stands in brackets abbreviates the name before it or gives instances of it.
        bracketed = ")" in gap or bracketed
        if "(" in gap:
            joins.append(True)
            bracketed = False
            continue
        if bracketed and ")" not in gap:
            joins.append(True)
            continue
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
