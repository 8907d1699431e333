"""What the numbers of licences and certificates look like: a shape that fits proves nothing, one that does not is a
reason to ask."""

import re
from collections.abc import Mapping

# Shapes only, as issuers print them; none of them has a public check digit except the British driver number's layout.
_SHAPES: Mapping[str, str] = {
    # State boards: an optional state or type prefix and five to ten digits ("RN 123456", "CA-95012345", "9412345").
    "nursing": r"(?:[A-Z]{2}[ -]?)?(?:RN|LPN|LVN|APRN|NP|CNA)?[ .#-]?\d{5,10}",
    # State boards of accountancy: three to seven digits, some with a letter or "CPA" in front.
    "cpa": r"(?:[A-Z]{2}[ -]?)?(?:CPA)?[ .#-]?[A-Z]?[ -]?\d{3,7}[A-Z]?",
    # Project Management Institute: six to nine digits.
    "pmi": r"(?:PMP|CAPM|PMI)?[ .#-]?\d{6,9}",
    # Amazon: a validation number of 16 letters and digits, earlier "AWS-ASA-12345" or "AWS00123456".
    "aws": r"[A-Z0-9]{16}|AWS-?[A-Z]{0,5}-?\d{3,8}",
    # United Kingdom: surname, birth decade and so on in 16 characters, with or without the issue number.
    "driving-gb": r"[A-Z9]{5}\d[0156]\d(?:0[1-9]|[12]\d|3[01])\d[A-Z9]{2}\d[A-Z]{2}(?: ?\d{2})?",
    # United States: by state, up to three letters and four to fourteen digits, dashes or spaces between.
    "driving-us": r"[A-Z]{0,3}[ -]?(?:\d[ -]?){4,14}[A-Z]?",
    # Cisco, Microsoft, CompTIA and others: a candidate number with at least five characters and a digit.
    "other": r"(?=[A-Z0-9/ -]*\d)[A-Z0-9][A-Z0-9/ -]{3,29}",
}
KINDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "nursing": (r"\b(?:nurs\w*|rn|lpn|lvn|aprn|cna|np)\b", ("nursing",)),
    "cpa": (r"\b(?:cpa|public accountant)\b", ("cpa",)),
    "pmi": (
        r"\b(?:pmp|capm|project management professional|certified associate in project management)\b",
        ("pmi",),
    ),
    "aws": (r"\b(?:aws|amazon)\b", ("aws",)),
    "driving": (r"\b(?:driv\w+|cdl)\b", ("driving-gb", "driving-us")),
}


def credential_kind(credential: str) -> str:
    """One of KINDS by the credential's name, '' for every other credential."""
    return next((kind for kind, (names, _) in KINDS.items() if re.search(names, credential, re.IGNORECASE)), "")


def number_fits(credential: str, number: str) -> bool:
    """Whether a number has the shape of the credential's numbers; unknown credentials take any plausible number."""
    kind = credential_kind(credential)
    shapes = KINDS[kind][1] if kind else ("other",)
    bare = number.strip().upper()
    return any(re.fullmatch(_SHAPES[shape], bare) for shape in shapes)
