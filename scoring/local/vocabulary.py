"""Curated words: which say nothing, which say little, and which belong to one family."""


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


def _stems(listed: str) -> dict[str, str]:
    """Word to stem, from lines "stem: words" (a longer line goes on in the next, further indented)."""
    stems: dict[str, str] = {}
    for word in listed.split():
        if word.endswith(":"):
            stem = word[:-1]
        else:
            stems[word] = stem
    return stems


STOP = _words(
    """
    a able about above across after against all along also among an and another any are around as at be because
    been before behind being below between both but by can could did do does doing done down during e each eg
    eight either enough etc even ever every few five for four from further g get gets given had has have having
    he her here hers him his how however i ie if in include included includes including into is it its itself
    just least less let like made make makes many may me might more most much must my near need needed needs
    neither new nine no nor not of off on once one only onto or other others our out over own per put rather s
    same seven several shall she should since six so some such t ten than that the their theirs them then there
    these they this those three through throughout to too toward towards two under until up upon us use used
    uses using very via was we well were what when where whether which while who whom whose why will with within
    without would you your yours yourself
    """
)

# What advertisements and resumes wrap around the thing itself.
FILLER = _words(
    """
    abilities ability able acumen adept advanced aptitude areas aspects background basic basics bring brings
    broad candidate capabilities capability capable capacity competence competencies competency competent
    comprehensive considerable daily day demonstrable demonstrate demonstrated demonstrates depth different
    effective effectively efficient efficiently essential excellent exceptional experience experienced
    experiences expert expertise expertly exposure extensive familiar familiarity field fluent fundamental
    fundamentals general good great hands held high highly holding ideal impressive in-depth indepth
    intermediate job keen knowledge knowledgeable known level levels major mastery minimum month months multiple
    necessary notable outstanding overall part passion plus position possess possesses possessing practical
    preferably preferred prior proficiency proficient proficiently profound proven qualification qualifications
    qualified range related relevant remarkable required robust role roles served
    serving significant similar skill skilled skills solid some sound strong substantial successful successfully
    sufficient superior tasks thorough understand understanding varied variety various vast versed way ways wide
    work worked working workings year years
    """
)

# Words that stand in every field: they support a match, they do not make one.
GENERAL = _words(
    """
    activity analysis assist assistance assure business care client company complex coordinate customer data
    delivery department design develop development document documentation ensure environment establish evaluate
    execute facility functional goal group handle identify implement implementation improve improvement industry
    information initiative issue lead leadership maintain maintenance manage management manager material meet
    member method monitor need objective operate operations opportunity order organization perform performance
    person plan planning policy practice prepare problem procedure process product production professional
    program project provide quality record report requirement resolve resource responsibility responsible result
    review service site solution specialist staff standard strategy support system team technical technique
    technology test time tool train training user
    """
)

# Stems that lose no second ending, as another family would have the rest ("server" and "service", "form" and "format").
WHOLE = _words(
    """
    applic communic director formal format mater normal objectiv physic regular servic server statist
    """
)

# Words whose family the suffixes do not show, and words that the suffixes would join wrongly.
IRREGULAR = _stems(
    """
    analy: analyses analysis analyst analysts analytic analytical analytics analyze analyzed analyzes analyzing
      analyse analysed analysing
    mathemat: math maths mathematics mathematical mathemat
    sale: sold sell selling seller sales sale
    lead: led leads leader leaders leading
    teach: taught
    buy: bought
    writ: wrote written writing write
    build: built
    run: ran running
    driv: drove driven driver driving
    person: people
    man: men
    woman: women
    child: children
    strong: strength
    communic: communications communicator
    maintain: maintenance maintaining maintained
    repair: repair repairs repairer repairers repairing repaired
    curricul: curricula curriculum curriculums
    organ: organisation organization organizational organise organised organize organized organizing organizer
      organising organisational organizations
    nurs: nurse nurses nursing
    program: programme programmes
    programm: programming programmer programmers
    technician: technician technicians
    technic: technical technically
    technolog: technology technologies
    techniq: technique techniques
    secretar: secretary secretaries secretarial
    account: accountant accounting accountants accounts
    art: art arts
    artist: artist artists artistic
    polic: policies policy
    police: police
    universit: university
    universal: universal
    media: media
    medium: medium
    medic: medical medicine
    medicat: medication
    general: general
    generat: generate generating generation
    relation: relation relations relationship relationships
    interperson: interpersonal
    personal: personal
    personnel: personnel
    personality: personality
    news: news
    access: access
    process: process processes processing processed
    busines: business businesses
    detail: detail details detailed detailing
    international: international
    national: national
    inventor: inventory inventories
    budget: budget budgeting
    engine: engine engines
    engineer: engineer engineers engineering
    center: center centre
    labor: labour labor
    scien: science sciences scientific scientist scientists
    physic: physical
    physics: physics
    administr: administer administered administers administering admin admins
    survey: surveyor surveyors
    operator: operator operators
    persua: persuade persuades persuaded persuading persuasion persuasive persuader persuasively
    consult: consultant consultants
    laborator: lab labs
    develop: dev devs
    system: sys
    oper: ops
    applic: app apps
    config: configuration configurations configure configured configures configuring configs
    multitask: multitasking multitask multitasker
    teamwork: teamwork teamworking
    surg: surgery surgical surgeon surgeons surgeries
    compass: compassion compassionate compassionately
    empath: empathy empathetic empathic empathize
    persist: persistence persistent persistently
    percept: perceptive perceptiveness perception perceptual
    judg: judgment judgement judgments judge judging judicious
    leadership: leadership
    speak: speaking speaker spoken speech
    compr: comprehension comprehend comprehending comprehends comprehensible
    deci: decision decisions decisive decide decided decides deciding
    mak: making maker makers
    instruct: instruction instructions instructing instructor instructional
    signal: signal signals signaling signalling
    mentor: mentor mentors mentoring mentored mentorship
    hospitalit: hospitality
    draw: drawing drawings draws drew
    """
)
