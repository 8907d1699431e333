"""What is said to whoever assesses: outcomes demanded or claimed, rules set aside, gaps filled, others put down.

General knowledge of how an assessment works; no list of known attacks.
"""

from scoring.instructions.phrases import within
from scoring.instructions.vocabulary import MACHINE, SUBJECT

_ASSESSOR = r"(?:evaluator|reviewer|assessor|screener|scorer|rater|grader|reader|examiner)s?"
_MODAL = r"(?:should|must|shall|is to|are to|has to|have to|ought to|needs? to|will)"
_JUDGES = (
    r"(?:conclude|award|assign|give|grant|rate|rank|score|mark|recommend|select|accept|assume|treat|find|favou?r|"
    r"prefer|approve|pass|advance)"
)
_CRITERIA = r"(?:criteri(?:on|a)|requirements?|must-haves?|gates?|qualifications?|skills?)"
_FULFILLED = r"(?:met|satisfied|fulfilled|present|passed|five|highest|maximum|full|true|given|shown|[45]\b)"
_OTHERS = r"(?:(?:all|any|every|each|the)\s+)?(?:other|others|remaining|competing|rest of the)\s+"
_PIECE = r"(?:text|passage|paragraph|sentence|article|excerpt|dialogue|review|e-?mail|table|document)"

