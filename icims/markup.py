"""The HTML of iCIMS's text fields as plain text, with the line breaks and bullets that a reader would see."""

import re
from html import unescape
from html.parser import HTMLParser

LONGEST = 400_000  # characters; what follows is cut off

_ANY_TAG = re.compile(
    r"</?(?:p|div|br|ul|ol|li|b|i|u|em|strong|span|font|h[1-6]|table|tbody|tr|td|th|a|hr|pre|html|body|head|style"
    r"|script|blockquote|section|article|sup|sub|dl|dt|dd|img|o:p)\b[^<>]*>",
    re.IGNORECASE,
)
_PARAGRAPHS = frozenset(
    {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "dl", "pre", "hr", "blockquote"}
    | {"section", "article", "header", "footer", "body", "html"}
)
_LINES = frozenset({"tr", "dt", "dd"})
_UNSEEN = frozenset({"script", "style", "head", "template", "noscript", "title"})


def plain_text(markup: str) -> str:
    """Readable text: blocks and ``<br>`` start lines, list items start with "- " or their number, cells are kept apart.

    Text without any HTML tag is kept as it is, so "<5 years, C++ > C" stays; entities are resolved in both cases.
    """
    markup = markup[:LONGEST].replace("\r\n", "\n").replace("\r", "\n")
    if not _ANY_TAG.search(markup):
        return _tidy(unescape(markup))
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    return _tidy("\n".join(reader.lines))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self._bullet = ""  # what the line under way starts with, should any text follow
        self._text = ""
        self._unseen = 0
        self._preformatted = 0
        self._lists: list[int | None] = []  # the next number of each open list, None for bullets

    def close(self) -> None:
        super().close()
        self._end_line()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  the parser's signature
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == "br":
            self._end_line(even_empty=True)
        elif tag in ("td", "th"):
            self._text += " "
        elif tag == "li":
            self._end_line()
            self._bullet = self._next_bullet()
        elif tag in _PARAGRAPHS or tag in _LINES:
            self._end_block(tag)
            if tag in ("ul", "ol"):
                self._lists.append(1 if tag == "ol" else None)
            self._preformatted += tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(self._unseen - 1, 0)
        elif tag == "li":
            self._end_line()
            self._bullet = ""
        elif tag in _PARAGRAPHS or tag in _LINES:
            if tag in ("ul", "ol") and self._lists:
                self._lists.pop()
            self._end_block(tag)
            self._preformatted = max(self._preformatted - (tag == "pre"), 0)

    def handle_data(self, data: str) -> None:
        if self._unseen:
            return
        if self._preformatted:
            *ended, data = data.split("\n")
            for line in ended:
                self._text += line
                self._end_line(even_empty=True)
        else:
            data = re.sub(r"[ \t\n\f\v]+", " ", data)
        self._text += data

    def _next_bullet(self) -> str:
        indent = "  " * max(len(self._lists) - 1, 0)
        number = self._lists[-1] if self._lists else None
        if number is None:
            return f"{indent}- "
        self._lists[-1] = number + 1
        return f"{indent}{number}. "

    def _end_block(self, tag: str) -> None:
        self._end_line()
        if not self._lists and tag not in _LINES and tag != "div":
            self.lines.append("")

    def _end_line(self, *, even_empty: bool = False) -> None:
        text = self._text if self._preformatted else self._text.strip()
        # A bullet waits for its text: editors wrap the text of an item in a paragraph of its own.
        if text.strip():
            self.lines.append(self._bullet + text)
            self._bullet = ""
        elif even_empty:
            self.lines.append("")
        self._text = ""


def _tidy(text: str) -> str:
    text = text.replace("\u00a0", " ").replace("\u200b", "").replace("\ufeff", "").replace("\u00ad", "")
    text = re.sub(r"(?<=\S)[ \t]{2,}", " ", text)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in text.split("\n"))).strip()
