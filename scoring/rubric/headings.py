"""Headings of job advertisements: which part of an advertisement the lines below them belong to."""

import re
from enum import StrEnum


class Section(StrEnum):
    """A part of an advertisement. The part decides how a line reads when its own words do not."""

    TITLE = "title"
    OVERVIEW = "overview"
    DUTIES = "duties"
    REQUIRED = "required"
    PREFERRED = "preferred"
    EDUCATION = "education"
    BOILERPLATE = "boilerplate"  # benefits, pay, about us, equal opportunity, how to apply


FIELD_SECTION = {
    "title": Section.TITLE,
    "overview": Section.OVERVIEW,
    "responsibilities": Section.DUTIES,
    "qualifications": Section.REQUIRED,
    "education": Section.EDUCATION,
}

_YOU = r"(?:you|you['’]ll|you will|you['’]re|we|we['’]re|you are|we are|we['’]ll|we will)"
# In this order: the first pattern that matches a heading wins, so "preferred qualifications" is not "qualifications".
_PATTERNS: tuple[tuple[Section, str], ...] = (
    (
        Section.BOILERPLATE,
        (
            r"(?:.*\bbenefits?\b.*|.*\bperks\b.*|compensation.*|(?:base |annual |the )?(?:salary|pay)\b.*|pay (?:range|"
            r"rate).*|"
            rf"(?:why|about) (?:us|join.*|work.*|{_YOU}\b.*|the (?:company|firm|organi[sz]ation|client|business|"
            rf"employer).*|our .*)|"
            rf"what(?:['’]s in it for you| {_YOU} (?:offer|get|provide|can offer).*|['’]s on offer.*)|who we are|"
            rf"our (?:company|culture|"
            r"values|mission|story|client|commitment|benefits).*|company (?:description|overview|profile|summary|"
            r"culture)|we offer|"
            r"(?:job )?(?:location|job type|employment type|work type|hours|schedule|shift|contact|salary range|rate|"
            r"duration|start date|"
            r"reports? to|reference|job (?:id|code|number)).*|equal (?:opportunity|employment).*|eeo.*|diversity.*|"
            r"disclaimer.*|"
            r"how to apply|to apply|apply.*|(?:application|interview) process.*|additional information|top reasons.*|"
            r"(?:job |pay )?options?|your right to work|privacy.*|reward.*|the (?:package|offer|company|client)|"
            r"closing date.*|notice.*)"
        ),
    ),
    (
        Section.PREFERRED,
        (
            r"(?:.*\b(?:preferred|desired|desirable|desirables|bonus(?: points)?|pluses|optional|recommended|"
            r"advantageous|ideally)\b.*|"
            r".*\bnice[- ]to[- ]haves?\b.*|.*\bgood[- ]to[- ]haves?\b.*|a plus|plus(?:es)?|extra credit.*|"
            r".*\bnot required\b.*|"
            r".*\bwould be (?:a plus|great|nice)\b.*|what will set you apart|additional skills|great if you have.*)"
        ),
    ),
    (
        Section.EDUCATION,
        (
            r"(?:(?:required |minimum )?education(?:al)?(?: (?:requirements?|background|level|qualifications?|(?:and|"
            r"&) training))?)"
        ),
    ),
    (
        Section.DUTIES,
        (
            r"(?:.*\b(?:responsibilities|responsibilites|responsiblities|duties|accountabilities|deliverables)\b.*|"
            rf"what (?:{_YOU} )?(?:will be doing|do|will do|ll do|be doing|the job involves|you can expect).*|"
            rf"what you['’]ll (?:do|be doing).*|"
            r"(?:the |your )?(?:role|job|position|mission|challenge|opportunity|day[- ]to[- ]day)(?: (?:and|&) .*)?|"
            r"in this role.*|"
            r"essential (?:job )?functions?.*|(?:key |main |core )?(?:tasks|functions|activities|objectives|"
            r"accountability)|"
            r"(?:role |key )?(?:purpose|scope)|how you will .*|your impact|you will|as an? .{2,60}, you(?: will|"
            r"['’]ll))"
        ),
    ),
    (
        Section.REQUIRED,
        (
            r"(?:.*\b(?:requirements?|required|requiredd|qualifications?|must[- ]haves?|prerequisites?|competenc(?:y|"
            r"ies)|credentials)\b.*|"
            rf"what (?:{_YOU} )?(?:can )?(?:need|bring|have|require|look for|are looking for|re looking for|expect).*|"
            rf"what you['’]ll (?:need|bring|have).*|"
            r"(?:key |essential |minimum |technical |core |other |soft |hard |professional |basic |relevant |specific |"
            r"mandatory |your |"
            r"the |primary |main |necessary |necessary )*(?:skills?|skill ?set|abilities|knowledge|experience|"
            r"experiences|expertise|"
            r"technolog(?:y|ies)|tech stack|languages|tools|certifications?|licen[sc]es?|job experience|"
            r"work experience|"
            r"attributes)"
            r"(?:(?:,| and|,? &|/|,? or) ?(?:key |technical |other |soft |relevant |your )*(?:skills?|abilities|"
            r"knowledge|experience|expertise|"
            r"attributes|licen[sc]es?|certifications?|qualities|training|tools|requirements?|"
            r"qualifications?))*(?: needed)?|"
            r"(?:the )?(?:ideal |successful )?(?:candidate|person|you)(?: profile| specification)?|about you|"
            r"who you are|"
            r"your profile|"
            r"you(?: have| bring| are| possess|['’]ve| should have| will have| must have)?|person specification|"
            r"the successful candidate.*|"
            r"(?:we (?:are|['’]re) )?looking for|we (?:are|['’]re) looking for.*|to (?:succeed|be successful|"
            r"be considered).*|minimum|essential|mandatory)"
        ),
    ),
    (
        Section.OVERVIEW,
        (
            r"(?:(?:job |role |position |general |executive )?(?:summary|description|overview|purpose|profile|"
            r"introduction|details?|information|"
            r"background|brief)|about (?:the|this) (?:role|job|position|opportunity|team)|detailed info|"
            r"primary purpose|"
            r"overview.*)"
        ),
    ),
    (Section.TITLE, r"(?:job |position |role )?(?:title|position|role name|vacancy|job)"),
)
_COMPILED = tuple((section, re.compile(pattern, re.IGNORECASE)) for section, pattern in _PATTERNS)
_LONGEST_HEADING = 60


