"""One page with all widgets in JupyterLab, Notebook 7 and Voilà: it works there, comes back, and loses nothing."""

import inspect
import os
import re
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat.sign import NotebookNotary
from playwright.sync_api import Browser, Locator, Page, expect

import kith_widgets
from tests.chromium import fenced, picture, violations
from tests.hosts import CARDS, PAGE, opened, records, write_page
from tests.lab import PATIENCE

pytestmark = pytest.mark.e2e

#: What is told of a claim once it is answered, and what says how that is known.
SO, RIGHT = "What is so of the one claim", "12 times 12 is 144."
TEXT = "Typed while nothing answered: שיתוף 🤝, and 56 of 120."


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context, strangers = fenced(browser, viewport={"width": 1280, "height": 1000})
    tab = context.new_page()
    tab.set_default_timeout(PATIENCE)
    yield tab
    context.close()
    # Voilà's own template asks for a font; nothing of ours asks for anything.
    assert [address for address in strangers if "/@fortawesome/fontawesome-free@" not in address] == []


@pytest.fixture
def own_data(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Where Jupyter notes which pages it trusts: a short path, since its sockets lie below it."""
    with tempfile.TemporaryDirectory() as folder:
        monkeypatch.setenv("JUPYTER_DATA_DIR", folder)
        yield


def test_the_page_holds_every_widget() -> None:
    listed = {name: getattr(kith_widgets, name) for name in kith_widgets.__all__}
    classes = {
        name.lower() for name, one in listed.items() if inspect.isclass(one) and issubclass(one, kith_widgets.Widget)
    }
    assert classes - {"widget"} == {widget for widget, _ in CARDS.values()}


@pytest.mark.parametrize("host", ["lab", "notebook"])
def test_the_page_works_comes_back_and_loses_nothing(host: str, page: Page, tmp_path: Path) -> None:
    place = write_page(tmp_path)
    with opened(host, place, tmp_path / "home") as address:
        page.goto(address)
        begin(page, "Begin")
        all_cards_in_their_states(page)
        picture(page, f"hosts/{host}")
        commit(page, place)

        page.reload()
        committed(page)
        expect(bar(page)).to_have_count(0)  # the kernel still lived, so nobody had to do anything

        restart(page)
        begin(page, "Go on")
        committed(page)
        all_cards_in_their_states(page)

        typing_while_busy_and_killed(page, place)
        committed(page)
        show_what_is_so(page)
        assert violations(page, ".jp-Notebook .kith") == []


def test_the_page_works_in_voila_and_comes_back_with_a_new_kernel(page: Page, tmp_path: Path) -> None:
    place = write_page(tmp_path)
    with opened("voila", place, tmp_path / "home") as address:
        page.goto(address)
        all_cards_in_their_states(page)
        picture(page, "hosts/voila")
        commit(page, place)
        page.reload()
        committed(page)
        show_what_is_so(page)
        all_cards_in_their_states(page)
        assert violations(page, ".kith") == []


@pytest.mark.usefixtures("own_data")
def test_a_player_that_was_saved_with_its_page_plays_before_any_cell_is_run(page: Page, tmp_path: Path) -> None:
    place = write_page(tmp_path)
    cell = nbformat.v4.new_code_cell("import kith_exercises.playing as p; p.player('threshold_cascade')")
    notebook = nbformat.v4.new_notebook(cells=[cell])
    NotebookClient(notebook, timeout=120, store_widget_state=True).execute()
    nbformat.write(notebook, place / f"{PAGE}.ipynb")
    NotebookNotary().sign(nbformat.read(place / f"{PAGE}.ipynb", as_version=4))
    with opened("lab", place, tmp_path / "home") as address:
        page.goto(address)
        page.locator(".kith").get_by_role("button", name="Play").click()
        expect(page.locator(".kith").get_by_role("slider")).not_to_have_value("0")


def test_the_python_side_needs_no_page_and_no_session_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What VS Code and other programs with a kernel of their own rest on."""
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    place = write_page(tmp_path)
    notebook = nbformat.read(place / f"{PAGE}.ipynb", as_version=4)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(place)}}).execute()
    cards = [output.data for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    assert len(cards) == len(CARDS)
    for data in cards:
        assert {"application/vnd.jupyter.widget-view+json", "text/plain"} <= set(data)


def card(page: Page, name: str) -> Locator:
    return page.locator(".kith:visible").filter(has=page.get_by_role("heading", name=CARDS[name][1], exact=True))


def bar(page: Page) -> Locator:
    return page.locator(".kith-bar:visible")


def begin(page: Page, label: str) -> None:
    bar(page).get_by_role("button", name=label, exact=True).click()
    expect(bar(page)).to_have_count(0)


def all_cards_in_their_states(page: Page) -> None:
    for name in CARDS:
        expect(card(page, name)).to_have_count(1)
    expect(card(page, "committed").get_by_role("region", name="My answer")).to_be_visible()
    expect(card(page, "looked").get_by_role("heading", name=re.compile("The twenty groups"))).to_be_visible()
    expect(card(page, "written").get_by_role("textbox")).to_have_value("What I wrote before.")
    expect(card(page, "threshold_cascade").get_by_role("img", name="Step 0 of 101")).to_be_visible()
    expect(card(page, "placed").get_by_role("region", name="My answer")).to_be_visible()
    expect(card(page, "claimed").get_by_role("region", name=SO)).to_be_visible()


def commit(page: Page, place: Path) -> None:
    one = card(page, "open")
    one.get_by_role("textbox", name="In public").fill("35")
    one.get_by_role("textbox", name="Anonymous").fill("62")
    one.get_by_role("textbox", name=re.compile("How far off")).fill("12")
    one.get_by_role("button", name="Commit").click()
    expect(one.get_by_role("region", name="My answer")).to_be_visible()
    (record,) = records(place, "open")
    assert (record.event, record.value["marks"]["values"]) == ("commit", {"public": 35, "anonymous": 62})
    commit_a_place(page, place)
    commit_a_claim(page, place)
    commit_a_sort(page, place)
    commit_a_map(page, place)
    commit_a_tie(page, place)
    guess_a_model(page, place)


def guess_a_model(page: Page, place: Path) -> None:
    """What comes is played below the guess, and the code of the model lies behind one line."""
    one = card(page, "unsaid")
    one.get_by_role("textbox", name="How many?").fill("60")
    one.get_by_role("button", name="Run it").click()
    one.get_by_role("slider", name="Place in the run").press("End")
    expect(one.get_by_text("How many? It comes to 41%; you expected 60%.", exact=True).first).to_be_visible()
    assert records(place, "unsaid")[0].value["answers"] == {"single": 60}


def commit_a_place(page: Page, place: Path) -> None:
    """By keys alone, of which the programs around have some for themselves."""
    one = card(page, "place")
    one.get_by_role("slider").press("ArrowRight")
    one.get_by_role("radio", name="Could change").press("Space")
    one.get_by_role("radio", name="Could change").press("ArrowRight")
    one.get_by_role("button", name="Commit").press("Enter")
    expect(one.get_by_role("region", name="My answer")).to_be_visible()
    (record,) = records(place, "place")
    assert (record.event, record.value) == ("commit", {"begins": {"at": 50, "sure": "sure"}})


def commit_a_claim(page: Page, place: Path) -> None:
    one = card(page, "claim")
    one.get_by_role("radio", name="above 140").check()
    one.get_by_role("textbox", name="How sure are you of that?").fill("90")
    one.get_by_role("button", name="Commit").click()
    expect(one.get_by_role("button", name="Show what is so")).to_be_visible()
    (record,) = records(place, "claim")
    assert (record.event, record.value["answers"]) == ("commit", {"choice": "above", "sure": 90})


def commit_a_sort(page: Page, place: Path) -> None:
    """By the menus on its cards; the arrow keys take the last of them from group to group."""
    one = card(page, "moments")
    one.get_by_role("combobox", name="Asking").select_option("Before")
    one.get_by_role("combobox", name="Being quiet").press("ArrowRight")
    one.get_by_role("combobox", name="Being quiet").press("ArrowRight")
    one.get_by_role("button", name="Commit").click()
    expect(one.get_by_role("button", name="Commit")).to_have_count(0)
    (record,) = (one for one in records(place, "moments") if one.event == "commit")
    assert record.value["answers"]["when"]["groups"] == {"ask": "before", "quiet": "after"}


def commit_a_map(page: Page, place: Path) -> None:
    """By its menus, and the picture's own keys, of which the programs around have some for themselves."""
    one = card(page, "hang")
    one.get_by_role("combobox", name="From").select_option("Asking")
    one.get_by_role("combobox", name="To").select_option("Time")
    one.get_by_role("textbox", name="What it says").press_sequentially("costs")
    one.get_by_role("textbox", name="What it says").press("Enter")
    one.get_by_role("button", name="Trust", exact=True).press("ArrowDown")
    expect(one.get_by_role("button", name="Change: Asking – costs – Time")).to_be_visible()
    one.get_by_role("button", name="Commit").click()
    expect(one.get_by_role("button", name="Commit")).to_have_count(0)
    (record,) = (one for one in records(place, "hang") if one.event == "commit")
    assert record.value["answers"]["map"]["links"] == [{"from": "a", "says": "costs", "to": "b"}]
    assert list(record.value["answers"]["map"]["places"]) == ["c"]


def commit_a_tie(page: Page, place: Path) -> None:
    """By the menus below the picture; the tie is drawn, runs, and ends as the model says."""
    one = card(page, "hears")
    one.get_by_role("combobox", name="A new tie between").select_option("Ben")
    one.get_by_role("combobox", name="and", exact=True).select_option("Cem")
    one.get_by_role("combobox", name="How many hear of it?").select_option("2")
    one.get_by_role("button", name="Run it").click()
    one.get_by_role("slider", name="Place in the run").press("End")
    expect(one.get_by_text("You expected 2; that is 1 away.", exact=True)).to_be_visible()
    (record,) = (one for one in records(place, "hears") if one.event == "commit" and one.reach == "facilitator")
    assert record.value["answers"] == {"change": {"add": ["ben", "cem"]}}


def committed(page: Page) -> None:
    """What was committed is there, and what follows from it has not been told."""
    expect(card(page, "moments").get_by_role("combobox")).to_have_count(0)
    for name in ("open", "place"):
        expect(card(page, name).get_by_role("region", name="My answer")).to_be_visible()
    expect(card(page, "claim").get_by_role("button", name="Show what is so")).to_be_visible()
    expect(card(page, "claim").get_by_text("above 140")).to_be_visible()
    expect(card(page, "claim").get_by_text(RIGHT)).to_have_count(0)
    expect(card(page, "claim").get_by_role("region", name=SO)).to_have_count(0)


def show_what_is_so(page: Page) -> None:
    card(page, "claim").get_by_role("button", name="Show what is so").click()
    expect(card(page, "claim").get_by_role("region", name=SO)).to_be_visible()
    expect(card(page, "claim").get_by_text(RIGHT)).to_have_count(1)


def restart(page: Page) -> None:
    page.get_by_role("menubar").get_by_role("menuitem", name="Kernel", exact=True).click()
    page.locator(".lm-Menu-item", has_text=re.compile("^Restart Kernel…")).first.click()
    page.locator(".jp-Dialog-footer .jp-mod-warn").last.click()


def typing_while_busy_and_killed(page: Page, place: Path) -> None:
    (place / "busy").touch()
    page.locator(".jp-CodeCell:not(.kith-cell) .cm-content").first.click()
    page.keyboard.press("Control+Enter")
    wait_for((place / "pid").exists)
    (place / "busy").unlink()
    field = card(page, "empty").get_by_role("textbox")
    field.fill(TEXT[:20])
    field.blur()
    expect(card(page, "empty").get_by_text("the kernel is busy").first).to_be_visible()
    field.focus()
    field.press("End")
    page.keyboard.insert_text(TEXT[20:])
    os.kill(int((place / "pid").read_text()), signal.SIGKILL)  # in mid-sentence
    page.locator(".jp-Dialog").get_by_role("button", name="Ok").click()  # Jupyter says that the kernel died
    begin(page, "Go on")
    again = card(page, "empty")
    expect(again.get_by_role("textbox")).to_have_value(TEXT)
    expect(again.get_by_text(re.compile(r"^Saved \d"))).to_be_visible()
    wait_for(lambda: [record.value for record in records(place, "empty")][-1:] == [TEXT])


def wait_for(true: Callable[[], bool], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.1)
