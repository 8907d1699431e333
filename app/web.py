"""The web application: ``gunicorn "app.web:create_app()"``."""

from datetime import timedelta
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from app import (
    account,
    administration,
    api,
    api_reviews,
    browser,
    candidate_pages,
    contracts,
    errors,
    flower_door,
    guard,
    headers,
    health,
    letter_pages,
    notice_pages,
    oidc,
    operating,
    pages,
    policy_pages,
    policy_rescoring,
    policy_results,
    ranking_pages,
    request_pages,
    review_figures,
    reviews,
    rollout_pages,
    sign_in,
    webhooks,
)
from app.site import Site
from icims.fields import FieldMapping
from scoring.errors import InvalidInputError
from scoring.taxonomy import use_extra_taxonomy
from settings import Settings
from store import Store
from telemetry import logging as telemetry_logging

# Larger than any notification by far; iCIMS's own bodies have a few hundred bytes.
BODY_LIMIT = 256 * 1024


def create_app(settings: Settings | None = None) -> Flask:
    """Raises InvalidInputError, in one line, for settings without which no request could be answered safely."""
    settings = settings or Settings.from_environ()
    _check(settings)
    telemetry_logging.configure(settings.log_level)
    use_extra_taxonomy(settings.taxonomy_extra)  # part of the version of scoring that pages name
    app = Flask(__name__, static_folder=None)
    app.config.update(_flask_settings(settings))
    tenants = {tenant.customer_id: tenant for tenant in settings.tenants()}
    mappings = {
        customer_id: FieldMapping.load(tenant.fields_file) if tenant.fields_file else FieldMapping()
        for customer_id, tenant in tenants.items()
    }
    store = Store(settings.database_url, review_rules=settings.review_rules())
    app.extensions["site"] = Site(settings, store, tenants, mappings)
    # One proxy in front of us may tell the scheme; who asks, only where it is configured to be believed.
    app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
        app.wsgi_app, x_for=settings.forwarded_for, x_proto=1, x_host=0
    )
    app.before_request(guard.enforce)
    app.after_request(browser.keep_visit)
    app.after_request(headers.guarded)
    for blueprint in (
        webhooks.webhooks,
        health.health,
        sign_in.sign_in,
        account.account_pages,
        administration.administration,
        pages.pages,
        ranking_pages.ranking,
        operating.operating,
        flower_door.flower_door,
        reviews.reviews,
        review_figures.review_figures,
        rollout_pages.rollouts,
        api_reviews.review_api,
        contracts.contracts,
        policy_pages.policy,
        policy_results.policy_results,
        policy_rescoring.policy_rescoring,
        letter_pages.letters,
        candidate_pages.candidates,
        notice_pages.notices,
        request_pages.requests,
        api.api,
    ):
        app.register_blueprint(blueprint)
    oidc.prepare(app, settings)
    errors.register(app)
    guard.check_every_route(app)
    return app


def _flask_settings(settings: Settings) -> dict[str, Any]:
    """Flask's own cookie holds nothing but what a sign-in at the identity provider has to remember on its way."""
    over_https = settings.public_url.startswith("https://")
    return {
        "MAX_CONTENT_LENGTH": BODY_LIMIT,
        "SECRET_KEY": settings.secret_key,
        "SESSION_COOKIE_NAME": "__Host-provider" if over_https else "provider",
        "SESSION_COOKIE_SECURE": over_https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": timedelta(minutes=10),
    }


def _check(settings: Settings) -> None:
    needed = ("database_url", "redis_url", "secret_key")
    missing = [name.upper() for name in needed if not getattr(settings, name)]
    if missing:
        raise InvalidInputError(f"set {', '.join(missing)}")
    if len(settings.secret_key) < 32:
        raise InvalidInputError("SECRET_KEY is shorter than 32 characters")
