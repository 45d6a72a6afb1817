"""What a facilitator does at the desk, and what stands in the gradebook afterwards."""

import re

from playwright.sync_api import Locator, Page, expect

from kith_facilitator.home import Home
from kith_facilitator.nbgrader_api import Nbgrader
from tests.desk.conftest import CRITERIA, LEARNERS, Served
from tests.small_course import MODULE, NOTEBOOK

__all__ = [
    "Marks",
    "comment",
    "criterion",
    "marks",
    "nothing_waits",
    "open_answer",
    "opened",
    "reloaded_before_it_answers",
]

#: By learner and criterion: the points, none where nobody has set any, and the comment.
Marks = dict[str, dict[str, tuple[float | None, str]]]


def marks(home: Home, learners: tuple[str, ...] = LEARNERS) -> Marks:
    """What stands in nbgrader's gradebook, which is what formgrader shows."""
    found: Marks = {}
    with Nbgrader(home).gradebook() as gradebook:
        for learner in learners:
            page = gradebook.find_submission_notebook(NOTEBOOK, MODULE, learner)
            notes = {one.name.partition("--")[2]: one.comment or "" for one in page.comments}
            grades = {one.name.partition("--")[2]: one for one in page.grades if "--" in one.name}
            found[learner] = {
                name: (None if one.needs_manual_grade else one.manual_score, notes.get(name, ""))
                for name, one in grades.items()
                if name in CRITERIA
            }
    return found


def nothing_waits(page: Page) -> None:
    """Wait until the server has all that was done."""
    expect(page.locator(".desk")).not_to_have_attribute("data-waiting", "", timeout=30_000)


def opened(page: Page) -> str:
    """Whose answer is open; each one's text names its learner."""
    nothing_waits(page)
    found = re.search(r"sim-\d+", page.locator(".desk-text").inner_text())
    assert found
    return found[0]


def open_answer(page: Page, learner: str) -> None:
    """Go from row to row until this learner's answer is open."""
    for row in page.locator(".desk-row").all():
        row.click()
        if opened(page) == learner:
            return
    raise AssertionError(f"no row of the queue is {learner}'s")


def criterion(page: Page, name: str) -> Locator:
    return page.locator(f'[data-criterion="{name}"]')


def comment(page: Page, name: str) -> Locator:
    return criterion(page, name).locator("textarea")


def reloaded_before_it_answers(page: Page, served: Served) -> None:
    """Load the page anew while it says that its silent server has not heard it; then the server is started anew."""
    expect(page.locator(".desk-notices").get_by_text("The server does not answer.")).to_be_visible()
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    served.restart()
    served.silent = False
    page.wait_for_selector(".desk-row")