DEMANDS = (
    within(
        "ensure th|make sure th|make certain th|see to it|guarantee th",
        r"\b(?:ensure|make (?:sure|certain)|see to it|guarantee)\s+(?:that\s+)?(?:this|the(?:\s+above)?)\s+"
        rf"{SUBJECT}\s+(?:\w+\s+){{0,8}}?(?:shortlist\w*|next (?:round|stage)|invited|selected|hired|top|highest|first|"
        r"advances?|passes)\b",
    ),
    within(
        "evaluator|reviewer|assessor|screener|scorer|rater|grader|reader|examiner",
        rf"\b{_ASSESSOR}\s+{_MODAL}\s+(?:\w+\s+)?{_JUDGES}\b",
    ),
    within(
        "whoever |assessment of this|evaluation of this|screening of this|scoring of this|review of this",
        rf"\bwhoever\s+(?:reads|processes|assesses|reviews|evaluates|scores|screens)\s+this\b|"
        rf"\b(?:assessment|evaluation|screening|scoring|review)\s+of this\s+(?:{SUBJECT}|document|file)\s+{_MODAL}\b",
    ),
    within(
        "criteri|requirement|must-have|gate|qualification|skill",
        rf"\b(?:set|mark|treat|consider|rate|score|count|deem|regard|accept)\s+(?:every|all|each|any|missing)\s+"
        rf"(?:\w+\s+){{0,2}}?{_CRITERIA}\s+(?:\w+\s+){{0,3}}?{_FULFILLED}|"
        rf"\b(?:all|every)\s+(?:the\s+)?{_CRITERIA}\s+(?:is|are|must be|should be|shall be)\s+(?:to be\s+)?"
        r"(?:rated|scored|marked|considered|treated|counted|deemed|regarded)\b",
    ),
    within(
        "result:|assessment:|evaluation:|verdict:|decision:|outcome:|recommendation:|team:|manager:|override|priority:",
        r"\b(?:(?:evaluation|screening|scoring|assessment)\s+(?:result|outcome)|assessment|evaluation|verdict|decision|"
        r"recommendation)(?:\s+(?:to|for)\s+[\w ]{3,30})?\s*:.{0,60}?\b"
        r"(?:(?:strong(?:ly)?|definite)\s+(?:hire|recommend\w*)|highly recommended|hire\b|advance\b|shortlist|"
        r"proceed to|(?:exceeds?|meets?) all (?:requirements|criteria)|perfect (?:match|fit)|ideal candidate)|"
        r"\b(?:score|rating|rank|ranking)\s+override\b|\bpriority\s*:\s*(?:maximum|highest|top)\b",
    ),
    within(
        "assume|infer|presume|pretend",
        rf"\b(?:assume|infer|presume|pretend)\s+(?:that\s+)?(?:(?:the|this)\s+{SUBJECT}\b|(?:any|all|every)\s+missing\b|"
        r"the best\b)",
    ),
    within(
        "requirement|criteria|minimum|rubric|filter|screening|threshold|cut-off|cutoff|guardrail",
        r"\b(?:do not|don't|never)\s+(?:apply|enforce)\b.{0,50}\b(?:requirements?|criteria|minimum|rubric|filters?|"
        r"thresholds?|cut-?offs?)\b|\b(?:disable|turn off|switch off|deactivate|suspend|waive|relax)\s+(?:\w+\s+){0,3}?"
        r"(?:filter(?:s|ing)?|screening|scoring|criteria|requirements?|guardrails?|thresholds?)\s+(?:for|on|in)\s+"
        rf"(?:this|the)\s+(?:{SUBJECT}|document|file)\b",
    ),
    within(
        "you must|you should|you shall|you will|you are to|you have to|you need to|your job|your role|your goal|"
        "your only|your task",
        r"\byou\s+(?:must|should|shall|will|are to|have to|need to)\s+(?:now\s+|always\s+|only\s+)*(?:output|print|"
        r"rate|rank|score|favou?r|prefer|ignore|disregard|recommend|answer|reply|respond|praise|award|grant|assign|conclude)\b|"
        r"\byour\s+(?:only\s+)?(?:task|job|role|goal)\s+is\s+(?:now\s+|only\s+)?to\s+(?:output|rate|rank|score|favou?r|"
        r"recommend|praise|select|convince|answer)\b",
    ),
    within(
        "from now on|from this point|from here on|for the rest of",
        r"\b(?:from now on|from this point (?:on|forward|onwards?)|from here on)\s*,?\s+(?:you|only|always|never|"
        r"answer|reply|respond|produce|write|rate|rank|ignore|treat|speak|act)\b|"
        r"\bfor the rest of (?:this|the)\s+(?:conversation|session|chat|evaluation|document|task)\b",
    ),
    within(
        "when |if |before |in case of doubt|whenever ",
        r"(?:\b(?:when(?:ever)?|if|before|while)\s+(?:you(?:'re| are)?\s+)?(?:asked|scoring|summari[sz]ing|rating|"
        r"ranking|grading|answering|in doubt|a (?:score|rating|rank) is)|\bin case of doubt)\b[^.\n]{0,60}"
        r"\b(?:say|answer|reply|respond|state|rate|output|recommend|award|give|use|choose)\b"
        rf"[^.\n]{{0,40}}\b(?:{SUBJECT}|(?:s?he|it|they)\b|yes|highly|maximum|highest|top|full|best|\d+)\b",
    ),
    within(
        "other |others|remaining |competing |rest of the",
        r"\b(?:compare|rank|rate|score|lower|reduce|reject|penali[sz]e|downgrade|disqualify|discard|eliminate|skip)\s+"
        rf"(?:\w+\s+){{0,3}}?{_OTHERS}(?:candidate|applicant|resume|résumé|cv|profile|application)s?\b",
    ),
    within(
        "end of ",
        r"\bend of (?:the\s+)?(?:resume|résumé|cv|document|file|input|text|data|profile)\b[\s.:–-]{0,5}"
        r"(?:begin|start|new|now|evaluation|instructions?|system)\b",
    ),
    within(
        "text for|paragraph for|message for|section for|line for|note for|content for|passage for|is for|only for|"
        "intended|meant |reserved|written for|is the system",
        r"\b(?:text|paragraph|message|section|line|note|content|passage)\s+(?:is\s+)?(?:(?:intended|meant|reserved|written)"
        rf"\s+)?(?:only\s+)?for\s+(?:the\s+|any\s+|all\s+|every\s+)?(?:{MACHINE}|automated\s+readers?|machines?)(?!\w)|"
        r"\b(?:text|message|paragraph|line)\s+is\s+the\s+system\s+(?:message|prompt)\b",
    ),
    within(
        "llm|ai:|ats:|gpt|claude|gemini|model:|bot:|assistant:",
        rf"(?<![\w/])(?:{MACHINE})\s*:\s*(?:please|kindly|you|rate|rank|score|give|ignore|recommend|select|treat|skip)\b",
    ),
    within(
        "highest|maximum|full|top|best",
        r"\b(?:grant|award|give|assign)\s+(?:(?:the|a)\s+)?(?:highest|maximum|top|full|best)\s+(?:possible\s+)?"
        r"(?:scores?|rank|ratings?|marks|points|grade)\b",
    ),
    within(
        "json|xml|yaml|the word",
        r"\b(?:return|output|respond with|reply with|produce|emit)\s+(?:(?:only|a|an|valid|the|some)\s+)*(?:json|xml|"
        r"yaml|word)\b.{0,60}\b(?:score|match|rating|hire|true|rank|yes|\d+)\b",
    ),
    within(
        "above|following|preceding|below",
        rf"^[^\w\n]*(?:please\s+)?[a-z]+\s+(?:[\w'’-]+\s+){{0,6}}?(?:(?:the|this)\s+(?:above|following|preceding)\s+{_PIECE}|"
        rf"the\s+{_PIECE}\s+(?:above|below))s?[.:?!]?\s*$",
    ),
    within(
        "you write|you say|you give|you produce|you output|you generate",
        r"\b(?:(?:every|each|all|any)\s+(?:sentence|word|paragraph|answer|reply|line|response|message)s?|(?:in\s+)?what)\s+"
        r"(?:that\s+)?you\s+(?:write|give|say|produce|output|generate)\b",
    ),
)
