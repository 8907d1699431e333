"""The pictures of the dashboard: small, all there, and each shown in the docs."""

import re
from io import BytesIO

import pytest
from PIL import Image

from demo.pictures import LARGEST_BYTES, PICTURES, reduced
from scoring.errors import PermanentError
from settings import ROOT

IMAGES = ROOT / "docs" / "images"
ALL_TOGETHER = 2_000_000


def test_every_picture_is_there_small_and_shown():
    kept = {file.name: file.stat().st_size for file in IMAGES.iterdir()}
    shown = set(re.findall(r"\(images/([a-z-]+\.png)\)", (ROOT / "docs" / "dashboard.md").read_text(encoding="utf-8")))

    assert set(kept) == {f"{picture.name}.png" for picture in PICTURES} == shown
    assert max(kept.values()) <= LARGEST_BYTES
    assert sum(kept.values()) <= ALL_TOGETHER


def test_a_picture_that_stays_too_large_is_refused():
    drawn = BytesIO()
    Image.effect_noise((200, 200), 80).convert("RGB").save(drawn, "PNG")

    with pytest.raises(PermanentError, match="more than 1000"):
        reduced(drawn.getvalue(), limit=1000)


def test_a_reduced_picture_keeps_its_size_and_colours():
    drawn = BytesIO()
    Image.new("RGB", (30, 20), (11, 87, 176)).save(drawn, "PNG")

    small = Image.open(BytesIO(reduced(drawn.getvalue())))

    assert small.size == (30, 20)
    assert small.convert("RGB").getpixel((3, 3)) == (11, 87, 176)
