"""Columns, sidebars, fields, headings and broken words of a PDF page come out as a person reads them."""

from collections.abc import Sequence

import pytest
from resume_makers import a_pdf, a_stream, shown

from resumes import read_resume
from scoring.resume import Resume

FILLER = [f"Ran project number {number} for the transport office of Exampleton" for number in range(6)]
LEFT = [f"Left column line {number} about cargo" for number in range(12)]
RIGHT = [f"Right column line {number} about fleets" for number in range(12)]


def text_of(*streams: str, **extras: object) -> str:
    answer = read_resume(a_pdf(*streams, **extras))  # type: ignore[arg-type]
    assert isinstance(answer, Resume), answer
    assert answer.hidden == ()
    return answer.text


def lines_of(*streams: str) -> list[str]:
    return [line for line in text_of(*streams).split("\n") if line]


def column(lines: Sequence[str], x: float, top: float = 700, pitch: float = 14) -> list[str]:
    return [shown(line, x, top - pitch * number) for number, line in enumerate(lines)]


def woven(*columns: Sequence[str]) -> str:
    return "".join(part for row in zip(*columns, strict=True) for part in row)


@pytest.mark.parametrize(
    "stream",
    [
        pytest.param("".join(column(LEFT, 50) + column(RIGHT, 330)), id="left-painted-first"),
        pytest.param("".join(column(RIGHT, 330) + column(LEFT, 50)), id="right-painted-first"),
        pytest.param(woven(column(LEFT, 50), column(RIGHT, 330, top=693, pitch=13)), id="painted-in-turn"),
        pytest.param(
            shown("Ada Example", 250, 750, size=20) + "".join(column(LEFT, 50) + column(RIGHT, 330)), id="name-above"
        ),
        pytest.param("".join(column(LEFT, 50, pitch=15) + column(RIGHT, 330, top=704)), id="different-pitch"),
    ],
)
def test_two_columns_are_read_one_after_the_other(stream):
    lines = lines_of(stream)

    assert [line for line in lines if line != "Ada Example"] == LEFT + RIGHT


def test_three_columns_are_read_one_after_the_other():
    columns = [[f"{name} {number} of many" for number in range(8)] for name in ("Alpha", "Beta", "Gamma")]

    lines = lines_of(
        "".join(part for x, lines in zip((40, 230, 420), columns, strict=True) for part in column(lines, x))
    )

    assert lines == [line for lines in columns for line in lines]


def test_text_below_two_columns_comes_after_both():
    below = [f"A closing remark that runs over the whole width of the page, number {n}, with words" for n in range(3)]

    lines = lines_of("".join(column(LEFT, 50) + column(RIGHT, 330) + column(below, 50, top=500)))

    assert lines == LEFT + RIGHT + below


def test_dates_on_the_right_stay_with_their_line():
    jobs = [f"Driver at Example Freight {number}" for number in range(6)]
    dates = [f"{2010 + number} - {2011 + number}" for number in range(6)]

    lines = lines_of(woven(column(jobs, 50), column(dates, 480)))

    assert lines == [f"{job}  {date}" for job, date in zip(jobs, dates, strict=True)]


def test_dates_painted_after_all_jobs_stay_with_their_line():
    jobs = [f"Driver at Example Freight {number}" for number in range(6)]
    dates = [f"{2010 + number} - {2011 + number}" for number in range(6)]

    lines = lines_of("".join(column(jobs, 50) + column(dates, 480)))

    assert lines == [f"{job}  {date}" for job, date in zip(jobs, dates, strict=True)]


def test_a_heading_beside_its_section_gets_its_own_line():
    sections = (("EXPERIENCE", FILLER[:3]), ("EDUCATION", FILLER[3:]))
    stream = "".join(
        shown(heading, 50, 700 - 100 * place) + "".join(column(lines, 180, top=700 - 100 * place))
        for place, (heading, lines) in enumerate(sections)
    )

    assert lines_of(stream) == ["EXPERIENCE", *FILLER[:3], "EDUCATION", *FILLER[3:]]


@pytest.mark.parametrize(
    "heading",
    [
        pytest.param(
            "".join(shown(letter, 50 + 14 * n, 740, size=10) for n, letter in enumerate("EXPERIENCE")), id="one by one"
        ),
        pytest.param(shown("EXPERIENCE", 50, 740, before="6 Tc") + "BT 0 Tc ET ", id="character spacing"),
        pytest.param(shown("E X P E R I E N C E", 50, 740), id="typed spaces"),
        pytest.param(
            "BT /F1 10 Tf 50 740 Td [" + " -400 ".join(f"({letter})" for letter in "EXPERIENCE") + "] TJ ET ",
            id="jumps",
        ),
    ],
)
def test_a_heading_with_letters_spaced_out_is_one_word(heading):
    assert lines_of(heading + "".join(column(FILLER, 50)))[0] == "EXPERIENCE"


def test_two_spaced_out_words_stay_two():
    letters = [(50 + 14 * n, letter) for n, letter in enumerate("WORK")]
    letters += [(130 + 14 * n, letter) for n, letter in enumerate("EXPERIENCE")]
    stream = "".join(shown(letter, x, 740, size=10) for x, letter in letters)

    assert lines_of(stream + "".join(column(FILLER, 50)))[0] == "WORK EXPERIENCE"


