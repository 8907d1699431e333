"""How well text came out of a file: 1 reads as language, 0 is damage."""

import re

REPLACEMENT = re.compile("[\ufffd\x00-\x08\x0e-\x1f\ue000-\uf8ff\U000f0000-\U0010ffff]")
CID = re.compile(r"\(cid:\d+\)")
# UTF-8 read as Windows-1252: a lead byte shown as a letter, then a continuation byte shown as a symbol.
MOJIBAKE = re.compile("[ÂÃÅâ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œŸž]|ï¿½|�")
WORD = re.compile(r"[^\W\d_]+")
LATIN_VOWELS = re.compile("[aeiouyà-åè-ïò-öù-ýāăąēĕėęěīįıōőūůűœæø]", re.IGNORECASE)
LATIN_WORD = re.compile(r"[A-Za-zÀ-ɏ]{4,}")
LONGEST_CONSONANTS = re.compile(r"[bcdfghjklmnpqrstvwxz]{6,}", re.IGNORECASE)

READABLE = 0.5  # below: abstained as garbled
# Below: abstained as too short. The shortest of 1,405 real resumes has 137; a name with contact details has about 70.
VISIBLE_LETTERS = 80


def glyphs(text: str) -> int:
    """Everything that leaves a mark on the page, known or not."""
    return len(text) - sum(map(str.isspace, text))


def text_quality(text: str, damage: float = 0.0) -> float:
    """The share of the text that reads as language, times the share of glyphs that have a character at all."""
    size = glyphs(text)
    if not size:
        return 0.0
    broken = len(REPLACEMENT.findall(text)) + sum(map(len, CID.findall(text))) + 2 * len(MOJIBAKE.findall(text))
    words = LATIN_WORD.findall(text)
    odd = sum(map(_unpronounceable, words))
    # A language keeps a few vowel-less words (names, product codes); past a tenth they are damage.
    excess = max(0.0, odd / len(words) - 0.1) if len(words) >= 20 else 0.0
    legible = max(0.0, 1.0 - broken / size - 1.5 * excess)
    return round(legible * (1.0 - damage), 3)


def _unpronounceable(word: str) -> bool:
    return (not word.isupper() and not LATIN_VOWELS.search(word)) or bool(LONGEST_CONSONANTS.search(word))
