"""What a line begins with that speaks to a machine: markers, demands on the reply, tasks for an assistant.

General knowledge of how prompts and requests to assistants are worded; no list of known attacks.
"""

import re

from scoring.instructions.vocabulary import (
    ANSWERS,
    ARTICLE,
    ASKED,
    CHANGES,
    CIPHERS,
    MACHINE,
    REPLY,
    START,
    TASKS,
    WORKS,
)


def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(START + ASKED + pattern, re.IGNORECASE)


_OPENERS = """
a act add adjust alter always answer append apply as assistant ats attention augment award begin behave break calculate
can candidate change clarify classify compare complete compose consider continue contrast convert could craft dear
define describe developer devise discuss disregard double draft echo elaborate embed employ encode encrypt end enhance
evaluate execute explain express final find finish fit follow forget format formulate forward generate give grade group
guess hello help hey hi hidden hide highlight human i ignore illustrate imagine include incorporate insert instruction
instructions integrate introduce invent invert jumble kindly label list make mark match mention mirror misspell modify
name narrate new next note now obey output outline overall override paraphrase permute pick please predict present
pretend print prompt proofread propose provide put rank ranking rate rating rearrange recite recommend remove render
repeat rephrase replace reply respond return reverse rewrite say scramble score select send separate share shift show
shuffle simplify sing solve space speak spell start state substitute suggest summarise summarize swap switch system
talk teach tell then to total transform translate treat turn use user utilise utilize visible walk would write you
"""
OPENERS = frozenset(_OPENERS.split())
# Tried on lines whose first word is one of the openers, from the start of the line.
OPENINGS = tuple(
    map(
        _whole,
        (
            # A marker of a prompt.
            (
                r"(?:(?:visible |hidden |begin |end |new )?instructions?|system|prompt)\s*"
                r"(?:prompt|message|instructions?|note|override)?\s*:(?!\s*$)"
            ),
            (
                r"(?:assistant|user|human|developer)\s*(?:(?:prompt|message|instructions?|note|override)\s*:|:.{0,80}\b"
                r"(?:you|your|candidate|applicant|resume|scores?|rank|rate|rating|hire|prompts?|instructions?|answer|reply|respond)\b)"
            ),
            rf"(?:dear|hello|hi|hey|to|attention|note to|note for)\s+(?:the\s+|any\s+|all\s+)?{MACHINE}\s*[,:!-]",
            # A result that is claimed.
            (
                r"(?:(?:overall|final|candidate|match|fit|ai|ats|total)\s+)*(?:score|rating|match|rank(?:ing)?|"
                r"fit)\s*[:=]\s*"
                r"(?:100\s?%|10\s?/\s?10|5\s?/\s?5|100\s?/\s?100|100\b|a\+|excellent|perfect|highest|maximum|#?1\b)"
            ),
            # The form of the reply.
            rf"(?:{CHANGES})\b.{{0,120}}\b{REPLY}\b",
            r"(?:reply|respond|answer)\s+(?:in|with|using|only|by|backwards?|as|that)\b",
            (
                r"(?:output|print|return|repeat|echo)\s+(?:only|exactly|just|the (?:words?|following|text|phrase|"
                r"string|system))\b"
            ),
            (
                r"(?:replace|swap|substitute|reverse|shift|scramble|shuffle|misspell|capitali[sz]e|remove|convert|"
                r"double|rearrange|jumble)\s+"
                r"(?:every|all|each|the)\s+(?:\w+\s+){0,3}(?:letters?|vowels?|consonants?|words|characters?|sentences?|"
                r"digits?)\b"
            ),
            rf"(?:{CHANGES}|speak|talk|switch|spell)\s+(?!e-?mail).{{0,60}}\b{CIPHERS}\b",
            # What only an assistant is asked for.
            (
                r"(?:(?:show|help|tell|give|teach|find|write|make|send)\s+me\b|(?:translate|paraphrase|proofread|"
                r"rephrase|summari[sz]e|"
                r"rewrite|classify)\s+(?:the following|this|these|'|\"|“|‘))"
            ),
            (
                rf"(?:provide|create|give|share|make up|come up with|continue|finish|"
                rf"complete)\s+{ARTICLE}\s+(?:[\w'’-]+\s+){{0,4}}"
                rf"{WORKS}\b.{{0,160}}$"
            ),
            rf"(?:provide|create|share|show)\s+{ARTICLE}\s+(?:[\w'’-]+\s+){{0,3}}{ANSWERS}\s.{{3,120}}[.!?]\s*$",
            (
                rf"{TASKS}\s+(?:an?|some|two|three|four|five|ten|\d+|every|how|why|what|"
                rf"the)\s+[^.!?\n]{{4,150}}[.!]\s*$"
            ),
            (
                rf"(?!translate){TASKS}\s+(?:[\w'’-]+\s+){{0,6}}(?:in simple (?:terms|words)|step by step|in (?:your|"
                rf"one|two|three) (?:own )?"
                r"(?:words|sentences?|paragraphs?)|to a (?:child|beginner|five)|in (?:french|spanish|german|italian|"
                r"portuguese|chinese|"
                r"japanese|russian|arabic|hindi|latin)\b)"
            ),
            (
                r"(?:i want you to|i need you to|i(?: would|'d) like you to|help me|let'?s play|pretend (?:to be|you|"
                r"that)|imagine (?:you|that))\b"
            ),
            (
                r"(?:add|include|insert|mention|embed|append|integrate)\s+(?:an?|the)\s+(?:[\w'’-]+\s+){0,3}(?:links?|"
                r"urls?|adverti\w+|"
                r"promotions?|sentences?|statements?|disclaimers?|rumou?rs?|facts?|quotes?|jokes?|phrases?|"
                r"hashtags?)\b.{0,140}[.!]\s*$"
            ),
        ),
    )
)
# No resume begins with a command; further down such a sentence may be a duty.
COMMAND = _whole(
    rf"(?:{CHANGES}|{TASKS}|analy[sz]e|assess|assign|assist|build|check|collect|create|design|determine|develop|"
    rf"estimate|evaluate|"
    r"examine|forecast|identify|investigate|make|monitor|open|organi[sz]e|plan|prepare|review|run|schedule|search|"
    r"send|set|share|"
    r"show|track)\s+(?:[\w'’,-]+\s+){2,}[\w'’)\"-]+[.!?]\s*$"
)
