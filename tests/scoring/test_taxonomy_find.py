"""Which skills a text names, in which spelling and at which place."""

import pytest

from scoring.taxonomy import find_literal, load_taxonomy

TAXONOMY = load_taxonomy()


def named(text: str) -> list[str]:
    return [mention.skill for mention in TAXONOMY.find(text)]


@pytest.mark.parametrize(
    ("written", "skill"),
    [
        ("NodeJS", "Node.js"),
        ("node js", "Node.js"),
        ("node.js", "Node.js"),
        ("micro-services", "Microservices"),
        ("micro services", "Microservices"),
        ("Front end", "Front-End Development"),
        ("frontend", "Front-End Development"),
        ("C++", "C++"),
        ("C#", "C#"),
        ("design pattern", "Design Patterns"),
        ("DESIGN PATTERNS", "Design Patterns"),
        ("object\noriented programming", "Object-Oriented Programming"),
    ],
)
def test_every_spelling_of_a_name_is_found(written, skill):
    mentions = TAXONOMY.find(f"Five years of {written}, daily")

    assert [(mention.skill, mention.alias) for mention in mentions] == [(skill, written)]


def test_a_mention_says_where_it_stands():
    text = "Led the move to Spring Boot and Kotlin."

    mentions = TAXONOMY.find(text)

    assert [text[mention.start : mention.end] for mention in mentions] == ["Spring Boot", "Kotlin"]


def test_the_longest_name_wins():
    assert named("ASP.NET Core services") == ["ASP.NET Core"]


@pytest.mark.parametrize("text", ["Machine. Learning, data; base", "jane@python.example.com", "github.com/java/kotlin"])
def test_words_of_two_sentences_and_parts_of_an_address_are_no_name(text):
    assert named(text) == []


def test_a_name_that_nobody_knows_is_found_when_it_is_asked_for():
    mentions = find_literal("Ran the Zorblax-Tuner and two frobnicators.", ["zorblax tuner", "Frobnicator"])

    assert [(mention.skill, mention.alias) for mention in mentions] == [
        ("zorblax tuner", "Zorblax-Tuner"),
        ("Frobnicator", "frobnicators"),
    ]
