import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.proof import locate
from scoring.redaction import Identity, RedactionKind, leaks, redact

JANE = Identity(names=("Jane Doe",), emails=("jane.doe@example.com",), phones=("+1 614 555 0123",))
RESUME = """Dr. JANE M. DOE
Engineer | jane.doe@example.com | (614) 555-0123
12 Main Street, Apt 4, Columbus, OH 43215

Summary
Jane led Python services. J. Doe works in Java, Node.js and at Johnson & Johnson.

Experience
Senior Engineer, Example Corp, 2019 - 2024

Education
B.Sc. Computer Science, Example University, Sept 2003 - June 2007

Jane Doe - Page 2
"""
# What breaks a redaction: parts of every kind, glued in any order, and placeholders that were there before.
_PARTS = (
    "Jane;Doe;DOE;J.; ;\n;, ;| ;jane.doe@example.com;+1 614 555 0123;www.example.com/jane;2007;[NAME 1];[NAME; 1];"
    "Name: ;Date of birth: ;3.7.1985;Education\n;12 Main Street;she/her;single;Müller;Age: 41;Address: ;[PHONE 2];"
    "Class of ;1998;Java;43215;Columbus, OH ;geb. ;US citizen;J A N E D O E;"
    "Nationality ;Visa: ;Sincerely,\n;Resume of ;linkedin.com/in/x"
)
PARTS = st.sampled_from(_PARTS.split(";"))
TEXTS = st.lists(PARTS, max_size=25).map("".join)


NOBODY = Identity()


def redacted(text, identity=NOBODY):
    return redact(text, identity).text


def test_a_resume_is_left_without_its_person():
    redaction = redact(RESUME, JANE)

    for gone in ("ane", "DOE", "Doe", "example.com", "555", "Main", "43215", "2007"):
        assert gone not in redaction.text
    assert leaks(redaction.text, redaction) == leaks(redaction.text, JANE) == ()


def test_what_the_work_is_about_stays():
    text = redacted(RESUME, JANE)

    for kept in (
        "Columbus, OH",
        "Java, Node.js and at Johnson & Johnson",
        "Example Corp, 2019 - 2024",
        "Example University",
    ):
        assert kept in text


@pytest.mark.parametrize(
    "line",
    [
        "Negotiated under the Paris Agreement and the Doe standard for Java, C++, ASP.NET and socket.io",
        "Cut costs by 1,000,000 in 2015 - 2019 and served 10 000 000 users (01/2015 - 12/2019)",
        "Taught children aged 5-12 years, built single sign-on, and led a married-housing programme",
        "Authorized to work in the United States without sponsorship",
        "Helped U.S. citizens abroad and reviewed nationality law, visa processing and gender studies",
        "Employee at Amazon.com, Booking.com and Johnson & Johnson",
        "Promotions manager (2018 - 2021), aluminium works, 2014",
        "- **Harbour Pilot** : Example Quay Ltd (2016 - 2020)",
        "- Asp.net",
    ],
)
def test_work_is_not_taken_for_a_person(line):
    text = f"Experience\n{line}\n"

    assert redacted(text) == text


