"""Modules and waves are chosen and compared on a page without a script, by boxes to tick; looked at as it is built."""

from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from kith_facilitator.dashboards import about, show
from kith_facilitator.dashboards.catalogue import COURSE, SPEAK, THOUGHT
from kith_facilitator.editions import Edition
from kith_widgets.tokens import css
from tests.chromium import fenced, picture, violations
from tests.dashboards.cohorts import unfold
from tests.dashboards.test_dashboards import edition, home

__all__ = ["edition", "home"]

pytestmark = pytest.mark.browser


def opened(browser: Browser, edition: Edition, name: str, folder: Path) -> Page:
    """A dashboard on a page of its own, in a browser that runs no script."""
    looks = files("kith_facilitator.dashboards") / "templates" / "voila" / "templates" / "kith" / "page.css"
    shown = about(name, edition.folder).data + show(name, edition.folder).data
    head = f"<meta charset='utf-8'><title>{name}</title><style>{css()}{looks.read_text(encoding='utf-8')}</style>"
    body = f"<main><h1>{name}</h1>{shown}</main>"
    path = folder / f"{name}.html"
    path.write_text(f"<!DOCTYPE html><html lang='en'><head>{head}</head><body>{body}</body></html>", encoding="utf-8")
    context, _ = fenced(browser)
    page = context.new_page()
    page.goto(path.as_uri())
    return page


def test_waves_are_compared_and_modules_chosen_by_the_keyboard(
    edition: Edition, browser: Browser, tmp_path: Path
) -> None:
    page = opened(browser, edition, SPEAK, tmp_path)
    rooms = page.get_by_role("region", name="In rooms like ours")
    waves = rooms.locator(".kith-wave")
    rooms.locator("summary").first.press("Enter")
    assert [waves.nth(n).is_visible() for n in (0, 1)] == [True, False]
    earlier = rooms.get_by_label("2026-11-15")
    earlier.press("Space")
    assert [waves.nth(n).is_visible() for n in (0, 1)] == [True, True]
    rooms.get_by_label("2026-11-22").press("Space")
    assert [waves.nth(n).is_visible() for n in (0, 1)] == [False, True]
    assert waves.nth(1).locator("svg:visible").count() == 1

    page = opened(browser, edition, COURSE, tmp_path)
    one, other = (
        page.get_by_role("region", name=f"{module}: What got in our way") for module in ("Welcome", "Empathy")
    )
    page.get_by_label("Welcome", exact=True).press("Space")
    assert (one.is_visible(), other.is_visible()) == (False, True)


@pytest.mark.parametrize("name", [SPEAK, THOUGHT, COURSE])
def test_dots_lines_and_words_are_fit_to_be_seen_by_all(
    name: str, edition: Edition, browser: Browser, tmp_path: Path
) -> None:
    page = opened(browser, edition, name, tmp_path)
    unfold(page)
    for scheme, width in (("light", 1000), ("dark", 320)):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.set_viewport_size({"width": width, "height": 900})
        picture(page, f"dashboards/{name}-{scheme}-{width}")
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        assert violations(page) == []
