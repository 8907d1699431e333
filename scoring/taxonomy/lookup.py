"""The taxonomy: which skills a text names, what a name stands for, and how two skills relate."""

from collections.abc import Collection, Iterable, Mapping
from functools import cached_property, lru_cache
from pathlib import Path

from scoring.errors import InvalidInputError
from scoring.taxonomy.context import Candidate, Surroundings
from scoring.taxonomy.extra import NO_EXTRA, Extra, read_extra
from scoring.taxonomy.forms import FormIndex
from scoring.taxonomy.model import Kind, Mention, Sense, Skill
from scoring.taxonomy.relations import Relations
from scoring.taxonomy.senses import shipped_senses, shipped_weak_words
from scoring.taxonomy.source import shipped_skills, shipped_version
from scoring.taxonomy.tokens import Tokens, spellings, tokenise
from scoring.taxonomy.wrapping import unwrapped


class Taxonomy:
    """Read-only after construction, so one instance serves all threads."""

    def __init__(
        self,
        skills: Iterable[Skill],
        senses: Mapping[str, tuple[Sense, ...]],
        weak: frozenset[str] = frozenset(),
        extra: Extra = NO_EXTRA,
        version: str = "",
    ) -> None:
        """``version`` is kept for whoever records what a score rests on. Of a name, skill or relation that the skills
        and the extra ones disagree about, the skills decide."""
        self.version = version
        self._skills = {skill.name: skill for skill in skills}
        self._senses = senses
        self._weak = weak
        self._forms = FormIndex()
        self._name(self._skills.values())
        for key, ambiguous in senses.items():
            self._forms.add(key, ambiguous[0].skill)
        added = extra.skills_beside(self._skills)
        self._skills |= added
        self._name(added.values())
        self._extra = frozenset(added)
        self._listed = FormIndex()
        for label in extra.listed:
            self._listed.add(label, label)

    def _name(self, skills: Collection[Skill]) -> None:
        """Make skills findable: first by their names, then by aliases that are nobody's name."""
        for skill in skills:
            self._forms.add(skill.name, skill.name)
        for skill in skills:
            for alias in skill.aliases:
                self._forms.add(alias, skill.name)

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
        return [
            Candidate(first, last, skill, self._senses.get(key, ()), self._is_weak(key, skill))
            for first, last, key, skill in self._forms.found_in(tokens)
        ]

    def _is_weak(self, key: str, skill: str) -> bool:
        return key in self._weak or (skill in self._extra and self._listed.holds(key))

    def counts_only_in_lists(self, name: str) -> bool:
        """Whether a name of a skill is an ordinary word, which names it only in a list of skills or beside "skills"."""
        skill = self._resolved(name)
        return skill is not None and self._is_weak(spellings(name)[0], skill)

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
    spans = ((name, tokens.starts[first], tokens.ends[last - 1]) for first, last, _, name in forms.found_in(tokens))
    return tuple(Mention(name, start, end, tokens.text[start:end]) for name, start, end in spans)


@lru_cache(maxsize=1)
def load_taxonomy() -> Taxonomy:
    """The shipped taxonomy and the extra one that ``use_extra_taxonomy`` named, read once per process."""
    extra = read_extra(Path(_in_force["extra"])) if "extra" in _in_force else NO_EXTRA
    version = f"{shipped_version()}+{extra.version}" if extra.version else shipped_version()
    return Taxonomy(shipped_skills(), shipped_senses(), shipped_weak_words(), extra, version)


_in_force: dict[str, str] = {}


def use_extra_taxonomy(folder: str) -> None:
    """Let every later ``load_taxonomy`` add what was imported into this folder; '' for the shipped skills alone.

    Called once by whoever puts the process together, before anything is scored. Raises InvalidInputError in one line
    for a folder that cannot be used; what was in force then stays in force.
    """
    if folder == _in_force.get("extra", ""):
        return
    before = dict(_in_force)
    _in_force.clear()
    if folder:
        _in_force["extra"] = folder
    load_taxonomy.cache_clear()
    try:
        load_taxonomy()
    except InvalidInputError:
        _in_force.clear()
        _in_force.update(before)
        raise
