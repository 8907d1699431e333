import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scoring.proof import locate

TEXT = (
    "Led  the “Atlas” programme –\nbuilt data pipe\u00adlines in Python 3.11 and JavaScript; café in Zürich, 15 years."
)
WORDS = st.text(alphabet="abcdefghijklmnopqrstuvwxyzäéß", min_size=2, max_size=8).filter(lambda word: len(word) > 1)
PROSE = st.text(alphabet=st.sampled_from("abc ÄÉß\n\t“”–-…\u00ad.5٣字ﬁ½"), max_size=60)


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("led the “atlas” programme", "Led  the “Atlas” programme"),
        ('the "Atlas" programme - built', "the “Atlas” programme –\nbuilt"),
        ("data pipelines", "data pipe\u00adlines"),
        ("… built data …", "built data"),
        ("CAFÉ in Zürich", "café in Zürich"),
        ("cafe\u0301", "café"),
        ("Python", "Python"),
        ("15 years.", "15 years."),
    ],
)
def test_a_quote_is_found_in_whatever_typography(quote, found):
    start, end = locate(quote, TEXT)

    assert TEXT[start:end] == found


@pytest.mark.parametrize(
    "quote",
    [
        "",
        "...",
        "in",
        "and the",
        "P",
        "the … programme",
        "Led ... Python",
        "Java",
        "5 years",
        "pipelines in Pyth",
        "Rust",
        "data data",
    ],
)
def test_what_is_not_there_or_says_nothing_is_not_found(quote):
    assert locate(quote, TEXT) is None


def test_a_word_that_also_stands_inside_another_is_found_where_it_stands_alone():
    text = "JavaScript, then Java 8"

    assert locate("Java", text) == (17, 21)


def test_a_name_with_signs_is_a_word():
    assert locate("C++", "Wrote C++ and R") == (6, 9)
    assert locate("R", "Wrote C++ and R") is None


@given(st.lists(WORDS, max_size=6), st.lists(WORDS, min_size=1, max_size=4), st.lists(WORDS, max_size=6))
def test_every_quote_that_stands_in_a_text_is_found(before, quoted, after):
    quote = " ".join(["zebra", *quoted])
    text = "\n".join([*before, quote.replace(" ", "  \n").upper(), *after])

    start, end = locate(quote, text)

    assert " ".join(text[start:end].split()).casefold() == quote.upper().casefold()


@example("\xad…½", "…½")
@given(PROSE, PROSE)
def test_what_is_found_reads_like_the_quote(quote, text):
    found = locate(quote, text)

    if found is not None:
        start, end = found
        assert 0 <= start < end <= len(text)
        assert locate(quote, text[start:end]) == (0, end - start)
        assert locate(text[start:end], text) == found
