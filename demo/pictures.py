"""``python -m demo.pictures``: the pages of the dashboard as docs/images shows them, of invented people only."""

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from demo.console import DemoConsole
from demo.installation import Installation, Ports
from demo.staging import Staged, invented, stage
from demo.tenant import CUSTOMER_ID
from scoring.errors import PermanentError
from settings import ROOT

APPLICATIONS = 120
COLOURS = 224
LARGEST_BYTES = 150_000
PATIENCE_MS = 60_000
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
RANKING, IN_SHADOW = f"/requisitions/{CUSTOMER_ID}/1401", f"/requisitions/{CUSTOMER_ID}/1402"
WIDE, PHONE = (1280, 860), (360, 740)


def _look(_: Page) -> None:
    """Nothing has to be done first."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One page as one user sees it; ``then`` does what a person would do on it first."""

    name: str
    login: str
    path: str
    then: Callable[[Page], None] = _look
    size: tuple[int, int] = WIDE
    scheme: Literal["light", "dark"] = "light"


def main() -> None:
    """Play the demo and write every picture. Exits with one line for what does not start."""
    console = DemoConsole()
    plan = invented(APPLICATIONS, 1, console)
    try:
        with (
            TemporaryDirectory(prefix="pictures-") as place,
            Installation(Path(place), Ports.choose(), durable=False, say=console.say) as installation,
        ):
            staged = stage(installation, console, plan)
            with _chromium() as browser:
                take(browser, installation.web_url, staged, ROOT / "docs" / "images", console.say)
    except PermanentError as error:
        sys.exit(f"pictures: {error}")


def take(browser: Browser, url: str, staged: Staged, folder: Path, say: Callable[[str], None]) -> None:
    """Write each picture of PICTURES into the folder, as small as a palette makes it."""
    passwords = {user.login: user.password for user in staged.users}
    for picture in PICTURES:
        width, height = picture.size
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=picture.scheme)
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        _sign_in(page, url, picture.login, passwords[picture.login])
        answer = page.goto(url + picture.path)
        if answer is None or not answer.ok:
            raise PermanentError(f"{picture.path} does not show itself")
        picture.then(page)
        content = reduced(page.screenshot(animations="disabled"))
        (folder / f"{picture.name}.png").write_bytes(content)
        context.close()
        say(f"{picture.name}.png, {len(content) // 1000} kB")


def reduced(png: bytes, limit: int = LARGEST_BYTES) -> bytes:
    """The picture with a palette. Raises PermanentError when it is larger than ``limit`` bytes even so."""
    small = BytesIO()
    Image.open(BytesIO(png)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(
        small, "PNG", optimize=True
    )
    if len(small.getvalue()) > limit:
        raise PermanentError(f"a picture has {len(small.getvalue())} bytes, more than {limit}")
    return small.getvalue()


def _sign_in(page: Page, url: str, login: str, password: str) -> None:
    page.goto(f"{url}/sign-in")
    page.get_by_label("Login").fill(login)
    page.get_by_label("Password").fill(password)
    with page.expect_navigation():
        page.get_by_role("button", name="Sign in").click()


def _best(page: Page) -> None:
    """The page of an application that is good and lacks something."""
    with page.expect_navigation():
        page.locator(".ranking > li:has(.unmet) .who").first.click()


def _followed_quote(page: Page) -> None:
    _best(page)
    page.locator(".waterfall .first blockquote a").nth(1).click()
    page.evaluate("scrollTo(0, 0)")


def _three_beside(page: Page) -> None:
    for box in page.get_by_role("checkbox", name="compare").all()[:3]:
        box.check()
    with page.expect_navigation():
        page.get_by_role("button", name="Compare the chosen").click()


def _first_of_queue(page: Page) -> None:
    with page.expect_navigation():
        page.locator(".queue h2 a").first.click()


def _simulated(page: Page) -> None:
    page.locator("#possible").fill("55")
    page.locator("#strong").fill("85")
    page.locator("#reason").fill("Hardly anybody from 50 to 55 was invited.")
    with page.expect_navigation():
        page.locator("form#propose button.main").click()
    with page.expect_navigation():
        page.locator("#simulate-button").click()
    expect(page.locator("#simulate-button")).to_contain_text("again", timeout=PATIENCE_MS)
    with page.expect_navigation():
        page.locator("#simulated").click()


PICTURES = (
    Picture("requisitions", "recruiter", "/"),
    Picture("ranking", "recruiter", RANKING),
    Picture("card", "recruiter", RANKING, _followed_quote),
    Picture("compare", "recruiter", RANKING, _three_beside),
    Picture("reviews", "recruiter", "/reviews"),
    Picture("review", "recruiter", "/reviews?kind=blind_sample", _first_of_queue),
    Picture("agreement", "recruiter", f"{IN_SHADOW}/feedback"),
    Picture("contract", "recruiter", f"{RANKING}/rubric/edit"),
    Picture("simulation", "recruiter", f"/policy/propose?customer={CUSTOMER_ID}&job=1401", _simulated),
    Picture("rollout", "recruiter", f"{RANKING}/mode"),
    Picture("operations", "operator", "/operations"),
    Picture("stop", "operator", "/stops"),
    Picture("ranking-phone", "recruiter", RANKING, size=PHONE),
    Picture("card-phone-dark", "recruiter", RANKING, _best, PHONE, "dark"),
    Picture("agreement-dark", "recruiter", f"{IN_SHADOW}/feedback", scheme="dark"),
)


@contextmanager
def _chromium() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        raise PermanentError(f"one of {', '.join(BROWSERS)} has to be on the PATH")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--headless", "--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


if __name__ == "__main__":
    main()
