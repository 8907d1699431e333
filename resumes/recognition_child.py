"""The restricted process of recognition: pictures of pages to Tesseract, its words to lines."""

import csv
import json
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from io import StringIO

from resumes.characters import clean
from resumes.confinement import confine
from resumes.limits import LIMITS
from resumes.media import sniff
from resumes.page_pictures import Picture, page_pictures
from resumes.places import letters
from resumes.quality import READABLE, VISIBLE_LETTERS, text_quality

MEMORY_BYTES = 1_500_000_000
CPU_SECONDS = 100
SECONDS_PER_PAGE = 60.0
LINE_COLUMNS = ("block_num", "par_num", "line_num")


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    confidence: float  # 0 to 100
    paragraph: tuple[str, str]
    line: tuple[str, str, str]


def main() -> None:
    """Read a file from standard input, print the recognised text as JSON. Arguments: parent, program, languages."""
    parent, program, languages = sys.argv[1:4]
    limits = replace(LIMITS, memory_bytes=MEMORY_BYTES, cpu_seconds=CPU_SECONDS)
    if confine(limits, int(parent), may_start=True) != "namespace":
        sys.exit("a program that reads strangers' pictures is only started without a network")
    content = sys.stdin.buffer.read()
    pages = [recognise(picture, program, languages) for picture in page_pictures(content, LIMITS)]
    words = [word for page in pages for word in page]
    text, _ = clean("\n\n".join(lines_of(page) for page in pages))
    certain = sum(word.confidence for word in words) / (100 * len(words)) if words else 0.0
    quality = round(text_quality(text) * certain, 3)
    readable = letters(text) >= VISIBLE_LETTERS and quality >= READABLE
    answer = {
        "text": text if readable else "",
        "quality": quality,
        "pages": len(pages),
        "media_type": sniff(content).value,
    }
    sys.stdout.write(json.dumps(answer))


def recognise(picture: Picture, program: str, languages: str) -> list[Word]:
    """The words of a picture in reading order; none where the program fails."""
    options = ["-l", languages, "--dpi", str(picture.dpi), "-c", "tessedit_create_tsv=1"]
    done = subprocess.run(
        [program, "stdin", "stdout", *options],
        input=picture.content,
        capture_output=True,
        timeout=SECONDS_PER_PAGE,
        check=False,
    )
    return list(_words(done.stdout.decode("utf-8", "replace")))


def lines_of(words: Iterable[Word]) -> str:
    """Words as lines, paragraphs parted by a blank line."""
    lines: list[str] = []
    before: Word | None = None
    for word in words:
        if before is not None and word.line == before.line:
            lines[-1] = f"{lines[-1]} {word.text}"
        else:
            if before is not None and word.paragraph != before.paragraph:
                lines.append("")
            lines.append(word.text)
        before = word
    return "\n".join(lines)


def _words(table: str) -> Iterable[Word]:
    for row in csv.DictReader(StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        text, confidence = (row.get("text") or "").strip(), row.get("conf") or "-1"
        if text and float(confidence) >= 0:
            block, paragraph, line = (row[column] for column in LINE_COLUMNS)
            yield Word(text, float(confidence), (block, paragraph), (block, paragraph, line))


if __name__ == "__main__":
    main()
