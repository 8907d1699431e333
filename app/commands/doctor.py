"""``icims-scoring doctor``: is everything in place for a tenant? One line a check, exit 1 when one fails."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click
from redis import Redis
from redis.exceptions import RedisError

from app import flower_door, oidc
from app.commands.doctor_statuses import status_problems
from claude.messages import ClaudeAccess, MessagesClient
from icims.client import IcimsClient
from icims.fields import FieldMapping
from registries.online import OnlineRegistry
from resumes.recognition import required_recogniser
from scoring.errors import ScoringError
from scoring.taxonomy import use_extra_taxonomy
from scoring.taxonomy.extra import read_extra
from settings import Settings, TenantSettings
from store import Store
from store.migrations import head
from tasks.claude_desk import profile_of, scorer_of
from tasks.deps import access_of, registry_of
from tasks.readiness import concerns

SCHEMA_OF = {"workflow": "submittal", "person": "person", "job": "job"}


@dataclass(frozen=True, slots=True)
class Check:
    """``problem`` is '' when all is well; ``remedy`` says who can do what about it."""

    name: str
    problem: str = ""
    remedy: str = ""


@click.command()
@click.pass_context
def doctor(context: click.Context) -> None:
    """Check servers, settings, credentials, field mapping and the visibility of fields, without writing anything."""
    failed = 0
    for check in checks(Settings.from_environ()):
        click.echo(f"FAIL {check.name}: {check.problem}" if check.problem else f"ok   {check.name}")
        if check.problem:
            failed += 1
            if check.remedy:
                click.echo(f"     {check.remedy}")
    if failed:
        click.echo(f"{failed} checks failed", err=True)
        context.exit(1)


def checks(settings: Settings) -> Iterator[Check]:
    """In the order in which an engineer would set things up; a tenant's checks stop at the first that fails."""
    yield _attempt("PostgreSQL", lambda: _database(settings), "set DATABASE_URL, then `icims-scoring db upgrade`")
    yield _attempt("Redis", lambda: _redis(settings), "set REDIS_URL; events are accepted without it, but wait")
    remedy = "`icims-scoring policy show`, and docs/operations.md, 'Change how scores are made'"
    yield _attempt("versions in force", lambda: _versions(settings), remedy)
    yield from _optional_checks(settings)
    yield _attempt("web settings", lambda: _web(settings), "see the README's table of settings")
    yield _attempt("an administrator", lambda: _administrator(settings), "icims-scoring users add NAME --role admin")
    if settings.oidc_issuer:
        yield _attempt("identity provider", lambda: _provider(settings), "correct OIDC_ISSUER")
    tenants = settings.tenants()
    if not tenants:
        yield Check("tenants", "none is configured", "set ICIMS_CUSTOMER_ID and the other ICIMS_ variables")
    for tenant in tenants:
        yield from _tenant_checks(settings, tenant)


def _optional_checks(settings: Settings) -> Iterator[Check]:
    """What is off is not checked."""
    if settings.taxonomy_extra:
        remedy = "import it again with `icims-scoring taxonomy import`, or unset TAXONOMY_EXTRA"
        yield _attempt("extra taxonomy", lambda: _extra_taxonomy(settings), remedy)
    if settings.assessor == "claude" or settings.anthropic_api_key:
        remedy = "set ANTHROPIC_API_KEY and CLAUDE_MODEL; runs that Claude assesses wait until it answers"
        yield _attempt("Claude", lambda: _claude(settings), remedy)
    if settings.database_url:
        remedy = "when it has been seen to: `icims-scoring runs wake`"
        yield _attempt("waiting runs", lambda: _waiting(settings), remedy)
    if settings.flower_basic_auth:
        remedy = "start the Procfile's flower; give it and the web process the same FLOWER_BASIC_AUTH"
        yield _attempt("Flower", lambda: flower_door.problem(settings), remedy)
    if settings.ocr:
        yield _attempt("character recognition", lambda: _recognition(settings), "scans are not scored without it")
    if settings.credential_registry_url or settings.credential_registry_file:
        remedy = "correct the CREDENTIAL_REGISTRY_ variables; until then claims stay not verified"
        yield _attempt("credential registry", lambda: _registry(settings), remedy)


def _tenant_checks(settings: Settings, tenant: TenantSettings) -> Iterator[Check]:
    name = f"customer {tenant.customer_id}"
    try:
        mapping = FieldMapping.load(tenant.fields_file) if tenant.fields_file else FieldMapping()
        client = IcimsClient(access_of(tenant, settings.icims_timeout_seconds))
    except ScoringError as error:
        yield Check(f"{name} settings", str(error), "correct the field mapping or the ICIMS_ variables")
        return
    remedy = "set ICIMS_WEBHOOK_CLIENT_ID and ICIMS_WEBHOOK_CLIENT_SECRET"
    yield _attempt(f"{name} webhook credentials", lambda: _webhook(tenant), remedy)
    with client:
        found = _attempt(
            f"{name} sign-in and search", lambda: _reach(client), "check credentials, IP allow-list, group"
        )
        yield found
        if not found.problem:
            yield _attempt(
                f"{name} field mapping",
                lambda: "; ".join(mapping.check(_schemas(client))),
                "the field does not exist or is hidden from the integration user",
            )
            yield from _status_checks(settings, client, mapping)


