"""Heads and feet of resumes in several countries' manners, with what of them must be gone after redaction."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Planting:
    """``literals`` are kind and wording; all is filled in by ``str.format_map``."""

    head: str
    foot: str
    literals: tuple[tuple[str, str], ...]


PLANTINGS = (
    Planting(
        "{first} {last}\n{number} Main Street, Apt 4, Springfield, IL 62701\n"
        "{phone} | {email} | linkedin.com/in/{handle}",
        "{first} {last} - Page 2",
        (("street", "{number} Main Street"), ("postcode", "62701"), ("phone", "{phone}"), ("link", "{handle}")),
    ),
    Planting(
        "{FIRST} {LAST}\n{email} • {phone}\nhttps://github.com/{handle} • Pronouns: she/her",
        "Class of {year}\nReferences available upon request",
        (("link", "{handle}"), ("pronouns", "she/her"), ("graduation", "Class of {year}"), ("name", "{FIRST} {LAST}")),
    ),
    Planting(
        "CURRICULUM VITAE\nName: {last}, {first}\nDate of birth: 14 March {year}\nNationality: Canadian\n"
        "Marital status: Married, two children\nAddress: {number} High Road, London E1 6AN\n"
        "Tel.: +44 20 7946 0{number}\nE-mail: {email}",
        "Place: London\nDate: today\n({FIRST} {LAST})",
        (
            ("birth", "14 March {year}"),
            ("nationality", "Nationality: Canadian"),
            ("family", "status: Married"),
            ("street", "{number} High Road"),
            ("postcode", "E1 6AN"),
            ("phone", "7946 0{number}"),
        ),
    ),
    Planting(
        "Lebenslauf\n{first} {last}\nMusterstraße 12a\n10115 Berlin\nTelefon: +49 171 555{number}\nE-Mail: {email}\n"
        "Geburtsdatum: 03.07.{year}\nGeburtsort: Bremen\nFamilienstand: ledig\n"
        "Staatsangehörigkeit: deutsch\nKonfession: evangelisch",
        "Mit freundlichen Grüßen\n{first} {last}",
        (
            ("street", "Musterstraße 12a"),
            ("postcode", "10115"),
            ("phone", "555{number}"),
            ("birth", "03.07.{year}"),
            ("birthplace", "Bremen"),
            ("family", "ledig"),
            ("nationality", ": deutsch"),
            ("religion", "evangelisch"),
        ),
    ),
    Planting(
        "{first} {LAST}\n12 bis, rue de la Paix\n75002 Paris\n06 12 34 {number}\n{email}\nNé le 5 mai {year} à Lyon\n"
        "Nationalité : française\nSituation familiale : mariée, 2 enfants",
        "Cordialement,\n{first} {LAST}",
        (
            ("street", "rue de la Paix"),
            ("postcode", "75002"),
            ("birth", "5 mai {year}"),
            ("nationality", "française"),
            ("family", "mariée"),
            ("family", "2 enfants"),
        ),
    ),
    Planting(
        "Nombre: {first} {last}\nFecha de nacimiento: 09/11/{year}\nNacionalidad: española\n"
        "Estado civil: soltero\nSexo: masculino\n"
        "Dirección: Calle Mayor 12, 3º B, 28013 Madrid\nTeléfono: +34 612 34{number}\nCorreo: {email}\n"
        "DNI: 1234{number}Z",
        "Atentamente,\n{first} {last}",
        (
            ("birth", "09/11/{year}"),
            ("nationality", "española"),
            ("family", "soltero"),
            ("gender", "masculino"),
            ("street", "Calle Mayor 12"),
            ("postcode", "28013"),
            ("id", "1234{number}Z"),
            ("phone", "612 34{number}"),
        ),
    ),
    Planting(
        "{letters}\nE-mail {email}\nMobile: {phone}\nAge: 47\nGender: Male\nFather's Name: Orlan Brightmoor\n"
        "Passport No: X12{number}7\nReligion: Hindu",
        "Signature: {first} {last}",
        (
            ("name", "{letters}"),
            ("age", "Age: 47"),
            ("gender", "Gender: Male"),
            ("family", "Brightmoor"),
            ("id", "X12{number}7"),
            ("religion", "Hindu"),
            ("phone", "{phone}"),
        ),
    ),
    Planting(
        "Resume of {first} {last}\nContact: {email}, {phone}\nPhoto attached\n"
        "I am a 52 year old professional. U.S. citizen, "
        "authorized to work in the United States.\n{initial}. {last} is ready to relocate.",
        "{last}, {first}\nSSN: 123-45-{number}\nGraduated in {year}",
        (
            ("phone", "{phone}"),
            ("photo", "Photo attached"),
            ("age", "52 year old"),
            ("nationality", "U.S. citizen"),
            ("name", "{initial}. {last}"),
            ("graduation", "Graduated in {year}"),
        ),
    ),
)  # fmt: skip
