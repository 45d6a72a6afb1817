"""Collect, grade, give feedback, exchange: Kith's own commands, each in a process of its own, one at a time in a home.

Never threads: nbgrader changes the working folder and the environment of its whole process. What a command says goes
to a file, from which the desk reads how far it is, so a page may be closed and opened again meanwhile.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from kith_exercises import KithError
from kith_facilitator.configure import environment
from kith_facilitator.home import Home
from kith_facilitator.processes import end
from kith_facilitator.working import handed_on, take, under_way
from kith_widgets import Refused
from kith_widgets.words import say

__all__ = ["STEPS", "Job", "Jobs", "Step"]

Step = Literal["collect", "grade", "feedback", "exchange"]
#: Those of the marking desk; the cohort desk has the last one.
STEPS: tuple[Step, ...] = ("collect", "grade", "feedback")
#: What a command would ask in a terminal, the page has asked.
_ASKED: Mapping[Step, tuple[str, ...]] = {"exchange": ("--yes",)}

_TAIL = 2_000_000  # bytes of what a command said that are read; learners' code may have said more


@dataclass(frozen=True)
class Job:
    """One step of one module: whether it runs, how far it is, and what came of it the last time."""

    step: Step
    running: bool = False
    started: bool = False
    done: int = 0
    total: int = 0
    report: Mapping[str, Any] | None = None
    #: The last line of what went wrong, if it did not come to its report.
    trouble: str = ""

    @property
    def failed(self) -> tuple[tuple[str, str], ...]:
        """Whose submission failed or was refused, and why."""
        report = self.report or {}
        found = [*report.get("failed", ()), *report.get("refused", ())]
        return tuple((str(one[0]), str(one[1])) for one in found if isinstance(one, list) and len(one) == 2)

    @property
    def ok(self) -> bool | None:
        """Whether all went well; None while it runs, or if it never ran."""
        if self.running or not self.started:
            return None
        return self.report is not None and not self.failed


@dataclass
class Jobs:
    """The jobs of a home."""

    home: Home
    _own: dict[tuple[str, Step], "subprocess.Popen[bytes]"] = field(default_factory=dict)

    def start(self, module: str, step: Step) -> None:
        """Begin a step. Raises Refused while anything else is at work in the home, whoever started it."""
        try:
            desk = "marking" if step in STEPS else "cohort"
            lock = take(self.home, f"“kith {step} {module}”, from the {desk} desk,", job=[module, step])
        except KithError:
            raise Refused(say("deskRunning")) from None
        try:
            # The lock goes with the open file: held by the process that works, however this one ends.
            self._own[module, step] = self._launched(module, step, lock)
        finally:
            os.close(lock)

    def look(self, module: str) -> tuple[Job, ...]:
        """Where each step stands."""
        running = self._running()
        return tuple(self._job(module, step, running=running == (module, step)) for step in STEPS)

    def at(self, module: str, step: Step) -> Job:
        """Where one step stands."""
        return self._job(module, step, running=self._running() == (module, step))

    def stop(self) -> None:
        """End what this process started; doing it twice is harmless."""
        for process in self._own.values():
            end(process)
        self._own.clear()

    def _said(self, module: str, step: Step, kind: str) -> Path:
        return self.home.logs / "desk" / f"{module}-{step}.{kind}"

    def _launched(self, module: str, step: Step, lock: int) -> "subprocess.Popen[bytes]":
        said, trouble = self._said(module, step, "jsonl"), self._said(module, step, "err")
        said.parent.mkdir(parents=True, exist_ok=True)
        with said.open("wb") as out, trouble.open("wb") as err:
            return subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "kith_facilitator",
                    step,
                    module,
                    "--home",
                    str(self.home.root),
                    *_ASKED.get(step, ()),
                ],
                cwd=self.home.root,
                env={**_environment(self.home), **handed_on(lock)},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                pass_fds=(lock,),
                start_new_session=True,  # Ctrl-C is for the server, which ends it in good order
            )

    def _running(self) -> tuple[str, str] | None:
        """Module and step that a desk's button started, here or in another server, and that run just now."""
        for process in self._own.values():
            process.poll()  # so that one that has ended does not stay on as a shadow
        match under_way(self.home):
            case {"job": [str(module), str(step)]}:
                return module, step
        return None

    def _job(self, module: str, step: Step, *, running: bool) -> Job:
        said = self._said(module, step, "jsonl")
        if not said.is_file():
            return Job(step, running=running, started=running)
        done = total = 0
        report: Mapping[str, Any] | None = None
        for line in _lines(said):
            match line:
                case {"done": int(done_), "total": int(total_)}:
                    done, total = done_, total_
                case {"report": dict(found)}:
                    report = found
        trouble = "" if running or report is not None else _last_line(self._said(module, step, "err"))
        return Job(step, running, True, done, total, None if running else report, trouble)


def _lines(path: Path) -> Iterator[Any]:
    """Each line that is JSON; others come from what the commands run, and are passed over."""
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - _TAIL))
        for line in file.read().splitlines():
            try:
                yield json.loads(line)
            except (ValueError, RecursionError):
                continue


def _last_line(path: Path) -> str:
    try:
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - 10_000))
            lines = file.read().decode("utf-8", "replace").strip().splitlines()
    except FileNotFoundError:
        return ""
    return lines[-1] if lines else ""


def _environment(home: Home) -> dict[str, str]:
    """The server's own, without the keys to it: grading runs what learners wrote."""
    kept = {name: value for name, value in os.environ.items() if "TOKEN" not in name and not name.startswith("JPY_")}
    return {**kept, **environment(home), "KITH_PROGRESS": "json"}
