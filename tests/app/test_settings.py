from fractions import Fraction
from pathlib import Path

import pytest

from scoring.errors import InvalidInputError
from scoring.review import ReviewKind
from settings import Settings


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MAX_ATTEMPTS", "0"),
        ("MAX_ATTEMPTS", "many"),
        ("STEP_LEASE_SECONDS", "-1"),
        ("STEP_LEASE_SECONDS", "60"),
        ("RETRY_CEILING_SECONDS", "nan"),
        ("ICIMS_TIMEOUT_SECONDS", "inf"),
        ("ASSESSOR", "oracle"),
        ("CLAUDE_DAILY_USD", "-1"),
        ("CLAUDE_REQUISITION_USD", "nan"),
        ("CLAUDE_MAX_SAMPLES", "0"),
        ("CLAUDE_REQUESTS_PER_MINUTE", "0"),
        ("LOG_LEVEL", "LOUD"),
        ("SWEEP_ENABLED", "perhaps"),
        ("OCR", "maybe"),
        ("CREDENTIAL_REGISTRY_TIMEOUT_SECONDS", "0"),
    ],
)
def test_a_setting_that_no_run_could_work_with_is_named_at_the_start(name: str, value: str) -> None:
    with pytest.raises(InvalidInputError, match=name):
        Settings.from_environ({name: value})


@pytest.mark.parametrize("environ", [{"ASSESSOR": "claude"}, {"ANTHROPIC_API_KEY": "key"}], ids=["chosen", "possible"])
def test_an_answer_with_its_repair_fits_into_the_lease_where_claude_may_assess(environ: dict[str, str]) -> None:
    assert Settings.from_environ(environ).claude_timeout_seconds == 120
    with pytest.raises(InvalidInputError, match="CLAUDE_TIMEOUT_SECONDS"):
        Settings.from_environ({**environ, "CLAUDE_TIMEOUT_SECONDS": "121"})


def test_a_switch_is_on_or_off() -> None:
    assert [Settings.from_environ({"OCR": value}).ocr for value in ("on", "off", "1", "no", "")] == [
        True,
        False,
        True,
        False,
        False,
    ]


def test_credentials_are_asked_for_in_one_place_only() -> None:
    with pytest.raises(InvalidInputError, match="not both"):
        Settings.from_environ({"CREDENTIAL_REGISTRY_FILE": "a.csv", "CREDENTIAL_REGISTRY_URL": "https://example.com"})


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("ICIMS_CUSTOMER_ID", "acme", "customer_id"),
        ("ICIMS_DEFAULT_MODE", "asist", "default_mode"),
        ("ICIMS_DEFAULT_MODE", "guided", "default_mode"),
        ("ICIMS_AUTH", "token", "auth"),
        ("ICIMS_MAX_IN_FLIGHT", "0", "max_in_flight"),
        (
            "ICIMS_APPLICATION_URL",
            "http://ats.example.com/{workflow_id}",
            "customer 4560: application_url is not an https",
        ),
        ("ICIMS_APPLICATION_URL", "https://ats.example.com/{customer_id}", "application_url has no {workflow_id}"),
        ("ICIMS_BLIND_SHARE", "0", "blind_share"),
        ("ICIMS_BLIND_SHARE", "nan", "share"),
        ("ICIMS_KNOWN_ANSWER_SHARE", "0.6", "known_answer_share"),
        ("ICIMS_REVIEW_DAYS", "conflict=0", "review_days"),
        ("ICIMS_MINUTES_TO_UNDO", "nan", "minutes_to_undo"),
        ("ICIMS_TEAMS", "welding", "teams"),
    ],
)
def test_a_tenant_that_cannot_work_is_refused_before_its_first_run(name: str, value: str, problem: str) -> None:
    settings = Settings.from_environ({"ICIMS_CUSTOMER_ID": "4560", name: value})

    with pytest.raises(InvalidInputError, match=problem):
        settings.tenants()


def test_numbers_of_a_tenants_file_are_the_text_that_was_meant(tmp_path: Path) -> None:
    listed = tmp_path / "tenants.yml"
    listed.write_text("- customer_id: 4560\n  client_secret: 0123456\n  max_in_flight: 2\n- customer_id: '4561'\n")

    first, second = Settings(icims_tenants_file=str(listed)).tenants()

    assert (first.customer_id, first.client_secret, first.max_in_flight) == ("4560", "0123456", 2)
    assert second.customer_id == "4561"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("customer_id: 4560", id="not-a-list"),
        pytest.param("- 4560", id="not-a-tenant"),
        pytest.param("- api_url: https://api.icims.com", id="no-customer"),
        pytest.param("- customer_id: 4560\n  colour: red", id="unknown-setting"),
        pytest.param("- customer_id: 4560\n  client_secret: [a]", id="list-for-a-text"),
        pytest.param("- customer_id: 4560\n  max_in_flight: four", id="no-number"),
        pytest.param("- customer_id: 4560\n- customer_id: '4560'", id="twice"),
        pytest.param("- {", id="no-yaml"),
    ],
)
def test_a_tenants_file_that_cannot_work_is_refused_in_one_line(tmp_path: Path, text: str) -> None:
    listed = tmp_path / "tenants.yml"
    listed.write_text(text)

    with pytest.raises(InvalidInputError, match="TENANTS_FILE") as refused:
        Settings(icims_tenants_file=str(listed)).tenants()

    assert len(str(refused.value).splitlines()) == 1


def test_a_tenant_described_in_both_places_is_refused(tmp_path: Path) -> None:
    listed = tmp_path / "tenants.yml"
    listed.write_text("- customer_id: 4560")

    with pytest.raises(InvalidInputError, match="configured twice"):
        Settings(icims_tenants_file=str(listed), icims_customer_id="4560").tenants()


def test_secrets_stay_out_of_what_is_printed() -> None:
    secrets = ("ICIMS_CLIENT_SECRET", "SECRET_KEY", "CREDENTIAL_REGISTRY_TOKEN")
    settings = Settings.from_environ({"ICIMS_CUSTOMER_ID": "4560"} | dict.fromkeys(secrets, "hush"))

    assert "hush" not in repr(settings) + repr(settings.tenants())


def test_rules_of_reviews_are_those_of_each_tenant(tmp_path: Path) -> None:
    listed = tmp_path / "tenants.yml"
    listed.write_text("- customer_id: 4561\n  blind_share: 0.5\n  review_days: conflict=1\n")

    rules = Settings(icims_tenants_file=str(listed), icims_customer_id="4560", icims_minutes_to_undo=2).review_rules()

    assert (rules["4561"].blind_share, rules["4560"].blind_share) == (Fraction(1, 2), Fraction(1, 10))
    assert (rules["4561"].days_of(ReviewKind.CONFLICT), rules["4560"].days_of(ReviewKind.CONFLICT)) == (1, 2)
    assert (rules["4561"].seconds_to_undo, rules["4560"].seconds_to_undo) == (300, 120)
