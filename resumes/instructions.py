"""Text that speaks to an automated reader instead of to a person."""

import re

_VERB = r"(?:ignore|disregard|forget|override|bypass)"
_PRAISE = r"(?:best|perfect|ideal|excellent|top|exceptional(?:ly)?|highly|strong(?:est)?)"
_MACHINE = r"(?:ai|llm|(?:large[ ])?language[ ]model|chatbot|ats|ai[ ]assistant)"
_READER = rf"(?:{_MACHINE}|screening|automated)"
_SUBJECT = r"(?:this|the|my)[ ](?:candidate|applicant|resume|cv|application|profile)|(?:me|him|her)\b"
_TOP = rf"(?:first|highest|top|maximum|100|10/10|{_PRAISE}|hire|always|regardless|immediately)"
INSTRUCTION = re.compile(
    rf"""\b{_VERB}\b[^.\n]{{0,40}}\b(?:instructions?|prompts?|rules|criteria|guidelines|requirements|above|previous)\b
    | \b(?:system|developer|hidden)[ ]prompt\b
    | </?(?:system|instructions?|assistant|user|prompt)>|\[/?(?:inst|system)\]|<\|[a-z_]+\|>
    | \b(?:you[ ]are|act[ ]as)[ ](?:now[ ])?(?:an?[ ]|the[ ])?{_MACHINE}\b
    | \b(?:attention|note|message|instructions?)[ ](?:to|for)[ ](?:the[ ]|any[ ]|all[ ])?{_READER}\b
    | \b(?:rank|rate|score|mark|grade|advance|hire|recommend|flag|classify|treat)[ ]
      (?:{_SUBJECT})[^.\n]{{0,40}}\b{_TOP}\b
    | \b{_VERB}[ ](?:the[ ]|all[ ]|any[ ])?(?:ranking|scores?|scoring|rating|evaluation|screening)\b
    | \balways[ ](?:rank|rate|score|select|recommend|choose|hire|shortlist)[ ](?:{_SUBJECT})
    | \b(?:promote|approve|shortlist|hire|select|recommend)[ ]this[ ](?:resume|cv|candidate|applicant|application)\b
    | \b(?:reply|respond|answer|output|print)[ ](?:that|only|with|:)[^.\n]{{0,60}}
      \b(?:candidate|applicant|resume|{_PRAISE}|fit|match|score|qualified)\b
    | \b(?:give|assign|award)[ ](?:{_SUBJECT}|it)[^.\n]{{0,40}}\b(?:score|rating|rank|points)\b
    | \b(?:this[ ](?:candidate|resume|cv|applicant)|the[ ]applicant)[ ]
      (?:is|must|should|shall|deserves|has[ ]to)\b[^.\n]{{0,40}}\b(?:{_PRAISE}|highest|maximum|full)\b
    """,
    re.VERBOSE,
)

_STARTS = """
act advance always answer approve assign attention award bypass classify developer disregard flag forget give
grade hidden hire ignore instruction instructions mark message note output override print promote rank rate
recommend reply respond score select shortlist system the this treat you < [
"""
STARTS = frozenset(_STARTS.split())
WORD = re.compile(r"[a-z]+|[<\[]")


def passages(text: str) -> list[str]:
    """The passages that read like instructions to a screening system, in lower case."""
    lowered = text.lower()
    found: list[str] = []
    end = 0
    # Only where a word can begin a passage is the long pattern tried: most words cannot.
    for word in WORD.finditer(lowered):
        if word[0] in STARTS and word.start() >= end and (passage := INSTRUCTION.match(lowered, word.start())):
            found.append(passage[0])
            end = passage.end()
    return found
