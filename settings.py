"""Every environment variable, read once into one frozen object."""

import logging
import math
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, get_type_hints
from urllib.parse import urlsplit

import yaml
from dotenv import dotenv_values

from scoring.application_address import check_pattern
from scoring.errors import InvalidInputError
from scoring.notice_period import parse_holidays
from scoring.review_rules import ReviewRules, pairs_of, review_days, share_of
from scoring.run import RolloutMode

ROOT = Path(__file__).resolve().parent
AUTH_KINDS = ("oauth", "basic", "hmac")
ASSESSORS = ("local", "claude")
# A write must end inside its lease: tasks.write_back asks for twice the time-out and a margin.
LEASE_FACTOR = 5.0
# An answer and its repair, each after a quarter of a time-out in the queue, and a margin (tasks.claude_desk).
CLAUDE_LEASE_FACTOR = 2.75
# Moving statuses is not something that a requisition starts with.
DEFAULT_MODES = (RolloutMode.SHADOW.value, RolloutMode.ASSIST.value)
_SWITCHES = dict.fromkeys(("1", "true", "yes", "on"), True) | dict.fromkeys(("0", "false", "no", "off"), False)


@dataclass(frozen=True, slots=True)
class TenantSettings:
    """One iCIMS customer: how we reach it (``icims_*``) and how its notifications reach us (``webhook_*``)."""

    customer_id: str
    api_url: str = "https://api.icims.com"
    token_url: str = "https://login.icims.com/oauth/token"  # noqa: S105  an address
    audience: str = "https://api.icims.com/v1/"
    auth: str = "oauth"  # oauth | basic | hmac
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    user_id: str = ""  # person id of our integration user: events it causes are ignored
    webhook_client_id: str = ""  # OAuth client and Basic user that iCIMS presents to us
    webhook_client_secret: str = field(default="", repr=False)
    webhook_hmac_user: str = ""
    webhook_hmac_key: str = field(default="", repr=False)
    fields_file: str = ""  # field mapping, see docs/field-mapping.md
    max_in_flight: int = 4
    default_mode: str = "shadow"
    employer: str = ""  # these two as candidates read them in notices and explanations
    contact: str = ""
    holidays: str = ""  # days that are no business days, as 2026-11-26,2026-12-25
    application_url: str = ""  # where people find an application in iCIMS: https://…/{workflow_id}
    claude_batches: bool = False  # the night's questions by batch: cheaper, but Anthropic keeps a batch until deletion
    blind_share: float = 0.1  # of reviews that ask for a rating first, and of other scores that are rated blind
    known_answer_share: float = 0.02
    review_days: str = ""  # until when reviews are due, where a kind has other days than usual: conflict=1, abstained=4
    minutes_to_undo: float = 5.0
    teams: str = ""  # of which team a job family is, for the figures on decisions: welding=Works, fitting=Works

    def __post_init__(self) -> None:
        """Raises InvalidInputError in one line for what could otherwise only fail later, in every run."""
        if not (self.customer_id.isascii() and self.customer_id.isdigit()):
            raise InvalidInputError("a tenant's customer_id is a number")
        self._one_of("auth", AUTH_KINDS)
        self._one_of("default_mode", DEFAULT_MODES)
        if self.max_in_flight < 1:
            raise InvalidInputError(f"customer {self.customer_id}: max_in_flight is less than 1")
        try:
            _ = self.review_rules, self.team_names
            check_pattern(self.application_url)
        except InvalidInputError as error:
            raise InvalidInputError(f"customer {self.customer_id}: {error}") from None
        parse_holidays(self.holidays)

    @property
    def review_rules(self) -> ReviewRules:
        shares = share_of(self.blind_share), share_of(self.known_answer_share)
        return ReviewRules(*shares, review_days(self.review_days), self.minutes_to_undo)

    @property
    def team_names(self) -> dict[str, str]:
        """The team of each job family that has one; the other families are teams themselves."""
        return dict(pairs_of(self.teams, "teams"))

    def _one_of(self, name: str, choices: tuple[str, ...]) -> None:
        if getattr(self, name) not in choices:
            raise InvalidInputError(f"customer {self.customer_id}: {name} is not one of {', '.join(choices)}")


