"""Every story of a Word document is read once and in order: tables, headers, notes, lists."""

import zipfile
from io import BytesIO

import docx
from resume_makers import LINES, SECRET, a_document, a_paragraph, a_run, saved, with_namespaces, with_part

from resumes import read_resume
from scoring.resume import Resume


def read(content: bytes) -> Resume:
    answer = read_resume(content)
    assert isinstance(answer, Resume), answer
    return answer


def test_every_story_of_the_document_is_read_once_and_in_order():
    document = a_document()
    document.sections[0].header.paragraphs[0].text = "Ada Example"
    document.sections[0].footer.paragraphs[0].text = "Page footer of Ada"
    document.add_paragraph("A list item", style="List Bullet")

    text = read(saved(document)).text

    places = [
        text.index(words) for words in ("Ada Example\n", LINES[0], LINES[-1], "• A list item", "Page footer of Ada")
    ]
    assert places == sorted(places)
    assert text.count("Page footer of Ada") == 1


def test_tables_read_row_by_row_and_merged_cells_once():
    document = a_document()
    table = document.add_table(rows=3, cols=2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Licences of Ada"
    for row, (name, year) in enumerate((("Forklift", "2016"), ("Truck", "2018")), start=1):
        table.cell(row, 0).text, table.cell(row, 1).text = name, year

    lines = read(saved(document)).text.split("\n")

    assert [line for line in lines if line][-3:] == ["Licences of Ada", "Forklift  2016", "Truck  2018"]


def test_a_layout_table_reads_column_after_column():
    document = a_document(lines=())
    table = document.add_table(rows=1, cols=2)
    for cell, lines in zip(table.rows[0].cells, (LINES[:4], LINES[4:]), strict=True):
        cell.text = lines[0]
        for line in lines[1:]:
            cell.add_paragraph(line)

    text = read(saved(document)).text

    assert [line for line in text.split("\n") if line] == list(LINES)


def test_footnotes_are_read_and_the_separator_is_not():
    document = a_document()
    part = document.part.package.main_document_part
    notes = with_namespaces(
        "<w:footnotes>"
        '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:t>ruler</w:t></w:r></w:p></w:footnote>'
        f'<w:footnote w:id="1"><w:p>{a_run("Awarded by the Guild of Example")}</w:p></w:footnote></w:footnotes>'
    )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    content_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    name = docx.opc.packuri.PackURI("/word/footnotes.xml")
    part.relate_to(docx.opc.part.Part(name, content_type, notes.encode(), part.package), kind)

    text = read(saved(document)).text

    assert "Awarded by the Guild of Example" in text
    assert "ruler" not in text


def test_a_header_that_is_not_in_use_is_not_read():
    document = a_document()
    document.sections[0].first_page_header.paragraphs[0].text = SECRET
    document.sections[0].different_first_page_header_footer = False

    assert SECRET not in read(saved(document)).text


def test_a_macro_enabled_document_is_read_like_any_other():
    content = saved(a_document())
    with_macro = with_part(
        content,
        "[Content_Types].xml",
        _content_types(content).replace(
            b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            b"application/vnd.ms-word.document.macroEnabled.main+xml",
        ),
    )

    assert all(line in read(with_macro).text for line in LINES)


def _content_types(content: bytes) -> bytes:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return archive.read("[Content_Types].xml")


def test_bullets_of_lists_are_marked_and_numbers_are_not():
    document = a_document()
    document.add_paragraph("Welded pipes", style="List Bullet")
    document.add_paragraph("Second step", style="List Number")

    lines = read(saved(document)).text.split("\n")

    assert "• Welded pipes" in lines
    assert "Second step" in lines


def test_runs_of_one_word_join_without_a_space():
    paragraph = a_paragraph(a_run("Post"), a_run("gre"), a_run("SQL", "<w:b/>"), "<w:r><w:tab/></w:r>", a_run("2019"))

    assert "PostgreSQL  2019" in read(saved(a_document(paragraph))).text
