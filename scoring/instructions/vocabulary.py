"""The words that instructions to a screening system are made of, as parts of patterns."""

SUBJECT = r"(?:candidate|applicant|resume|résumé|cv|profile|application|person|submission)"
MACHINE = (
    r"(?:ai|a\.i\.|llms?|ats|gpt\S*|chat\s?gpt|claude|gemini|copilot|chat\s?bot|bot|"
    r"(?:large\s+)?language\s+models?|"
    r"artificial\s+intelligence|(?:ai|screening|scoring|ranking|parsing|recruiting|hiring|evaluation|automated)\s+"
    r"(?:\w+\s+)?(?:systems?|models?|tools?|assistants?|agents?|software|bots?|algorithms?|engines?|parsers?|"
    r"recruiters?|"
    r"reviewers?|screeners?)|(?:resume|cv)\s+(?:parsers?|screeners?|scanners?|reviewers?|readers?))"
)
REPLY = (
    r"(?:your|the|this|its)\s+(?:\w+\s+)?"
    r"(?:answers?|reply|replies|responses?|messages?|output|letters|text|summary|evaluation|assessment)"
)
CHANGES = (
    "add|adjust|alter|answer|append|apply|augment|begin|change|compose|convert|craft|embed|employ|encode|encrypt|end|enhance|"
    "express|format|formulate|give|group|hide|include|incorporate|insert|integrate|introduce|invert|jumble|mention|mirror|"
    "misspell|modify|permute|present|print|provide|put|rearrange|remove|render|repeat|replace|reply|respond|reverse|return|"
    "rewrite|say|scramble|separate|shift|shuffle|space|start|substitute|swap|translate|transform|turn|use|utili[sz]e|write"
)
START = r"[^\w\n]*"
ASKED = (
    r"(?:(?:please|kindly|now|then|next|also|first|can you|could you|would you|will you|i want you to|"
    r"i need you to)[,\s]+)*"
)
TOP = (
    r"(?:as|first|1st|highest|top|best|above|immediately|now|for|regardless|always|perfect|excellent|ideal|full|"
    r"maximum|"
    r"strong(?:est|ly)?|qualified|\d)"
)
RATES = (
    r"(?:rank|rate|score|recommend|promote|shortlist|select|hire|advance|approve|prioriti[sz]e|treat|mark|consider|"
    r"grade|flag|"
    r"classify|label|forward|fast-?track|interview)"
)
# What people ask an assistant for, and no employer asks of an employee.
WORKS = (
    r"(?:poems?|haikus?|limericks?|sonnets?|songs?|lyrics|jokes?|riddles?|puns?|(?:short |bedtime |fairy |love |"
    r"horror )?"
    r"stor(?:y|ies)|tales?|fables?|novels?|essays?|paragraphs?|sentences?|introductions?|conclusions?|dialogues?|"
    r"monologues?|"
    r"screenplays?|tweets?|captions?|slogans?|acrostics?|raps?|rhymes?|metaphors?|analog(?:y|ies)|recipes?|quotes?|"
    r"trivia|facts?|"
    r"one-liners?|snippets?|regex(?:es)?|regular expressions?|pseudocode)"
)
ANSWERS = (
    r"(?:lists? of|examples? (?:of|for)|commands? (?:to|that|for)|(?:\w+ )?equivalents? (?:for|of)|"
    r"translations? (?:of|for)|"
    r"definitions? of|synonyms? (?:of|for)|antonyms? (?:of|for)|explanations? of|(?:brief |short |"
    r"quick )?(?:summary|overview|"
    r"timeline|history) of|tips (?:for|on|to)|ideas for|steps (?:to|for)|scripts? (?:to|that|for|in)|"
    r"functions? (?:to|that|for|in)|"
    r"programs? (?:to|that|in)|code (?:to|that|for|in)|quer(?:y|ies) (?:to|that))"
)
ARTICLE = r"(?:an?|the|some|two|three|four|five|ten|\d+|your|my)"


TASKS = (
    r"(?:write|draft|compose|generate|give|list|name|suggest|recommend|propose|invent|craft|devise|predict|imagine|"
    r"narrate|recite|"
    r"sing|guess|pick|find|calculate|solve|spell|rephrase|paraphrase|rewrite|convert|simplify|illustrate|"
    r"summari[sz]e|tell|state|"
    r"mention|explain|describe|discuss|compare|contrast|outline|elaborate(?: on)?|clarify|break down|walk through|"
    r"replace|translate)"
)
CIPHERS = (
    r"(?:ciphers?|morse(?: code)?|base\s?\d\d|rot-?13|hexadecimal|binary code|pig latin|leet ?speak|emojis?|"
    r"anagrams?|palindromes?|"
    r"typos?|misspellings?|spelling (?:mistakes|errors)|grammatical? (?:mistakes|errors)|gibberish|riddles?|"
    r"rhymes?|acrostics?)"
)
SUBJECTS = tuple(
    f"{word} {subject}"
    for word in ("this", "the", "my")
    for subject in (
        "candidate",
        "applicant",
        "resume",
        "résumé",
        "cv",
        "profile",
        "application",
        "person",
        "submission",
    )
)
