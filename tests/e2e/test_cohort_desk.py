"""The cohort desk in a real server and real Chromium: read, and mended, by somebody who has only a keyboard."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from kith_exercises.facts import read_course
from kith_exercises.journal import Journal
from kith_facilitator.collect import collect_module
from kith_facilitator.exchanging.book import Book, keep_book
from kith_facilitator.exchanging.choice import exchange_of
from kith_facilitator.home import Home
from kith_facilitator.nbgrader_api import Nbgrader
from kith_facilitator.sources import course_of
from tests.chromium import fenced, picture, violations
from tests.facilitator.desk_browser import Browser as Plain
from tests.facilitator.desk_browser import base_of, logged_in
from tests.facilitator.talking import KEY, PEOPLE, SEALED, folder_of, home_with
from tests.lab import kith, served
from tests.primitives.samples import SAY_BACK
from tests.small_course import MODULE, NOTEBOOK

pytestmark = pytest.mark.e2e

SIX = PEOPLE[:6]
HOSTILE = "<img src=x onerror=\"document.title='hit'\">"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Six of eight have told a story, and something got in somebody's way; it is collected."""
    parts = {"story": ("tell", "listen", "heard", "landed")}
    home = home_with(tmp_path_factory.mktemp("cohort"), parts, SAY_BACK.definition, SEALED)
    keep_book(home.course, MODULE, Book(KEY))  # so that the same is drawn by lot in every run of these tests
    for who in SIX:
        journal = Journal.open(folder_of(home, who), MODULE, NOTEBOOK)
        value = {"step": "story", "answers": {"story": f"What {who} told"}}
        journal.write("story", "commit", value, reach="partner")
        if who == SIX[0]:
            snag = {"where": "why", "kind": "words", "said": f"What is a record? {HOSTILE}"}
            journal.write("snags", "commit", snag, reach="facilitator")
        Nbgrader(home, learner=who).submit(MODULE)
    collect_module(home, MODULE)
    with Nbgrader(home).gradebook() as gradebook:
        for who in PEOPLE:
            gradebook.update_or_create_student(who, first_name=HOSTILE if who == PEOPLE[7] else "", last_name="")
    return home


@contextmanager
def opened(browser: Browser, address: str, **options: object) -> Iterator[Page]:
    context, strangers = fenced(browser, **options)
    page = context.new_page()
    page.goto(address)
    yield page
    assert strangers == []
    context.close()


def test_before_a_session_one_reads_and_mends_it_by_keys(home: Home, browser: Browser) -> None:
    with served("desk", MODULE, "--cohort", "--no-browser", home=home.root) as address:
        base = base_of(address)
        assert base.endswith("/kith/cohort")
        assert "/login" in Plain().ask(base).url, "without the key there is no page"
        for about in (b"pairs", b"exchange"):
            forged = logged_in(address).ask(base, b"module=1-small&about=" + about)
            assert forged.status == 403, "nor for another page's form"
        with opened(browser, address, viewport={"width": 320, "height": 800}) as page:
            assert "token" not in page.url
            page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
            assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
            picture(page, "cohort-desk-320")
            assert violations(page) == []
        with opened(browser, address, color_scheme="dark", viewport={"width": 1100, "height": 900}) as page:
            row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=NOTEBOOK))
            expect(row).to_contain_text("6 of 8")
            assert all(who in row.inner_text() for who in PEOPLE[6:])
            assert HOSTILE in row.inner_text()
            swap(page)
            told(page, home)
            exchanged(page, home)
            picture(page, "cohort-desk-dark")
            assert violations(page) == []
            assert page.title().startswith("Before a session")


def swap(page: Page) -> None:
    """Two people exchange what they would get, by keys alone."""
    foretold = dict(re.findall(r"(sim-\d+) gets from (.+)", page.locator("pre").inner_text()))
    one, other = next(
        (one, other)
        for one in SIX
        for other in SIX
        if one < other and not any(who in foretold[one] + foretold[other] for who in (one, other))
    )
    page.locator("summary", has_text="Change a pair").focus()
    page.keyboard.press("Enter")
    expect(page.locator("select[name=prompt]")).to_be_focused()
    page.locator("select[name=one]").press_sequentially(one)
    page.locator("select[name=other]").press_sequentially(other)
    page.get_by_role("button", name="Change it").press("Enter")
    expect(page.get_by_role("status")).to_contain_text(f"{one} and {other} get each what the other would have got")
    page.locator("summary", has_text="Pairs and seats that stand (12)").press("Enter")
    row = page.get_by_role("row").filter(has_text=re.compile(rf"^story/story\s*{one}"))
    assert {re.sub(r"\(.*", "", cells.split("\t")[2]).strip() for cells in row.all_inner_texts()} == set(
        re.findall(r"sim-\d+", foretold[other])
    )
    page.locator("summary", has_text="Change a pair").press("Enter")
    page.get_by_role("button", name="Change it").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Choose who is meant")


def told(page: Page, home: Home) -> None:
    """What got in the way is answered in public: one key opens it, and the cursor stands in its line."""
    summary = page.locator("#snags summary", has_text="1 new")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#snags q")).to_contain_text(HOSTILE)
    expect(page.locator("#snags textarea")).to_be_focused()
    page.keyboard.type("The word is explained now.")
    page.get_by_role("button", name="Tell everybody").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("The word is explained now.")
    (move,) = read_course(Path(home.exchange, home.course_id)).moves
    assert (move.where, move.state, move.line) == ("why", "tried", "The word is explained now.")
    assert "tried, The word is explained now." in kith("snags", MODULE, home=home.root)


def exchanged(page: Page, home: Home) -> None:
    """The exchange by button: named before, collects who came late, hands over, and done again changes nothing."""
    late = PEOPLE[6]
    journal = Journal.open(folder_of(home, late), MODULE, NOTEBOOK)
    journal.write("story", "commit", {"step": "story", "answers": {"story": "Late"}}, reach="partner")
    Nbgrader(home, learner=late).submit(MODULE)
    page.reload()
    press(page, "Collect 1, hand over 12", "Collects 1 new submission, then hands over 12 parcels to 6 learners")
    expect(page.locator("#handing [role=status]")).to_contain_text("from here is done", timeout=60_000)
    expect(page.locator("#handing li", has_text="7 of 8 learners have sent")).to_be_visible()
    out = exchange_of(home, course_of(home), MODULE)
    there = {who: tuple(out.delivered(who)) for who in PEOPLE[:7]}
    assert all(there.values())
    press(page, "Collect 0, hand over 0", "changes nothing")
    expect(page.locator("#handing li", has_text="Nothing to hand over")).to_be_visible(timeout=60_000)
    assert {who: tuple(out.delivered(who)) for who in PEOPLE[:7]} == there


def press(page: Page, button: str, named: str) -> None:
    """Open the way to the exchange and confirm it, by keys; what it will do is named beside the button."""
    page.locator("summary", has_text="Exchange now").press("Enter")
    expect(page.locator("#exchange form")).to_contain_text(named)
    page.get_by_role("button", name=button, exact=True).press("Enter")
    expect(page.locator("#handing [role=status]")).to_contain_text("Exchanging, step")
