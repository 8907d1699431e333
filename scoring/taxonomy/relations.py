"""How much credit a skill that was found earns for one that was wanted, with the reason."""

from collections.abc import Mapping

from scoring.taxonomy.model import Skill

SAME = 1.0
NARROWER = (0.95, 0.9, 0.85)
USES = 0.85
BROADER = 0.4
USED_BY = 0.3


class Relations:
    """Looks the relation of two skills up in both directions; names are canonical."""

    def __init__(self, skills: Mapping[str, Skill]) -> None:
        self._skills = skills
        self._steps: dict[str, dict[str, int]] = {}
        self._parts: dict[str, frozenset[str]] = {}
        self._links: dict[str, frozenset[str]] = {}

    def between(self, wanted: str, found: str) -> tuple[float, str] | None:
        """Credit in 0..1 and a sentence for a recruiter; None when the one says nothing about the other."""
        if wanted == found:
            return SAME, f"{found} is what is asked for"
        if wanted not in self._linked(found) and found not in self._linked(wanted):
            return next(iter(self._siblings(wanted, found)), None)
        if steps := self._steps_up(found, wanted):
            return NARROWER[min(steps, len(NARROWER)) - 1], f"{found} falls under {wanted}"
        if credit := dict(self._skills[found].covers).get(wanted):
            return credit, f"{found} covers {wanted}"
        if self._takes(found, wanted):
            return USES, f"Working with {found} takes {wanted}"
        offers = [*self._stated(wanted, found), *self._broader(wanted, found), *self._siblings(wanted, found)]
        return max(offers, default=None)

    def _stated(self, wanted: str, found: str) -> list[tuple[float, str]]:
        stated = [
            credit
            for one, other in ((wanted, found), (found, wanted))
            for name, credit in self._skills[one].related
            if name == other
        ]
        return [(max(stated), f"{found} is related to {wanted}")] if stated else []

    def _broader(self, wanted: str, found: str) -> list[tuple[float, str]]:
        if self._steps_up(wanted, found) == 1:
            return [(BROADER, f"{found} is more general than {wanted}")]
        if self._takes(wanted, found):
            return [(USED_BY, f"{wanted} builds on {found}")]
        return []

    def _siblings(self, wanted: str, found: str) -> list[tuple[float, str]]:
        one, other = self._skills[wanted], self._skills[found]
        if not one.group or (one.area, one.group) != (other.area, other.group):
            return []
        return [(one.sibling_credit, f"{found} and {wanted} both fall under {one.group}")]

    def _linked(self, name: str) -> frozenset[str]:
        """What a skill names itself, directly or by way of a broader one: most pairs of skills have no such link."""
        if name not in self._links:
            skill = self._skills[name]
            stated = (other for other, _ in (*skill.covers, *skill.related))
            self._links[name] = frozenset((*stated, *self._above(name), *self._used(name)))
        return self._links[name]

    def _steps_up(self, name: str, ancestor: str) -> int:
        """Steps from a skill up to one of its broader skills, 0 when it is not among them."""
        return self._above(name).get(ancestor, 0)

    def _above(self, name: str) -> Mapping[str, int]:
        """Every broader skill with the steps up to it."""
        if name not in self._steps:
            above: dict[str, int] = {}
            level = {name}
            for steps in range(1, len(NARROWER) + 2):
                level = {broader for each in level for broader in self._skills[each].broader}
                for broader in level:
                    above.setdefault(broader, steps)
            self._steps[name] = above
        return self._steps[name]

    def _takes(self, name: str, part: str) -> bool:
        """Whether the skill, or a kind it belongs to, is worked with by means of ``part`` (or of a kind of it)."""
        return part in self._used(name)

    def _used(self, name: str) -> frozenset[str]:
        if name not in self._parts:
            used = {use for each in (name, *self._skills[name].broader) for use in self._skills[each].uses}
            self._parts[name] = frozenset(used.union(*(self._skills[use].broader for use in used)))
        return self._parts[name]