def section_of(heading: str) -> Section | None:
    """The section that a line opens, or None when it is not a known heading. It may carry markup and a colon."""
    bare = heading.strip(" \t#*_:-–—•.!?=>")
    if not bare or len(bare) > _LONGEST_HEADING or len(bare.split()) > 9:
        return None
    for section, pattern in _COMPILED:
        if pattern.fullmatch(bare):
            return section
    return None


# Headings that also stand inside running text. They count there only when capitalised and followed by a colon or dash,
# or when they stand where a sentence starts and the next word is capitalised too.
INLINE_HEADING = re.compile(
    r"(?:(?<=^)|(?<=[.!?;:)•\]\n*] )|(?<=[.!?;)•\n])|(?<=[a-z0-9)] )|(?<=[a-z]))"
    r"(?P<heading>(?:(?:Key|Job|Primary|Main|Position|Role|Core|Essential|Minimum|Basic|Required|Preferred|Desired|"
    r"Desirable|"
    r"Additional|Technical|Other|Professional|Soft|Mandatory|Your|The|Minimum Required|KEY|JOB|MINIMUM|REQUIRED|"
    r"PREFERRED) )*"
    r"(?:Responsibilities|Duties|Qualifications?|Requirements?|Skills and Experience|Skills|Education|Experience|"
    r"Skills and Competencies|Competencies|Must[- ][Hh]aves?|MUST[- ]HAVE|Nice[- ][Tt]o[- ][Hh]aves?|"
    r"Optional(?: \(not required\))?|"
    r"Job Description|Description|Overview|Role Overview|About the Role|About You|About Us|About the Company|"
    r"Certifications?|"
    r"Languages|Tools|Technology|Technologies|Benefits|Salary Range|Annual Salary|Compensation|What We Offer|"
    r"What You Need[a-z ]{0,30}|"
    r"What You Will Be Doing|What You['’]ll Do|What You['’]ll (?:Need|Bring)|What You Bring|What's In It for You|"
    r"Location|"
    r"RESPONSIBILITIES|QUALIFICATIONS|REQUIREMENTS|SKILLS|EDUCATION|EXPERIENCE|DUTIES|BENEFITS|"
    r"Top Reasons to Work with Us|"
    r"Essential (?:Job )?Functions|Detailed Info|Equal Opportunity Employer|Skills required for the position|"
    r"Additional Experience \(Not Required\)|Essential Duties and Responsibilities|Primary Purpose)"
    r"(?: for this (?:role|position|job)(?: are)?)?)"
    r"(?P<mark> ?:[-–]?| [-–] (?=[A-Z0-9])| (?=[A-Z0-9][a-z0-9+]))"
)
