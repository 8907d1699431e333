"""What the steps work with in one process, and the only place that picks real adapters."""

import time
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from redis import Redis

from icims.client import IcimsAccess, IcimsClient
from icims.fields import FieldMapping
from registries.access import RegistryAccess
from registries.lookup import Holder
from registries.online import OnlineRegistry
from resumes.recognition import Recogniser, required_recogniser
from resumes.sandbox import ResumeReader
from scoring.assessment import Assessor
from scoring.credentials import CredentialRegistry
from scoring.errors import InvalidInputError, PermanentError
from scoring.local import LocalAssessor
from scoring.model_call import CallContext
from scoring.redaction import Identity
from scoring.registry_export import RegistryExport
from scoring.run import Dossier
from scoring.taxonomy import load_taxonomy, use_extra_taxonomy
from settings import Settings, TenantSettings
from store import DefaultCeilings, Scope, Store, StoredRequisition
from tasks.claude_desk import ClaudeDesk, Scorer, scorer_of
from telemetry import metrics

# A whole answer may take this many times as long as the wait for one part of it.
DEADLINE_FACTOR = 2.0
# Of the lease, for recording what was found.
LEASE_MARGIN_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Tenant:
    """One customer: how to reach it and how its fields are mapped."""

    settings: TenantSettings
    client: IcimsClient
    mapping: FieldMapping


@dataclass
class Deps:
    """Connections are opened when first used and closed by ``close``."""

    settings: Settings
    store: Store
    redis: Redis
    tenants: dict[str, Tenant] = field(default_factory=dict)
    recogniser: Recogniser | None = None
    registry: OnlineRegistry | RegistryExport | None = None

    @classmethod
    def from_settings(cls, settings: Settings | None = None, threads: int = 1) -> "Deps":
        """Raises InvalidInputError in one line for anything that an operator has to set. ``threads`` share it."""
        settings = settings or Settings.from_environ()
        if not settings.database_url or not settings.redis_url:
            raise InvalidInputError("DATABASE_URL and REDIS_URL are not set; `icims-scoring run` starts embedded ones")
        use_extra_taxonomy(settings.taxonomy_extra)
        recogniser, registry = recogniser_of(settings), registry_of(settings)
        redis = Redis.from_url(settings.redis_url, socket_timeout=5, socket_connect_timeout=2)
        tenants = {
            tenant.customer_id: Tenant(
                tenant,
                IcimsClient(access_of(tenant, settings.icims_timeout_seconds), redis=redis, observe=_observed),
                FieldMapping.load(tenant.fields_file) if tenant.fields_file else FieldMapping(),
            )
            for tenant in settings.tenants()
        }
        # No connection is held during a call, so that a few of them serve many threads.
        store = Store(
            settings.database_url,
            pool_size=max(4, threads // 4),
            ceilings=ceilings_of(settings),
            review_rules={customer_id: tenant.settings.review_rules for customer_id, tenant in tenants.items()},
        )
        return cls(settings, store, redis, tenants, recogniser, registry)

    def tenant(self, customer_id: str) -> Tenant:
        """Raises PermanentError when the customer is no longer configured."""
        try:
            return self.tenants[customer_id]
        except KeyError:
            raise PermanentError(f"customer {customer_id} is not configured") from None

    @cached_property
    def reader(self) -> ResumeReader:
        return ResumeReader(recogniser=self.recogniser)

    def registry_for(self, customer_id: str, person_id: str) -> CredentialRegistry | None:
        """The registry that checks this candidate's credentials, None where none is configured.

        An online one compares the name that iCIMS has; it is fetched only when there is something to ask, and kept
        nowhere.
        """
        if not isinstance(self.registry, OnlineRegistry):
            return self.registry
        client = self.tenant(customer_id).client

        def holder() -> Holder:
            names = client.person_fields(person_id, ("firstname", "lastname"))
            return Holder(given=str(names.get("firstname", ""))[:200], family=str(names.get("lastname", ""))[:200])

        return self.registry.held_by(holder)

    @cached_property
    def local(self) -> LocalAssessor:
        return LocalAssessor(load_taxonomy())

    @cached_property
    def claude(self) -> ClaudeDesk:
        return ClaudeDesk(self.settings, self.store, self.redis)

    def scorer_for(self, customer_id: str, requisition: StoredRequisition) -> Scorer:
        """Who assesses applications to it now: what two people activated for it, else what the settings say."""
        version = self.store.versions.in_force(Scope(customer_id, requisition.family, requisition.job_id))
        content = None if version is None else self.store.versions.content(version)
        return scorer_of(self.settings, content, version or "")

    def assessor_for(self, dossier: Dossier, scorer: Scorer, identity: Identity | None) -> Assessor:
        """The local assessor, shared; or Claude for this one application, which needs the person's ``identity``."""
        if scorer.assessor != "claude" or identity is None:
            return self.local
        context = CallContext(dossier.customer_id, dossier.job_id, dossier.run_id)
        not_after = time.monotonic() + self.settings.step_lease_seconds - LEASE_MARGIN_SECONDS
        return self.claude.assessor(scorer, context, identity, not_after)

    def close(self) -> None:
        if "claude" in self.__dict__:
            self.claude.close()
        if "reader" in self.__dict__:
            self.reader.close()
        if isinstance(self.registry, OnlineRegistry):
            self.registry.close()
        for tenant in self.tenants.values():
            tenant.client.close()
        self.redis.close()
        self.store.close()


def _observed(method: str, route: str, status: int, seconds: float) -> None:
    metrics.upstream_seconds.labels(method=method, route=route, status=str(status)).observe(seconds)


def ceilings_of(settings: Settings) -> DefaultCeilings:
    """What may be spent where nobody set a ceiling."""
    return DefaultCeilings(Decimal(str(settings.claude_daily_usd)), Decimal(str(settings.claude_requisition_usd)))


def recogniser_of(settings: Settings) -> Recogniser | None:
    """Character recognition, where it is on. Raises InvalidInputError when it is on and Tesseract is not installed."""
    return required_recogniser(settings.ocr_languages) if settings.ocr else None


def registry_of(settings: Settings) -> OnlineRegistry | RegistryExport | None:
    """The registry of credentials, where one is set. Raises InvalidInputError for a file or an address of no use."""
    if settings.credential_registry_file:
        return RegistryExport.load(Path(settings.credential_registry_file))
    if not settings.credential_registry_url:
        return None
    access = RegistryAccess(
        url=settings.credential_registry_url,
        token=settings.credential_registry_token,
        timeout_seconds=settings.credential_registry_timeout_seconds,
    )
    return OnlineRegistry(access)


def access_of(tenant: TenantSettings, timeout_seconds: float) -> IcimsAccess:
    """The client's view of a tenant."""
    return IcimsAccess(
        customer_id=tenant.customer_id,
        api_url=tenant.api_url,
        token_url=tenant.token_url,
        audience=tenant.audience,
        auth=tenant.auth,
        client_id=tenant.client_id,
        client_secret=tenant.client_secret,
        timeout_seconds=timeout_seconds,
        deadline_seconds=DEADLINE_FACTOR * timeout_seconds,
        max_in_flight=tenant.max_in_flight,
    )
