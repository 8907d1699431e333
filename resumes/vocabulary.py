"""Word lists that tell headings, compounds and broken words apart. English; other languages fall back to layout."""

# Words that section headings are made of.
_HEADING_WORDS = """
& about academic accomplishments achievements activities additional affiliations and areas awards background
career certificates certifications clinical coding community competencies computer contact core courses
coursework creative credentials details development education educational employment experience experiences
expertise extra extracurricular freelance goals highlights history hobbies honors honours i information
interests internship internships investments involvement key knowledge language languages leadership licences
licenses links management me memberships military my objective objectives of open organizations other patents
personal portfolio positions practical presentations professional profile profiles programming project
projects publications qualifications recent recognition references related relevant research responsibilities
roles scholarships service skill skills social soft software source statement strengths studies summary talks
teaching technical technologies testimonials tools top training trainings volunteer volunteering with work
working writing your
"""
# Those of them that make a heading by themselves.
_SECTION_WORDS = """
about accomplishments achievements activities affiliations awards certificates certifications competencies
contact courses coursework credentials education employment experience experiences expertise extracurricular
hobbies honors honours interests internships languages leadership licences licenses memberships objective
organizations patents portfolio profile projects publications qualifications references research skills
strengths summary technologies training volunteer volunteering
"""
# Second halves that are no words of their own: the hyphen before them was made by the line break.
_SUFFIXES = """
able agement agements al ally ance ances ant ants ate ated ates ating ation ational ations bilities bility
cation cations ception ceptions duction ductions ed eling elling els ence ences ent ents er ers ficiency
ficient formance formances ful gram grams graphy gration grations ial ible ical ing ings ious ise ised ising
ism ist ists ities ity ive ives ization ize ized izing less ly ment mental mented menting ments ness nologies
nology ological ologies ology ous perience periences plement plementation plemented plementing rience ronment
ronments ship ships sion sions sistency sistent sive sively spection sponsibility sponsible tection tion
tional tionally tions tive tively tives tomer tomers tributed ture tures ular ure ures velop veloped veloper
velopers veloping velopment ward wards zation zational zations
"""
# First halves that real compounds begin with: the hyphen stays.
_COMPOUNDS = """
all anti back best client close co community company cost cross customer data day decision detail end entry
evidence face fast follow forward free front full goal government half hands hard high hybrid large lead life
long low management market master mission mobile multi near non object one part patient peer performance
policy problem project quality quick real record research results risk role safety sales security self semi
service short single six skill small social stand state task team tech test third thread three time top two
user value vendor web well wide work world year
"""

HEADING_WORDS = frozenset(_HEADING_WORDS.split())
SECTION_WORDS = frozenset(_SECTION_WORDS.split())
SUFFIXES = frozenset(_SUFFIXES.split())
COMPOUNDS = frozenset(_COMPOUNDS.split())
