"""The styles of a Word document by id. A file holds hundreds of them and uses a few: only these are parsed."""

import re

from docx.oxml.parser import parse_xml
from lxml.etree import XPath

from resumes.docx.xml import Element, W, child

NAMED = XPath("w:style[@w:styleId=$name]", namespaces={"w": W[1:-1]})
NORMAL = XPath("w:style[@w:default='1' and @w:type='paragraph']/@w:styleId", namespaces={"w": W[1:-1]})
# How Word and most writers put a style sheet down: in UTF-8, with the prefix w, double quotes and single spaces.
# Where a byte is written in any other way the sheet is parsed as a whole, so that XML decides what stands in it.
DECLARATION = re.compile(
    rb"""\s*(?:<\?xml version=["']1\.0["'](?: encoding=["'](?i:utf-8)["'])?(?: standalone=["']\w+["'])?\s*\?>\s*)?"""
)
ATTRIBUTES = rb'((?:[ ][\w:]+="[^"<>&\t\r\n]*")+)'
ROOT = re.compile(b"<w:styles" + ATTRIBUTES + b">")
STYLE = re.compile(rb"\s*<w:style" + ATTRIBUTES + b">")
ID = re.compile(rb' w:styleId="([^"]*)"')
STYLE_END, ROOT_END = b"</w:style>", b"</w:styles>"
FIRST_STYLE = b"<w:style "
NAMESPACE = W[1:-1].encode()
LONGEST_ROOT = 10_000  # bytes that are parsed again with each style; a usual root has 2,000


class StyleSheet:
    """The styles of the part ``content``; None is a document without that part.

    Raises lxml's XMLSyntaxError where the sheet, or a style that is asked for, is no XML.
    """

    def __init__(self, content: bytes | None) -> None:
        self._pieces: dict[str, bytes] = {}
        self._styles: dict[str, Element | None] = {}
        self._start = b""
        self._root: Element | None = None
        self.normal = ""  # the id of the style of paragraphs that name none
        if content is not None and not self._take_apart(content):
            self._pieces, self._root = {}, parse_xml(content)
            self.normal = str(next(iter(NORMAL(self._root)), ""))

    @property
    def defaults(self) -> Element | None:
        """The ``w:rPr`` that holds for all text of the document."""
        return child(self._root, "docDefaults", "rPrDefault", "rPr")

    def named(self, style: str) -> Element | None:
        """The last style of that id; None if there is none."""
        if style not in self._styles:
            self._styles[style] = self._found(style)
        return self._styles[style]

    def _found(self, style: str) -> Element | None:
        if style in self._pieces:
            return parse_xml(self._start + self._pieces[style] + ROOT_END)[0]
        found = [] if self._root is None else NAMED(self._root, name=style)
        return found[-1] if found else None

    def _take_apart(self, content: bytes) -> bool:
        """Cut the sheet into its styles; False where anything in it leaves a doubt that XML would cut it so too."""
        declared = DECLARATION.match(content)
        opened = ROOT.match(content, declared.end()) if declared else None
        first = content.find(FIRST_STYLE)
        # Comments, CDATA, entities and instructions all begin with one of these.
        if opened is None or first < 0 or b"!" in content or content.find(b"?", opened.start()) >= 0:
            return False
        if len(opened[0]) > LONGEST_ROOT or opened[1].count(NAMESPACE) != 1:
            return False
        *styles, end = content[first:].split(STYLE_END)
        if end.strip() != ROOT_END or content.count(b"</w:style") != len(styles) + 1:
            return False
        for style in styles:
            start = STYLE.match(style)
            name = ID.search(start[1]) if start else None
            if start is None or name is None or b" xmlns" in start[1]:
                return False
            self._pieces[name[1].decode()] = style + STYLE_END
            if not self.normal and b' w:default="1"' in start[1] and b' w:type="paragraph"' in start[1]:
                self.normal = name[1].decode()
        self._start, self._root = opened[0], parse_xml(content[:first] + ROOT_END)
        return bool(self._root.tag == W + "styles") and self._root.find(W + "style") is None
