"""Two real accounts of this machine share one exchange, with Kith installed from its wheel and no Node."""

import json
import re
import subprocess
import tempfile
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.chromium import fenced
from tests.installed.accounts import MARK, Account
from tests.lab import Lab

TEXT = "I expected them to hold back; they did not. 🤝 שיתוף <script>alert(1)</script>"
PRIVATE = "what only I may read"

pytestmark = pytest.mark.users


ANSWER = """
import json, sys
import kith_exercises
card = kith_exercises.open("1-empathy/reflection").reflection("difference")
print(card.answer({"id": 1, "payload": json.dumps({"do": "save", "text": sys.argv[1]})})["payload"])
"""

READ = """
import json
import kith_exercises
card = kith_exercises.open("1-empathy/reflection").reflection("difference")
assert "go on" not in card.state
print(json.dumps(json.loads(card.answer({"id": 1, "payload": '{"do": "show"}'})["payload"])["state"]))
"""


def test_an_answer_goes_from_one_account_to_the_other_and_back(browser: Browser, accounts: dict[str, Account]) -> None:
    teach, learn, eve = (accounts[role] for role in ("teach", "learn", "eve"))
    with tempfile.TemporaryDirectory(prefix="kith-shared-") as shared:
        Path(shared).chmod(0o777)
        exchange = Path(shared) / "exchange"

        with teach.started("--role", "facilitator", "--exchange", str(exchange), "--course", "spring"):
            pass
        for account in (learn, eve):
            with account.started("--role", "learner", "--exchange", str(exchange), "--course", "spring") as address:
                if account is learn:
                    widgets_are_drawn(browser, address)
                assert (account.home / "learner" / "0-welcome" / "welcome.ipynb").is_file()
            account.run("nbgrader", "fetch_assignment", "1-empathy", where=account.home / "learner")
        folder = learn.home / "learner" / "1-empathy"
        assert '"ok": true' in learn.run("python", "-c", ANSWER, TEXT, where=folder)
        learn.run("nbgrader", "submit", "1-empathy", where=folder.parent)
        eve.run("nbgrader", "submit", "1-empathy", f"--student={learn.name}", where=eve.home / "learner")

        said = teach.run("kith", "collect", "1-empathy")
        assert "1 collected, 1 of them new" in said
        assert "it belongs to another account than the learner it names" in said or "another account" in said
        assert "1 graded" in teach.run("kith", "grade", "1-empathy")
        teach.run("python", "-c", MARK, f"sqlite:///{teach.home}/course/gradebook.db", learn.name)
        assert f"1 got feedback: {learn.name}" in teach.run("kith", "feedback", "1-empathy")

        learn.run("nbgrader", "fetch_feedback", "1-empathy", where=folder.parent)
        state = json.loads(learn.run("python", "-c", READ, where=folder).strip().splitlines()[-1])
        assert state["text"] == TEXT
        said = {mark["title"]: mark["comment"][0]["in"][0]["text"] for mark in state["feedback"]["criteria"]}
        marks = {mark["title"]: (mark["points"], said[mark["title"]]) for mark in state["feedback"]["criteria"]}
        assert marks == {
            "Evidence": (2, "On difference--evidence: go on."),
            "Explanation": (2, "On difference--explanation: go on."),
            "Use": (2, "On difference--use: go on."),
        }
        for path in (teach.home / "course" / "gradebook.db", learn.home / "learner" / "1-empathy"):
            assert "Permission denied" in _denied(eve, path)


def widgets_are_drawn(browser: Browser, address: str) -> None:
    """The wheel's own bundles work: Welcome is run in a browser, and its cards are there to be touched."""
    context, strangers = fenced(browser, viewport={"width": 1280, "height": 1000})
    lab = Lab(context.new_page(), address)
    lab.begin()
    line = lab.widget("Does being seen make people give?").get_by_role("slider", name="In public")
    line.press("ArrowRight")
    expect(line).to_have_attribute("aria-valuenow", re.compile(r"\d+"))
    assert strangers == []


def _denied(account: Account, path: Path) -> str:
    done = subprocess.run(
        ["/bin/ls", path],
        user=account.name,
        group=account.name,
        extra_groups=[],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stderr
