"""What stands around the cards in JupyterLab: one click to the first question, all saved before it is sent."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.chromium import chromium, fenced, picture, violations
from tests.hosts import CARDS, MODULE, PAGE, opened, write_page
from tests.lab import PATIENCE, Lab, served

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened_browser:
        yield opened_browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context, strangers = fenced(browser, viewport={"width": 480, "height": 800})
    tab = context.new_page()
    tab.set_default_timeout(PATIENCE)
    yield tab
    context.close()
    assert strangers == []


def test_one_click_brings_a_newcomer_to_the_first_question_and_submit_saves(page: Page, tmp_path: Path) -> None:
    home = tmp_path / "home"
    with served("start", "--no-browser", "--role", "both", home=home) as address:
        lab = Lab(page, address)
        expect(page.locator(".kith-bar:visible")).to_be_visible()
        picture(page, "e2e/companion-480-begin")
        assert violations(page, ".kith-bar") == []
        expect(page.locator("#jp-left-stack")).to_be_hidden()
        page.get_by_role("button", name="Begin", exact=True).click()
        first = lab.widget("Four lines, and where you stand on them")
        expect(first).to_be_visible()
        expect(page.locator(".kith-bar:visible")).to_have_count(0)
        expect(page.locator(".Toastify__toast", has_text="questions of this page are ready")).to_be_visible()
        expect(page.get_by_role("heading", name="Where you stand", exact=True)).to_be_in_viewport()
        expect(first.get_by_role("heading").first).to_be_in_viewport()
        expect(first.locator("article")).to_be_focused()
        page.keyboard.press("Tab")
        assert first.evaluate("card => card.contains(document.activeElement)")
        expect(page.locator(".kith-cell .jp-InputPlaceholder:visible")).to_have_count(0)
        picture(page, "e2e/companion-480-begun")

        page.set_viewport_size({"width": 1280, "height": 900})
        say_in_the_notebook(page, "only on the screen so far")
        lab.press_for("0-welcome", "fetched", "Submit")
        expect(page.locator(".Toastify__toast", has_text="0-welcome is submitted.")).to_be_visible()
        expect(page.locator("#submitted_assignments_list .list_item", has_text="0-welcome").first).to_be_visible()
        picture(page, "e2e/companion-submitted")
        (sent,) = (home / "exchange/kith/inbound").iterdir()
        assert "only on the screen so far" in (sent / "welcome.ipynb").read_text()

        (home / "exchange/kith/inbound").rename(home / "gone")
        lab.press_for("0-welcome", "fetched", "Submit")
        expect(page.locator(".Toastify__toast", has_text="takes no submissions just now")).to_be_visible()


def test_a_changed_cell_is_left_alone_and_named(page: Page, tmp_path: Path) -> None:
    place = write_page(tmp_path)
    path = place / f"{PAGE}.ipynb"
    notebook = json.loads(path.read_text())
    changed = next(cell for cell in notebook["cells"] if 'kith.fold("open")' in "".join(cell["source"]))
    changed["source"] = 'open("trace", "w"); kith.fold("open")'
    path.write_text(json.dumps(notebook))
    with opened("lab", place, tmp_path / "home") as address:
        page.goto(address)
        bar = page.locator(".kith-bar:visible")
        bar.get_by_role("button", name="Begin", exact=True).click()
        expect(bar.get_by_text(re.compile("was changed here, so it was left alone"))).to_be_visible()
        expect(page.locator(".jp-Notebook .kith")).to_have_count(len(CARDS) - 1)
        assert not (place / "trace").exists()
        assert MODULE in address


def say_in_the_notebook(page: Page, text: str) -> None:
    page.get_by_role("heading", name="Welcome").first.dblclick()
    page.locator(".jp-MarkdownCell .cm-content:visible").first.click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(text)
