"""How one version of a rubric differs from another, in plain words."""

from collections.abc import Iterator

from scoring.rubric.model import LEVEL_WORDS, Criterion, Mode, Option, Rubric


def differences(old: Rubric, new: Rubric) -> tuple[str, ...]:
    """One sentence for each difference that a candidate could feel: what is new, gone, or counts differently."""
    before = {criterion.id: criterion for criterion in old.criteria}
    after = {criterion.id: criterion for criterion in new.criteria}
    return (
        *(f"New: “{c.text}”, {_standing(c)}." for c in new.criteria if c.id not in before),
        *(f"No longer asked for: “{c.text}”, which was {_standing(c)}." for c in old.criteria if c.id not in after),
        *(said for c in new.criteria if c.id in before for said in _changes(before[c.id], c)),
    )


def _changes(old: Criterion, new: Criterion) -> Iterator[str]:
    if old.text != new.text:
        yield f"“{old.text}” reads “{new.text}” now."
    if old.mode is not new.mode:
        yield f"“{new.text}” is {_standing(new)} now; it was {_standing(old)}."
    elif old.weight != new.weight:
        yield f"“{new.text}” has weight {new.weight} of 5 instead of {old.weight}."
    if old.options != new.options:
        yield f"“{new.text}” is shown by {ways(new.options)}; it was shown by {ways(old.options)}."


def _standing(criterion: Criterion) -> str:
    if criterion.mode is Mode.SCORED:
        return f"scored with weight {criterion.weight} of 5"
    return "a must-have" if criterion.mode is Mode.GATE else "a note that counts for nothing"


def ways(options: tuple[Option, ...]) -> str:
    """What satisfies a criterion: "Python or Django with 3 years, or a bachelor's degree"."""
    return ", or ".join(_way(option) for option in options)


def _way(option: Option) -> str:
    named = " or ".join(option.terms) or (LEVEL_WORDS[option.min_level] if option.min_level else str(option.kind))
    level = f" at {LEVEL_WORDS[option.min_level]}" if option.terms and option.min_level else ""
    years = f" with {option.min_years:g} years" if option.min_years is not None else ""
    fields = f" in {' or '.join(option.fields)}" if option.fields else ""
    return f"{named}{level}{fields}{years}"
