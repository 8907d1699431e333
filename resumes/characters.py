"""Characters that a reader cannot see, and the forms that mean the same: removed, reported, normalised."""

import re
import unicodedata

from resumes.headings import rejoin
from resumes.places import letters, offsets
from resumes.wrapping import unwrap
from scoring.resume import HiddenReason, HiddenText

EXCERPT_LENGTH = 200

# Unicode tag characters spell ASCII invisibly. After U+1F3F4 they are the flag of a region and legitimate.
TAGS = re.compile(r"(?<![\U0001F3F4\U000E0000-\U000E007F])[\U000E0000-\U000E007F]+")
TAG_FLAG = re.compile(r"\U0001F3F4[\U000E0020-\U000E007E]{1,10}\U000E007F")
# One selector after a symbol chooses its style; several in a row, or the supplement after a letter, carry a message.
SELECTOR_RUN = re.compile(r"[\uFE00-\uFE0F\U000E0100-\U000E01EF]{2,}|(?<=[A-Za-z])[\uFE00-\uFE0D\U000E0100-\U000E01EF]")
OVERRIDE = re.compile(r"[\u202D\u202E]([^\u202C\n]{0,400})")
ZERO_WIDTH = "\u200b\u200c\u200d\u2060-\u2064\ufeff\u180e\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0"
INSIDE_WORD = re.compile(rf"(?<=[^\W_])[{ZERO_WIDTH}]+(?=[^\W_])")
CUT_WORD = re.compile(rf"\w+(?:[{ZERO_WIDTH}]+\w+)+")
ZERO_WIDTH_RUN = re.compile(rf"[{ZERO_WIDTH}]{{4,}}")
NEEDS_JOINERS = "[\u0600-\u0dff\u1000-\u109f\u1780-\u18af]"  # Arabic to Malayalam, Burmese, Khmer, Mongolian
NEEDED_JOINER = re.compile(f"(?<={NEEDS_JOINERS})[\u200c\u200d](?={NEEDS_JOINERS})")
STRAY_JOINER = re.compile(f"(?<!{NEEDS_JOINERS})[\u200c\u200d]|[\u200c\u200d](?!{NEEDS_JOINERS})")
# A soft hyphen shows only where a line breaks; beside figures or blanks it was meant for a dash.
SOFT_BREAK = re.compile(r"(?<=[^\W\d_])\u00ad[ ]*\n?[ ]*(?=[a-zà-öø-ÿ])")
SOFT_DASH = re.compile(r"(?<=\d)\u00ad+(?=\w)|(?:(?<=\s)|^)\u00ad+|\u00ad+(?=[ \t])", re.MULTILINE)
REMOVED = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
SPACES_BUT_TAB = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
# Bullets of symbol fonts arrive as private-use code points; the rest are what word processors offer.
BULLETS = (
    "\u2022\u2023\u2043\u204c\u204d\u2219\u25a0-\u25a3\u25aa\u25ab\u25ba\u25b6\u25b8\u25cb\u25cf\u25c6\u25c7\u25d8\u25e6"
    "\u27a2\u27a4\u2756\u2794\u2192\u2713\u2714\u29bf\u2b1d\u00b7\u2027\u30fb"
    "\uf0b7\uf0a7\uf0d8\uf076\uf0fc\uf0a8\uf02d\uf06e\uf0e0"
)
BULLET = re.compile(rf"^[ ]*(?:[{BULLETS}]+[ ]*|o[ ]{{2,}})(?=\S)")
DASH_BULLET = re.compile(r"^[ ]*[\u2010-\u2015\u2212*-][ ]+(?=\S)")
PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")  # icons of picture fonts
ALONE = re.compile(r"(?<!\S)\ufffd+(?!\S)")
FIELD_GAP = re.compile("[ ]*\t[ \t]*| {3,}")
BLANK_LINES = re.compile(r"\n{3,}")
MARKS_INSIDE_WORDS = 1  # one may come from a copied web page; 1,405 real resumes hold none


def clean(text: str) -> tuple[str, tuple[HiddenText, ...]]:
    """The text without invisible characters and in one form: NFKC, ``\\n``, bullets "• " or "- ".

    Words are parted by one space, fields on one line (a tab, or a gap as wide) by two. What was invisible on purpose
    comes back as hidden text. A byte order mark, soft hyphens, a style selector after a symbol and direction marks
    around a phone number go without a report; joiners stay in scripts that need them.
    """
    cleaned = unwrap(normalise(text))
    found = [] if text.isascii() else _invisible(text)
    counts = [letters(normalise(text[:start])) for start, _ in found]
    places = offsets(counts, cleaned) if found else []
    return cleaned, tuple(
        HiddenText(HiddenReason.ZERO_WIDTH, spelled, offset=place)
        for (_, spelled), place in zip(found, places, strict=True)
    )


def normalise(text: str) -> str:
    """One form for all that reads the same; letters, digits and line breaks stay."""
    text = LINE_ENDS.sub("\n", text)
    if not text.isascii():
        if "\u00ad" in text:
            text = SOFT_DASH.sub("-", SOFT_BREAK.sub("", text))
        text = SPACES_BUT_TAB.sub(" ", STRAY_JOINER.sub("", REMOVED.sub("", text)))
    text = CONTROLS.sub("", text)
    return BLANK_LINES.sub("\n\n", "\n".join([_line(line) for line in text.split("\n")])).strip("\n")


def _line(line: str) -> str:
    if not line.isascii():
        line = unicodedata.normalize("NFKC", BULLET.sub("• ", line))
        line = ALONE.sub("", PRIVATE.sub("", line))
    line = rejoin(DASH_BULLET.sub("- ", line.strip()))
    return FIELD_GAP.sub("\t", line).replace("  ", " ").replace("\t", "  ").strip()


def excerpt(text: str) -> str:
    """At most 200 characters of hidden text, on one line, without characters that hide."""
    return " ".join(normalise(text[: 4 * EXCERPT_LENGTH]).split())[:EXCERPT_LENGTH]


def _invisible(text: str) -> list[tuple[int, str]]:
    """What is spelled without being seen, each with where it begins."""
    found = []
    without_flags = TAG_FLAG.sub(lambda flag: " " * len(flag[0]), text)
    if tags := list(TAGS.finditer(without_flags)):
        tagged = "".join(run[0] for run in tags)
        spelled = "".join(chr(ord(char) - 0xE0000) for char in tagged if 0xE0020 <= ord(char) < 0xE007F)
        found.append((tags[0].start(), excerpt(spelled)))
    if runs := list(SELECTOR_RUN.finditer(text)):
        found.append((runs[0].start(), f"{sum(len(run[0]) for run in runs)} variation selectors"))
    if reordered := [match for match in OVERRIDE.finditer(text) if _overrides(match)]:
        found.append((reordered[0].start(), excerpt(" ".join(match[1] for match in reordered))))
    split = INSIDE_WORD.findall(NEEDED_JOINER.sub("", text))
    if len(split) > MARKS_INSIDE_WORDS or ZERO_WIDTH_RUN.search(text):
        words = list(CUT_WORD.finditer(text))
        first = words[0] if words else ZERO_WIDTH_RUN.search(text)
        spelled = excerpt(" ".join(word[0] for word in words)) or "zero-width characters"
        found.append((first.start() if first else 0, spelled))
    return found


def _overrides(match: re.Match[str]) -> bool:
    """Whether a direction override turns letters round; around a number (a pasted phone number) it changes nothing."""
    return match[0][0] == "\u202e" and any(unicodedata.bidirectional(char) == "L" for char in match[1])
