"""Characters: what hides is reported, what writing needs is kept, what reads the same becomes the same."""

import pytest

from resumes.characters import clean, normalise
from resumes.headings import is_heading, rejoin
from resumes.quality import READABLE, text_quality
from scoring.resume import HiddenReason


@pytest.mark.parametrize(
    ("written", "read"),
    [
        pytest.param("ofﬁce ﬂow", "office flow", id="ligatures"),
        pytest.param("Ｗｉｄｅ １", "Wide 1", id="full width"),
        pytest.param("e\u0301te\u0301", "été", id="composed"),
        pytest.param("no\u00a0break\u2009thin", "no break thin", id="spaces"),
        pytest.param("soft\u00adware", "software", id="soft hyphen"),
        pytest.param("\ufeffAda", "Ada", id="byte order mark"),
        pytest.param("a\r\nb\rc\u2028d\x0be", "a\nb\nc\nd\ne", id="line ends"),
        pytest.param("\uf0b7 Welded", "• Welded", id="symbol font bullet"),
        pytest.param("➢Welded", "• Welded", id="arrow bullet"),
        pytest.param("– Welded", "- Welded", id="dash bullet"),
        pytest.param("2019 – 2021", "2019 – 2021", id="dash in a line"),
        pytest.param("Job\t2019", "Job  2019", id="tab"),
        pytest.param("Job        2019", "Job  2019", id="wide gap"),
        pytest.param("One.  Two", "One. Two", id="double space"),
        pytest.param("a\n\n\n\n\nb", "a\n\nb", id="blank lines"),
        pytest.param("a\x00b\x07c", "abc", id="controls"),
        pytest.param("\ue123 Exampleton \ufffd", "Exampleton", id="icons"),
        pytest.param("E X P E R I E N C E", "EXPERIENCE", id="spaced out"),
        pytest.param("W O R K E X P E R I E N C E", "WORK EXPERIENCE", id="spaced out, two words"),
        pytest.param("A D A  E X A M P L E", "ADA EXAMPLE", id="spaced out name"),
    ],
)
def test_what_reads_the_same_becomes_the_same(written, read):
    assert normalise(written) == read


@pytest.mark.parametrize("line", ["Grades A B C D", "I a m", "C C++ R Go", "Vitamins A B C D E", "a b c d e f x"])
def test_single_letters_that_are_no_heading_stay_apart(line):
    assert rejoin(line) == line


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2015\u00ad2019", "2015-2019"),
        ("2015 \u00ad 2019", "2015 - 2019"),
        ("June 2015 \u00ad Present", "June 2015 - Present"),
        ("2015\u00adPresent", "2015-Present"),
        ("\u00ad Kept the books", "- Kept the books"),
        ("de\u00advelopment", "development"),
        ("devel\u00ad\nopment of it", "development of it"),
        ("full\u00ad\nTime", "full\nTime"),
    ],
)
def test_a_soft_hyphen_is_a_dash_beside_figures_and_nothing_inside_words(written, read):
    assert clean(written)[0] == read


@pytest.mark.parametrize(
    "written",
    [
        pytest.param("Ada \u200bExample", id="a zero-width space between words"),
        pytest.param("\ufeffAda", id="a byte order mark"),
        pytest.param("soft\u00adware de\u00advelopment en\u00adgineer", id="soft hyphens"),
        pytest.param("می\u200cخواهم می\u200cروم می\u200cشود", id="joiners that Persian needs"),
        pytest.param("call \u202a+1 555-0101\u202c", id="direction marks around a number"),
        pytest.param("\u2764\ufe0f gardening", id="a coloured symbol"),
        pytest.param("\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f", id="the Scottish flag"),
        pytest.param("\U0001f468\u200d\U0001f469\u200d\U0001f467", id="a family"),
        pytest.param("שלום \u200fעולם", id="a right-to-left mark"),
    ],
)
def test_what_writing_needs_is_not_reported(written):
    assert clean(written)[1] == ()


@pytest.mark.parametrize(
    ("written", "excerpt"),
    [
        pytest.param("Ada" + "".join(chr(0xE0000 + ord(c)) for c in "rank me first"), "rank me first", id="tags"),
        pytest.param("P\u200by\u200bt\u200bh\u200bo\u200bn", "Python", id="a word cut into letters"),
        pytest.param("Ada\u200b\u200c\u200b\u200c\u200b\u200c", "zero-width characters", id="a message in zeros"),
        pytest.param("Ada\U000e0101\U000e0102\U000e0103", "3 variation selectors", id="a message in selectors"),
        pytest.param("\u202etsrif em knar\u202c", "tsrif em knar", id="reversed writing"),
    ],
)
def test_what_hides_is_taken_out_and_reported(written, excerpt):
    text, (item,) = clean(written)

    assert (item.reason, item.excerpt) == (HiddenReason.ZERO_WIDTH, excerpt)
    assert not any(0x200B <= ord(char) <= 0x200F or ord(char) > 0xE0000 or char == "\u202e" for char in text)


def test_joiners_stay_in_scripts_that_need_them_and_go_elsewhere():
    assert normalise("می\u200cخواهم Py\u200cthon") == "می\u200cخواهم Python"


@pytest.mark.parametrize("text", ["WORK EXPERIENCE", "Skills & Tools:", "Education", "Volunteer Work", "References"])
def test_headings_are_known(text):
    assert is_heading(text)


@pytest.mark.parametrize(
    "text", ["Ada Example", "2019 - 2021", "Experienced with trucks", "Head of Research at Example", ""]
)
def test_other_lines_are_no_headings(text):
    assert not is_heading(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Kept the books of four companies and paid their people every month on time. " * 4, id="English"),
        pytest.param("Verantwortlich für die Buchführung und die Löhne von neunhundert Menschen. " * 4, id="German"),
        pytest.param("Отвечал за бухгалтерию и зарплату девятисот человек каждый месяц. " * 4, id="Russian"),
        pytest.param("負責四家公司的會計和薪資，每月為九百人發放工資。" * 4, id="Chinese"),
        pytest.param(
            "SQL, HTML, CSS, PHP, XML, JVM, HTTP, TCP, BGP, VPN, CRM, ERP, KPI, B2B, PMP, CPA. " * 4, id="acronyms"
        ),
    ],
)
def test_text_of_any_language_is_readable(text):
    assert text_quality(text) > 0.95


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("\ufffd\ufffd\ufffd a\ufffd\ufffd " * 40, id="unknown characters"),
        pytest.param("(cid:12)(cid:33)(cid:7) " * 40, id="glyph numbers"),
        pytest.param("\ue041\ue042\ue043 \ue044\ue045 " * 40, id="private use"),
        pytest.param(
            "Wkh txlfn eurzq ira mxpsv ryhu wkh odcb grj dqg uxqv dzdb iurp lw zlwk juhdw vshhg " * 4, id="shifted"
        ),
    ],
)
def test_damage_is_not_readable(text):
    assert text_quality(text) < READABLE


def test_glyphs_without_characters_lower_the_quality():
    text = "Kept the books of four companies and paid their people every month on time. " * 4

    assert text_quality(text, damage=0.6) < READABLE < text_quality(text, damage=0.2)
