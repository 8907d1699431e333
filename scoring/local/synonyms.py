"""Curated groups of words that mean nearly the same in a duty."""

# Words of one line can stand for each other in a duty. A word may stand in several lines.
GROUPS = tuple(
    line.strip()
    for line in """
    manage lead supervise oversee direct head run
    leadership lead supervise manage mentor
    coordinate organize arrange schedule plan orchestrate
    develop build create design implement construct produce engineer program code author
    maintain upkeep service repair fix restore overhaul preserve
    test verify validate check inspect examine
    analyze evaluate assess study examine investigate interpret review appraise
    research study investigate explore
    train teach instruct educate coach mentor tutor onboard
    help assist support aid
    client customer guest patron consumer
    staff employee personnel worker team crew workforce
    hire recruit staff interview talent
    buy purchase procure source procurement acquisition
    sale sell retail merchandise
    budget cost expense spending
    money cash financial finance fiscal
    invoice bill billing
    write author draft compose document
    report document record log
    present presentation demonstrate demo
    communicate liaise correspond verbal oral written interact communication
    improve enhance optimize increase upgrade refine streamline
    reduce decrease cut minimize lower
    solve resolve troubleshoot debug problem-solving diagnose
    install deploy configure set-up setup implement
    ship deliver dispatch distribute transport freight
    store warehouse stock inventory
    clean sanitize disinfect wash housekeeping janitorial
    cook chef culinary kitchen food meal cuisine
    menu recipe dish
    student pupil learner child
    lesson curriculum course class classroom
    patient resident
    doctor physician clinician
    nurse nursing rn
    health medical clinical healthcare
    exercise fitness workout gym athletic
    law legal attorney lawyer litigation
    contract agreement
    negotiate bargain negotiation
    promote market advertise marketing advertising campaign publicity
    press media journalist news publicity
    website web online internet digital
    software application program app
    computer pc desktop workstation
    server infrastructure network
    database data
    security secure protection protect safety safe
    graph chart graphic visual illustration
    draw sketch illustrate drawing
    photo photograph image picture photography
    garment apparel clothing fashion textile
    build construction building contractor construct
    car vehicle automobile automotive truck
    aircraft airplane aviation flight plane airframe
    farm agriculture crop agricultural
    animal livestock veterinary pet
    machine equipment machinery apparatus device instrument
    tax taxation
    audit auditing
    account ledger bookkeeping accounting
    bank banking loan credit lending
    insurance underwriting claim
    compliance regulation regulatory comply
    payroll compensation benefit wage
    goal objective target quota
    deadline time-management punctual timely
    cooperate collaborate teamwork partner team cooperation collaboration
    accurate precise precision accuracy meticulous detail
    quick fast rapid speed
    listen hear
    forecast predict projection prediction
    statistic statistical mathemat quantitative
    calculate compute calculation arithmetic numerical mathemat
    decide decision judgment judgement
    creative innovative imaginative creativity innovation
    hardware device equipment
    vendor supplier
    phone telephone call
    mail email correspondence letter
    secretary clerical administrative office receptionist administration
    guideline standard protocol procedure policy
    permit license
    event conference meeting
    donor fundraise fundraising donation
    community public outreach
    counsel advise guide consult advice counseling consultation consulting advisory
    stakeholder partner
    growth expand expansion grow
    strategy strategic roadmap
    physical strength stamina endurance fitness
    dexterity manual handwork
    lift carry load
    move relocate transfer
    measure measurement gauge metric
    model modeling modelling
    automate automation script scripting
    cloud aws
    cloud azure
    interface ui ux frontend
    backend server-side
    hotel lodging hospitality accommodation
    travel tour tourism trip
    electric electrical wiring electricity electrician
    mechanic mechanical mechanism
    chemical chemistry chemist
    biology biological biologist
    library librarian archive
    language linguistic translate interpretation translation
    music musical musician
    child pediatric childcare kid
    elder elderly geriatric senior aged
    mental psychological psychology psychiatric behavioral
    therapy treatment therapist rehabilitation
    medicine medication drug pharmacy pharmaceutical
    weld welding welder fabrication
    paint painting coat finish
    wood carpentry carpenter woodwork
    environment environmental ecological sustainability
    multitask multi-task juggle simultaneously
    flexible adaptable adapt flexibility adaptability
    motivate inspire encourage motivation
    conflict dispute mediation
    risk hazard
    pay payment remit
    hr human
    investment portfolio invest asset
    property estate realty
    route itinerary
    price pricing quote
    survey questionnaire poll
    team group
    manage handle
    keep maintain retain
    pressure stress
    select choose pick
    weather climate
    luggage baggage suitcase
    aid first-aid cpr
    """.strip().splitlines()
)
