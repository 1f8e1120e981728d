"""The page for a professional in a real browser: it is drawn whole, and asks nothing of any network.

A long test, which fails where there is no Chromium: `apt-get install chromium`, or COACH_CHROMIUM=/path/to/it.
"""

import json
import os
import shutil
import subprocess
from datetime import datetime
from html import unescape
from pathlib import Path

import pytest
from PIL import Image

from coach.history.report import report
from tests.history.remembering import DAY, START, Remembered, WallClock, keep_session, open_store

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
LIT, LEFT, RIGHT = (217, 120, 0), (0x1F, 0x6F, 0xB4), (0xC4, 0x58, 0x1A)
"""Colours of the lit zone, and of each foot's line."""

_ITSELF = "not an origin"

pytestmark = pytest.mark.long


@pytest.fixture
def browser() -> str:
    """A Chromium on this machine."""
    named = os.environ.get("COACH_CHROMIUM")
    found = named or next((name for name in BROWSERS if shutil.which(name)), None)
    assert found, "No Chromium here: `apt-get install chromium`, or set COACH_CHROMIUM to its path."
    return found


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """The page of two months."""
    clock = WallClock()
    with open_store(tmp_path, clock) as store:
        for n in range(60):
            clock.now = START + n * DAY
            keep_session(store, {("left", "before"): 7 - n // 10, ("right", "before"): n // 20, ("left", "after"): 1})
        company = Remembered(store, remembered={}).to_second(5)
        company.say("that hurts")
        company.say("end")
        made = tmp_path / "report.html"
        made.write_text(report(store, datetime.fromtimestamp(clock()).astimezone()), encoding="utf-8")
    return made


def run(browser: str, page: Path, *options: str) -> str:
    """What the browser prints about the page."""
    profile = page.parent / "profile"
    fixed = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--user-data-dir={profile}")
    command = (browser, *fixed, *options, page.as_uri())
    finished = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    return finished.stdout


def asked_for(browser: str, page: Path) -> set[str]:
    """Every address that the page made the browser ask for; what the browser asks of itself has no origin."""
    log = page.parent / "net.json"
    run(browser, page, f"--log-net-log={log}", "--disable-background-networking", "--dump-dom")
    asked = [event["params"] for event in json.loads(log.read_text())["events"] if "params" in event]
    from_pages = [params for params in asked if params.get("initiator", _ITSELF) != _ITSELF]
    return {params["url"] for params in from_pages} - {page.as_uri()}


def test_the_page_is_drawn_whole_with_both_lines_and_the_lit_foot(browser: str, page: Path) -> None:
    picture = page.parent / "page.png"
    run(browser, page, f"--screenshot={picture}", "--window-size=1000,1400")
    with Image.open(picture) as image:
        colours = {colour for _, colour in image.convert("RGB").getcolors(1 << 24) or []}
        assert image.size == (1000, 1400)
    assert {LIT, LEFT, RIGHT, (255, 255, 255)} <= colours


def test_the_page_is_understood_as_it_was_written(browser: str, page: Path) -> None:
    shown = unescape(run(browser, page, "--dump-dom"))
    for words in ("soreness and sessions", "Where it hurt", "left heel: 1 time", "Steps that were stopped"):
        assert words in shown
    assert shown.count("<tr>") == page.read_text(encoding="utf-8").count("<tr>")


def test_the_page_makes_the_browser_ask_for_nothing(browser: str, page: Path) -> None:
    assert asked_for(browser, page) == set()
    text = page.read_text(encoding="utf-8")
    unguarded = text.replace("Content-Security-Policy", "x").replace(
        "</h1>", '</h1><img src="http://elsewhere.invalid/">'
    )
    page.write_text(unguarded, encoding="utf-8")
    assert asked_for(browser, page) == {"http://elsewhere.invalid/"}
