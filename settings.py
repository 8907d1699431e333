"""Every environment variable, read once into one frozen object."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, get_type_hints

import yaml
from dotenv import dotenv_values

from scoring.errors import InvalidInputError

ROOT = Path(__file__).resolve().parent


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
    icims_timeout_seconds: float = 30.0
    icims_return_hosts: str = ".icims.com"  # comma list: exact hosts, or suffixes beginning with a dot
    anthropic_api_key: str = field(default="", repr=False)
    anthropic_base_url: str = ""
    claude_model: str = "claude-haiku-5-5"
    assessor: str = "local"  # local | claude
    operator_user: str = "operator"
    operator_password: str = field(default="", repr=False)
    flower_basic_auth: str = field(default="", repr=False)
    flower_url: str = ""  # where a person's browser finds Flower; the operations page links there
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
        return cls(**given)

    @property
    def return_hosts(self) -> tuple[str, ...]:
        """Where a waiting candidate's browser may be sent on to."""
        return tuple(host.strip() for host in self.icims_return_hosts.split(",") if host.strip())

    def tenants(self) -> tuple[TenantSettings, ...]:
        """Every configured tenant: those of the tenants file, then the one of the ICIMS_* variables."""
        listed = _tenants_file(Path(self.icims_tenants_file)) if self.icims_tenants_file else ()
        if not self.icims_customer_id:
            return listed
        single = TenantSettings(
            customer_id=self.icims_customer_id,
            api_url=self.icims_api_url,
            token_url=self.icims_token_url,
            audience=self.icims_audience,
            auth=self.icims_auth,
            client_id=self.icims_client_id,
            client_secret=self.icims_client_secret,
            user_id=self.icims_user_id,
            webhook_client_id=self.icims_webhook_client_id,
            webhook_client_secret=self.icims_webhook_client_secret,
            webhook_hmac_user=self.icims_webhook_hmac_user,
            webhook_hmac_key=self.icims_webhook_hmac_key,
            fields_file=self.icims_fields_file,
            max_in_flight=self.icims_max_in_flight,
            default_mode=self.icims_default_mode,
        )
        return (*listed, single)

    def with_servers(self, database_url: str, redis_url: str) -> "Settings":
        return replace(self, database_url=database_url, redis_url=redis_url)


def _read(name: str, value: str, hint: object) -> object:
    try:
        if hint is bool:
            return {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}[value.lower()]
        if hint in (int, float):
            return int(value) if hint is int else float(value)
    except (KeyError, ValueError):
        raise InvalidInputError(f"{name} is not a valid {getattr(hint, '__name__', hint)}") from None
    return value


def _tenants_file(path: Path) -> tuple[TenantSettings, ...]:
    try:
        listed = yaml.safe_load(path.read_text(encoding="utf-8"))
        return tuple(TenantSettings(**entry) for entry in listed)
    except (OSError, yaml.YAMLError, TypeError) as error:
        raise InvalidInputError(f"ICIMS_TENANTS_FILE {path} cannot be read: {type(error).__name__}") from error
