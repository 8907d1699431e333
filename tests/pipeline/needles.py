"""Finding people's names, e-mail addresses and telephone numbers wherever they may have leaked."""

import base64
import binascii
import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import unquote_plus

from demo.people import Person

_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{16,}={0,2}")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})")


class Needles:
    """What must not be found of these people: each name as a word, their mailbox, their number in any punctuation."""

    def __init__(self, people: Iterable[Person]) -> None:
        people = tuple(people)
        names = {name for person in people for name in (person.first_name, person.last_name)}
        mailboxes = {person.email.partition("@")[0] for person in people}
        numbers = {re.sub(r"\D", "", person.phone)[-10:] for person in people}
        words = [rf"(?<!\w){re.escape(_plain(name))}(?!\w)" for name in names]
        phones = [r"\D{0,3}".join((number[:3], number[3:6], number[6:])) for number in numbers]
        self._pattern = re.compile("|".join([*words, *map(re.escape, mailboxes), *phones]))

    def found_in(self, text: str) -> set[str]:
        """The needles in a text, also where it is escaped, quoted for an address, or encoded as base64."""
        whole = "\n".join((text, unquote_plus(text), *_decoded(text)))
        return {match.group() for match in self._pattern.finditer(_plain(_unescaped(whole)))}


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold()


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda match: chr(int(match.group(1) or match.group(2), 16)), text)


def _decoded(text: str) -> Iterable[str]:
    for match in _BASE64.finditer(text):
        word = match.group().replace("-", "+").replace("_", "/").rstrip("=")
        try:
            yield base64.b64decode(word + "=" * (-len(word) % 4)).decode("utf-8", "ignore")
        except (binascii.Error, ValueError):
            continue
