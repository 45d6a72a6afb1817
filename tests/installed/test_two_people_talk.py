"""Two people in two browsers, and who teaches them: a story said back and a text got lost in, up to the second try."""

import re
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

import pytest
from playwright.sync_api import Browser, Locator

from tests.chromium import fenced, violations
from tests.facilitator.talking import PARTS, SEALED
from tests.installed.accounts import Account
from tests.lab import Lab
from tests.primitives.samples import ALLOCATE, SAY_BACK
from tests.small_course import MODULE, NOTEBOOK, write_course
from tests.widgets.contract import AUDIT, fill
from tests.widgets.walks import Mouse

pytestmark = pytest.mark.users

COURSE = "small"
PAGE = "---\nkernelspec:\n  display_name: Python 3\n  name: python3\n---\n\n# We listen, and read\n"
#: The parts of both activities, sitting by sitting; behind each sitting lies an exchange.
SITTINGS = tuple(zip(PARTS, ("write", "read", "came", "again"), strict=True))
CARDS = [part for both in SITTINGS for part in both]
#: Two people can't each have two readers.
EXPLAIN = ALLOCATE.definition.replace("each = 2", "each = 1")
TEXTS = """
[[explain-it.texts]]
text = "Turn it left, then the other way."
questions = "How often?"
how = "did"
key = "Four times"
"""
#: What a learner need not press: notes, and what takes an answer out or goes on without one.
BESIDE = re.compile("^(Add a note|Keep the note|Go on without|Mark what I selected|Take all marks away|Leave .*)$")
PATIENCE = 60


@dataclass(frozen=True)
class Person:
    """Somebody with an account, and a browser of their own."""

    account: Account
    lab: Lab

    def card(self, part: str) -> Locator:
        return self.lab.page.locator(".jp-Notebook:visible .kith").nth(CARDS.index(part))

    @property
    def folder(self) -> Path:
        return self.account.home / "learner" / MODULE

    def says(self, what: str) -> str:
        """Words that are this person's alone."""
        return f"{self.account.name} {what}"


def sources_in(folder: Path) -> Path:
    """A course of one page, on which people say back what they heard, and mark where they got lost."""
    sources = write_course(folder / "sources")
    shown = [(id, part) for both in SITTINGS for id, part in zip(("story", "explain-it"), both, strict=True)]
    texts = {
        "prompts.toml": dedent(SAY_BACK.definition) + dedent(EXPLAIN),
        f"{NOTEBOOK}.md": PAGE
        + "".join(f'\n```{{code-cell}}\nkith.activity("{id}", "{part}")\n```\n' for id, part in shown),
        "sealed.toml": SEALED + TEXTS,
    }
    for name, text in texts.items():
        (sources / MODULE / name).write_text(text, encoding="utf-8")
    (sources / MODULE / "rubric.toml").unlink()
    for path in (sources, *sources.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    return sources


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
        time.sleep(0.2)


def take(person: Person, part: str) -> None:
    """Through a part by its first doors, until it is done or waits for others."""
    card, page = person.card(part), person.lab.page
    card.get_by_role("heading").first.wait_for()
    step = 0
    for _ in range(40):
        fill(card, Mouse(page), person.says(f"{part} {step}"))
        for places in card.locator("details:visible", has_text="Choose by sentence").all():
            places.locator("summary").click()
            places.get_by_role("checkbox").first.check()
        doors = card.locator("button:visible:not([tabindex='-1'])").filter(has_not_text=BESIDE)
        if not doors.count():
            return
        if not doors.first.is_enabled():
            page.wait_for_timeout(200)  # it was drawn just now, and was not there yet to be filled
            continue
        before, door = card.inner_text(), doors.first.inner_text()
        doors.first.click()
        until(lambda text=before: card.inner_text() != text, f"something after “{door}” in {part}")
        step += 1
    raise AssertionError(f"{part} does not end: {card.inner_text()}")


def submit(person: Person, exchange: Path) -> None:
    inbound = exchange / COURSE / "inbound"
    before = len(list(inbound.iterdir()))
    person.lab.press_for(MODULE, "fetched", "Submit")
    until(lambda: len(list(inbound.iterdir())) > before, "a submission")


def fetch(person: Person) -> None:
    came = person.folder / "feedback"
    before = sorted(came.rglob("*.html"))
    person.lab.press_for(MODULE, "submitted", "Fetch Feedback")
    until(lambda: sorted(came.rglob("*.html")) != before, "feedback")
    person.lab.open_notebook(f"{MODULE}/{NOTEBOOK}.ipynb")
    person.lab.restart()
    person.lab.begin()
    person.lab.page.evaluate(AUDIT)


def hand_over(people: list[Person], teacher: Account, exchange: Path) -> None:
    """All submit, an exchange is held, and all fetch."""
    for person in people:
        submit(person, exchange)
    said = teacher.run("kith", "exchange", MODULE, "--yes")
    assert "2 of 2 learners have sent" in said, said
    for person in people:
        fetch(person)


def test_a_story_and_a_text_go_round_twice(browser: Browser, accounts: dict[str, Account], shared: Path) -> None:
    teacher, exchange = accounts["teach"], shared / "exchange"
    joined = ("--exchange", str(exchange), "--course", COURSE)
    with ExitStack() as ends:
        with teacher.started("--role", "facilitator", "--sources", str(sources_in(shared)), *joined):
            pass
        people = []
        for account in (accounts["learn"], accounts["eve"]):
            # Who learns has no sources: what there is to learn lies in the exchange.
            address = ends.enter_context(account.started("--role", "learner", *joined))
            context, strangers = fenced(browser, viewport={"width": 1280, "height": 1000})
            person = Person(account, Lab(context.new_page(), address))
            person.lab.begin()
            person.lab.page.evaluate(AUDIT)
            people.append(person)
        one, other = people
        for person in people:
            # All else that is asked with it gets the same words; the key must be told from them.
            Mouse(person.lab.page).write(person.card("write").get_by_label("Your own answers"), person.says("key"))
        for sitting, parts in enumerate(SITTINGS):
            for person in people:
                for part in parts:
                    take(person, part)
            if sitting == 1:
                page = one.lab.page.content()
                assert other.says("tell 0") in one.card("listen").inner_text()
                assert other.says("tell 1") not in page, "points came before the marks did"
                assert other.says("write 0") in one.card("read").inner_text()
                assert other.says("key") not in page, "the key came before the check did"
            hand_over(people, teacher, exchange)
        assert other.says("tell 1") in one.card("landed").inner_text()
        take(one, "heard")
        assert other.says("landed 1") in one.card("heard").inner_text(), "the second try did not come"
        lost, last = one.card("came").inner_text(), one.card("again")
        assert other.says("read 0") in lost, "what came of the first text is not there"
        assert other.says("key") in last.inner_text(), "what was meant did not come with the check"
        assert other.says("came 2") in last.inner_text(), "the text was not written once more"
        take(one, "again")
        assert other.says("again 1") in last.inner_text(), "the second reader did not answer"
        one.lab.picture(one.card("heard"), "users/how-i-was-heard")
        one.lab.picture(last, "users/where-i-lost-them")
        assert violations(one.lab.page, ".jp-Notebook .kith") == []
        assert strangers == []
