"""When a person can no longer read what is printed: colour on ground, and size. The same for every format."""

Colour = tuple[int, int, int]
WHITE: Colour = (255, 255, 255)
# No channel further apart than this: #E6E6E6 on white. The faintest grey that designers use for text is darker.
SAME_CHANNEL = 25
READABLE_POINTS = 2.5  # footnotes of real resumes stay above 4


def alike(one: Colour | None, other: Colour | None) -> bool:
    """Whether text of one colour disappears on the other; False where either is not known."""
    if one is None or other is None:
        return False
    return all(abs(a - b) <= SAME_CHANNEL for a, b in zip(one, other, strict=True))
