"""Running a learner's notebook: whatever its kernel does, cells before it keep what they put out."""

import asyncio
import logging
import os
from pathlib import Path
from typing import Any

import nbformat
import pytest

from kith_exercises import KithError
from kith_facilitator.grading.execute import _OURS, BoundedExecute
from kith_facilitator.grading.imports import to_preload
from kith_facilitator.lean import IN_KITHS_PAGES
from kith_kernels.packets import NO_DEBUGGER
from kith_kernels.protection import FORCED, available
from tests.protections import ways

#: One honest cell before the hostile one, and one after it.
BEFORE, AFTER = "1 + 1", "2 + 2"

STUBBORN = """
def stay():
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass
stay()
"""
MALFORMED = """
import zmq
for socket in (get_ipython().kernel.iopub_socket,):
    for _ in range(3):
        socket.send_multipart([b"<IDS|MSG>", b"", b"{", b"{}", b"[" * 10_000, b"{}"])
print("still here")
"""


@pytest.fixture(params=["none", *available()])
def protected(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv(FORCED, request.param)
    return str(request.param)


class Run:
    """What the cells of a notebook put out, and what was told of it."""

    def __init__(self, folder: Path, *sources: str, **options: Any) -> None:
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
        notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
        self.resources: dict[str, Any] = {"metadata": {"path": str(folder)}, "unique_key": "page"}
        step = BoundedExecute(log=logging.getLogger("run"), **{"unsafe": True, **options})
        self.notebook, _ = step.preprocess(notebook, self.resources)
        nbformat.validate(self.notebook)

    def values(self) -> list[str]:
        """The last value or error of each cell."""
        return [_last(cell.outputs) for cell in self.notebook.cells]

    def text(self, cell: int) -> str:
        return "".join(output.get("text", "") for output in self.notebook.cells[cell].outputs)


def _last(outputs: Any) -> str:
    found = [output for output in outputs if output.output_type in ("execute_result", "error")]
    if not found:
        return ""
    return str(found[-1].get("evalue") or found[-1].get("data", {}).get("text/plain") or found[-1].ename)


def test_a_kernel_that_ends_leaves_what_was_and_an_error_from_there_on(
    tmp_path: Path, protected: str, caplog: pytest.LogCaptureFixture
) -> None:
    run = Run(
        tmp_path, BEFORE, "print('said')\nimport os, sys, time\nsys.stdout.flush()\ntime.sleep(.3)\nos._exit(0)", AFTER
    )
    assert run.values() == [
        "2",
        "The kernel ended while this cell ran: its code ended it.",
        "Not run, since the kernel had ended: its code ended it.",
    ]
    assert run.text(1) == "said\n"
    assert run.resources["kernel_ended"] == "its code ended it"
    notes = [record.note for record in caplog.records if hasattr(record, "note")]
    assert notes == ["page: the kernel ended before its time: its code ended it. Cells from there on have an error."]


def test_a_cell_that_takes_too_long_is_stopped_and_the_next_one_runs(tmp_path: Path, protected: str) -> None:
    assert Run(tmp_path, BEFORE, "while True: pass", AFTER, timeout=1).values() == ["2", "CellTimeoutError", "4"]


def test_a_cell_that_took_too_long_is_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    Run(tmp_path, "import time\ntime.sleep(60)", AFTER, timeout=1)
    notes = [record.note for record in caplog.records if hasattr(record, "note")]
    assert notes == ["page: 1 cell took longer than a cell may, and got an error instead."]


@pytest.mark.parametrize("timeout", [-1, 0, None])
def test_no_limit_for_a_cell_leaves_it_what_the_notebook_has(tmp_path: Path, timeout: int | None) -> None:
    assert Run(tmp_path, "import time\ntime.sleep(1.6)\n3 + 4", AFTER, timeout=timeout).values() == ["7", "4"]


def test_more_time_for_a_cell_is_more_for_its_notebook_and_kernel() -> None:
    long = BoundedExecute(timeout=3600)
    assert long._seconds == 3600
    assert long._limits() == {"wall_seconds": 3900, "cpu_seconds": 3600}
    assert BoundedExecute(timeout=60)._limits() == {"wall_seconds": 600, "cpu_seconds": 300}
    assert BoundedExecute(timeout=3600, limits={"cpu_seconds": 20})._limits()["cpu_seconds"] == 20


def test_where_nothing_holds_code_a_strangers_is_not_run_whoever_asks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FORCED, "none")
    with pytest.raises(KithError, match="would run with nothing to hold it"):
        Run(tmp_path, BEFORE, unsafe=False)
    demo = BoundedExecute(trusts_simulated=True)
    assert demo.trusts("sim-001")
    assert not demo.trusts("ada")
    assert not BoundedExecute().trusts("sim-001")


def test_a_cell_that_can_not_be_stopped_ends_its_kernel(tmp_path: Path) -> None:
    run = Run(tmp_path, BEFORE, STUBBORN, AFTER, timeout=1)
    assert run.values()[0] == "2"
    assert run.resources["kernel_ended"] == "a cell that took too long could not be stopped"


def test_too_much_for_one_cell_is_left_out_and_told_and_its_value_counts(tmp_path: Path, protected: str) -> None:
    run = Run(tmp_path, BEFORE, "for _ in range(30): print('x' * 100_000, flush=True)\n3", AFTER, max_cell=1)
    assert run.values() == ["2", "3", "4"]
    assert 500_000 < len(run.text(1)) < 1_100_000
    assert "… left out here:" in run.text(1)


