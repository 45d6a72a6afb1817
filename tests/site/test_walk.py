"""The site in a browser, from files and without a network: read, answered by keys, kept, taken along, emptied."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from kith_facilitator.course.model import load_course
from kith_facilitator.site import site_of
from kith_facilitator.site.folder import put_folder
from tests.chromium import fenced, violations
from tests.widgets.walks import Keys, thumb

pytestmark = pytest.mark.browser
WIDE = "document.documentElement.scrollWidth"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published") / "site"
    put_folder(folder, site_of(load_course(Path(__file__).parents[2] / "course")))
    return folder


@pytest.fixture
def asked() -> list[str]:
    return []


@pytest.fixture
def tab(browser: Browser, site: Path, asked: list[str]) -> Iterator[Page]:
    """A narrow window; nothing may be asked but the site's own files, and nothing may fail."""
    context, _ = fenced(browser, viewport={"width": 320, "height": 700}, accept_downloads=True)
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    yield page
    context.close()
    assert wrong == []
    assert [one for one in asked if not one.startswith((site.as_uri(), "blob:", "data:"))] == []


def opened(tab: Page, address: str) -> None:
    tab.goto(address)
    tab.wait_for_selector("[data-ready]")


def test_every_page_reads_at_320_pixels_in_light_and_dark_and_axe_finds_nothing(tab: Page, site: Path) -> None:
    for path in sorted(site.rglob("*.html")):
        opened(tab, path.as_uri())
        assert tab.evaluate(WIDE) == 320, path.name
        assert tab.get_by_role("main").count() == tab.get_by_role("heading", level=1).count() == 1
        assert tab.get_by_text("can't be shown").count() == 0
        assert violations(tab) == [], path.name
    for path in (site / "index.html", site / "1-empathy" / "1-before.html"):
        tab.emulate_media(color_scheme="dark")
        opened(tab, path.as_uri())
        assert violations(tab) == [], path.name


def test_by_keys_alone_from_the_index_to_what_came_and_it_stays_in_this_browser(tab: Page, site: Path) -> None:
    hand = Keys(tab)
    opened(tab, (site / "index.html").as_uri())
    expect(tab.get_by_text("There is nothing yet.")).to_be_visible()
    tab.keyboard.press("Tab")
    expect(tab.get_by_role("link", name="To the text")).to_be_focused()
    tab.keyboard.press("Enter")
    hand.press(tab.get_by_role("link", name="1 Before"))
    tab.wait_for_selector("[data-ready] h1:has-text('1 Before')")

    card = tab.locator(".stand").filter(has_text="Will they name the tune?")
    came = card.get_by_role("heading", name="Listeners named 3 of 120")
    expect(came).to_have_count(0)
    card.get_by_role("button").first.focus()
    hand.place(thumb(tab, "Named by listeners"), 62, 120)
    hand.write(card.get_by_label("Why that many?"), "I hear it.")
    hand.press(card.get_by_role("button", name="Commit", exact=True))
    hand.press(card.get_by_role("button", name="Show what listeners named"))
    expect(came).to_be_visible()

    tab.reload()
    tab.wait_for_selector("[data-ready]")
    expect(came).to_be_visible()

    with tab.expect_download() as saving:
        hand.press(tab.get_by_role("button", name="Save a copy as a file"))
    copy = saving.value.path()
    assert "I hear it." in json.dumps(json.loads(copy.read_text("utf-8"))["kept"])
    hand.press(tab.get_by_role("button", name="Empty all pages", exact=True))
    expect(tab.get_by_role("button", name="Leave it as it is")).to_be_focused()
    tab.keyboard.press("Shift+Tab")
    with tab.expect_navigation():
        tab.keyboard.press("Enter")
    tab.wait_for_selector("[data-ready]")
    assert tab.evaluate("localStorage.length") == 0
    with tab.expect_file_chooser() as choosing:
        hand.press(tab.get_by_role("button", name="Bring back a copy"))
    with tab.expect_navigation():
        choosing.value.set_files(copy)
    expect(came).to_be_visible()


def test_what_was_written_on_one_page_stands_on_a_later_one(tab: Page, site: Path) -> None:
    opened(tab, (site / "1-empathy" / "1-before.html").as_uri())
    card = tab.locator(".stand").filter(has_text="My thing, explained")
    card.get_by_label("My thing, explained").fill("Prune in March.")
    card.get_by_label("Three questions").fill("When?")
    card.get_by_label("My own answers").fill("In March.")
    card.get_by_role("button", name="Commit", exact=True).click()
    opened(tab, (site / "1-empathy" / "reflection.html").as_uri())
    expect(tab.get_by_role("blockquote").filter(has_text="Prune in March.")).to_be_visible()
