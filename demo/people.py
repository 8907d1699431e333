"""Invented people: names that are made up, addresses of example.com, telephone numbers reserved for fiction."""

import unicodedata
from dataclasses import dataclass
from random import Random

from demo.content import read_content


@dataclass(frozen=True, slots=True)
class Person:
    first_name: str
    last_name: str
    email: str
    phone: str
    city: str  # "Columbus, OH"

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"


def invent_person(random: Random, number: int) -> Person:
    """A person whose e-mail address is unique because it ends in ``number``; the name says nothing about the career."""
    names = read_content("general")
    first, last = random.choice(names["first_names"]), random.choice(names["last_names"])
    city, _, area = random.choice(names["cities"]).rpartition(" ")
    line = f"555-01{random.randrange(100):02d}"
    phone = random.choice((f"({area}) {line}", f"{area}-{line}", f"+1 {area} {line}"))
    mailbox = f"{_plain(first)}.{_plain(last)}{number}"
    return Person(first, last, f"{mailbox}@example.com", phone, city)


def _plain(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name)
    return "".join(letter for letter in decomposed if letter.isascii() and letter.isalpha()).lower()
