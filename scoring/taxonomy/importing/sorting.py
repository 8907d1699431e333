"""Decides which concepts become skills, under which names, and what their labels may stand for."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from scoring.taxonomy.importing.concepts import Concept
from scoring.taxonomy.importing.labels import Use, cleaned, use_of, without_brackets
from scoring.taxonomy.importing.sources import Source
from scoring.taxonomy.lookup import Taxonomy
from scoring.taxonomy.model import Skill
from scoring.taxonomy.tokens import spellings

_LONGEST_CATEGORY = 80


@dataclass(frozen=True, slots=True)
class Imported:
    """What one source adds. ``listed`` are labels that count only in lists. ``curated`` concepts were left to ours,
    ``left_out`` have no label that may be looked for; ``ambiguous`` labels were claimed by several concepts."""

    source: Source
    skills: tuple[Skill, ...]
    listed: tuple[str, ...]
    curated: int
    left_out: int
    ambiguous: int


@dataclass(slots=True)
class _Kept:
    concept: Concept
    name: str
    labels: dict[str, Use]
    aliases: list[str] = field(default_factory=list)


class Sorter:
    """Curated names come first, then sources in the order in which they are sorted: the first to claim a label keeps
    it, and one that two concepts of a source claim as an alternative belongs to neither."""

    def __init__(self, curated: Taxonomy) -> None:
        self._curated = curated
        self._taken: set[str] = set()

    def sort(self, source: Source, concepts: Iterable[Concept]) -> Imported:
        listed_first = list(concepts)
        preferred = {key for concept in listed_first for key in spellings(cleaned(concept.labels[0]))}
        names: dict[str, str] = {}
        kept: list[_Kept] = []
        curated = 0
        for concept in listed_first:
            known = self._known(concept)
            if known is not None:
                names[concept.key] = known
                curated += 1
                continue
            labels = _labels(concept)
            name = next((label for label in labels if self._may_name(label, concept, preferred)), None)
            if name is not None:
                names[concept.key] = name
                self._taken.update(spellings(name))
                kept.append(_Kept(concept, name, labels))
        ambiguous = self._share_out(kept)
        return Imported(
            source,
            tuple(_skill(each, source, names) for each in kept),
            tuple(label for each in kept for label in (each.name, *each.aliases) if each.labels[label] is Use.LISTED),
            curated,
            len(listed_first) - curated - len(kept),
            ambiguous,
        )

    def _known(self, concept: Concept) -> str | None:
        label = cleaned(concept.labels[0])
        return self._curated.canonical(without_brackets(label) or label)

    def _may_name(self, label: str, concept: Concept, preferred: set[str]) -> bool:
        keys = spellings(label)
        if not self._is_free(label, keys):
            return False
        own = cleaned(concept.labels[0])
        return label in {own, without_brackets(own)} or preferred.isdisjoint(keys)

    def _is_free(self, label: str, keys: tuple[str, ...]) -> bool:
        return self._taken.isdisjoint(keys) and self._curated.canonical(label) is None

    def _share_out(self, kept: list[_Kept]) -> int:
        """Give every free label to the only concept that claims it; the number of labels that several claim."""
        claims: Counter[str] = Counter()
        free: list[tuple[_Kept, str, str]] = []
        for each in kept:
            others = [(label, spellings(label)) for label in each.labels if label != each.name]
            mine = {keys[0]: label for label, keys in others if self._is_free(label, keys)}
            claims.update(mine.keys())
            free += [(each, label, key) for key, label in mine.items()]
        for each, label, key in free:
            if claims[key] == 1:
                each.aliases.append(label)
                self._taken.update(spellings(label))
        return sum(count > 1 for count in claims.values())


def _labels(concept: Concept) -> dict[str, Use]:
    """The labels that may be looked for, the preferred one first; a name in front of a bracket comes before both."""
    usable: dict[str, Use] = {}
    for label in map(cleaned, concept.labels):
        bare = without_brackets(label)
        use = use_of(bare or label, generic=concept.generic, bracketed=bool(bare))
        if use is not Use.OUT:
            usable.setdefault(bare or label, use)
    return usable


def _skill(kept: _Kept, source: Source, names: dict[str, str]) -> Skill:
    concept = kept.concept
    return Skill(
        name=kept.name,
        aliases=tuple(kept.aliases),
        kind=concept.kind,
        area=source.area,
        category=_category(concept.category),
        broader=tuple(_related(concept.broader, kept.name, names)),
        uses=tuple(_related(concept.uses, kept.name, names)),
    )


def _related(keys: Iterable[str], own: str, names: dict[str, str]) -> Iterator[str]:
    """Names with a comma are passed over: in our files a comma parts the names of a relation."""
    for name in dict.fromkeys(names[key] for key in keys if key in names):
        if name != own and "," not in name:
            yield name


def _category(label: str) -> str:
    plain = cleaned("".join(" " if letter in "|[]" else letter for letter in label))
    return (plain[:1].upper() + plain[1:])[:_LONGEST_CATEGORY].strip() or "Other"
