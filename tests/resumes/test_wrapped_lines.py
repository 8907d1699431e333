"""A paragraph reads the same however wide its column was: what was broken because a line was full is joined again."""

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st
from resume_makers import a_pdf, a_stream, shown

from resumes import read_resume
from resumes.wrapping import unwrap
from scoring.resume import Resume

HEADER = "Warehouse Supervisor, Example Freight, March 2017 to May 2020"
DUTY = (
    "Planned the shifts of forty people in two warehouses, ordered everything that the packing lines needed and kept "
    "the damage reports for the insurers of Example Freight until the site was closed"
)
LIST = ["Forklift licence", "Stock control", "Payroll", "First aid"]
RESUME = [HEADER, DUTY, "Trained new colleagues", "SKILLS", *LIST]


def a_page(paragraphs: list[str], width: int, pitch: float = 14, space: float = 0) -> str:
    """Every paragraph in lines of at most ``width`` characters of a typewriter font."""
    stream, y = [], 740.0
    for paragraph in paragraphs:
        for line in textwrap.wrap(paragraph, width):
            stream.append(shown(line, 60, y, size=8).replace("/F1", "/F2"))
            y -= pitch
        y -= space
    return "".join(stream)


def lines_of(*pages: str, meaning: bytes = b"") -> list[str]:
    """The lines of pages in font F2; ``meaning`` is its table from codes to characters."""
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding /ToUnicode 5 0 R >>"
    resume = read_resume(a_pdf(*pages, fonts="/F2 4 0 R", objects={4: font, 5: a_stream("", meaning)}))
    assert isinstance(resume, Resume)
    return resume.text.split("\n")


@pytest.mark.parametrize("width", [45, 60, 75, 90])
@pytest.mark.parametrize("space", [0, 4])
def test_a_page_says_the_same_in_every_width(width, space):
    assert lines_of(a_page(RESUME, width, space=space)) == RESUME


def test_a_list_whose_items_are_about_as_long_keeps_its_lines():
    items = [f"Loaded and unloaded the {colour} lorries of the depot" for colour in ("red", "blue", "grey", "pink")]

    assert lines_of(a_page(items, 90)) == items


def test_a_bullet_ends_the_paragraph_above_it():
    bullets = [f"- {DUTY}", "- Kept the licences of all the drivers in order, year after year, without a lapse"]

    assert lines_of(a_page(bullets, 60)) == bullets


def test_a_full_line_does_not_swallow_the_heading_of_the_next_job():
    full = "Counted the whole stock of four warehouses in one night of the year"
    paragraphs = [DUTY, full, "Storekeeper, Sample Stores, 2012 to 2017"]

    assert lines_of(a_page(paragraphs, len(full))) == paragraphs


def test_a_paragraph_goes_on_over_the_end_of_a_page():
    lines = textwrap.wrap(DUTY, 60)

    pages = [a_page(["SUMMARY", *lines[:2]], 60), a_page([*lines[2:], "SKILLS"], 60)]

    assert lines_of(*pages) == ["SUMMARY", DUTY, "SKILLS"]


@pytest.mark.parametrize("width", [50, 72, 80])
def test_a_text_file_says_the_same_in_every_width(width):
    wrapped = "\n".join(line for paragraph in RESUME for line in textwrap.wrap(paragraph, width))

    resume = read_resume(wrapped.encode(), "resume.txt")

    assert resume.text.split("\n") == RESUME


def test_a_text_broken_at_two_widths_is_whole():
    once = "\n".join(textwrap.wrap(", ".join([DUTY.lower()] * 6), 130))
    twice = "\n".join(line for part in once.split("\n") for line in textwrap.wrap(part, 70))

    assert "\n" not in unwrap(twice)


def test_sentences_and_blank_lines_part():
    text = f"{DUTY}.\nand so on\n\n{DUTY}\n\nand so forth"

    assert unwrap(text) == text


@given(st.text(alphabet="ab C.\n-", max_size=400))
def test_joining_lines_turns_line_ends_into_spaces_and_nothing_else(text):
    joined = unwrap(text)

    assert len(joined) == len(text)
    assert all(new == old or (old, new) == ("\n", " ") for old, new in zip(text, joined, strict=True))


def test_a_painted_soft_hyphen_is_a_hyphen():
    page = a_page([DUTY, "Warehouse clerk, 2012 \xad 2017, full\xadtime"], 60)

    soft = b"1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfchar <AD> <00AD> endbfchar"

    assert lines_of(page, meaning=soft)[-1] == "Warehouse clerk, 2012 - 2017, full-time"
