"""What requests work with, and the site of the current one."""

from dataclasses import dataclass
from typing import cast

from flask import current_app

from icims.fields import FieldMapping
from settings import Settings, TenantSettings
from store import Store


@dataclass(frozen=True, slots=True)
class Site:
    """What requests work with; kept in ``app.extensions["site"]``."""

    settings: Settings
    store: Store
    tenants: dict[str, TenantSettings]
    mappings: dict[str, FieldMapping]


def site() -> Site:
    return cast("Site", current_app.extensions["site"])
