"""Words by which an advertisement says how much it wants something, and which sentences say nothing about a person."""

import re
from enum import IntEnum


class Strength(IntEnum):
    """How much the job wants something; a larger one wins when the same thing is asked for twice."""

    MENTIONED = 1  # named in the duties or the summary, asked for nowhere
    NICE = 2
    EXPECTED = 3  # on a list of skills that does not say "required"
    MUST = 4


NICE = re.compile(
    r"\b(?:preferred|preferably|preferable|a (?:strong |big |huge |definite |real |significant |clear )?(?:plus|"
    r"bonus|benefit|advantage|asset)|"
    r"pluses|is an? (?:plus|asset|advantage)|an (?:added )?(?:advantage|asset)|nice[- ]to[- ]haves?|good to haves?|"
    r"bonus(?: points)?|"
    r"desired|desirable|ideally|advantageous|beneficial|helpful|optional|not (?:required|essential|necessary|"
    r"mandatory)|"
    r"would be (?:great|useful|good|nice|ideal|welcome)|(?:is|are) (?:welcome|useful|good)|we['’]d love|even better|"
    r"will be (?:an? )?(?:plus|advantage|considered)|if possible|plus)\b(?! [a-z]+ing)",
    re.IGNORECASE,
)
MUST = re.compile(
    r"\b(?:must|required|requires?|requirement|minimum|min\.|at least|at minimum|mandatory|essential|necessary|"
    r"prerequisites?|"
    r"need(?:s|ed)? to (?:have|be|know)|you(?:['’]ll| will| should| already)? (?:have|bring|possess|need|hold)|"
    r"you['’]ve|you['’]re|"
    r"(?:candidates?|applicants?|person|individual) (?:must|should|will|needs? to|has|with|who)|should (?:have|be|"
    r"possess)|"
    r"we (?:require|need|expect)|looking for|seeking|no less than|not less than|minimum of|is a must|has to have|"
    r"have to have|"
    r"crucial|indispensable|in order to qualify|will have|shall have|qualified)\b",
    re.IGNORECASE,
)

BOILERPLATE = re.compile(
    r"\bequal (?:employment )?opportunit|affirmative action|regardless of|without regard to|\bEOE\b|\bE[- ]?Verify\b|"
    r"reasonable accommodation|individuals with disabilities|protected (?:veteran|characteristic|class|by law)|"
    r"sexual orientation|gender identity|401\s?\(?k\)?|\bdental\b(?!.{0,20}(?:hygien|assist|nurs|clinic|practice))|"
    r"paid (?:time off|vacation|holidays?|leave)|\bPTO\b|health(?:care)? (?:insurance|benefits)|life insurance|"
    r"parental leave|"
    r"tuition reimbursement|salary|compensation|(?:[$£€]\s?\d[\d,.]*\s?(?:k\b|per|/|-|–|to|an)|\d[\d,.]*\s?[$£€])|"
    r"we offer|"
    r"our (?:benefits|company|mission|values|culture|client is)|click (?:here|the|on|apply)|apply (?:now|today|"
    r"online|here|via|by)|"
    r"send (?:us )?your (?:resume|cv)|to apply|looking forward to|acting as an employment|recruitment (?:agency|"
    r"business)|"
    r"will (?:not )?sponsor|visa sponsorship|competitive (?:base|pay|package)|\bwe(?:['’]re| are) (?:a|an|the|proud|"
    r"committed)\b|"
    r"\bfounded in\b|headquartered|privacy (?:policy|notice)|terms of use|cookie|pension|annual leave|"
    r"days['’]? holiday|"
    r"job (?:id|code|ref)\b|https?://|www\.|\bthis (?:job description|posting) (?:is|may)|other duties (?:may|as)|"
    r"bonus of|company car|"
    r"the statements? (?:above|below)|listed below are representative|benefits? (?:package|eligib|include|start)",
    re.IGNORECASE,
)

ABOUT_A_PERSON = re.compile(
    r"\b(?:experienced?|knowledge|knowledgeable|proficien\w+|skills?|skilled|degree|diploma|certif\w+|licen[sc]\w+|"
    r"familiar\w*|expertise|expert|"
    r"understanding|background|abilit(?:y|ies)|able to|fluen\w+|bachelor\S*|master['’]s|must have|years?|"
    r"track record|qualified|capab\w+|competen\w+|"
    r"exposure|should have|required|preferred|a plus|nice to have|bonus|desirable|desired|ideally|mastery|aptitude|"
    r"versed)\b",
    re.IGNORECASE,
)

