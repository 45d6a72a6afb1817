"""The report of a check as a page: sound for everybody, in both themes and on a small screen, and it asks nobody."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from kith_facilitator.course import load_course
from kith_facilitator.course.starting import start_module
from kith_facilitator.quality import examine
from kith_facilitator.quality.report_page import report_page
from tests.chromium import fenced, picture, violations

pytestmark = pytest.mark.browser


def test_everybody_can_read_the_report_and_its_table_leads_to_each_place(browser: Browser, tmp_path: Path) -> None:
    start_module(tmp_path / "spring", "1-trust")
    prompts = tmp_path / "spring/1-trust/prompts.toml"
    broken = prompts.read_text(encoding="utf-8").replace('phase = "engage"\n', 'phase = "<b>&"\n')
    prompts.write_text(broken, encoding="utf-8")
    report = tmp_path / "report.html"
    report.write_text(report_page(examine(load_course(tmp_path / "spring"))), encoding="utf-8")
    for theme, width in (("light", 1100), ("dark", 320)):
        context, strangers = fenced(browser, color_scheme=theme, viewport={"width": width, "height": 800})
        page = context.new_page()
        page.goto(report.as_uri())
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.get_by_role("row", name="Each question says its phase").get_by_role("link", name="failed").click()
        told = page.locator(":target")
        assert "“trust-start” has the phase “<b>&”" in told.inner_text()
        assert told.locator("strong").first.inner_text() == "1-trust/prompts.toml, line 12"
        picture(page, f"check-{theme}")
        assert strangers == []
        context.close()
