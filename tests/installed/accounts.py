"""Accounts of this machine, in which Kith's programs run as they do for people."""

import pwd
import re
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

__all__ = ["MARK", "Account"]

#: Marks what was graded of `1-empathy`: the gradebook's address and a learner are its words.
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

    def run(
        self, *words: str, where: Path | None = None, code: int = 0, variables: Mapping[str, str] | None = None
    ) -> str:
        done = subprocess.run(
            [self.programs / words[0], *words[1:]],
            env={**self.environment(), **(variables or {})},
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
