"""Words that stand for points in time on resumes: months, seasons, quarters and "until now", in seven languages."""

# Full and short names as written in English, German, French, Spanish, Italian, Portuguese and Dutch.
_MONTH_NAMES = (
    "january jan januar jänner janner jän janvier janv enero ene gennaio gen janeiro januari",
    "february feb febr februar feber février fevrier févr fevr fév febrero febbraio fevereiro fev februari",
    "march mar märz maerz mär mars marzo março marco maart mrt mrz",
    "april apr avril avr abril abr aprile",
    "may mai mayo maggio mag maio mei",
    "june jun juni juin junio giugno giu junho",
    "july jul juli juillet juil julio luglio lug julho",
    "august aug août aout agosto ago augustus",
    "september sept sep septembre septiembre setiembre settembre sett setembro",
    "october oct oktober okt octobre octubre ottobre ott outubro",
    "november nov novembre noviembre novembro",
    "december dec dezember dez décembre decembre déc diciembre dic dicembre dezembro",
)
MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}

# First and last month. "Winter 2019" is read as the winter term, January to February of the year given.
SEASONS = {
    name: months
    for months, names in (
        ((3, 5), "spring frühling frühjahr fruehjahr printemps primavera lente voorjaar"),
        ((6, 8), "summer sommer été ete verano estate verão verao zomer"),
        ((9, 11), "fall autumn herbst automne otoño otono autunno outono herfst"),
        ((1, 2), "winter hiver invierno inverno"),
    )
    for name in names.split()
}

PRESENT = (
    r"present(?:\s+day)?|current(?:ly)?|now|today|ongoing|on-going|date|the\s+present|the\s+moment|still|"
    r"heute|aktuell|jetzt|laufend|dato|derzeit|gegenwart|"
    r"actuel(?:lement)?|aujourd['’]hui|présent|ce\s+jour|en\s+cours|maintenant|"
    r"(?:la\s+)?actualidad|actual(?:mente)?|presente|el\s+presente|hoy|la\s+fecha|"
    r"oggi|attuale|attualmente|in\s+corso|"
    r"(?:o\s+)?atual(?:mente)?|hoje|(?:o\s+)?momento|"
    r"heden|nu|tegenwoordig"
)
RANGE_WORDS = (
    r"to|until|till|til|through|thru|up\s*to|bis|à|a|al|au|hasta|jusqu['’]?(?:à|au|en)?|fino\s+a(?:d|l)?|"
    r"até|ate|tot(?:\s+en\s+met)?|t/m"
)
SINCE_WORDS = r"since|starting|beginning|seit|ab|depuis|desde|dal|da|sinds|vanaf|as\s+of"