# Stated by the job but not to be answered from a resume by code: shown to a person, counted for nothing.
SOFT = re.compile(
    r"\b(?:communicat\w*|interpersonal|team[- ]?(?:work|player|oriented|spirit)|collaborat\w*|attention to detail|"
    r"detail[- ]oriented|"
    r"problem[- ]solv\w*|time[- ]management|self[- ]?(?:starter|motivat\w*|driven|confiden\w*|disciplined?)|"
    r"motivat\w*|enthusias\w*|"
    r"proactiv\w*|pro-active|flexib\w*|adaptab\w*|adapt to|creativ\w*|critical thinking|analytical (?:skills?|"
    r"thinking|mind\w*|abilit\w*)|"
    r"positive attitude|can[- ]do|work ethic|integrity|reliab\w*|punctual\w*|dependab\w*|patien(?:ce|t with)|"
    r"empath\w*|passion\w*|"
    r"organi[sz]ation(?:al)? (?:skills?|abilit\w*)|organi[sz]ed|decision[- ]making|judge?ment|leadership (?:skills?|"
    r"qualit\w*|abilit\w*|"
    r"capabilit\w*)|multi[- ]?task\w*|work (?:well )?(?:independently|under pressure|in a team|with others|"
    r"effectively)|under pressure|"
    r"tight deadlines|fast[- ]paced|initiative|curio(?:us|sity)|eager\w*|willing\w*|learn (?:quickly|new|fast)|"
    r"quick learner|stress|"
    r"active (?:listening|learning)|social perceptiveness|service orientation|listening skills?|calm|resilien\w*|"
    r"persever\w*|persist\w*|"
    r"energetic|dynamic|friendly|professionalism|presentable|accountab\w*|trustworth\w*|honest\w*|"
    r"results?[- ](?:driven|oriented)|"
    r"strategic thinking|observation(?:al)? skills?|accuracy|independen(?:t|ce|tly)|people skills?|sense of humou?r|"
    r"team environment|"
    r"ambitio\w*|hard[- ]?working|tenac\w*|charisma\w*|confiden(?:t|ce)|diploma(?:cy|tic)\w*|coach\w* mindset|"
    r"growth mindset|mindset|"
    r"ownership|prioriti[sz]\w*|negotiation skills?)\b",
    re.IGNORECASE,
)
CIRCUMSTANCE = re.compile(
    r"\b(?:travel(?:l?ing)?\b(?! (?:industry|agen|book|sector|itinerar|consult|arrange))|relocat\w*|on[- ]?call\b|"
    r"weekends?|nights?|shift(?:s| work)?|overtime|"
    r"flexible (?:hours|schedule)|full[- ]time|part[- ]time|on[- ]?site|in[- ]office|remote(?:ly)?\b(?! access|"
    r" sens)|hybrid|"
    r"lift(?:ing)? (?:up to|\d+|heavy)|\d+ (?:lbs?|pounds|kg)\b|stand(?:ing)? for|physical(?:ly)?\b|stamina|"
    r"dexterity|eyesight|vision\b.{0,20}acuity|"
    r"background (?:check|investigation|screen\w*)|drug (?:test|screen)\w*|criminal record|work authori[sz]ation|"
    r"authori[sz]ed to work(?: in (?:the )?[A-Z]\w+(?: [A-Z]\w+)*)?|years (?:of age|old)(?: or older)?|driving record|"
    r"legally (?:entitled|eligible|authori[sz]ed)|eligib\w+ to work|right to work|work permit|own (?:car|vehicle|"
    r"transport\w*)|"
    r"reliable transport\w*|strength and stamina|weather conditions|commut\w*|vaccinat\w*|hours (?:per|a) week|"
    r"dress code|sit for)\b",
    re.IGNORECASE,
)


# "Preferably X" speaks of what follows, "X preferred" of what stands before it.
_FORWARD = re.compile(
    r"\b(?:preferably|ideally|nice[- ]to[- ]haves?|bonus(?: points)?|even better|we['’]d love)\b", re.IGNORECASE
)
_BACKWARD_MUST = re.compile(
    r"\b(?<!not )(?:required|mandatory|essential|necessary|is a must|prerequisite|crucial)\b(?!\s+(?:skills?|"
    r"experience|knowledge|for|to|by))",
    re.IGNORECASE,
)


def strength_at(words: str, position: int, default: Strength) -> Strength:
    """What the words say of the thing at ``position``, where one sentence wants several things differently."""
    cues = [(match.start(), match.end(), Strength.NICE) for match in NICE.finditer(words)]
    if not cues:
        return strength_of(words, default)
    cues += [(match.start(), match.end(), Strength.MUST) for match in _BACKWARD_MUST.finditer(words)]
    behind_forward = False
    for start, end, strength in sorted(cues):
        if strength is Strength.NICE and _FORWARD.match(words, start):
            if position < start:
                break
            behind_forward = True
        elif position < end and not (
            words[:start].rstrip().endswith(("(", "[")) and re.search(r"[,;/]|\band\b", words[position:start])
        ):
            return strength
    if behind_forward:
        return Strength.NICE
    return Strength.MUST if MUST.search(NICE.sub(" ", words)) else default


def strength_of(words: str, default: Strength) -> Strength:
    """What the words themselves say, or ``default`` where they say nothing. "Preferred" beats "required" beside it."""
    if NICE.search(words) or _NEGATED_MUST_NICE.search(words):
        return Strength.NICE
    if MUST.search(words):
        return Strength.MUST
    return default


_NEGATED_MUST_NICE = re.compile(
    r"\b(?:not|n['’]t)\s+(?:be\s+)?(?:required|necessary|essential|mandatory|a must)\b", re.IGNORECASE
)