@pytest.mark.parametrize(
    ("line", "secret", "kind"),
    [
        ("Name: Orla Brightmoor", "Orla", RedactionKind.NAME),
        ("Nom : Brightmoor, Orla", "Orla", RedactionKind.NAME),
        ("E-Mail: o.b (at) example (dot) com", "example", RedactionKind.EMAIL),
        ("Telefon: 0171 5550123", "5550123", RedactionKind.PHONE),
        ("Tél. 06 12 34 56 78", "34 56", RedactionKind.PHONE),
        ("Contact: +34 612 345 678", "612", RedactionKind.PHONE),
        ("LinkedIn: linkedin.com/in/someone-1", "someone", RedactionKind.LINK),
        ("Website: someone.dev", "someone", RedactionKind.LINK),
        ("Date of birth: 14 March 1985", "1985", RedactionKind.BIRTH_DATE),
        ("Geburtsdatum 03.07.1985", "1985", RedactionKind.BIRTH_DATE),
        ("Née le 5 mai 1985 à Lyon", "1985", RedactionKind.BIRTH_DATE),
        ("Fecha de nacimiento: 09/11/1985", "1985", RedactionKind.BIRTH_DATE),
        ("Geburtsort: Bremen", "Bremen", RedactionKind.BIRTHPLACE),
        ("Age: 47", "47", RedactionKind.AGE),
        ("47 Jahre alt", "47", RedactionKind.AGE),
        ("I am a 47 year old teacher", "47", RedactionKind.AGE),
        ("Gender: female", "female", RedactionKind.GENDER),
        ("Pronouns: she/her/hers", "her", RedactionKind.GENDER),
        ("Sexo: mujer", "mujer", RedactionKind.GENDER),
        ("Marital status: Married, 2 children", "arried", RedactionKind.FAMILY),
        ("Familienstand: ledig", "ledig", RedactionKind.FAMILY),
        ("célibataire", "libataire", RedactionKind.FAMILY),
        ("Estado civil: soltera", "soltera", RedactionKind.FAMILY),
        ("Nationality: Canadian", "Canadian", RedactionKind.NATIONALITY),
        ("Staatsangehörigkeit: deutsch", "deutsch", RedactionKind.NATIONALITY),
        ("Nationalité : française", "aise", RedactionKind.NATIONALITY),
        ("U.S. citizen, authorized to work in the US", "citizen", RedactionKind.NATIONALITY),
        ("Religion: Hindu", "Hindu", RedactionKind.RELIGION),
        ("Konfession: evangelisch", "evangelisch", RedactionKind.RELIGION),
        ("Musterstraße 12a, 10115 Berlin", "12a", RedactionKind.STREET),
        ("12 bis, rue de la Paix, 75002 Paris", "Paix", RedactionKind.STREET),
        ("Calle Mayor 12, 3º B, 28013 Madrid", "28013", RedactionKind.STREET),
        ("Flat 4, 99 High Road, London E1 6AN", "E1 6AN", RedactionKind.STREET),
        ("Photo attached", "Photo", RedactionKind.PHOTO),
        ("Class of 1998", "1998", RedactionKind.GRADUATION_YEAR),
        ("Abitur 1998", "1998", RedactionKind.GRADUATION_YEAR),
        ("Passport No: X1234567", "1234567", RedactionKind.NATIONAL_ID),
        ("SSN: 123-45-6789", "6789", RedactionKind.NATIONAL_ID),
        ("DNI: 12345678Z", "12345678", RedactionKind.NATIONAL_ID),
    ],
)
def test_a_fact_about_the_person_is_taken_out(line, secret, kind):
    redaction = redact(f"Engineer\n{line}\nExperience\nEngineer, Example Corp, 2019 - 2024\n")

    assert secret not in redaction.text
    assert kind in {removal.kind for removal in redaction.removals}
    assert "Example Corp, 2019 - 2024" in redaction.text


@pytest.mark.parametrize(
    "spelling",
    ["José Müller", "JOSE MUELLER", "Müller, José", "J. Müller", "J O S E   M U L L E R", "josemueller", "Jose-Muller"],
)
def test_a_known_name_is_found_in_any_spelling(spelling):
    text = redacted(f"Projects\nReviewed by {spelling} in 2020\n", Identity(names=("Dr. José Müller",)))

    assert text == "Projects\nReviewed by [NAME 1] in 2020\n"


def test_a_name_that_is_also_a_word_goes_only_with_the_rest_of_it():
    text = redacted(
        "Ruby Page\nruby.page@example.com\nExperience\nRuby on Rails, landing page\n", Identity(names=("Ruby Page",))
    )

    assert text == "[NAME 1]\n[EMAIL 1]\nExperience\nRuby on Rails, landing page\n"


