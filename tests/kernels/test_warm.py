"""Kernels out of a warmed parent: each as good as a new one, and gone with whoever asked for it."""

import logging
import os
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from kith_kernels.environment import clean
from kith_kernels.manager import ConfinedKernelManager
from kith_kernels.packets import NO_DEBUGGER
from kith_kernels.warm import WarmParent, parent_of


def run(*sources: str, **options: Any) -> list[Any]:
    """What each of these cells put out, run one after the other in one warm kernel."""
    options.setdefault("shutdown_kernel", "immediate")
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])
    options |= {"kernel_manager_class": ConfinedKernelManager, "kernel_name": "python3", "allow_errors": True}
    NotebookClient(notebook, **options).execute()
    return [_shown(cell.outputs) for cell in notebook.cells]


def _shown(outputs: Any) -> Any:
    for output in outputs:
        if output.output_type == "execute_result":
            return eval(output.data["text/plain"])
        if output.output_type == "error":
            return output.ename
        return output.text
    return None


def test_a_notebook_runs_in_a_warm_kernel() -> None:
    assert run("x = 6", "x * 7", "print('put out')", "1 / 0", "x") == [None, 42, "put out\n", "ZeroDivisionError", 6]


def test_each_notebook_has_a_kernel_of_its_own_out_of_one_parent() -> None:
    found = [run("import os\nos.getpid(), os.getppid()")[0] for _ in range(2)]
    assert found[0][0] != found[1][0]
    assert found[0][1] == found[1][1]


def test_kernels_that_nobody_debugs_do_without_the_debugger_and_show_errors_all_the_same() -> None:
    # A kernel's specification says nothing of it: whoever starts it does.
    manager = ConfinedKernelManager(preload=[NO_DEBUGGER, "colorsys"])
    asked = "import sys\n'colorsys' in sys.modules, sys.modules.get('debugpy')"
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in (asked, "1 / 0")])
    NotebookClient(notebook, km=manager, allow_errors=True, shutdown_kernel="immediate").execute()
    assert [_shown(cell.outputs) for cell in notebook.cells] == [(True, None), "ZeroDivisionError"]


@pytest.mark.parametrize(
    "drawn", ["random.random()", "numpy.random.rand()", "numpy.random.default_rng().random()", "str(uuid.uuid1())"]
)
def test_no_two_kernels_draw_the_same(drawn: str) -> None:
    source = f"import random, uuid, numpy\n{drawn}"
    assert run(source) != run(source)


def test_a_kernel_starts_in_the_folder_and_environment_that_it_was_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KITH_OF_TODAY", "set after the parent was warm")
    source = "import os, sys\nos.getcwd(), os.environ.get('KITH_OF_TODAY'), sys.argv[1]"
    folder, variable, first = run(source, resources={"metadata": {"path": str(tmp_path)}})[0]
    assert (folder, variable, first) == (str(tmp_path), "set after the parent was warm", "-f")


CHANGES = """
import atexit, json, locale, os, random, signal, sys, threading
json.left_behind = os.environ["LEFT_BEHIND"] = "here"
sys.path.insert(0, "/left/behind")
sys.argv.append("left behind")
os.umask(0o777)
os.chdir("/")
signal.signal(signal.SIGUSR1, signal.SIG_IGN)
threading.Thread(target=threading.Event().wait, daemon=True).start()
"""
LEFT = """
import json, os, signal, sys, threading
mask = os.umask(0)
[
    hasattr(json, "left_behind"), "LEFT_BEHIND" in os.environ, "/left/behind" in sys.path, "left behind" in sys.argv,
    mask == 0o777, os.getcwd() == "/", signal.getsignal(signal.SIGUSR1) is signal.SIG_IGN,
    any("Thread-" in thread.name and "wait" in thread.name for thread in threading.enumerate()), "CHANGES" in dir(),
]
"""


def test_nothing_of_one_kernel_is_in_the_next(tmp_path: Path) -> None:
    where = {"metadata": {"path": str(tmp_path)}}
    assert run("CHANGES = 1" + CHANGES, "CHANGES", resources=where) == [None, 1]
    assert run(LEFT, resources=where) == [[False] * 9]


def test_a_secret_of_the_program_is_neither_in_the_parent_nor_in_what_kernels_inherit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SECRET_OF_THE_OWNER", "told to nobody")
    parent = WarmParent(preload=())
    parent.ensure_started()
    assert parent.pid is not None
    environment = Path(f"/proc/{parent.pid}/environ").read_bytes()
    parent.stop()
    assert b"PATH=" in environment
    assert b"told to nobody" not in environment
    assert "SECRET_OF_THE_OWNER" not in clean({"SECRET_OF_THE_OWNER": "x", "LC_ALL": "C"}, home="/")


def test_a_kernel_inherits_no_open_file_of_its_parent() -> None:
    # What it opened itself are sockets and events of its own, and what it was given are three ends of nothing.
    source = (
        "import os\n[os.readlink(f'/proc/self/fd/{n}') for n in range(3)], "
        "[to for to in (os.readlink(f'/proc/{os.getppid()}/fd/{n}') for n in os.listdir(f'/proc/{os.getppid()}/fd'))"
        " if to.startswith('socket:') and to in {os.readlink(f'/proc/self/fd/{m}') for m in os.listdir('/proc/self/fd')"
        " if os.path.lexists(f'/proc/self/fd/{m}')}]"
    )
    assert run(source) == [(["/dev/null"] * 3, [])]


def test_a_fork_of_a_program_has_a_parent_of_its_own_and_leaves_the_first_one_alone() -> None:
    first = pid_of_parent()
    with get_context("fork").Pool(1) as pool:
        forked = pool.apply_async(pid_of_parent).get(timeout=60)
    assert forked != first
    assert pid_of_parent() == first


def pid_of_parent() -> int | None:
    parent_of(()).ensure_started()
    return parent_of(()).pid


def test_a_kernel_that_is_asked_to_end_does_what_it_has_to_do_at_its_end(tmp_path: Path) -> None:
    source = "import atexit, pathlib\n_ = atexit.register(pathlib.Path('ended').write_text, 'in peace')"
    run(source, resources={"metadata": {"path": str(tmp_path)}}, shutdown_kernel="graceful")
    assert (tmp_path / "ended").read_text(encoding="utf-8") == "in peace"


def test_a_system_that_can_not_watch_a_fork_gets_ordinary_kernels(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.delattr(os, "pidfd_open")  # as on macOS
    with caplog.at_level(logging.WARNING):
        assert run("6 * 7", log=logging.getLogger("traitlets")) == [42]
    assert "An ordinary kernel is started, since no warm one can be" in caplog.text
