"""The taxonomy: which skills a text names, what a name stands for, and how two skills relate."""

from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache

from scoring.taxonomy.context import Candidate, Surroundings
from scoring.taxonomy.forms import FormIndex
from scoring.taxonomy.model import Kind, Mention, Sense, Skill
from scoring.taxonomy.relations import Relations
from scoring.taxonomy.senses import shipped_senses, shipped_weak_words
from scoring.taxonomy.source import shipped_skills
from scoring.taxonomy.tokens import Tokens, spellings, tokenise
from scoring.taxonomy.wrapping import unwrapped


class Taxonomy:
    """Read-only after construction, so one instance serves all threads."""

    def __init__(
        self,
        skills: Iterable[Skill],
        senses: Mapping[str, tuple[Sense, ...]],
        weak: frozenset[str] = frozenset(),
    ) -> None:
        self._skills = {skill.name: skill for skill in skills}
        self._senses = senses
        self._weak = weak
        self._forms = FormIndex()
        for name in self._skills:
            self._forms.add(name, name)
        for name, skill in self._skills.items():
            for alias in skill.aliases:
                self._forms.add(alias, name)
        for key, ambiguous in senses.items():
            self._forms.add(key, ambiguous[0].skill)

    def __len__(self) -> int:
        return len(self._skills)

    def __contains__(self, skill: str) -> bool:
        return skill in self._skills

    def find(self, text: str) -> tuple[Mention, ...]:
        """Every mention of a known skill in text order, without overlaps; the longest name wins."""
        return self.find_in(tokenise(text))

    def find_in(self, tokens: Tokens) -> tuple[Mention, ...]:
        """Like find, for a text that is already tokenised."""
        candidates = self._candidates(tokens)
        settled = Surroundings(tokens, candidates, self._area).settled()
        mentions = []
        for k, candidate in enumerate(candidates):
            skill = settled.get(k)
            if skill is not None:
                start, end = tokens.starts[candidate.first], tokens.ends[candidate.last - 1]
                mentions.append(Mention(skill, start, end, tokens.text[start:end]))
        return tuple(mentions)

    def _candidates(self, tokens: Tokens) -> list[Candidate]:
        candidates = []
        free = 0
        for first in self._forms.starts(tokens):
            if first < free:
                continue
            for last, key, skill in self._forms.at(tokens, first):
                candidates.append(Candidate(first, last, skill, self._senses.get(key, ()), key in self._weak))
                free = last
                break
        return candidates

    def canonical(self, name: str) -> str | None:
        """The canonical name of a skill given in any spelling, also inside "knowledge of …" or "… skills"."""
        for attempt in unwrapped(name):
            skill = self._forms.get(attempt)
            if skill is not None:
                return skill
        return None

    def aliases(self, skill: str) -> tuple[str, ...]:
        """Other names of a skill, given in any spelling; empty when the skill is unknown."""
        name = self._resolved(skill)
        return self._skills[name].aliases if name else ()

    def relatedness(self, wanted: str, found: str) -> tuple[float, str] | None:
        """Credit in 0..1 for ``found`` where ``wanted`` is asked, with a sentence that says why; None for none."""
        one, other = self._resolved(wanted), self._resolved(found)
        if one is None or other is None:
            same = spellings(wanted)[0] == spellings(found)[0]
            return (1.0, f"{found} is what is asked for") if same else None
        return self._relations.between(one, other)

    def skill(self, name: str) -> Skill | None:
        """All that is known of a skill, given in any spelling."""
        resolved = self._resolved(name)
        return self._skills[resolved] if resolved else None

    def category(self, skill: str) -> str:
        """The heading a skill stands under ("Relational databases"), "" when unknown."""
        name = self._resolved(skill)
        return self._skills[name].category if name else ""

    def kind(self, skill: str) -> Kind:
        """Skill, soft, certification or language; an unknown name counts as a skill."""
        name = self._resolved(skill)
        return self._skills[name].kind if name else Kind.SKILL

    def skills(self) -> tuple[Skill, ...]:
        return tuple(self._skills.values())

    def _resolved(self, name: str) -> str | None:
        return name if name in self._skills else self.canonical(name)

    def _area(self, skill: str) -> str:
        return self._skills[skill].area

    @cached_property
    def _relations(self) -> Relations:
        return Relations(self._skills)


def find_literal(text: str, names: Iterable[str]) -> tuple[Mention, ...]:
    """Mentions of exactly the given names, which no taxonomy needs to know, in any plural, hyphen or case variant.

    Each mention's ``skill`` is the name as given.
    """
    return find_literal_in(tokenise(text), names)


def find_literal_in(tokens: Tokens, names: Iterable[str]) -> tuple[Mention, ...]:
    """Like find_literal, for a text that is already tokenised."""
    forms = FormIndex()
    for name in names:
        if name.strip():
            forms.add(name, name)
    mentions = []
    free = 0
    for first in forms.starts(tokens):
        if first < free:
            continue
        for last, _, name in forms.at(tokens, first):
            start, end = tokens.starts[first], tokens.ends[last - 1]
            mentions.append(Mention(name, start, end, tokens.text[start:end]))
            free = last
            break
    return tuple(mentions)


@lru_cache(maxsize=1)
def load_taxonomy() -> Taxonomy:
    """The shipped taxonomy, read once per process."""
    return Taxonomy(shipped_skills(), shipped_senses(), shipped_weak_words())
