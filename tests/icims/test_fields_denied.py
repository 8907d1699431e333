"""The names and questions that must not reach a score, and those that only look like them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icims.denied_fields import denied_topic, is_denied, requestable, without_denied
from icims.field_names import LOGICAL_NAMES
from icims.models import JOB_FIELDS
from icims.simulator.fields import SENSITIVE_FIELDS
from scoring.errors import InvalidInputError

DENIED = [
    "Gender",
    "genderIdentity",
    "race",
    "raceEthnicity",
    "ethnicity",
    "hispanic",
    "veteranStatus",
    "isveteran",
    "disability",
    "disabilitystatus",
    "birthdate",
    "dateOfBirth",
    "dob",
    "age",
    "agerange",
    "ssn",
    "socialsecuritynumber",
    "visastatus",
    "workvisa",
    "nationality",
    "nationalorigin",
    "citizenship",
    "religion",
    "maritalstatus",
    "sex",
    "sexualorientation",
    "eeo",
    "eeorace",
    "desiredsalary",
    "currentcompensation",
    "hourlyrate",
    "pregnant",
    "photo",
]

INNOCENT = [
    "businessname",
    "classname",
    "language",
    "page",
    "employeeowner",
    "trace",
    "essex",
    "advisable",
    "storage",
    "status",
    "baseprofile",
    "associatedprofile",
    "assessmentresults",
    "assessmentscore",
    "field51001",
    "entry",
    "links",
    "value",
    "formattedvalue",
    "profile",
    "companyid",
    "resume",
    "certifications",
    "workexperience",
    "manager",
]


@pytest.mark.parametrize("name", [*sorted(SENSITIVE_FIELDS), *DENIED])
def test_protected_and_private_fields_are_denied(name):
    assert is_denied(name)


@pytest.mark.parametrize("name", [*sorted(LOGICAL_NAMES), *JOB_FIELDS, *INNOCENT])
def test_innocent_fields_are_not_denied(name):
    assert not is_denied(name)


@pytest.mark.parametrize(
    "label",
    [
        *("What is your gender?", "Date of birth", "Are you a protected veteran?", "Do you have a disability?"),
        *("Race/Ethnicity (EEO)", "Will you need visa sponsorship?", "Desired salary", "Your nationality"),
        *("Marital status", "How old are you?", "Social Security Number", "What is your current pay?"),
    ],
)
def test_protected_topics_are_found_in_labels(label):
    assert denied_topic(label)


@pytest.mark.parametrize(
    "label",
    [
        *("Do you hold a registered nurse licence?", "Describe how you debug race conditions", "Can you lift 20 kg?"),
        *("Which languages do you speak?", "Are you willing to travel?", "Years of storage engineering"),
        *("Are you legally authorised to work in this country?", "Assessment summary", "Years of management"),
    ],
)
def test_ordinary_questions_are_no_protected_topic(label):
    assert denied_topic(label) == ""


def test_denied_keys_are_stripped_at_every_depth():
    content = {"a": [{"gender": 1, "b": {"visa": 2, "c": 3}}], "Race": 4, "d": [[{"ssn": 5}]]}

    assert without_denied(content) == {"a": [{"b": {"c": 3}}], "d": [[{}]]}


json_values = st.recursive(
    st.none() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["a", "Gender", "ssn", "field1", "birthDate"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(json_values)
def test_nothing_denied_survives_stripping(content):
    def names(value):
        if isinstance(value, dict):
            return {*value, *(name for inner in value.values() for name in names(inner))}
        return {name for inner in value for name in names(inner)} if isinstance(value, list) else set()

    assert names(without_denied(content)) <= {"a", "field1"}


def test_fields_are_requested_once_each():
    assert requestable(["firstname", "field1", "firstname"]) == ("firstname", "field1")


@pytest.mark.parametrize("name", ["", "Firstname", "a,b", "a b", "first-name", "../x", "feld\u00fc", "a" * 65])
def test_what_is_no_field_name_is_never_requested(name):
    with pytest.raises(InvalidInputError):
        requestable([name])
