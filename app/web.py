"""The web application: ``gunicorn "app.web:create_app()"``."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from app import api, errors, health, pages, webhooks
from app.site import Site
from icims.fields import FieldMapping
from scoring.errors import InvalidInputError
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
    app = Flask(__name__)
    app.config.update(MAX_CONTENT_LENGTH=BODY_LIMIT, SECRET_KEY=settings.secret_key)
    tenants = {tenant.customer_id: tenant for tenant in settings.tenants()}
    mappings = {
        customer_id: FieldMapping.load(tenant.fields_file) if tenant.fields_file else FieldMapping()
        for customer_id, tenant in tenants.items()
    }
    app.extensions["site"] = Site(settings, Store(settings.database_url), tenants, mappings)
    # One proxy in front of us may tell the scheme and the host; nothing else of what it says is believed.
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=0, x_proto=1, x_host=0)  # type: ignore[method-assign]
    for blueprint in (webhooks.webhooks, health.health, pages.pages, api.api):
        app.register_blueprint(blueprint)
    errors.register(app)
    return app


def _check(settings: Settings) -> None:
    needed = ("database_url", "redis_url", "secret_key", "operator_password")
    missing = [name.upper() for name in needed if not getattr(settings, name)]
    if missing:
        raise InvalidInputError(f"set {', '.join(missing)}")
    if len(settings.secret_key) < 32:
        raise InvalidInputError("SECRET_KEY is shorter than 32 characters")
