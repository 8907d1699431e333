"""Resumes as PDF in five layouts that people use: one column, sidebar, banner, serif, letter-spaced headings."""

import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

import reportlab
from reportlab.lib.colors import Color, HexColor, white
from reportlab.lib.enums import TA_CENTER, TA_LEFT
from reportlab.lib.pagesizes import LETTER
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, FrameBreak, NextPageTemplate, PageTemplate, Paragraph

from demo.applications import Layout
from demo.resume_flowables import GREY, Heading, Look, SplitLine, line_style
from demo.resume_sheet import Entry, Sheet

WIDTH, HEIGHT = LETTER
ACCENTS = tuple(HexColor(code) for code in ("#1f3a5f", "#5b2a4a", "#2f5d50", "#7a3b1e", "#333333"))
PALE = HexColor("#eef1f5")
BANNER_HEIGHT = 92


@dataclass(frozen=True, slots=True)
class Extras:
    """What is done to a file besides writing it: reportlab's encryption, and text that no reader sees."""

    encryption: StandardEncryption | None = None
    hidden: str = ""


def write_pdf(sheet: Sheet, layout: Layout, style: int, extras: Extras | None = None) -> bytes:
    """The sheet in one of the five PDF layouts; the same arguments give the same bytes."""
    accent = ACCENTS[style % len(ACCENTS)]
    size = 9.5 + (style // 7 % 3) * 0.5
    look, build = {
        Layout.SINGLE: (Look("Helvetica", "Helvetica-Bold", size, accent), _one_column),
        Layout.SIDEBAR: (Look("Helvetica", "Helvetica-Bold", min(size, 10), accent), _sidebar),
        Layout.BANNER: (Look("Helvetica", "Helvetica-Bold", size, accent), _banner),
        Layout.SERIF: (Look("Times-Roman", "Times-Bold", size + 1, accent, centred=True), _one_column),
        Layout.SPACED: (_vera(min(size, 9.5) - 0.5, accent), _one_column),
    }[layout]
    return build(sheet, look, extras or Extras())


def _one_column(sheet: Sheet, look: Look, extras: Extras) -> bytes:
    alignment = TA_CENTER if look.centred else TA_LEFT
    story = [
        Paragraph(escape(sheet.name), line_style(look, bold=True, bigger=11, colour=look.accent, alignment=alignment)),
        Paragraph(escape(sheet.headline), line_style(look, bigger=1.5, alignment=alignment)),
        Paragraph(
            escape("  |  ".join(sheet.contacts)), line_style(look, bigger=-0.5, colour=GREY, alignment=alignment)
        ),
        *_summary(sheet, look),
        *_experience(sheet, look),
        *_education(sheet, look),
        *_skills(sheet, look),
        *_lists(sheet, look),
    ]
    frame = Frame(54, 46, WIDTH - 108, HEIGHT - 92, id="page", leftPadding=0, rightPadding=0)

    def conceal(canvas: Canvas, document: BaseDocTemplate) -> None:
        if extras.hidden and document.page == 1:
            canvas.setFont("Helvetica", 2)
            canvas.setFillColor(white)
            for place, line in enumerate(textwrap.wrap(extras.hidden, 400)):
                canvas.drawString(54, 30 - 2.2 * place, line)

    return _built(story, [PageTemplate("page", [frame], onPage=conceal)], extras)


def _banner(sheet: Sheet, look: Look, extras: Extras) -> bytes:
    def draw(canvas: Canvas, _: object) -> None:
        canvas.saveState()
        canvas.setFillColor(look.accent)
        canvas.rect(0, HEIGHT - BANNER_HEIGHT, WIDTH, BANNER_HEIGHT, stroke=0, fill=1)
        canvas.setFillColor(white)
        canvas.setFont(look.bold, 23)
        canvas.drawString(54, HEIGHT - 42, sheet.name)
        canvas.setFont(look.regular, 11)
        canvas.drawString(54, HEIGHT - 60, sheet.headline)
        canvas.setFont(look.regular, 9)
        canvas.drawString(54, HEIGHT - 78, "   ".join(sheet.contacts))
        canvas.restoreState()

    story = [
        NextPageTemplate("later"),
        *_summary(sheet, look),
        *_skills(sheet, look),
        *_experience(sheet, look),
        *_education(sheet, look),
        *_lists(sheet, look),
    ]
    width = WIDTH - 108
    first = Frame(54, 46, width, HEIGHT - BANNER_HEIGHT - 56, id="first", leftPadding=0, rightPadding=0)
    later = Frame(54, 46, width, HEIGHT - 92, id="later", leftPadding=0, rightPadding=0)
    return _built(story, [PageTemplate("first", [first], onPage=draw), PageTemplate("later", [later])], extras)


def _sidebar(sheet: Sheet, look: Look, extras: Extras) -> bytes:
    side, gap = 168, 18

    def draw(canvas: Canvas, _: object) -> None:
        canvas.saveState()
        canvas.setFillColor(PALE)
        canvas.rect(0, 0, side + 30, HEIGHT, stroke=0, fill=1)
        canvas.restoreState()

    story = [
        NextPageTemplate("later"),
        Heading("Contact", look),
        *(Paragraph(escape(line), line_style(look, bigger=-1)) for line in sheet.contacts),
        *_skills(sheet, look, narrow=True),
        *_lists(sheet, look, narrow=True),
        FrameBreak("main"),
        Paragraph(escape(sheet.name), line_style(look, bold=True, bigger=10, colour=look.accent)),
        Paragraph(escape(sheet.headline), line_style(look, bigger=1, colour=GREY)),
        *_summary(sheet, look),
        *_experience(sheet, look),
        *_education(sheet, look),
    ]
    left = Frame(18, 40, side, HEIGHT - 80, id="side", leftPadding=0, rightPadding=0)
    place = side + 30 + gap
    main, later = (
        Frame(place, 40, WIDTH - place - 36, HEIGHT - 80, id=name, leftPadding=0, rightPadding=0)
        for name in ("main", "later")
    )
    templates = [PageTemplate("first", [left, main], onPage=draw), PageTemplate("later", [later], onPage=draw)]
    return _built(story, templates, extras)


def _summary(sheet: Sheet, look: Look) -> list[Flowable]:
    return [Heading(sheet.headings.summary, look), Paragraph(escape(sheet.summary), line_style(look))]


def _experience(sheet: Sheet, look: Look) -> list[Flowable]:
    return [
        Heading(sheet.headings.experience, look),
        *(part for entry in sheet.experience for part in _entry(entry, look)),
    ]


def _education(sheet: Sheet, look: Look) -> list[Flowable]:
    if not sheet.education:
        return []
    return [
        Heading(sheet.headings.education, look),
        *(part for entry in sheet.education for part in _entry(entry, look)),
    ]


def _entry(entry: Entry, look: Look) -> Iterable[Flowable]:
    yield SplitLine(entry.heading, entry.dates, look)
    place = escape(entry.place) + (f" <i>({escape(entry.note)})</i>" if entry.note else "")
    yield Paragraph(place, line_style(look, colour=GREY))
    for bullet in entry.bullets:
        yield Paragraph(escape(bullet), line_style(look, indent=11), bulletText="•")


def _skills(sheet: Sheet, look: Look, *, narrow: bool = False) -> list[Flowable]:
    separator = "<br/>" if narrow else " "
    return [
        Heading(sheet.headings.skills, look),
        *(
            Paragraph(f"<b>{escape(group)}:</b>{separator}{escape(', '.join(members))}", line_style(look))
            for group, members in sheet.skills
        ),
    ]


def _lists(sheet: Sheet, look: Look, *, narrow: bool = False) -> list[Flowable]:
    story: list[Flowable] = []
    for heading, lines in (
        (sheet.headings.certifications, sheet.certifications),
        (sheet.headings.languages, sheet.languages),
        *sheet.extras,
    ):
        if lines:
            indent = 8 if narrow else 11
            story.append(Heading(heading, look))
            story += [Paragraph(escape(line), line_style(look, indent=indent), bulletText="•") for line in lines]
    return story


def _vera(size: float, accent: Color) -> Look:
    """A TrueType font that is embedded in part, as word processors do it."""
    if "Vera" not in pdfmetrics.getRegisteredFontNames():
        fonts = Path(reportlab.__file__).parent / "fonts"
        names = {"Vera": "Vera", "Vera-Bold": "VeraBd", "Vera-Italic": "VeraIt", "Vera-BoldItalic": "VeraBI"}
        for name, file in names.items():
            pdfmetrics.registerFont(TTFont(name, str(fonts / f"{file}.ttf")))
        pdfmetrics.registerFontFamily("Vera", *names)
    return Look("Vera", "Vera-Bold", size, accent, letter_spacing=3.2, upper_headings=True)


def _built(story: list[Flowable], templates: list[PageTemplate], extras: Extras) -> bytes:
    buffer = BytesIO()
    document = BaseDocTemplate(
        buffer, pagesize=LETTER, invariant=1, title="Resume", author="", encrypt=extras.encryption
    )
    document.addPageTemplates(templates)
    document.build(story)
    return buffer.getvalue()
