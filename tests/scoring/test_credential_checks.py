from datetime import date

import pytest
from score_builders import a_criterion, a_gate, a_rubric

from scoring.credential_numbers import number_fits
from scoring.credentials import CredentialStatus, RegistryEntry, check_credentials, verification_confidence
from scoring.errors import InvalidInputError
from scoring.profile import Certification, Education, Profile, Span
from scoring.registry_export import RegistryExport
from scoring.resume import Answer
from scoring.rubric import CriterionKind, EducationLevel

AS_OF = date(2026, 11, 1)
RUBRIC = a_rubric(a_gate("RN", kind=CriterionKind.CERTIFICATION, text="Active RN license"), a_criterion("Python"))


def a_licence(name="RN", *, number="", expires="", issuer=""):
    return Certification(name, issuer, number, expires, Span(0, 2))


def found(*certifications, answers=(), registry=None, education=(), rubric=RUBRIC):
    profile = Profile(certifications=certifications, education=education)
    return check_credentials(rubric, profile, answers, AS_OF, registry)


def test_a_bare_claim_is_not_verified():
    (finding,) = found(a_licence("CPA"), rubric=a_rubric(a_criterion("Python")))

    assert finding.text == "CPA claimed, not verified"
    assert finding.confidence == 0.3


def test_every_support_makes_a_claim_more_credible_and_none_makes_it_certain():
    bare = found(a_licence())[0].confidence
    number = found(a_licence(number="RN 123456"))[0].confidence
    issuer = found(a_licence(number="RN 123456", issuer="State Board"))[0].confidence
    expiry = found(a_licence(number="RN 123456", issuer="State Board", expires="2027-03"))[0].confidence
    answered = found(
        a_licence(number="RN 123456", issuer="State Board", expires="2027-03"),
        answers=(Answer("q", "Do you hold an RN license?", "Yes"),),
    )[0].confidence

    assert bare < number < issuer < expiry < answered <= 0.9


def test_a_number_of_the_wrong_shape_is_a_reason_to_doubt():
    (finding,) = found(a_licence(number="12"))

    assert finding.confidence < 0.3
    assert "number does not look like one" in finding.text


@pytest.mark.parametrize(
    ("expires", "expired"), [("2026-10-31", True), ("2026-11", False), ("2025", True), ("", False)]
)
def test_an_expired_licence_is_said_to_be_expired(expires, expired):
    (finding,) = found(a_licence(expires=expires))

    assert (finding.status is CredentialStatus.EXPIRED) == expired


def test_a_required_licence_that_nobody_claims_is_a_finding():
    (finding,) = found()

    assert (finding.status, finding.text) == (CredentialStatus.NOT_CLAIMED, "Active RN license required, not claimed")
    assert verification_confidence((finding,)) == 0


def test_a_required_licence_is_recognised_under_its_other_names():
    (finding,) = found(a_licence("Registered Nurse License"))

    assert finding.required
    assert finding.status is CredentialStatus.CLAIMED


def test_the_registry_has_the_last_word():
    registry = RegistryExport(
        [
            RegistryEntry("RN", "123456", True, "Active", "2027-03-01"),
            RegistryEntry("RN", "777777", False, "Revoked", ""),
        ]
    )

    verified = found(
        a_licence(number="RN-123456"), registry=RegistryExport([RegistryEntry("RN", "RN123456", True, "Active", "")])
    )[0]
    revoked = found(a_licence(number="777777"), registry=registry)[0]
    unknown = found(a_licence(number="999999"), registry=registry)[0]

    assert (verified.status, verified.confidence) == (CredentialStatus.VERIFIED, 0.98)
    assert (revoked.status, revoked.text) == (CredentialStatus.REFUTED, "RN claimed, the registry says Revoked")
    assert unknown.confidence <= 0.2


def test_a_completed_degree_is_a_claim_as_well():
    degree = Education(EducationLevel.BACHELOR, "BSc", "Nursing", "Example University", 2015, True, Span(0, 3))
    going = Education(EducationLevel.MASTER, "MSc", "", "", None, False, Span(0, 3))

    (finding, _) = found(education=(degree, going))

    assert finding.text == "BSc claimed, not verified"
    assert finding.confidence == 0.8


def test_the_weakest_required_claim_decides_the_confidence():
    findings = found(a_licence(number="RN 123456"), a_licence("PMP"))

    assert verification_confidence(findings) == findings[0].confidence == 0.5
    assert verification_confidence(()) is None


@pytest.mark.parametrize(
    ("credential", "number", "fits"),
    [
        ("Registered Nurse (RN)", "RN 9412345", True),
        ("RN", "CA-95012345", True),
        ("RN", "12", False),
        ("CPA", "CPA 12345", True),
        ("CPA", "123456789012", False),
        ("Project Management Professional (PMP)", "1234567", True),
        ("PMP", "PMP-12", False),
        ("AWS Certified Developer", "ABCDEFGH12345678", True),
        ("AWS Certified Developer", "AWS-ASA-12345", True),
        ("AWS Certified Developer", "12", False),
        ("Driving licence", "MORGA657054SM9IJ", True),
        ("Driver's license", "D123-4567-8901", True),
        ("Driver's license", "none", False),
        ("Forklift certificate", "FL/2023/88", True),
        ("Forklift certificate", "pending", False),
    ],
)
def test_numbers_have_the_shape_of_their_credential(credential, number, fits):
    assert number_fits(credential, number) is fits


def test_an_export_is_read_by_its_usual_headings(tmp_path):
    path = tmp_path / "licences.csv"
    path.write_text(
        "License Type,License Number,Status,Expiration Date,Holder\n"
        "RN,RN-123456,Active,03/01/2027,Jane Doe\nLPN,555555,Lapsed,2020-01-31,John Roe\n"
    )

    registry = RegistryExport.load(path)

    assert registry.look_up("RN", "rn 123456") == RegistryEntry("RN", "RN-123456", True, "Active", "2027-03-01")
    assert registry.look_up("LPN", "555555") == RegistryEntry("LPN", "555555", False, "Lapsed", "2020-01-31")
    assert registry.look_up("PE", "555555") is None
    assert registry.look_up("RN", "000000") is None


def test_an_export_says_nothing_about_credentials_that_it_does_not_hold():
    registry = RegistryExport([RegistryEntry("RN", "123456", True, "Active", "")])
    everything = RegistryExport([RegistryEntry("", "123456", True, "Active", "")])

    (finding,) = found(a_licence("PMP", number="1234567"), rubric=a_rubric(a_criterion("Python")), registry=registry)

    assert finding.text == "PMP claimed, not verified"
    assert finding.confidence == 0.5
    assert [each.covers("PMP") for each in (registry, everything)] == [False, True]


def test_an_export_that_is_no_text_is_refused_in_one_line(tmp_path):
    path = tmp_path / "licences.csv"
    path.write_bytes(b"Number,Status\n\xff\xfe,Active\n")

    with pytest.raises(InvalidInputError, match="cannot be read"):
        RegistryExport.load(path)


def test_an_export_without_numbers_is_refused(tmp_path):
    path = tmp_path / "names.csv"
    path.write_text("Name,City\nJane Doe,Springfield\n")

    with pytest.raises(InvalidInputError, match="number and status"):
        RegistryExport.load(path)
