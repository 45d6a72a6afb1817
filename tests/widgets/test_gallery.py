"""The gallery: every widget in every state, made by the real cards, on one page that opens from a file."""

import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser

import kith_widgets
from kith_facilitator.gallery import gallery, specimens
from kith_facilitator.gallery._parts import PARTS
from kith_widgets import Widget
from kith_widgets.host import Exhibit, page
from tests.chromium import fenced, picture


def test_it_has_every_widget_there_is() -> None:
    shown = {widget for widget, _, _ in specimens()}
    names = [name for name in kith_widgets.__all__ if name not in ("Widget", "Refused")]
    assert {*names, "Parts"} == shown


def test_each_state_has_a_name_of_its_own_and_a_line_on_what_it_shows() -> None:
    found = [(widget, state) for widget, state, _ in specimens()]
    assert len(set(found)) == len(found)
    assert [one.state for one in specimens() if one.widget != "Parts" and not one.exhibit.note] == []


def test_the_same_gallery_comes_out_each_time() -> None:
    assert gallery() == gallery()


@pytest.mark.browser
@pytest.mark.parametrize("language", ["en", "de"])
def test_the_command_writes_a_page_that_draws_every_state(browser: Browser, tmp_path: Path, language: str) -> None:
    out = tmp_path / "new" / "gallery.html"
    command = (sys.executable, "-m", "kith_facilitator", "gallery", "--no-browser", "--language", language)
    done = subprocess.run([*command, "--out", str(out)], capture_output=True, text=True, check=True)
    assert done.stdout == f"The gallery is in {out}\n"
    context, strangers = fenced(browser, viewport={"width": 800, "height": 900})
    tab = context.new_page()
    wrong: list[str] = []
    tab.on("pageerror", lambda error: wrong.append(str(error)))
    tab.goto(out.as_uri())
    tab.wait_for_selector("[data-ready]")
    assert tab.evaluate("scrollY") == 0
    assert tab.evaluate("document.activeElement === document.body")
    assert tab.locator(".kith article").count() == len(specimens())
    assert tab.get_by_role("navigation").get_by_role("link").count() == len(specimens()) + len(
        {one.widget for one in specimens()}
    )
    assert (
        tab.evaluate("[...document.querySelectorAll('nav a')].filter(a => !document.querySelector(a.hash)).length") == 0
    )
    picture(tab, f"gallery-{language}")
    context.close()
    assert (wrong, strangers) == ([], [])


@pytest.mark.browser
def test_the_sheet_of_parts_is_whole(browser: Browser, tmp_path: Path) -> None:
    class Sheet(Widget):
        _bundle = "parts"

    place = tmp_path / "parts.html"
    whole = Sheet({"prompt": "all", "key": "all", "title": "All", "show": []}, {})
    place.write_text(page("Parts", [Exhibit(whole)]))
    context, _ = fenced(browser)
    tab = context.new_page()
    tab.goto(place.as_uri())
    tab.wait_for_selector("[data-ready]")
    names = tab.eval_on_selector_all("[data-specimen]", "all => all.map(one => one.dataset.specimen.split('/')[0])")
    assert tuple(dict.fromkeys(names)) == PARTS
    context.close()


def test_a_language_that_is_not_spoken_is_one_sentence_and_exit_code_2(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "kith_facilitator", "gallery", "--no-browser", "--language", "xx"]
    done = subprocess.run([*command, "--out", str(tmp_path / "g.html")], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("Kith does not speak “xx”.")
