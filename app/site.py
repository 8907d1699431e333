"""The site of the current request."""

from typing import cast

from flask import current_app

from app.web import Site


def site() -> Site:
    return cast("Site", current_app.extensions["site"])
