"""Formgrader's own button grades as Kith does: the code in a notebook is held, and its points are shown."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from nbformat.v4 import new_code_cell
from playwright.sync_api import Page, expect

from kith_kernels.protection import available
from tests.facilitator.trap_courses import Course, Score, notebook_of, put_in, shown
from tests.lab import PATIENCE, served
from tests.small_course import MODULE, released_home, write_course

pytestmark = pytest.mark.e2e

LEARNER = "ada"


def test_its_button_for_one_submission_runs_held_code_and_shows_the_points(page: Page, tmp_path: Path) -> None:
    assert available()
    home = released_home(tmp_path / "home", write_course(tmp_path / "sources"))
    gradebook = home.course / "gradebook.db"
    code = f"""
print(*(line for line in open("/proc/self/status").read().split("\\n") if line.startswith("Seccomp:")))
print("wo" "n" if open({str(gradebook)!r}, "rb").read() else "empty")
"""

    def hostile(notebook: Any) -> None:
        notebook.cells.insert(1, new_code_cell(code))

    put_in(home.course, LEARNER, hostile)
    put_in(home.course, "ben", hostile)
    assert gradebook.read_bytes()
    page.set_default_timeout(PATIENCE)
    with served("start", "--no-browser", home=home.root) as address:
        where = urlsplit(address)
        page.goto(where._replace(path="/kith/mine").geturl())  # with what lets one in, and less to load than a Lab
        page.goto(f"{where.scheme}://{where.netloc}/formgrader/manage_submissions/{MODULE}")
        row = page.get_by_role("row", name=LEARNER)
        expect(row).to_contain_text("needs autograding")
        row.locator(".autograde a").click()
        said = page.locator("#success-modal")
        expect(said).to_contain_text("Successfully autograded", timeout=2 * PATIENCE)
        said.get_by_role("button", name="OK").click()
        expect(row).to_contain_text("needs manual grading")
        expect(row).to_contain_text("1 / 6")
        expect(page.get_by_role("row", name="ben")).to_contain_text("needs autograding")
    found = Course(home.course)
    assert found.score(LEARNER, "why--done") == Score(1, None, waits=False)
    put_out = shown(notebook_of(home.course, LEARNER))
    assert "Seccomp:\\t2" in put_out  # a filter holds it (proc(5))
    assert "won" not in put_out
    assert not found.graded("ben")