def _status_checks(settings: Settings, client: IcimsClient, mapping: FieldMapping) -> Iterator[Check]:
    """One for each status that is not known, or one for all of them that says what they were compared with."""
    name = f"customer {client.access.customer_id} statuses"
    if not mapping.named_statuses():
        return
    try:
        compared, unknown = status_problems(settings, client, mapping)
    except (ScoringError, OSError, ValueError) as error:
        yield Check(name, " ".join(str(error).split()), "the statuses of the mapping could not be compared")
        return
    problems = [
        Check(name, problem, "correct the field mapping, or ask the customer for the id") for problem in unknown
    ]
    against = f"compared with {compared}" if compared else "not compared: iCIMS lists none to us, and no event was seen"
    yield from problems or [Check(f"{name}, {against}")]


def _attempt(name: str, check: Callable[[], str], remedy: str) -> Check:
    try:
        return Check(name, check(), remedy)
    except (ScoringError, RedisError, OSError, ValueError) as error:
        return Check(name, " ".join(str(error).split()), remedy)


def _database(settings: Settings) -> str:
    if not settings.database_url:
        return "DATABASE_URL is not set"
    store = Store(settings.database_url)
    try:
        found = store.reports.migration()
    finally:
        store.close()
    return "" if found == head() else f"at migration {found}, this code needs {head()}"


def _versions(settings: Settings) -> str:
    """Nothing to say without a database that can be asked: its own check does."""
    if not settings.database_url or _database(settings):
        return ""
    use_extra_taxonomy(settings.taxonomy_extra)
    with closing(Store(settings.database_url)) as store:
        return "; ".join(concerns(settings, store))


def _redis(settings: Settings) -> str:
    if not settings.redis_url:
        return "REDIS_URL is not set"
    with Redis.from_url(settings.redis_url, socket_connect_timeout=3) as redis:
        redis.ping()
        policy = redis.config_get("maxmemory-policy").get("maxmemory-policy", "noeviction")
    return "" if policy == "noeviction" else f"maxmemory-policy is {policy}: messages could be evicted"


def _claude(settings: Settings) -> str:
    """Asks the API about the model, which costs nothing."""
    profile = profile_of(settings, scorer_of(settings))
    access = ClaudeAccess(settings.anthropic_api_key, settings.anthropic_base_url, settings.claude_timeout_seconds)
    with closing(MessagesClient(access)) as messages:
        messages.model_info(profile.model)
    return ""


def _waiting(settings: Settings) -> str:
    with closing(Store(settings.database_url)) as store:
        stops = [f"stop button {stop.id} is pressed ({stop.what})" for stop in store.stops.pressed()]
        waits = [f"{wait.runs} runs wait at {wait.step}: {wait.reason}" for wait in store.waits.reasons()]
    return "; ".join((*stops, *waits))


def _extra_taxonomy(settings: Settings) -> str:
    read_extra(Path(settings.taxonomy_extra))
    return ""


def _recognition(settings: Settings) -> str:
    lacking = required_recogniser(settings.ocr_languages).lacking()
    return f"Tesseract has no data for {', '.join(lacking)} (OCR_LANGUAGES)" if lacking else ""


def _registry(settings: Settings) -> str:
    registry = registry_of(settings)
    if isinstance(registry, OnlineRegistry):
        with registry:
            registry.look_up("RN", "0")  # a number that nobody has; without a name, so that none leaves the house
    return ""


def _web(settings: Settings) -> str:
    if not settings.secret_key:
        return "set SECRET_KEY"
    if len(settings.secret_key) < 32:
        return "SECRET_KEY is shorter than 32 characters"
    parts = urlsplit(settings.public_url)
    plain = parts.scheme != "https" and parts.hostname not in {"127.0.0.1", "::1", "localhost"}
    return "PUBLIC_URL is not https: passwords and sessions could be read on their way" if plain else ""


def _administrator(settings: Settings) -> str:
    with closing(Store(settings.database_url)) as store:
        return "" if store.users.administrators() else "nobody can administer"


def _provider(settings: Settings) -> str:
    stated = oidc.stated_issuer(settings.oidc_issuer)
    return "" if stated == settings.oidc_issuer else f"its metadata names the issuer {stated}"


def _webhook(tenant: TenantSettings) -> str:
    ways = (tenant.webhook_client_secret, tenant.webhook_hmac_key)
    return "" if any(ways) else "no way to authenticate iCIMS is configured: every event would be refused"


def _reach(client: IcimsClient) -> str:
    # Finding nothing is no failure; being refused is.
    next(client.updated_workflows(datetime.now(UTC) - timedelta(days=1)), None)
    return ""


def _schemas(client: IcimsClient) -> dict[str, dict[str, Any]]:
    return {target: client.schema(kind) for target, kind in SCHEMA_OF.items()}