@pytest.mark.parametrize(
    ("first", "second", "word"),
    [
        pytest.param("Led the develop-", "ment of pumps", "development", id="broken"),
        pytest.param("Built a cross-", "functional team", "cross-functional", id="compound"),
        pytest.param("Wrote a proto-", "type for the depart-\nment", "prototype", id="no word twice"),
        pytest.param("Ran the incident-", "response office", "incident-response", id="compound of words"),
        pytest.param("Maintained an end-to-", "end process", "end-to-end", id="compound of three"),
    ],
)
def test_a_word_broken_at_the_line_end_is_whole_again(first, second, word):
    text = text_of("".join(column([*FILLER, first, *second.split("\n")], 50)))

    assert word in text


def test_a_word_is_broken_around_a_date_on_the_right():
    stream = shown("A study of optimi-", 50, 740) + shown("July 2023", 480, 740) + shown("zation in ports", 50, 726)

    assert "A study of optimization  July 2023\nin ports" in text_of(stream + "".join(column(FILLER, 50)))


def test_text_set_letter_by_letter_reads_as_words():
    words, x, stream = "9 on 3 a 8 no 5 bad egg 7", 50.0, ""
    for letter in words:
        stream += shown(letter, x, 740, size=10)
        x += 2.8 if letter == " " else 5.6

    assert lines_of(stream + "".join(column(FILLER, 50)))[0] == words


def test_ligatures_old_figures_and_small_capitals_read_as_letters():
    glyphs = b"/Differences [1 /f_i /fl /one.oldstyle /A.sc /uni00E9]"
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << " + glyphs + b" >> >>"
    stream = "BT /F2 11 Tf 1 0 0 1 50 740 Tm (of\001cer \002eet \003 \004da caf\005) Tj ET "

    text = text_of(
        stream + "".join(column(FILLER, 50)),
        fonts="/F2 10 0 R",
        objects={10: font},
    )

    assert text.startswith("officer fleet 1 Ada café\n")


def test_hebrew_is_read_from_right_to_left():
    letters = "\u05e9\u05dc\u05d5\u05dd"
    names = " ".join(f"/uni{ord(letter):04X}" for letter in letters).encode()
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /Differences [1 " + names + b"] >> >>"
    shown_from_the_left = "2019 \\004\\003\\002\\001"
    stream = f"BT /F2 11 Tf 1 0 0 1 50 740 Tm ({shown_from_the_left}) Tj ET "

    text = text_of(stream + "".join(column(FILLER, 50)), fonts="/F2 10 0 R", objects={10: font})

    assert text.startswith(f"{letters} 2019\n")


def test_superscripts_stay_in_their_line():
    stream = shown("May 21", 50, 740) + shown("st", 83.5, 744, size=6) + shown("2020 in Exampleton", 92, 740)

    assert lines_of(stream + "".join(column(FILLER, 50)))[0] == "May 21st 2020 in Exampleton"


def test_bold_made_by_painting_twice_reads_once():
    stream = shown("Senior Welder", 50, 740) + shown("Senior Welder", 50.3, 740)

    assert text_of(stream + "".join(column(FILLER, 50))).count("Senior Welder") == 1


@pytest.mark.parametrize("bullet", ["\x95", "-", "\xb7", "\x7f"])
def test_bullets_become_one_kind(bullet):
    stream = "".join(shown(bullet, 50, 700 - 14 * n) + shown(line, 64, 700 - 14 * n) for n, line in enumerate(FILLER))

    mark = "-" if bullet == "-" else "•"
    assert lines_of(stream) == [f"{mark} {line}" for line in FILLER]


def test_a_turned_page_reads_upright():
    stream = "".join(f"BT /F1 11 Tf 0 1 -1 0 {100 + 14 * n} 72 Tm ({line}) Tj ET " for n, line in enumerate(FILLER))

    answer = read_resume(a_pdf(stream, page="/Rotate 90"))

    assert isinstance(answer, Resume)
    assert answer.text.split("\n") == FILLER


def test_text_that_runs_upwards_comes_after_the_upright_text():
    label = "BT /F1 11 Tf 0 1 -1 0 30 300 Tm (Curriculum of Ada) Tj ET "

    assert lines_of(label + "".join(column(FILLER, 50))) == [*FILLER, "Curriculum of Ada"]


def test_pages_follow_each_other():
    lines = lines_of("".join(column(FILLER[:3], 50)), "".join(column(FILLER[3:], 50)))

    assert lines == FILLER


def test_paragraphs_are_parted_by_a_blank_line():
    text = text_of("".join(column(FILLER[:3], 50) + column(FILLER[3:], 50, top=620)))

    assert text == "\n".join(FILLER[:3]) + "\n\n" + "\n".join(FILLER[3:])


def test_words_set_by_jumps_are_parted_and_kerning_does_not_part_them():
    stream = "BT /F1 11 Tf 50 740 Td [(T) 80 (ransport) -333 (of) -333 (V) 70 (ans)] TJ ET "

    assert lines_of(stream + "".join(column(FILLER, 50)))[0] == "Transport of Vans"


def test_text_inside_a_form_stands_where_the_form_is_drawn():
    form = a_stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 400 40] /Resources << /Font << /F1 3 0 R >> >>",
        shown("Welder at Example Dock", 2, 5).encode(),
    )
    stream = "".join(column(FILLER, 50)) + "q 1 0 0 1 48 735 cm /X Do Q"

    text = text_of(stream, resources="/XObject << /X 10 0 R >>", objects={10: form})

    assert text.startswith("Welder at Example Dock\n")
