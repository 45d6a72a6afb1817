"""How a learner's notebook is run when it is graded: in a warm, confined kernel, whose end ends nothing else.

What whoever runs the course should know of a run, such as a kernel that ended before its time, is logged with
``extra={"note": sentence}``: the worker hands every such sentence on to the report of ``kith grade``. That a kernel
was killed, by no limit of Kith's, is logged with ``extra={"killed": True}``: that one may be graded once more.
"""

import asyncio
import time
from getpass import getuser
from pathlib import Path
from queue import Empty
from typing import Any

from jupyter_core.utils import run_sync
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat.v4 import new_output
from nbgrader.preprocessors import Execute
from traitlets import Bool, Dict, Integer, List, Unicode

import kith_facilitator
from kith_exercises import KithError
from kith_facilitator.grading.added import none_added
from kith_facilitator.grading.bound import MEMORY, READING
from kith_facilitator.grading.ends import how_ended, was_killed, was_lost
from kith_facilitator.grading.imports import to_preload
from kith_kernels import Limits, Mode
from kith_kernels.client import QuickClient
from kith_kernels.manager import ConfinedKernelManager
from kith_kernels.output import LARGEST_MESSAGE, Meter
from kith_kernels.protection import Protection, active

__all__ = ["BoundedExecute", "refusal"]

#: What of the environment a kernel asks for while it is graded.
_ASKED_FOR: tuple[str, ...] = ("NBGRADER_EXECUTION", "KITH_LANGUAGE")
#: In seconds: until everything that a kernel said before its end has been read.
_LAST_WORDS = 0.1
#: In seconds: what a kernel may take to answer once more, after something of it went missing.
_TO_ANSWER = 2

#: On Python's own path, with the sources of the course in it: pages with their solutions and hidden tests.
_OURS = str(Path(kith_facilitator.__file__).parent)

_MIB = 1024 * 1024
_TOO_MUCH = "it put out more than {:,} MB"
_REFUSED = (
    "What was submitted would run with nothing to hold it: {why} Grade where that is not so; or, if you trust all that "
    "was submitted, run “kith grade” with --unsafe; or with --no-execute, which runs nothing."
)


def refusal(found: Protection) -> str:
    """Why a stranger's code is not run under this protection, and what to do; nothing if it holds code."""
    if found.mode is not Mode.none:
        return ""
    return _REFUSED.format(why=" ".join(found.why_not.values()) or found.sentence)


