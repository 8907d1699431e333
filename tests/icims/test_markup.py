"""HTML of job fields becomes the text that a reader sees."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icims.markup import LONGEST, plain_text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        pytest.param("<p>One</p><p>Two</p>", "One\n\nTwo", id="paragraphs"),
        pytest.param("a<br>b<br/>c", "a\nb\nc", id="line-breaks"),
        pytest.param("<div>a</div><div>b</div>", "a\nb", id="divisions"),
        pytest.param(
            "<p>Need:</p><ul><li>Python</li><li>SQL &amp; AWS</li></ul>", "Need:\n\n- Python\n- SQL & AWS", id="bullets"
        ),
        pytest.param("<ol><li>one</li><li>two</li></ol>", "1. one\n2. two", id="numbers"),
        pytest.param("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "- a\n  - b\n- c", id="nested-lists"),
        pytest.param("<ul>\n <li>\n<p>wrapped</p>\n</li>\n</ul>", "- wrapped", id="items-in-paragraphs"),
        pytest.param("<ul><li></li><li>x</li></ul>", "- x", id="empty-items"),
        pytest.param("<table><tr><td>A</td><td>B</td></tr><tr><td>C</td></tr></table>", "A B\nC", id="cells"),
        pytest.param("5<b>+</b> years of <i>Python</i>", "5+ years of Python", id="inline-marks"),
        pytest.param("<p>One\n   two&nbsp;three</p>", "One two three", id="source-line-breaks"),
        pytest.param("<pre>a\n  b</pre>", "a\n  b", id="preformatted"),
        pytest.param("<style>p{}</style><script>x()</script><p>x</p>", "x", id="style-and-script"),
        pytest.param("<p>unclosed <b>mark", "unclosed mark", id="unclosed"),
        pytest.param("C++ > C, <5 years, R&amp;D", "C++ > C, <5 years, R&D", id="plain-text"),
        pytest.param("- a\r\n- b", "- a\n- b", id="plain-lines"),
        pytest.param("<p>zero\u200bwidth soft\u00adhyphen</p>", "zerowidth softhyphen", id="invisible-characters"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_markup_becomes_readable_text(markup, text):
    assert plain_text(markup) == text


def test_text_beyond_the_limit_is_cut():
    assert len(plain_text("x" * (LONGEST + 5))) == LONGEST


@given(st.text(alphabet="<>/!-&;# \npliuobrdsctyex=\"'[]?", max_size=200))
def test_no_text_breaks_the_reader(markup):
    text = plain_text(markup)

    assert text == text.strip()
