"""The guide as somebody has it: a page without a network, for a phone too, that prints each run sheet on one A4."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from kith_facilitator.guide import PAGES
from tests.chromium import fenced, picture, violations

pytestmark = pytest.mark.browser


def sheets(page: Page, name: str) -> int:
    """How many sheets of paper a part of the guide takes, by itself."""
    page.evaluate(
        """(name) => document.querySelectorAll("main > *").forEach((one) => (one.hidden = one.id !== name))""", name
    )
    return len(re.findall(rb"/Type /Page\b", page.pdf(prefer_css_page_size=True)))


def test_it_is_one_page_without_a_network_and_each_run_sheet_prints_on_one_a4(browser: Browser, tmp_path: Path) -> None:
    out = tmp_path / "new" / "guide.html"
    command = (sys.executable, "-m", "kith_facilitator", "guide", "--no-browser", "--out", str(out))
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == f"The guide is in {out}\n"
    context, strangers = fenced(browser, viewport={"width": 320, "height": 700})
    page = context.new_page()
    page.goto(out.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        assert violations(page) == []
    page.emulate_media(color_scheme="light")
    drawn = page.get_by_role("img", name="How an exchange goes round")
    assert drawn.evaluate("(one) => one.complete && one.naturalWidth > 0 && one.clientWidth <= 320")
    picture(page, "guide")
    leads = page.evaluate(
        "[...document.querySelectorAll('a')].map((one) => !!document.getElementById(one.hash.slice(1)))"
    )
    assert len(leads) > 9
    assert all(leads)
    pages = {name: sheets(page, name) for name in PAGES}
    assert {name: pages[name] for name, kind in PAGES.items() if kind == "sheet"} == {"0-welcome": 1, "1-empathy": 1}
    assert pages["care"] == 1
    assert strangers == []
    context.close()