@dataclass(frozen=True, slots=True)
class Settings:
    """The configuration of one installation. Secrets stay out of ``repr``."""

    database_url: str = field(default="", repr=False)  # empty: an embedded server in var_dir
    redis_url: str = field(default="", repr=False)  # empty: an embedded server in var_dir
    var_dir: str = str(ROOT / "var")
    secret_key: str = field(default="", repr=False)
    public_url: str = "http://127.0.0.1:8000"
    icims_tenants_file: str = ""  # YAML list of tenants; the icims_* variables describe a single one
    icims_api_url: str = "https://api.icims.com"
    icims_token_url: str = "https://login.icims.com/oauth/token"  # noqa: S105  an address
    icims_audience: str = "https://api.icims.com/v1/"
    icims_auth: str = "oauth"
    icims_customer_id: str = ""
    icims_client_id: str = ""
    icims_client_secret: str = field(default="", repr=False)
    icims_user_id: str = ""
    icims_webhook_client_id: str = ""
    icims_webhook_client_secret: str = field(default="", repr=False)
    icims_webhook_hmac_user: str = ""
    icims_webhook_hmac_key: str = field(default="", repr=False)
    icims_fields_file: str = ""
    icims_default_mode: str = "shadow"
    icims_max_in_flight: int = 4
    icims_claude_batches: bool = False
    icims_employer: str = ""
    icims_contact: str = ""
    icims_application_url: str = ""
    icims_blind_share: float = 0.1
    icims_known_answer_share: float = 0.02
    icims_review_days: str = ""
    icims_minutes_to_undo: float = 5.0
    icims_teams: str = ""
    icims_holidays: str = ""
    icims_timeout_seconds: float = 30.0
    icims_return_hosts: str = ".icims.com"  # comma list: exact hosts, or suffixes beginning with a dot
    anthropic_api_key: str = field(default="", repr=False)
    anthropic_base_url: str = ""
    claude_model: str = "claude-haiku-5-5"
    claude_effort: str = ""  # empty: the model's own default
    claude_max_samples: int = 3  # answers to one application where its score is close to a cut-off or uncertain
    claude_timeout_seconds: float = 120.0
    claude_requests_per_minute: int = 50  # these three until the API has stated its limits
    claude_input_tokens_per_minute: int = 30_000
    claude_output_tokens_per_minute: int = 30_000
    claude_daily_usd: float = 0.0  # for each customer and day (UTC), 0 is no ceiling; a set ceiling goes before it
    claude_requisition_usd: float = 0.0  # for each requisition in all, likewise
    assessor: str = "local"
    taxonomy_extra: str = ""  # folder that `icims-scoring taxonomy import` wrote; its skills join the shipped ones
    ocr: bool = False  # whether scans are read by character recognition; needs Tesseract
    ocr_languages: str = "eng"  # as Tesseract names them: deu+eng
    credential_registry_file: str = ""  # an export of a registry (CSV); or
    credential_registry_url: str = ""  # a registry that answers over HTTP
    credential_registry_token: str = field(default="", repr=False)
    credential_registry_timeout_seconds: float = 5.0
    oidc_issuer: str = ""  # the identity provider, exactly as its metadata names it; empty: passwords only
    oidc_client_id: str = ""
    oidc_client_secret: str = field(default="", repr=False)
    oidc_role_claim: str = ""  # the claim whose values are roles, see docs/operations.md
    forwarded_for: int = 0  # how many proxies in front of us name the caller in X-Forwarded-For
    flower_basic_auth: str = field(default="", repr=False)
    flower_url: str = "http://127.0.0.1:5555"  # where the web process finds Flower; people find it at /flower/
    step_lease_seconds: float = 330.0
    max_attempts: int = 8
    retry_ceiling_seconds: float = 600.0
    ring_patience_seconds: float = 120.0
    sweep_enabled: bool = True
    log_level: str = "INFO"

    @classmethod
    def from_environ(cls, environ: Mapping[str, str] | None = None) -> "Settings":
        """Read the process environment, with ``.env`` of the working directory below it.

        Raises InvalidInputError naming the variable that cannot be read.
        """
        if environ is None:
            dotenv = {name: value for name, value in dotenv_values(".env").items() if value is not None}
            environ = {**dotenv, **os.environ}
        hints = get_type_hints(cls)
        given: dict[str, Any] = {
            f.name: _read(f.name.upper(), environ[f.name.upper()], hints[f.name])
            for f in fields(cls)
            if environ.get(f.name.upper(), "") != ""
        }
        settings = cls(**given)
        settings._check()
        return settings

    def _check(self) -> None:
        positive = (
            "step_lease_seconds",
            "max_attempts",
            "retry_ceiling_seconds",
            "ring_patience_seconds",
            "icims_timeout_seconds",
            "credential_registry_timeout_seconds",
            "claude_timeout_seconds",
            "claude_max_samples",
            "claude_requests_per_minute",
            "claude_input_tokens_per_minute",
            "claude_output_tokens_per_minute",
        )
        for name in positive:
            if not 0 < getattr(self, name) < math.inf:
                raise InvalidInputError(f"{name.upper()} is not a positive number")
        if self.step_lease_seconds < LEASE_FACTOR * self.icims_timeout_seconds:
            raise InvalidInputError(
                f"STEP_LEASE_SECONDS is less than {LEASE_FACTOR:g} times ICIMS_TIMEOUT_SECONDS: no write would fit in"
            )
        if self.assessor not in ASSESSORS:
            raise InvalidInputError(f"ASSESSOR is not one of {', '.join(ASSESSORS)}")
        for name in ("claude_daily_usd", "claude_requisition_usd"):
            if not 0 <= getattr(self, name) < math.inf:
                raise InvalidInputError(f"{name.upper()} is not an amount of USD, 0 or more")
        claude_may_assess = self.assessor == "claude" or self.anthropic_api_key
        if claude_may_assess and self.step_lease_seconds < CLAUDE_LEASE_FACTOR * self.claude_timeout_seconds:
            raise InvalidInputError(
                f"STEP_LEASE_SECONDS is less than {CLAUDE_LEASE_FACTOR:g} times CLAUDE_TIMEOUT_SECONDS: "
                "no answer with its repair would fit in"
            )
        self._check_identity_provider()
        if not re.fullmatch(r"https?://[A-Za-z0-9.:\[\]-]+/?", self.flower_url):
            raise InvalidInputError("FLOWER_URL is not http(s)://host:port; people find Flower at /flower/")
        if self.credential_registry_file and self.credential_registry_url:
            raise InvalidInputError("set CREDENTIAL_REGISTRY_FILE or CREDENTIAL_REGISTRY_URL, not both")
        if self.log_level not in logging.getLevelNamesMapping():
            raise InvalidInputError("LOG_LEVEL is not one of DEBUG, INFO, WARNING, ERROR")

    def _check_identity_provider(self) -> None:
        if bool(self.oidc_issuer) != bool(self.oidc_client_id):
            raise InvalidInputError("set both OIDC_ISSUER and OIDC_CLIENT_ID, or neither")
        try:
            parts = urlsplit(self.oidc_issuer)
        except ValueError:
            raise InvalidInputError("OIDC_ISSUER is not an address") from None
        on_this_machine = parts.hostname in {"127.0.0.1", "::1", "localhost"}
        if self.oidc_issuer and parts.scheme != "https" and not (parts.scheme == "http" and on_this_machine):
            raise InvalidInputError("OIDC_ISSUER is not an https address")
        if not 0 <= self.forwarded_for <= 10:
            raise InvalidInputError("FORWARDED_FOR is not a number of proxies, 0 to 10")

    @property
    def return_hosts(self) -> tuple[str, ...]:
        """Where a waiting candidate's browser may be sent on to."""
        return tuple(host.strip() for host in self.icims_return_hosts.split(",") if host.strip())

    def tenants(self) -> tuple[TenantSettings, ...]:
        """Every configured tenant: those of the tenants file, then the one of the ICIMS_* variables.

        Raises InvalidInputError in one line for a tenant that cannot work, or that is described twice.
        """
        listed = _tenants_file(Path(self.icims_tenants_file)) if self.icims_tenants_file else ()
        if not self.icims_customer_id:
            return listed
        # Each setting of a tenant has a variable of its name.
        single = TenantSettings(**{each.name: getattr(self, f"icims_{each.name}") for each in fields(TenantSettings)})
        if single.customer_id in {tenant.customer_id for tenant in listed}:
            raise InvalidInputError(f"customer {single.customer_id} is configured twice")
        return (*listed, single)

    def review_rules(self) -> dict[str, ReviewRules]:
        """What each tenant set about its reviews, by customer."""
        return {tenant.customer_id: tenant.review_rules for tenant in self.tenants()}

    def with_servers(self, database_url: str, redis_url: str) -> "Settings":
        return replace(self, database_url=database_url, redis_url=redis_url)