def test_a_gigabyte_of_output_ends_the_kernel_and_is_not_kept(tmp_path: Path) -> None:
    run = Run(tmp_path, BEFORE, "for _ in range(10_000): print('x' * 100_000, flush=True)", AFTER)
    assert run.values() == [
        "2",
        "The kernel ended while this cell ran: it put out more than 100 MB.",
        "Not run, since the kernel had ended: it put out more than 100 MB.",
    ]
    assert len(run.text(1)) < 11 * 1024 * 1024


def test_what_is_too_large_in_one_piece_is_an_error_of_its_cell_alone(tmp_path: Path, protected: str) -> None:
    run = Run(tmp_path, BEFORE, "print('x' * 20_000_000, flush=True)", AFTER)
    lost = "This cell put out more than 16 MB in one piece; what it put out got lost."
    assert run.values() == ["2", lost, "4"]


def test_a_kernel_that_says_what_can_not_be_read_is_graded_all_the_same(tmp_path: Path) -> None:
    run = Run(tmp_path, BEFORE, MALFORMED, AFTER)
    assert run.values()[0] == "2"


def test_it_runs_as_well_in_a_server_whose_own_loop_is_running(tmp_path: Path) -> None:
    async def serve() -> list[str]:  # as nbgrader's formgrader does it
        return Run(tmp_path, BEFORE, "1 / 0", AFTER).values()

    assert asyncio.run(serve()) == ["2", "division by zero", "4"]


def page(*sources: str) -> Any:
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])


def test_what_the_released_pages_import_is_imported_once_for_all(tmp_path: Path) -> None:
    (tmp_path / "one.ipynb").write_text(nbformat.writes(page("import numpy as np", "import kith_exercises")))
    (tmp_path / "two.ipynb").write_text(nbformat.writes(page("from kith_exercises import open\nimport nowhere")))
    (tmp_path / "bad.ipynb").write_text("{")
    handed_in = page("import altair")
    ours = ("numpy", *IN_KITHS_PAGES)
    assert to_preload(tmp_path, handed_in) == (NO_DEBUGGER, *ours, f"kith_exercises.ready:en:{tmp_path}")
    assert to_preload(tmp_path / "none", handed_in) == (NO_DEBUGGER, "altair")


@pytest.mark.parametrize("mode", ways())
def test_code_sees_no_source_of_the_course_and_changes_no_page_beside_its_own(
    tmp_path: Path, mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FORCED, mode)
    (tmp_path / "done.ipynb").write_text("graded", encoding="utf-8")
    look = f"import os\nos.path.exists({_OURS!r}) and os.listdir({_OURS!r})"
    write = "open('done.ipynb').read(), open('new.txt', 'w').write('mine')\nopen('done.ipynb', 'w').write('forged')"
    seen, written = Run(tmp_path, look, write).values()
    assert seen in {"False", "[]"} or "denied" in seen
    assert ("denied" in written or "Read-only" in written) == (mode == "namespaces")
    assert (tmp_path / "done.ipynb").read_text(encoding="utf-8") == "graded"
    assert (tmp_path / "new.txt").read_text(encoding="utf-8") == "mine"


def test_a_page_that_code_puts_beside_its_own_is_gone_afterwards(tmp_path: Path, protected: str) -> None:
    (tmp_path / "done.ipynb").write_text("graded", encoding="utf-8")
    write = "open('zzz.ipynb', 'w').write('{}'); import os; os.makedirs('yyy.ipynb/deep'); os.listdir()"
    assert "zzz.ipynb" in Run(tmp_path, write, "open('mine.txt', 'w').write('kept')").values()[0]
    assert {path.name for path in tmp_path.iterdir()} == {"done.ipynb", "mine.txt"}


@pytest.mark.parametrize("mode", ways())
def test_the_reason_why_a_kernel_was_ended_is_told(tmp_path: Path, mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FORCED, mode)
    run = Run(tmp_path, BEFORE, "import time\ntime.sleep(60)", AFTER, limits={"wall_seconds": 4})
    why = "it ran longer than a submission may"
    assert run.values() == [
        "2",
        f"The kernel ended while this cell ran: {why}.",
        f"Not run, since the kernel had ended: {why}.",
    ]


def test_a_kernel_that_is_lost_with_all_others_is_nobodys_doing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FORCED, "none")
    ends_their_parent = "import os, signal, time\nos.kill(os.getppid(), signal.SIGKILL)\ntime.sleep(60)"
    with pytest.raises(KithError, match="Grade it again"):
        Run(tmp_path, BEFORE, ends_their_parent, AFTER)
    assert Run(tmp_path, BEFORE, AFTER).values() == ["2", "4"], "nothing starts any more"


@pytest.mark.parametrize("mode", ways())
def test_what_the_course_names_can_be_read_and_not_changed(
    tmp_path: Path, mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FORCED, mode)
    data, folder = tmp_path / "data", tmp_path / "work"
    for made in (data, folder):
        made.mkdir()
    (data / "table.csv").write_text("1,2\n", encoding="utf-8")
    read = f"from pathlib import Path\nplace = Path({str(data)!r}, 'table.csv')\nplace.read_text()"
    write = "place.write_text('changed')"
    assert Run(folder, read, write, readable=[str(data)]).values()[0] == "'1,2\\n'"
    assert (data / "table.csv").read_text(encoding="utf-8") == "1,2\n"
    assert "table.csv" in Run(folder, read).values()[0], "it could be read unasked"


def test_that_an_ordinary_kernel_was_started_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv(FORCED, "none")
    monkeypatch.delattr(os, "pidfd_open")  # as on macOS
    assert Run(tmp_path, BEFORE, AFTER).values() == ["2", "4"]
    notes = [record.note for record in caplog.records if hasattr(record, "note")]
    assert notes == ["An ordinary kernel is started, since no warm one can be: this system has no way to watch a fork"]
