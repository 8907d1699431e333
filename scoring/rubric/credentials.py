"""Certificates, licences and human languages as an advertisement asks for them."""

import re
from dataclasses import dataclass

# Names that stand for a credential wherever they are written like this.
_NAMED = re.compile(
    r"\b(?:CPA|CFA|CMA|CIA|CISA|CISM|CISSP|CRISC|CEH|OSCP|CCNA|CCNP|CCIE|MCSE|MCSA|MCSD|RHCE|RHCSA|CKA|CKAD|PMP|PgMP|"
    r"CAPM|CSM|CSPO|PSM|SAFe Agilist|"
    r"ITIL(?= (?:v?\d|Foundation|certif))|Six Sigma (?:Green|Black|Yellow) Belt|(?:Green|Black|Yellow) Belt|"
    r"SHRM-S?CP|SPHR|PHR|ACCA|CIMA|ACA|CIPD|"
    r"BLS|ACLS|PALS|NRP|TNCC|CPR|LCSW|LMFT|LPC|LMSW|RN|LPN|LVN|CNA|CMA \(AAMA\)|APRN|RPh|RDH|EMT(?:-[BP])?|PE|FE|EIT|"
    r"LEED(?: AP| GA)?|OSHA[- ](?:10|30)|"
    r"HAZWOPER|TWIC|CDL(?: Class [ABC]| [ABC])?|Class [ABC] CDL|Class [ABCD] (?:driver['’]?s )?licen[sc]e|ServSafe|"
    r"NASM|ACE-CPT|CompTIA [A-Z][A-Za-z+]*\+?|Security\+|Network\+|"
    r"Series (?:6|7|24|63|65|66)|EPA (?:Section )?608|ASE|AWS CWI|NCLEX(?:-RN)?|CSCP|CPIM|CIPS|QTS|PGCE|"
    r"CSCS(?: card)?|SIA licen[cs]e|IPAF|NEBOSH|IOSH)(?![\w+])"
)
_WORDED = re.compile(
    r"\b(?:(?:valid|current|active|clean|full|unrestricted|state|US|UK|a|an|"
    r"commercial)\s+)*(?P<driver>(?:commercial )?driver['’]?s?['’]? licen[cs]e|driving licen[cs]e|"
    r"forklift (?:licen[cs]e|certification|truck licen[cs]e))|"
    r"(?P<before>(?:[A-Z][\w.&+/-]*|of|and|in|CPR|First Aid|real estate|teaching|nursing|pharmacy|insurance|medical|"
    r"professional|electrical|plumbing|cosmetology|food (?:safety|handler(?:['’]?s)?))"
    r"(?: (?:[A-Z][\w.&+/-]*|of|and|aid|estate|\(\w+\))){0,5}) (?:certifications?|certificates?|licen[sc]es?|"
    r"licensure|credentials?|clearance)\b|"
    r"\b(?i:certified|licen[sc]ed|registered)(?i: as)?(?i: an?)? (?P<after>(?:in |as |"
    r"by )?[A-Z][\w&+-]*(?: (?:[A-Z][\w&+-]*|of|in|and(?= [A-Z]))){0,5})|"
    r"\b(?P<trade>(?i:licen[sc]ed|registered|certified) (?:nurse|practical nurse|electrician|plumber|architect|"
    r"pharmacist|teacher|social worker|engineer|counsel(?:or|lor)|dietitian|nursing assistant|"
    r"medical assistant|public accountant|physical therapist|attorney|broker|contractor|technician))\b"
)
_VAGUE = re.compile(
    r"^(?:professional|relevant|related|industry|technical|appropriate|applicable|any|other|the|required|and|or|of|"
    r"in|preferred|minimum|must|valid|current|active|skills?|training|education|experience|qualifications?|state|"
    r"certification|bachelor\S*|degree|strong|software|driver|user|site|open|enterprise)\b(?: (?:professional|and|or|"
    r"training|education))*$",
    re.IGNORECASE,
)
_LANGUAGE_NAMES = (
    "English|Spanish|French|German|Italian|Portuguese|Dutch|Danish|Swedish|Norwegian|Finnish|Icelandic|Polish|Czech|"
    "Slovak|Hungarian|Romanian|Bulgarian|Greek|Turkish|Russian|"
    "Ukrainian|Serbian|Croatian|Slovenian|Bosnian|Albanian|Lithuanian|Latvian|Estonian|Arabic|Hebrew|Persian|Farsi|"
    "Dari|Pashto|Urdu|Hindi|Bengali|Punjabi|Gujarati|Marathi|Tamil|"
    "Telugu|Kannada|Malayalam|Sinhala|Nepali|Chinese|Mandarin|Cantonese|Japanese|Korean|Vietnamese|Thai|Khmer|Lao|"
    "Burmese|Indonesian|Malay|Tagalog|Filipino|Swahili|Amharic|Somali|"
    "Hausa|Yoruba|Igbo|Zulu|Xhosa|Afrikaans|Haitian Creole|Hmong|Navajo|American Sign Language|ASL|"
    "British Sign Language|Welsh|Irish|Gaelic|Catalan|Basque|Flemish|Armenian|Georgian"
)
LANGUAGE = re.compile(
    rf"\b(?:{_LANGUAGE_NAMES})\b(?! (?:citizen|national|literature|teacher|department|degree|major|market|cuisine|"
    rf"food|bank|law|customers?|clients?|office|team|company|studies|subsidiar|government))"
)
_LANGUAGE_CUE = re.compile(
    r"\b(?:fluen\w+|bilingual|multilingual|speak\w*|spoken|written|verbal|oral|native|language|languages|"
    r"read(?:ing)?|write|conversational|proficien\w+|command of|mother tongue|C[12]|B[12]|communicat\w*|business)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Named:
    """A name as written with its range."""

    text: str
    start: int
    end: int


def credentials_named(text: str) -> tuple[Named, ...]:
    """Certificates and licences in the text, by name or by wording such as "licensed X" and "X certification"."""
    found: list[Named] = []
    for match in _WORDED.finditer(text):
        group = next(name for name in ("driver", "before", "after", "trade") if match[name])
        words = re.sub(r"^(?:in|as|by|of|and|an?|the)\s+", "", match[group])
        if _VAGUE.match(words):
            continue
        start = match.start(group) + len(match[group]) - len(words)
        if group == "after" and len(words.split()) > 1:
            # "Certified Public Accountant" is a name as a whole; "certified AWS" is not.
            start, words = match.start(), match[0]
        found.append(Named(words, start, start + len(words)))
    for match in _NAMED.finditer(text):
        if all(match.end() <= named.start or match.start() >= named.end for named in found):
            found.append(Named(match[0], match.start(), match.end()))
    return tuple(sorted(found, key=lambda named: named.start))


def languages_named(text: str) -> tuple[Named, ...]:
    """Human languages that the text asks for; a language name without a word about using it is not a requirement."""
    if not _LANGUAGE_CUE.search(text):
        return ()
    return tuple(Named(match[0], match.start(), match.end()) for match in LANGUAGE.finditer(text))