def test_the_mailbox_tells_the_name():
    text = redacted("Experience\nEngineer, Example Corp\nOrla worked there.\n\nContact\norla.brightmoor@example.com\n")

    assert "Orla" not in text


def test_an_employer_named_like_the_candidate_is_hidden_too():
    text = redacted("Experience\nJohnson & Johnson, 2019 - 2024\n", Identity(names=("Mary Johnson",)))

    assert text == "Experience\n[NAME 1] & [NAME 1], 2019 - 2024\n"


def test_studies_in_progress_are_still_known_to_be():
    text = redacted("Education\nB.Sc. Physics, Example University, 2021 - present\n")

    assert text.endswith("[GRADUATION YEAR 1] - present\n")


def test_answers_use_the_placeholders_of_the_resume():
    resume = redact(RESUME, JANE)

    answer = redact("Jane Doe, jane.doe@example.com", known=resume.removals)

    assert {removal.placeholder for removal in answer.removals} <= set(resume.mapping())
    assert all(resume.mapping()[key] == value for key, value in answer.mapping().items())


def test_a_quote_of_the_redacted_text_maps_back_to_what_was_there():
    redaction = redact(RESUME, JANE)
    start, end = locate("[NAME 2] led python  services", redaction.text)

    start, end = redaction.original_span(start, end)

    assert RESUME[start:end] == "Jane led Python services"


@given(TEXTS)
def test_redacting_twice_changes_nothing(text):
    once = redact(text, JANE)

    assert redact(once.text, JANE).text == once.text
    assert redact(text, JANE) == once


@given(TEXTS)
def test_what_was_taken_out_can_be_put_back_and_every_place_maps(text):
    redaction = redact(text, JANE)

    at, pieces = 0, []
    for removal in redaction.removals:
        assert text[removal.start : removal.end] == removal.original
        pieces += [text[at : removal.start], removal.placeholder]
        at = removal.end
    assert "".join([*pieces, text[at:]]) == redaction.text
    assert redaction.original_span(0, len(redaction.text)) == (0, len(text))


@given(TEXTS, st.data())
def test_a_span_outside_placeholders_holds_the_same_characters(text, data):
    redaction = redact(text, JANE)
    start = data.draw(st.integers(0, len(redaction.text)))
    end = data.draw(st.integers(start, len(redaction.text)))

    first, last = redaction.original_span(start, end)

    assert 0 <= first <= last <= len(text)
    if "[" not in redaction.text and start < end:
        assert text[first:last] == redaction.text[start:end]


@given(TEXTS)
def test_no_known_name_or_contact_is_left(text):
    assert leaks(redact(text, JANE).text, JANE) == ()


@pytest.mark.parametrize(
    ("outgoing", "kinds"),
    [
        ("JANE knows SQL", (RedactionKind.NAME,)),
        ('{"resume": "Led\\nJane"}', (RedactionKind.NAME,)),
        ("call 614.555.0123", (RedactionKind.PHONE,)),
        ("Jane.Doe@Example.com", (RedactionKind.NAME, RedactionKind.EMAIL)),
        ("janet led 6145550199 calls", ()),
    ],
)
def test_a_leak_is_seen_in_any_form_and_named_by_kind_only(outgoing, kinds):
    assert leaks(outgoing, JANE) == kinds


def test_a_range_outside_the_text_is_refused():
    with pytest.raises(ValueError, match="no range"):
        redact("Jane", JANE).original_span(0, 99)


def test_a_number_without_its_area_is_one_where_contacts_stand():
    work = "\n".join(f"- Kept line {number} of the plant running" for number in range(12))
    text = f"Jane Doe\n555-0100, Columbus\n\nExperience\n{work}\nReplaced part 555-0199 in 2019\n"

    redaction = redact(text, Identity(names=("Jane Doe",)))

    assert "555-0100" not in redaction.text
    assert "555-0199" in redaction.text
