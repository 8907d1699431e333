"""What is said to a screening system anywhere in a line: rules set aside, roles, ratings demanded, claims made."""

import re

from scoring.instructions.vocabulary import MACHINE, RATES, SUBJECT, SUBJECTS, TOP


def within(triggers: str, pattern: str) -> tuple[tuple[str, ...], re.Pattern[str]]:
    """A pattern with the words, parted by bars, of which a text that it matches holds one."""
    return tuple(triggers.split("|")), re.compile(pattern, re.IGNORECASE | re.MULTILINE)


# Tried on texts that hold one of the triggers, anywhere in a line.
PHRASES = (
    within(
        "ignor|disregard|forget|overrid|bypass|skip |stop following",
        r"\b(?:ignor(?:e|ing)|disregard|forget|override|overriding|bypass|skip|"
        r"stop following)\b(?s:.{0,60})\b(?:instructions?|"
        r"information|prompts?|rules?|rankings?|rubric|criteria|guidelines|above|previous|prior|everything|"
        r"screening|scoring|"
        r"evaluation|filters?)\b",
    ),
    within(
        "instruction|prompt|objective|new task|commands",
        r"\b(?:new|updated|real|actual|additional|special|secret|hidden)\s+(?:system\s+)?(?:instructions?|prompts?|"
        r"task|objective)"
        r"\s*(?::|(?:is|are)\b)|\b(?:follow|obey|execute)\s+(?:these|the following|"
        r"my)\s+(?:new\s+)?(?:instructions?|commands?)\b|"
        r"\b(?:system|developer|hidden)\s+prompt\b",
    ),
    within(
        "<|[inst|[/|[system|[assistant|[admin|{system|{{|{prompt|{instr",
        r"</?\s*(?:system|instructions?|assistant|user|prompt|admin|human|context|tool|hidden|"
        r"rules?)\b[^>\n]{0,80}>|"
        r"\[/?\s*(?:inst|system|assistant|admin)\b[^\]\n]{0,40}\]|<\|[a-z_]+\|>|<<\s*sys\s*>>|"
        r"\{\{?\s*(?:system|instructions?|prompt)\b|<!--.{0,200}(?:-->|$)",
    ),
    within(
        '"role|"score|"rating|\'role|"system|"rank|"recommendation|"decision|\'score',
        r"[\"'](?:role|score|rating|rank|recommendation|system|decision)[\"']\s*:\s*[\"'\d\[{]",
    ),
    within(
        "act as|pretend to be|behave as|as an ai|as an llm|as a language|as a large|as an ats|you are a|you are now|"
        "you are the|you're a|imagine you are",
        rf"\b(?:you are|you're|act as|pretend to be|behave as|as|imagine you are)\s+(?:now )?(?:an?|"
        rf"the)\s+(?:\w+\s+)?{MACHINE}(?!\w)"
        r"(?!\s+(?:engineer|developer|specialist|lead|architect|analyst|consultant|expert|manager|researcher|"
        r"administrator))|"
        r"\byou are (?:now )?(?:an?|the)\s+(?:\w+\s+){0,2}(?:recruiter|hiring manager|evaluator|reviewer|"
        r"assistant)\b",
    ),
    within(
        "attention|note to|note for|notice to|message to|message for|instructions for|instruction to|instructions to|"
        "information for|important:|reminder to|if you are|when you are|if you're|note:|attn",
        rf"\b(?:attention|attn|note|notes|notice|message|instructions?|information|important|reminder)\s*(?::|for|"
        rf"to)?\s*(?:the|any|all|an)?"
        rf"\s*{MACHINE}(?!\w)|\b(?:if|when) you(?: are|'re)\s+(?:an?\s+)?{MACHINE}(?!\w)",
    ),
    within(
        "|".join((*SUBJECTS, " me ", " me,", " me.")),
        rf"\b{RATES}\s+(?:this|the|my)\s+{SUBJECT}\b.{{0,60}}\b{TOP}|\b(?:rank|rate|score|"
        rf"grade)\s+me\b.{{0,40}}\b{TOP}",
    ),
    within(
        "|".join(subject for subject in SUBJECTS if subject.startswith("this")),
        rf"\b(?:promote|approve|shortlist|hire|select|advance|recommend|fast-?track)\s+this\s+{SUBJECT}\b|"
        rf"\bthis\s+{SUBJECT}\s+(?:should|must|is to|shall|needs to|has to|deserves|is required to)\b.{{0,40}}"
        rf"\b(?:receive|get|be|score|rank|advance|pass|proceed|hired|highest|top)|"
        rf"\bthis\s+{SUBJECT}\s+(?:is|was|has been|comes)\s+(?:already\s+|hereby\s+)?(?:pre-?|highly\s+|"
        rf"strongly\s+)?(?:approved|"
        r"selected|shortlisted|cleared|verified|vetted|fast-?tracked|recommended|the best|the ideal|the perfect|"
        r"a perfect|an ideal|"
        r"the strongest|the top|exceptionally|extremely well|uniquely)\b",
    ),
    within(
        "approved by|authorized by|authorised by|cleared by|instructed by|mandated by|ordered by|exempt from",
        r"\b(?:pre-?approved|authori[sz]ed|cleared|instructed|mandated|ordered)\s+by\s+(?:the\s+)?(?:\w+\s+)?(?:hr|"
        r"human resources|"
        r"hiring|recruit\w*|talent|management|ceo|cto|director|board|administrator|developer|openai|anthropic|"
        r"system)\b.{0,60}"
        r"\b(?:candidate|applicant|resume|cv|interview|hire|screening|proceed|skip)\b|"
        r"\bexempt from\b.{0,20}\bscreening\b",
    ),
    within(
        "always |automatically ",
        r"\b(?:always|automatically)\s+(?:recommend|rank|hire|select|approve|score|rate|prefer|choose|shortlist|"
        r"advance|pass)\b",
    ),
    within(
        "do not|don't|never |must not",
        r"\b(?:do not|don't|never|must not)\s+(?:reject|screen out|filter(?: out)?|flag|penali[sz]e|downgrade|"
        r"score|rank|mention|"
        rf"reveal|disclose|report|evaluate|question)\b.{{0,40}}\b(?:this|the|my|these|any)\s+(?:{SUBJECT}|"
        rf"instructions?|prompt|note|"
        r"message|text)\b",
    ),
    within(
        "|".join(f"that {subject}" for subject in SUBJECTS if not subject.startswith("my")),
        r"\b(?:reply|respond|answer|say|state|output|conclude|report|tell|confirm|assert|write|"
        r"note)(?:\s+\w+){0,2}\s+"
        rf"that\s+(?:this|the)\s+{SUBJECT}\b",
    ),
    within(
        "score|rating|10/10|ranking|full marks|grade",
        r"\b(?:highest|maximum|perfect|full|top)\s+(?:possible\s+)?(?:score|rating|marks|ranking|grade|"
        r"points)\b.{0,40}"
        r"\b(?:to|for)\s+(?:this|the)\b|\b(?:give|assign|award|grant|set|output|return|"
        r"print)\s+(?:\w+\s+){0,4}(?:scores?|ratings?|rank|"
        r"grades?|marks?)\s+(?:\w+\s+){0,3}(?:of|to|at|as|=|:)\s*(?:\d|the\s+(?:maximum|highest|top)|max|full|"
        r"perfect)|"
        r"\b(?:give|assign|award|grant)\s+(?:this|the|my|me|him|her|it)\b.{0,40}\b(?:score|rating|rank|points|"
        r"marks|10/10|100)\b",
    ),
    within(
        "your ",
        r"\b(?:in|to|within|into|at the end of|with|from)\s+your\s+(?:\w+\s+)?(?:answers?|reply|replies|"
        r"responses?)\b",
    ),
    within(
        "sentiment of|mood of|tone of|emotion in|positive or negative",
        r"\b(?:sentiment|mood|tone|emotion) (?:of|in|behind) (?:this|the following|the)\s+"
        r"(?:review|comment|tweet|sentence|feedback|text|message|statement|post)\b|"
        r"\bpositive or negative\b.{0,20}\?",
    ),
    # The same in other languages.
    within(
        "ignorier|vergiss|bewerte|empfiehl|kandidat|bewerber|anweisung",
        r"\b(?:ignorier\w*|vergiss|vergessen sie|missachte\w*)\b.{0,60}\b(?:anweisung\w*|anleitung\w*|regeln|"
        r"vorgaben|instruktion\w*|"
        r"bisherige\w*|vorherige\w*)\b|\b(?:bewerte\w*|empfiehl|empfehlen sie|stufe\w*)\s+(?:diese[nrs]?|den|"
        r"die)\s+(?:kandidat\w*|"
        r"bewerber\w*|lebenslauf|bewerbung)\b",
    ),
    within(
        "ignore|oublie|candidat|consignes|instructions",
        r"\b(?:ignore[rz]?|oublie[rz]?|ne tene?z pas compte)\b.{0,60}\b(?:instructions|consignes|directives|règles|"
        r"précédentes?)\b|"
        r"\b(?:recommande[rz]?|note[rz]?|classe[rz]?|évalue[rz]?|sélectionne[rz]?)\s+(?:ce|cette|le|"
        r"la)\s+(?:candidat\w*|candidature|cv|profil)\b",
    ),
    within(
        "ignor|olvid|candidat|instruc",
        r"\b(?:ignor[aeo]\w*|olvid[ae]\w*|desconsider\w+|esque[cç]\w+|dimentica\w*)\b.{0,60}\b(?:instruc\w+|"
        r"instruç\w+|instru\w+|"
        r"istruzion\w+|indicacion\w+|reglas|regras|regole|anterior\w*|precedent\w*)\b|\b(?:recom\w+|raccomand\w+|"
        r"califi\w+|clasifi\w+|"
        r"classifi\w+|valut\w+|selec\w+|selezion\w+|contrat\w+)\s+(?:a\s+)?(?:este|esta|questo|"
        r"questa)\s+(?:candidat\w+|perfil|currículum|"
        r"curriculum|profilo)\b",
    ),
    within(
        "negeer|vergeet|zignoruj|игнорируй|забудь|кандидат",
        r"\b(?:negeer|vergeet)\b.{0,60}\b(?:instructies|regels|vorige|bovenstaande)\b|\b(?:zignoruj|ignoruj|"
        r"pomiń)\b.{0,60}\b(?:instrukcj\w+|"
        r"polece\w+|poprzedni\w+)\b|(?:игнорируй\w*|забудь\w*).{0,60}(?:инструкц\w+|указани\w+|предыдущ\w+)",
    ),
    within(
        "忽略|无视|無視|忽視|이전|以前|指示|指令",
        r"(?:忽略|无视|忽視|無視).{0,20}(?:指令|指示|说明|要求|規則|规则)|(?:以前|これまで|上記|前)の.{0,6}指示.{0,6}無視|"
        r"(?:이전|위의?).{0,10}(?:지시|명령|지침).{0,10}무시",
    ),
)
# Letters that were set apart one by one, put together without any gap.
RUN_TOGETHER = re.compile(
    r"(?:ignore|disregard|forget|override)\w{0,30}(?:instructions?|prompts?|rules|criteria)|"
    r"(?:rank|rate|score|hire|recommend|select|promote|shortlist)(?:this|the)(?:candidate|applicant|resume|cv|"
    r"profile)|"
    r"this(?:candidate|applicant|resume|cv|profile)(?:is|should|must)|youare(?:an?)?(?:ai|assistant|languagemodel)|"
    r"(?:perfect|highest|maximum|full)(?:score|rating|match|fit)"
)
QUESTION = re.compile(
    r"[^\w\n]*(?:what(?:['’]s)?|how|who(?:['’]s)?|whom|whose|which|why|when|where|can|could|would|will|is|are|do|"
    r"does|did|should|have|has)\b"
    r"[^?\n]{8,200}\?[^\w\n]*(?:[\"'“‘«].{0,300})?$",
    re.IGNORECASE,
)
# Resumes do ask such things of their reader.
USUAL_QUESTION = re.compile(r"\b(?:why (?:me|hire)|looking for|contact|interested|who (?:am i|i am))\b", re.IGNORECASE)
