"""Two people in two browsers, and who teaches them: E1 and E6 of the course, by the guide's round, to the second try.

A story is told, said back and marked; a text is written for a reader's card, read, lost, checked and written anew.
What one typed is read by the other, answered, and comes back; marks come to the same pages, on which all of it stays.
"""

import re
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.chromium import fenced, violations
from tests.installed.accounts import MARK, Account
from tests.lab import Lab
from tests.widgets.contract import AUDIT, fill
from tests.widgets.walks import Mouse

pytestmark = pytest.mark.users

COURSE, WELCOME, MODULE = "spring", "0-welcome", "1-empathy"
#: The pages of the module, on each of which both cards have a part; behind each lies an exchange.
BEFORE, DURING, TOGETHER, AFTER = ("1-before", "2-during", "3-together", "reflection")
STORY, LOST = "Saying it back", "Where did I lose you?"
READER, REFLECTION = "My reader card", "What came, and what you had expected"
#: What a learner need not press: notes, and what takes an answer out or goes on without one.
BESIDE = re.compile("^(Add a note|Keep the note|Go on without|Mark what I selected|Take all marks away|Leave .*)$")
PATIENCE = 60


@dataclass(frozen=True)
class Person:
    """Somebody with an account, and a browser of their own."""

    account: Account
    lab: Lab
    exchange: Path

    def card(self, title: str) -> Locator:
        return self.lab.widget(title)

    def reads(self, title: str) -> str:
        """All that a card shows."""
        return self.card(title).inner_text()

    def says(self, what: str) -> str:
        """Words that are this person's alone."""
        return f"{self.account.name} {what}"

    def open(self, page: str, *, again: bool = False) -> None:
        """A page of the module, with what came since it was open before."""
        self.lab.open_notebook(f"{MODULE}/{page}.ipynb")
        if again:
            self.lab.restart()
        self.lab.begin()

    def write(self, title: str, words: str) -> None:
        field = self.card(title).get_by_role("textbox").first
        field.fill(words)
        field.blur()
        expect(self.card(title).get_by_text(re.compile(r"^Saved \d"))).to_be_visible()

    def submit(self, module: str) -> None:
        inbound = self.exchange / COURSE / "inbound"
        before = len(list(inbound.iterdir()))
        self.lab.press_for(module, "fetched", "Submit")
        self.lab.submit_anyway()  # of all that is asked there these are two cards
        until(lambda: len(list(inbound.iterdir())) > before, "a submission")

    def fetch(self, module: str) -> None:
        came = self.account.home / "learner" / module / "feedback"
        before = sorted(came.rglob("*.html"))
        self.lab.press_for(module, "submitted", "Fetch Feedback")
        until(lambda: sorted(came.rglob("*.html")) != before, "feedback")


@pytest.fixture
def shared(accounts: dict[str, Account]) -> Iterator[Path]:
    """A folder that all accounts can write to; their homes, which know it, go with it."""
    with tempfile.TemporaryDirectory(prefix="kith-shared-") as name:
        Path(name).chmod(0o777)
        yield Path(name)
    for account in accounts.values():
        shutil.rmtree(account.home, ignore_errors=True)