def _read(name: str, value: str, hint: object) -> object:
    try:
        if hint is bool:
            return _SWITCHES[value.lower()]
        if hint in (int, float):
            return int(value) if hint is int else float(value)
    except (KeyError, ValueError):
        raise InvalidInputError(f"{name} is not a valid {getattr(hint, '__name__', hint)}") from None
    return value


def _tenants_file(path: Path) -> tuple[TenantSettings, ...]:
    try:
        # Every value as its text: an id or a secret of digits is no number, and 0123 is not 83.
        listed = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506  knows no tags
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise InvalidInputError(f"ICIMS_TENANTS_FILE {path} cannot be read: {type(error).__name__}") from None
    if not isinstance(listed, list) or not all(isinstance(entry, dict) for entry in listed):
        raise InvalidInputError(f"ICIMS_TENANTS_FILE {path} is not a list of tenants")
    tenants = tuple(_tenant(entry, number) for number, entry in enumerate(listed, start=1))
    if len({tenant.customer_id for tenant in tenants}) < len(tenants):
        raise InvalidInputError(f"ICIMS_TENANTS_FILE {path} describes a customer twice")
    return tenants


def _tenant(entry: dict[str, Any], number: int) -> TenantSettings:
    hints = get_type_hints(TenantSettings)
    if "customer_id" not in entry:
        raise InvalidInputError(f"ICIMS_TENANTS_FILE: tenant {number} has no customer_id")
    for name, value in entry.items():
        if name not in hints:
            raise InvalidInputError(f"ICIMS_TENANTS_FILE: tenant {number} has an unknown setting {name}")
        if not isinstance(value, str):
            raise InvalidInputError(f"ICIMS_TENANTS_FILE: {name} of tenant {number} is not a single value")
    texts: dict[str, Any] = {
        name: _read(f"ICIMS_TENANTS_FILE: {name}", value, hints[name]) for name, value in entry.items()
    }
    return TenantSettings(**texts)
