"""What stands around the cards in JupyterLab: one click to the first question, all saved before it is sent."""

import json
import os
import re
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Response, expect

from kith_facilitator.home import ensure_home
from tests.chromium import fenced, picture, violations
from tests.hosts import CARDS, MODULE, PAGE, opened, write_page
from tests.lab import PATIENCE, Lab

pytestmark = pytest.mark.e2e

TEXT = "Typed while nothing answered, and submitted once it was kept."
#: What is on the disk is known to the page a moment later only, so that a save can meet the end of another.
LATE = """
const ask = window.fetch;
window.fetch = async (...asked) => {
  const answer = await ask(...asked);
  if (asked[0].method === "PUT") await new Promise((then) => setTimeout(then, 1500));
  return answer;
};
"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context, strangers = fenced(browser, viewport={"width": 480, "height": 800})
    tab = context.new_page()
    tab.set_default_timeout(PATIENCE)
    yield tab
    context.close()
    assert strangers == []


def test_one_click_brings_a_newcomer_to_the_first_question_and_submit_saves(
    page: Page, address: str, home: Path
) -> None:
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
    one_s_own_work_is_a_page(page)
    a_link_of_a_card_opens_beside_the_page(page, home)
    say_in_the_notebook(page, "only on the screen so far")
    lab.press_for("0-welcome", "fetched", "Submit")
    what_is_left_is_said_before(lab, home)
    lab.press_for("0-welcome", "fetched", "Submit")
    lab.submit_anyway()
    expect(page.locator(".Toastify__toast", has_text="0-welcome is submitted.")).to_be_visible()
    expect(page.locator("#submitted_assignments_list .list_item", has_text="0-welcome").first).to_be_visible()
    picture(page, "e2e/companion-submitted")
    (sent,) = (home / "exchange/kith/inbound").iterdir()
    assert "only on the screen so far" in (sent / "welcome.ipynb").read_text()

    (home / "exchange/kith/inbound").rename(home / "gone")
    lab.press_for("0-welcome", "fetched", "Submit")
    lab.submit_anyway()
    expect(page.locator(".Toastify__toast", has_text="takes no submissions just now")).to_be_visible()


def is_a_save(answer: Response) -> bool:
    return answer.request.method == "PUT" and ".ipynb" in answer.url


def what_is_left_is_said_before(lab: Lab, home: Path) -> None:
    dialog = lab.remarks()
    expect(dialog).to_contain_text("Before 0-welcome is submitted")
    expect(dialog).to_contain_text("Not answered yet: “Four lines, and where you stand on them”")
    expect(dialog.get_by_role("button", name="Go back")).to_be_focused()
    assert violations(lab.page, ".kith-remarks") == []
    picture(lab.page, "e2e/companion-remarks")
    lab.page.keyboard.press("Enter")
    expect(lab.page.locator(".Toastify__toast", has_text="0-welcome was not submitted.")).to_be_visible()
    assert list((home / "exchange/kith/inbound").iterdir()) == []


def a_link_of_a_card_opens_beside_the_page(page: Page, home: Path) -> None:
    """As the inbox links to another page; the window is the same, with all that stands in it."""
    [welcome] = (home / "learner").rglob("welcome.ipynb")
    shutil.copy(welcome, welcome.with_name("another.ipynb"))
    link = '<a id="there" href="another.ipynb">There</a>'
    put = "(card, link) => { window.same = true; card.insertAdjacentHTML('beforeend', link); }"
    page.locator(".kith article").first.evaluate(put, link)
    page.locator("#there").click()
    tabs = page.locator(".lm-DockPanel-tabBar .lm-TabBar-tabLabel")
    expect(tabs.filter(has_text="another.ipynb")).to_be_visible()
    assert page.evaluate("window.same")
    tabs.filter(has_text="welcome.ipynb").click()


def one_s_own_work_is_a_page(page: Page) -> None:
    expect(page.locator(".jp-OutputArea", has_text="Where you are").first).to_contain_text("Not submitted yet.")
    with page.expect_popup() as opened:
        page.locator(".kith-my-work:visible").first.click()
    own = opened.value
    expect(own.get_by_role("heading", name="My work")).to_be_visible()
    expect(own.get_by_role("heading", name="Four lines, and where you stand on them")).to_be_visible()
    assert violations(own, "main") == []
    picture(own, "e2e/my-work")
    own.close()


def test_a_changed_cell_is_left_alone_and_two_saves_at_once_are_no_conflict(page: Page, tmp_path: Path) -> None:
    place = write_page(tmp_path)
    path = place / f"{PAGE}.ipynb"
    notebook = json.loads(path.read_text())
    changed = next(cell for cell in notebook["cells"] if 'kith.fold("open")' in "".join(cell["source"]))
    changed["source"] = 'open("trace", "w"); kith.fold("open")'
    path.write_text(json.dumps(notebook))
    with opened("lab", place, tmp_path / "home") as address:
        page.add_init_script(LATE)
        page.goto(address)
        bar = page.locator(".kith-bar:visible")
        with page.expect_response(is_a_save):
            bar.get_by_role("button", name="Begin", exact=True).click()
        with page.expect_response(is_a_save):  # and no question whether to overwrite what somebody else changed
            page.locator(".jp-Toolbar-item[data-jp-item-name='save']:visible").get_by_role("button").click()
        expect(bar.get_by_text(re.compile("was changed here, so it was not run"))).to_be_visible()
        expect(page.locator(".jp-Notebook .kith")).to_have_count(len(CARDS) - 1)
        assert not (place / "trace").exists()
        assert MODULE in address
        expect(bar).to_have_attribute("lang", "en")
        expect(bar).to_have_attribute("dir", "ltr")
        page.set_viewport_size({"width": 1280, "height": 900})
        switch = page.locator(".jp-ToolbarButton:visible").filter(has_text="Show the code")
        expect(switch).to_have_attribute("lang", "en")
        what_is_opened_by_hand_stays_open(page)


def what_is_opened_by_hand_stays_open(page: Page) -> None:
    page.locator(".jp-Notebook .kith").filter(has_text=CARDS["committed"][1]).get_by_role("heading").first.click()
    page.get_by_role("menubar").get_by_role("menuitem", name="View", exact=True).click()
    page.locator(".lm-Menu-item", has_text="Expand Selected Code").click()
    code = page.locator(".kith-cell .jp-InputArea:visible")
    expect(code).to_have_count(1)
    say_in_the_notebook(page, "the page has changed since", heading="Every widget")
    page.wait_for_timeout(500)  # in which the companion has looked at the page again
    expect(code).to_have_count(1)


def test_submit_waits_for_words_that_the_kernel_has_not_got(page: Page, tmp_path: Path) -> None:
    home = ensure_home(tmp_path / "home")
    place = write_page(home.learner)
    # What a release comes to: the module's folder, where nbgrader looks for what it may fetch and hand in.
    shutil.copytree(place, home.exchange / home.course_id / "outbound" / MODULE)
    inbound = home.exchange / home.course_id / "inbound"
    inbound.mkdir()
    inbound.chmod(0o733)  # as nbgrader makes it: put in, not look in
    with opened("lab", place, home.root) as address:
        lab = Lab(page, address)
        page.set_viewport_size({"width": 1280, "height": 900})
        lab.begin()
        (place / "busy").touch()
        page.locator(".jp-CodeCell:not(.kith-cell) .cm-content").first.click()
        page.keyboard.press("Control+Enter")
        wait_for((place / "pid").exists)
        card = lab.widget(CARDS["empty"][1])
        card.get_by_role("textbox").fill(TEXT)
        expect(page.locator(".kith[data-waiting]")).to_have_count(1)

        lab.press_for(MODULE, "fetched", "Submit")
        refusal = "Python does not have all words of page.ipynb yet"
        expect(page.locator(".Toastify__toast", has_text=refusal)).to_be_visible()
        picture(page, "e2e/companion-unsettled")
        assert list(inbound.iterdir()) == []

        (place / "busy").unlink()
        os.kill(int((place / "pid").read_text()), signal.SIGINT)  # as “Interrupt Kernel” does
        lab.press_for(MODULE, "fetched", "Submit")
        lab.submit_anyway()
        expect(page.locator(".Toastify__toast", has_text=f"{MODULE} is submitted.")).to_be_visible()
        (sent,) = inbound.iterdir()
        assert TEXT in (sent / "responses" / f"{PAGE}.jsonl").read_text(encoding="utf-8")
        assert_every_wish_is_answered(page, address)


def assert_every_wish_is_answered(page: Page, address: str) -> None:
    """Whatever the server is asked, in whatever form, it answers in a sentence."""
    server = address.split("lab/", maxsplit=1)[0]
    for body in (
        b"[]",
        b"no json",
        b"\xff",
        b'"1-hosts"',
        b'{"course": 1}',
        b'{"course": "kith", "module": "a\\u0000b"}',
    ):
        asked = f"{server}kith/assignments/submit"
        reply = page.request.post(asked, data=body, headers={"Authorization": "token key"})
        answer = reply.json()
        assert (reply.status, answer["ok"]) == (200, False), body
        assert answer["sentence"], body


def wait_for(true: Callable[[], bool], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def say_in_the_notebook(page: Page, text: str, heading: str = "Welcome") -> None:
    """In a cell of one's own, below a heading: what the course wrote is locked."""
    page.get_by_role("heading", name=heading).first.click()
    page.keyboard.press("Escape")
    page.keyboard.press("b")
    page.keyboard.press("Enter")
    expect(page.locator(".jp-Notebook:visible .jp-Cell.jp-mod-active .cm-content")).to_be_focused()
    page.keyboard.insert_text(f"# {text}")


def test_who_teaches_finds_the_marking_desk_in_the_menu(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    lab = Lab(page, address)
    with page.context.expect_page() as opened:
        lab.menu("Kith", "Marking desk")
    desk = opened.value
    expect(desk.get_by_role("heading", name="Marking desk", level=1)).to_be_visible()
    expect(desk.get_by_role("heading", name="No answer is open")).to_be_visible()
    assert violations(desk) == []
    picture(desk, "e2e/desk-empty")
    with page.context.expect_page() as opened:
        page.goto(f"{address.partition('/lab')[0]}/notebooks/learner/0-welcome/welcome.ipynb")
        page.get_by_role("menuitem", name="Kith", exact=True).click()
        page.locator(".lm-Menu-item", has_text="Marking desk").click()
    expect(opened.value.get_by_role("heading", name="Marking desk", level=1)).to_be_visible()
