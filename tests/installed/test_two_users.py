"""Two real accounts of this machine share one exchange, with Kith installed from its wheel and no Node."""

import json
import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.chromium import chromium, fenced
from tests.lab import Lab

ROOT = Path(__file__).parents[2]
TEXT = "I expected them to hold back; they did not. 🤝 שיתוף <script>alert(1)</script>"
PRIVATE = "what only I may read"

pytestmark = pytest.mark.users


@dataclass(frozen=True)
class Account:
    """A unix account, and the folder of the installed programs."""

    name: str
    programs: Path

    @property
    def folder(self) -> Path:
        return Path(pwd.getpwnam(self.name).pw_dir)

    @property
    def home(self) -> Path:
        return self.folder / "kith"

    def environment(self) -> dict[str, str]:
        return {
            "HOME": str(self.folder),
            "USER": self.name,
            "PATH": f"{self.programs}:/usr/bin:/bin",  # no Node, no other Python
            "JUPYTER_CONFIG_PATH": str(self.home / "config"),
            "LANG": "C.UTF-8",
            "COLUMNS": "200",
        }

    def run(self, *words: str, where: Path | None = None, code: int = 0) -> str:
        done = subprocess.run(
            [self.programs / words[0], *words[1:]],
            env=self.environment(),
            user=self.name,
            group=self.name,
            extra_groups=[],
            cwd=where or self.folder,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == code, f"{self.name}: {words}: {done.stdout}\n{done.stderr}"
        return done.stdout + done.stderr

    @contextmanager
    def started(self, *options: str) -> Iterator[str]:
        """``kith start``, until its address is printed; stopped by Ctrl-C."""
        process = subprocess.Popen(
            [self.programs / "kith", "start", "--no-browser", *options],
            env=self.environment(),
            user=self.name,
            group=self.name,
            extra_groups=[],
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert process.stdout is not None
        said, deadline = "", time.monotonic() + 180
        try:
            while not (found := re.search(r"http://127\.0\.0\.1:\S+", said)):
                line = process.stdout.readline()
                assert line, f"{self.name} could not start: {said}"
                assert time.monotonic() < deadline, said
                said += line
            yield found[0]
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(60)
            process.stdout.close()


@pytest.fixture(scope="session")
def programs() -> Iterator[Path]:
    """Where ``kith`` and ``nbgrader`` lie in an environment of Debian's own Python, filled from the wheel."""
    place = Path(tempfile.mkdtemp(prefix="kith-installed-"))
    place.chmod(0o755)
    try:
        subprocess.run(
            [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", place], cwd=ROOT, check=True, timeout=120
        )
        environment = place / "venv"
        subprocess.run(["/usr/bin/python3", "-m", "venv", "--without-pip", environment], check=True, timeout=60)
        wheel = next(place.glob("*.whl"))
        python = environment / "bin" / "python"
        install = ["pip", "install", "--quiet", "--python", python, "-c", ROOT / "constraints.txt", wheel]
        subprocess.run([sys.executable, "-m", "uv", *install], check=True, timeout=600)
        yield environment / "bin"
    finally:
        shutil.rmtree(place, ignore_errors=True)


@pytest.fixture(scope="session")
def accounts(programs: Path) -> Iterator[dict[str, Account]]:
    """Three accounts made for this test, as Debian makes them, removed afterwards."""
    if os.geteuid() != 0:
        pytest.fail("This test makes unix accounts, so it runs as root: in a container, or with sudo.")
    names = {role: f"kith{role}{os.getpid()}" for role in ("teach", "learn", "eve")}
    try:
        for name in names.values():
            subprocess.run(["useradd", "--create-home", "--shell", "/bin/sh", name], check=True)
            Path(pwd.getpwnam(name).pw_dir).chmod(0o755)  # as Debian makes them: Kith must close what is its own
        yield {role: Account(name, programs) for role, name in names.items()}
    finally:
        for name in names.values():
            subprocess.run(["userdel", "--remove", "--force", name], check=False, capture_output=True)


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
print(json.dumps(json.loads(card.state)))
"""

MARK = """
import sys
from nbgrader.api import Gradebook
with Gradebook(sys.argv[1], "spring") as gradebook:
    page = gradebook.find_submission_notebook("reflection", "1-empathy", sys.argv[2])
    for grade, comment in zip(page.grades, page.comments):
        assert grade.name == comment.name
        grade.manual_score, grade.needs_manual_grade = 2, False
        comment.manual_comment = f"On {grade.name}: go on."
    gradebook.db.commit()
"""


def test_an_answer_goes_from_one_account_to_the_other_and_back(accounts: dict[str, Account]) -> None:
    teach, learn, eve = (accounts[role] for role in ("teach", "learn", "eve"))
    with tempfile.TemporaryDirectory(prefix="kith-shared-") as shared:
        Path(shared).chmod(0o777)
        exchange = Path(shared) / "exchange"

        with teach.started("--role", "facilitator", "--exchange", str(exchange), "--course", "spring"):
            pass
        for account in (learn, eve):
            with account.started("--role", "learner", "--exchange", str(exchange), "--course", "spring") as address:
                if account is learn:
                    widgets_are_drawn(address)
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
        marks = {mark["title"]: (mark["points"], mark["comment"]) for mark in state["feedback"]["criteria"]}
        assert marks == {
            "Evidence": (2, "On difference--evidence: go on."),
            "Explanation": (2, "On difference--explanation: go on."),
            "Use": (2, "On difference--use: go on."),
        }
        for path in (teach.home / "course" / "gradebook.db", learn.home / "learner" / "1-empathy"):
            assert "Permission denied" in _denied(eve, path)


def widgets_are_drawn(address: str) -> None:
    """The wheel's own bundles work: Welcome is run in a browser, and its cards are there to be touched."""
    with chromium() as browser:
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
