"""Every command that the README shows does what it says, in its order, on a machine of its own."""

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import kith
from kith_facilitator.home import open_home
from kith_facilitator.nbgrader_api import Nbgrader

pytestmark = pytest.mark.e2e

SERVES = ("start", "desk", "publish")
SAYS = {
    "collect": "24 collected",
    "grade": "24 graded",
    "feedback": "1 got feedback: sim-001",
    "start": "Kith is open at",
    "exchange": "24 of 24 learners have sent 1-empathy",
    "desk": "The marking desk is open at",
    "publish": "The cohort's figures are open at",
}


def shown() -> list[str]:
    """The README's commands, but for the one that is running just now."""
    text = (kith.ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```console\n(.*?)^```$", text, flags=re.DOTALL | re.MULTILINE)
    lines = [line[2:] for block in blocks for line in block.splitlines() if line.startswith("$ ")]
    return [line for line in lines if line != "python3 kith.py test"]


def test_every_command_of_the_readme_works(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("KITH_", "JUPYTER", "NBGRADER"))},
        "HOME": str(tmp_path),
    }
    ran = []
    for line in shown():
        assert not re.search(r"[;&|`$<>]", line), line
        words = [word.replace("/srv/kith", str(tmp_path / "shared")) for word in shlex.split(line)]
        if words[0] == "export":
            name, _, value = words[1].partition("=")
            environment[name] = value.replace("~", str(tmp_path))
            continue
        assert words[:2] == ["python3", "kith.py"]
        command = words[2]
        if "--role" in words:  # each of these has an account, and so a home, of its own
            environment["KITH_HOME"] = str(tmp_path / words[words.index("--role") + 1])
        if command == "feedback":
            mark_one(tmp_path / "kith-demo")
        said = run([*words, *(["--no-browser"] if command in SERVES else [])], environment, serves=command in SERVES)
        assert SAYS[command] in said, said
        ran.append(command)
    assert {"start", "collect", "grade", "feedback", "publish"} <= set(ran)


def run(words: list[str], environment: dict[str, str], *, serves: bool) -> str:
    """What the command printed, until it ended or was open for use; then Ctrl-C."""
    python = shutil.which("python3", path=os.defpath) or sys.executable
    process = subprocess.Popen(
        [python, *words[1:]],
        cwd=kith.ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    said, deadline = "", time.monotonic() + 600
    try:
        while line := process.stdout.readline():
            said += line
            assert time.monotonic() < deadline, said
            if serves and "Stop it with Ctrl-C" in line:
                process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0, said
    finally:
        process.kill()
        process.stdout.close()
    return said


def mark_one(home: Path) -> None:
    """What a facilitator does in formgrader between two commands."""
    with Nbgrader(open_home(home)).gradebook() as gradebook:
        for grade in gradebook.find_submission_notebook("reflection", "1-empathy", "sim-001").grades:
            grade.manual_score, grade.needs_manual_grade = 2, False
        gradebook.db.commit()
