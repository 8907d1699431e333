"""Resumes as DOCX in three layouts that people use: plain, experience in a table, contacts in the page header."""

import zipfile
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt, RGBColor

from demo.applications import Layout
from demo.resume_sheet import Entry, Sheet

DOCX_LAYOUTS = frozenset((Layout.PLAIN_DOCX, Layout.TABLE_DOCX, Layout.HEADER_DOCX))
WRITTEN = (2026, 11, 1, 9, 0, 0)  # the time of every part, so that the same sheet gives the same bytes
FONTS = ("Calibri", "Georgia", "Arial", "Cambria")
ACCENTS = ((0x1F, 0x3A, 0x5F), (0x5B, 0x2A, 0x4A), (0x2F, 0x5D, 0x50), (0x33, 0x33, 0x33))


def write_docx(sheet: Sheet, layout: Layout, style: int, *, hidden: str = "") -> bytes:
    """The sheet in a DOCX layout, ``hidden`` in white at the end; the same arguments give the same bytes."""
    writer = _DocxWriter(sheet, style)
    if layout is Layout.HEADER_DOCX:
        writer.contacts_in_header()
    else:
        writer.contacts_on_top()
    writer.summary()
    if layout is Layout.TABLE_DOCX:
        writer.skills_table()
        writer.experience_table()
    else:
        writer.experience()
    writer.education()
    if layout is not Layout.TABLE_DOCX:
        writer.skills()
    writer.lists()
    if hidden:
        writer.white_text(hidden)
    return writer.content()


class _DocxWriter:
    def __init__(self, sheet: Sheet, style: int) -> None:
        self._sheet = sheet
        self._document: Any = Document()
        self._accent = RGBColor(*ACCENTS[style % len(ACCENTS)])
        normal = self._document.styles["Normal"]
        normal.font.name = FONTS[style // 5 % len(FONTS)]
        normal.font.size = Pt(10.5)
        normal.paragraph_format.space_after = Pt(2)
        section = self._document.sections[0]
        section.left_margin = section.right_margin = Pt(60)
        section.top_margin = section.bottom_margin = Pt(54)

    def contacts_on_top(self) -> None:
        name = self._document.add_paragraph()
        self._run(name, self._sheet.name, size=22, bold=True)
        self._document.add_paragraph(self._sheet.headline)
        self._document.add_paragraph(" | ".join(self._sheet.contacts))

    def contacts_in_header(self) -> None:
        header = self._document.sections[0].header.paragraphs[0]
        header.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        header.add_run("\n".join((self._sheet.name, *self._sheet.contacts)))
        title = self._document.add_paragraph()
        self._run(title, self._sheet.name, size=20, bold=True)
        self._document.add_paragraph(self._sheet.headline)

    def summary(self) -> None:
        self._heading(self._sheet.headings.summary)
        self._document.add_paragraph(self._sheet.summary)

    def experience(self) -> None:
        self._heading(self._sheet.headings.experience)
        for entry in self._sheet.experience:
            self._entry(entry)

    def experience_table(self) -> None:
        """Dates in the left column, the work in the right one."""
        self._heading(self._sheet.headings.experience)
        table = self._document.add_table(rows=0, cols=2)
        for entry in self._sheet.experience:
            left, right = table.add_row().cells
            left.width, right.width = Pt(110), Pt(380)
            left.paragraphs[0].add_run(entry.dates)
            self._run(right.paragraphs[0], entry.heading, bold=True)
            right.add_paragraph(f"{entry.place} ({entry.note})")
            for bullet in entry.bullets:
                right.add_paragraph(bullet, style="List Bullet")

    def skills_table(self) -> None:
        self._heading(self._sheet.headings.skills)
        table = self._document.add_table(rows=0, cols=2, style="Light Grid Accent 1")
        for group, members in self._sheet.skills:
            left, right = table.add_row().cells
            left.text, right.text = group, ", ".join(members)

    def skills(self) -> None:
        self._heading(self._sheet.headings.skills)
        for group, members in self._sheet.skills:
            paragraph = self._document.add_paragraph()
            self._run(paragraph, f"{group}: ", bold=True)
            paragraph.add_run(", ".join(members))

    def education(self) -> None:
        if self._sheet.education:
            self._heading(self._sheet.headings.education)
            for entry in self._sheet.education:
                self._entry(entry)

    def lists(self) -> None:
        sheet = self._sheet
        for heading, lines in (
            (sheet.headings.certifications, sheet.certifications),
            (sheet.headings.languages, sheet.languages),
            *sheet.extras,
        ):
            if lines:
                self._heading(heading)
                for line in lines:
                    self._document.add_paragraph(line, style="List Bullet")

    def white_text(self, text: str) -> None:
        run = self._document.add_paragraph().add_run(text)
        run.font.size = Pt(1)
        run.font.color.rgb = RGBColor(0xFF, 0xFF, 0xFF)

    def content(self) -> bytes:
        properties = self._document.core_properties
        properties.author, properties.title, properties.comments = "", "Resume", ""
        written = BytesIO()
        self._document.save(written)
        return _with_fixed_times(written)

    def _entry(self, entry: Entry) -> None:
        paragraph = self._document.add_paragraph()
        self._run(paragraph, entry.heading, bold=True)
        paragraph.add_run(f"\t{entry.dates}")
        self._document.add_paragraph(f"{entry.place} ({entry.note})" if entry.note else entry.place)
        for bullet in entry.bullets:
            self._document.add_paragraph(bullet, style="List Bullet")

    def _heading(self, text: str) -> None:
        paragraph = self._document.add_heading(level=2)
        run = paragraph.add_run(text)
        run.font.color.rgb = self._accent

    def _run(self, paragraph: Any, text: str, *, size: float | None = None, bold: bool = False) -> None:
        run = paragraph.add_run(text)
        run.bold = bold
        if size is not None:
            run.font.size = Pt(size)
            run.font.color.rgb = self._accent


def _with_fixed_times(written: BytesIO) -> bytes:
    repacked = BytesIO()
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(repacked, "w", compresslevel=3) as target:
        for item in source.infolist():
            fixed = zipfile.ZipInfo(item.filename, WRITTEN)
            fixed.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(fixed, source.read(item))
    return repacked.getvalue()