def until(true: Callable[[], object], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, f"not in {PATIENCE} s: {what}"
        time.sleep(0.1)


def take(person: Person, title: str, page: str) -> None:
    """Through a card by its first doors, until it is done; past what waits for a second reader, whom two have not."""
    card, tab = person.card(title), person.lab.page
    card.get_by_role("heading").first.wait_for()
    step = 0
    for _ in range(40):
        fill(card, Mouse(tab), person.says(f"{title} {page} {step}"))
        for places in card.locator("details:visible", has_text="Choose by sentence").all():
            places.locator("summary").click()
            places.get_by_role("checkbox").first.check()
        doors = card.locator("button:visible:not([tabindex='-1'])").filter(has_not_text=BESIDE)
        if not doors.count() and title == LOST and card.get_by_text("You can go on without it").count():
            doors = card.get_by_role("button", name=re.compile("^Go on without"))
        if not doors.count():
            return
        if not doors.first.is_enabled():
            tab.wait_for_timeout(200)  # it was drawn just now, and was not there yet to be filled
            continue
        before, door = card.inner_text(), doors.first.inner_text()
        doors.first.click()
        until(lambda text=before: card.inner_text() != text, f"something after “{door}” in {title}, {page}")
        step += 1
    raise AssertionError(f"{title} does not end: {card.inner_text()}")


def arrive(browser: Browser, account: Account, address: str, exchange: Path) -> tuple[Person, list[str]]:
    """Somebody has joined, begins Welcome and says who they are as a reader; and whom their browser asks besides."""
    context, strangers = fenced(browser, viewport={"width": 1280, "height": 1000})
    person = Person(account, Lab(context.new_page(), address), exchange)
    person.lab.page.evaluate(AUDIT)
    person.lab.begin()
    person.write(READER, person.says("reads on a bus"))
    person.submit(WELCOME)
    return person, strangers


def before(person: Person, other: Person) -> None:
    """Fetches the module, tells a story, and explains something to the other, whose card is there by then."""
    person.fetch(WELCOME)
    person.lab.press_for(MODULE, "released", "Fetch")
    until((person.account.home / "learner" / MODULE / f"{AFTER}.ipynb").exists, "the module")
    person.open(BEFORE)
    assert other.says("reads on a bus") in person.reads(LOST), "the reader's card was not there to write for"
    # All else that is asked with it gets the same words; the key must be told from them.
    Mouse(person.lab.page).write(person.card(LOST).get_by_label("My own answers to them"), person.says("key"))
    both(person, BEFORE)


def during(person: Person, other: Person) -> None:
    """Says the other's story back, and reads their text, before what either keeps back can be seen."""
    person.fetch(MODULE)
    person.open(DURING)
    both(person, DURING)
    page = person.lab.page.content()
    assert other.says(f"{STORY} {BEFORE} 0") in person.reads(STORY)
    assert other.says(f"{STORY} {BEFORE} 1") not in page, "points came before the marks did"
    assert other.says(f"{LOST} {BEFORE} 0") in person.reads(LOST)
    assert other.says("key") not in page, "the key came before the check did"


def together(person: Person, other: Person) -> None:
    """Marks how they were heard; checks the other's answers, and writes anew."""
    person.fetch(MODULE)
    person.open(TOGETHER)
    both(person, TOGETHER)
    assert other.says(f"{STORY} {DURING} 0") in person.reads(STORY)
    assert other.says(f"{LOST} {DURING} 0") in person.reads(LOST)


def after(person: Person, other: Person) -> None:
    """Learns how their listening and their answers landed, tries once more, reads the new text, and reflects."""
    person.fetch(MODULE)
    person.open(AFTER)
    both(person, AFTER)
    assert other.says(f"{STORY} {BEFORE} 1") in person.reads(STORY), "the points did not come with the marks"
    assert other.says("key") in person.reads(LOST), "what was meant did not come with the check"
    assert re.search(rf"{re.escape(other.says(LOST))} {TOGETHER} \d", person.reads(LOST)), (
        "the text was not written once more"
    )
    person.write(REFLECTION, person.says("expected something else"))


def both(person: Person, page: str) -> None:
    take(person, STORY, page)
    take(person, LOST, page)


def test_a_story_and_a_text_go_round_twice(browser: Browser, accounts: dict[str, Account], shared: Path) -> None:
    teacher, exchange = accounts["teach"], shared / "exchange"
    joined = ("--exchange", str(exchange), "--course", COURSE)
    with ExitStack() as ends:
        with teacher.started("--role", "facilitator", *joined):
            pass
        arrived = [
            arrive(browser, account, ends.enter_context(account.started("--role", "learner", *joined)), exchange)
            for account in (accounts["learn"], accounts["eve"])
        ]
        (one, asked), (other, asked_too) = arrived
        # As the guide has it: figures of Welcome, and each writer's reader before anybody has written.
        assert "2 of 2 learners have sent" in teacher.run("kith", "exchange", WELCOME, "--yes")
        assert "explain-it/card" in teacher.run("kith", "exchange", MODULE, "--yes")
        for sitting in (before, during, together, after):
            for person, partner in ((one, other), (other, one)):
                sitting(person, partner)
                person.submit(MODULE)
            if sitting is not after:
                assert "2 of 2 learners have sent" in teacher.run("kith", "exchange", MODULE, "--yes")
        all_is_marked(teacher, [one, other])
        assert "2 of 2 learners have sent" in teacher.run("kith", "exchange", MODULE, "--yes")
        paired = teacher.run("kith", "pairs", MODULE)
        for name in ("story/story", "story/again", "explain-it/text", "explain-it/found"):
            assert f"{name}: {one.account.name}" in paired, paired
        one.fetch(MODULE)
        the_second_try_came(one, other)
        assert asked == asked_too == []


def all_is_marked(teacher: Account, people: list[Person]) -> None:
    """By program, as the desk would; that it can be done by hand there is shown elsewhere."""
    said = teacher.run("kith", "collect", MODULE) + teacher.run("kith", "grade", MODULE)
    assert "2 graded" in said, said
    for person in people:
        teacher.run("python", "-c", MARK, f"sqlite:///{teacher.home}/course/gradebook.db", person.account.name)
    assert "2 got feedback" in teacher.run("kith", "feedback", MODULE)


def the_second_try_came(person: Person, other: Person) -> None:
    person.open(TOGETHER, again=True)
    take(person, STORY, TOGETHER)
    assert other.says(f"{STORY} {AFTER} 1") in person.reads(STORY), "the second try did not come"
    person.lab.picture(person.card(STORY), "users/how-i-was-heard")
    person.open(AFTER, again=True)
    take(person, LOST, AFTER)
    assert re.search(rf"{re.escape(other.says(LOST))} {AFTER} \d", person.reads(LOST)), "the next reader did not answer"
    person.lab.picture(person.card(LOST), "users/where-i-lost-them")
    person.card(REFLECTION).get_by_role("button", name="Show me without rating myself").click()
    expect(person.card(REFLECTION).get_by_text("2 of 3 points").first).to_be_visible()
    assert violations(person.lab.page, ".jp-Notebook .kith") == []
