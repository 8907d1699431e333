"""The browser of this machine for the browser tests: looked for, never installed."""

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NEEDED = f"the browser tests need one of {', '.join(NAMES)} on the PATH: apt-get install chromium"


def find_chromium() -> str | None:
    """The path of the first Chromium or Chrome on the PATH."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def may_be_left_out() -> bool:
    """True on a laptop without a browser; a build server (CI=true) has to have one."""
    return find_chromium() is None and os.environ.get("CI") != "true"