class BoundedExecute(Execute):  # type: ignore[misc]  # nbgrader has no types
    """nbgrader's run of a notebook, with an end to everything: time, output, and the kernel itself.

    A kernel that ends before its time stops no grading: what earlier cells put out stays, and every later one has an
    error that says what happened.
    """

    max_seconds = Integer(
        300,
        help="Most seconds that one notebook may run, unless “timeout”, the limit of each cell, is larger: then that. "
        "A “timeout” of None, 0 or less leaves each cell what the notebook has",
    ).tag(config=True)
    max_cell = Integer(10, help="Most MB that are kept of what one cell put out").tag(config=True)
    max_output = Integer(100, help="Most MB that one notebook may put out before its kernel is ended").tag(config=True)
    max_reading = Integer(
        READING,
        help="Most seconds of a processor that go into reading, checking and writing one notebook when it is graded or "
        "its feedback is made; how long its own code may run is max_seconds",
    ).tag(config=True)
    max_memory = Integer(
        MEMORY // _MIB,
        help="Most MB that grading a submission takes, or making its feedback; what its own code may is in limits",
    ).tag(config=True)
    limits = Dict(
        help="What the kernel of a notebook may use, by the names of kith_kernels.Limits; its times follow max_seconds "
        "where they would be shorter and are not named here"
    ).tag(config=True)
    unsafe = Bool(help="Run everybody's code also where nothing holds it").tag(config=True)
    trusts_simulated = Bool(
        help="Run simulated learners' code, and this account's own, also where nothing holds it"
    ).tag(config=True)
    kept = List(
        Unicode(),
        ["responses", "*.ipynb", "timestamp.txt", "submission_secret.txt"],  # what is done, and when it came, stays
        help="What in a submission its code may read and not change; patterns as in a shell",
    ).tag(config=True)
    readable = List(
        Unicode(), help="Folders and files beyond its own that a notebook's code may read, such as data of the course"
    ).tag(config=True)
    preload = List(
        Unicode(), help="Modules that kernels start with; if there are none, those that the released pages import"
    ).tag(config=True)

    #: Why no further cell of this notebook can run, or nothing.
    _over = ""
    _meter = Meter()
    #: How many cells of this notebook took too long.
    _slow = 0

    def __init__(self, **options: Any) -> None:
        options.setdefault("kernel_manager_class", ConfinedKernelManager)
        super().__init__(**options)
        self.shutdown_kernel = "immediate"  # nothing that ran is asked when it would like to end

    def preprocess(self, nb: Any, resources: Any = None, *rest: Any, **options: Any) -> tuple[Any, Any]:
        most = self._seconds
        end = time.monotonic() + most
        self.timeout_func = lambda _: max(1, min(self._of_cell or most, round(end - time.monotonic())))
        self._over, self._meter, self._slow = "", Meter(self.max_cell * _MIB, self.max_output * _MIB), 0
        folder = Path((resources or {}).get("metadata", {}).get("path") or ".")
        try:
            with none_added(folder):
                result: tuple[Any, Any] = super().preprocess(nb, resources, *rest, **options)
        except DeadKernelError as reason:  # of a cell's it would have been known
            self._tell_killed()
            raise KithError("The kernel ended before its first cell, so nothing was graded.") from reason
        if self._slow:
            cells = "1 cell took" if self._slow == 1 else f"{self._slow} cells took"
            self._report(f"{cells} longer than a cell may, and got an error instead.", self.resources)
        return result

    def trusts(self, student: str) -> bool:
        """Whether this student's code may run also where nothing holds it; of a demo, where nobody else hands in."""
        ours = student.startswith("sim-") or student == getuser()
        return bool(self.unsafe or (self.trusts_simulated and ours))

    @property
    def _of_cell(self) -> int:
        """Most seconds of one cell, or 0: nbclient takes None and what is below 0 for no limit."""
        return max(0, self.timeout or 0)

    @property
    def _seconds(self) -> int:
        return max(self.max_seconds, self._of_cell)

    def _limits(self) -> dict[str, Any]:
        """What the kernel may use: its own times end it only when those of the notebook have not."""
        usual = Limits()
        slack = usual.wall_seconds - usual.cpu_seconds
        wall, cpu = max(usual.wall_seconds, self._seconds + slack), max(usual.cpu_seconds, self._seconds)
        return {"wall_seconds": wall, "cpu_seconds": cpu, **self.limits}

    @property
    def longest(self) -> int:
        """Most seconds that the kernel of one notebook lives."""
        return int(self._limits()["wall_seconds"])

    def preprocess_cell(self, cell: Any, resources: Any, index: int) -> tuple[Any, Any]:
        if cell.cell_type != "code" or not cell.source.strip():
            return cell, resources
        if self._over:
            cell.outputs = [_error(f"Not run, since the kernel had ended: {self._over}.")]
            return cell, resources
        self._meter.begin_cell()
        try:
            super().preprocess_cell(cell, resources, index)
        except DeadKernelError:
            self._tell_killed()
            self._note(self._why_ended(), resources)
            cell.outputs.append(_error(f"The kernel ended while this cell ran: {self._over}."))
        except CellTimeoutError:
            cell.outputs.append(_error("This cell did not end in time, or what it put out got lost."))
            self._recover(resources)
        except Exception as reason:
            self.log.exception("What the kernel said made no sense")  # its code may say anything in its name
            self._end(f"it sent what can't be read ({type(reason).__name__})", resources)
            cell.outputs.append(_error(f"This cell could not be run to its end: {self._over}."))
        else:
            self._say_what_lacks(cell, resources)
        return cell, resources

    # ---- the kernel ---------------------------------------------------------------------------------------------

    def create_kernel_manager(self) -> Any:
        found = active()
        if (why := refusal(found)) and not self.trusts(self.resources.get("nbgrader", {}).get("student", "")):
            raise KithError(why)
        manager = super().create_kernel_manager()
        if isinstance(manager, ConfinedKernelManager):
            folder = Path(self.resources.get("metadata", {}).get("path") or ".").resolve()
            manager.log = self.log  # what it has to say is said where this is
            manager.mode, manager.limits = found.mode, self._limits()
            manager.preload = self.preload or list(to_preload(self._released(), self.nb))
            manager.kept = [str(path) for pattern in self.kept for path in sorted(folder.glob(pattern))]
            manager.readable = [str(Path(path).resolve()) for path in self.readable]
            manager.hidden = [_OURS]
            manager.pass_env = list(_ASKED_FOR)
            self._meter.when_spent = manager.end
        return manager

    def _released(self) -> Path:
        """Where the pages lie that learners were given; nowhere, outside of a course."""
        course = getattr(getattr(self.parent, "parent", None), "coursedir", None)
        module = self.resources.get("nbgrader", {}).get("assignment")
        return Path(course.format_path(course.release_directory, ".", module) if course and module else "nowhere")

    async def async_start_new_kernel_client(self) -> Any:
        manager = self.km
        if not isinstance(manager, ConfinedKernelManager):
            return await super().async_start_new_kernel_client()
        manager.meter = self._meter
        try:
            return await super().async_start_new_kernel_client()
        except RuntimeError as reason:
            self._tell_killed()
            why = manager.why_failed or str(reason)
            raise KithError(f"The kernel did not start, so nothing was graded: {why}") from reason

    start_new_kernel_client = run_sync(async_start_new_kernel_client)  # nbclient's own stands for nbclient's

    async def _async_poll_kernel_alive(self) -> None:
        """As nbclient's, which asks once a second; here the end of the kernel is what wakes it."""
        if not isinstance(self.km, ConfinedKernelManager):
            await super()._async_poll_kernel_alive()
            return
        await self.km.gone()
        await self.km.is_alive()  # which learns why it ended
        await asyncio.sleep(_LAST_WORDS)
        assert self.task_poll_for_reply is not None
        self.task_poll_for_reply.cancel()

    async def _async_handle_timeout(self, timeout: int, cell: Any = None) -> Any:  # noqa: ASYNC109  # nbclient's
        self._slow += 1
        return await super()._async_handle_timeout(timeout, cell)

    async def _async_poll_output_msg(self, parent_msg_id: str, cell: Any, cell_index: int) -> None:
        """As nbclient's, but that it ends when the rest of what a cell put out got lost, its end with it perhaps."""
        reading = asyncio.current_task()
        if isinstance(self.kc, QuickClient) and reading is not None:
            self.kc.when_cut_off = reading.cancel
        try:
            await super()._async_poll_output_msg(parent_msg_id, cell, cell_index)
        except asyncio.CancelledError:
            if not isinstance(self.kc, QuickClient) or not self.kc.lost_some:
                raise

    def _recover(self, resources: Any) -> None:
        """The kernel answers again, or is ended: it would make every later cell wait as long as this one."""
        client: Any = self.kc
        try:
            run_sync(client.wait_for_ready)(timeout=_TO_ANSWER)
        except (RuntimeError, Empty):
            self._end("a cell that took too long could not be stopped", resources)

    def _end(self, why: str, resources: Any) -> None:
        manager: Any = self.km
        run_sync(manager.shutdown_kernel)(now=True)
        self._note(why, resources)

    # ---- what is said -------------------------------------------------------------------------------------------

    def _tell_killed(self) -> None:
        """Whoever grades learns that its end may be no doing of its code. Raises KithError if it surely is none."""
        if was_killed(self.km):
            self.log.warning("Something killed the kernel.", extra={"killed": True})
        if was_lost(self.km):
            raise KithError("What starts the kernels of this run was ended, so this one was, too. Grade it again.")

    def _why_ended(self) -> str:
        return _TOO_MUCH.format(self.max_output) if self._meter.spent else how_ended(self.km)

    def _note(self, why: str, resources: Any) -> None:
        """Whoever runs the course learns why the kernel of this notebook ended."""
        self._over = why
        resources["kernel_ended"] = why
        self._report(f"the kernel ended before its time: {why}. Cells from there on have an error.", resources)

    def _report(self, what: str, resources: Any) -> None:
        sentence = f"{resources.get('unique_key', 'a notebook')}: {what}"
        self.log.warning(sentence, extra={"note": sentence})

    def _say_what_lacks(self, cell: Any, resources: Any) -> None:
        """What could not be taken in is told where it would stand; nothing that counts is lost in silence."""
        if isinstance(self.kc, QuickClient) and self.kc.lost_some:
            self.kc.lost_some = False
            most = LARGEST_MESSAGE // _MIB
            cell.outputs.append(
                _error(f"This cell put out more than {most} MB in one piece; what it put out got lost.")
            )
            self._recover(resources)
        elif self._meter.left_out:
            text = f"\n… left out here: {self._meter.left_out:,} bytes more were put out\n"
            cell.outputs.append(_output("stream", name="stdout", text=text))


def _error(sentence: str) -> Any:
    traceback = [f"\x1b[0;31mKernelError\x1b[0m: {sentence}"]
    return _output("error", ename="KernelError", evalue=sentence, traceback=traceback)


def _output(kind: str, **content: Any) -> Any:
    return new_output(kind, **content)  # type: ignore[no-untyped-call]
