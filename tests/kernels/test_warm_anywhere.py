"""The provisioner `kith-warm` in Jupyter programs that know nothing of Kith, and where no warm kernel can be."""

import asyncio
import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from jupyter_client.manager import KernelManager, start_new_kernel
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from nbclient import NotebookClient

from kith_kernels import Ended, Mode
from kith_kernels.client import QuickClient
from kith_kernels.folders import sockets_folder
from kith_kernels.manager import ConfinedKernelManager
from kith_kernels.protection import available
from kith_kernels.warm import WarmFailed, WarmParent, parent_of
from tests.protections import ways

WAIT = 30
PYTHON = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]

Specify = Callable[..., str]


@pytest.fixture
def specify(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Specify:
    """Writes a kernel specification as somebody would who wants warm kernels, and returns its name."""
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))

    def write(*argv: str, **config: Any) -> str:
        provisioner = {"provisioner_name": "kith-warm", "config": config}
        spec = {
            "argv": list(argv or PYTHON),
            "display_name": "Warm",
            "language": "python",
            "metadata": {"kernel_provisioner": provisioner},
        }
        folder = tmp_path / "kernels/warm"
        folder.mkdir(parents=True)
        (folder / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
        return "warm"

    return write


def value(client: Any, source: str) -> str:
    """The last value of a cell that ran in the kernel of a blocking client."""
    found = []
    client.execute_interactive(
        source,
        timeout=WAIT,
        output_hook=lambda message: found.append(message["content"].get("data", {}).get("text/plain", "")),
    )
    return next((text for text in reversed(found) if text), "")


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def parent_of_process(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[1])


def until(true: Callable[[], bool]) -> bool:
    end = time.monotonic() + WAIT
    while not (found := true()) and time.monotonic() < end:
        time.sleep(0.02)
    return found


def test_a_program_that_knows_only_the_specification_gets_a_warm_kernel(specify: Specify) -> None:
    manager, client = start_new_kernel(kernel_name=specify())
    try:
        sockets = Path(manager.connection_file).parent
        assert sockets.stat().st_mode & 0o777 == 0o700
        assert manager.transport == "ipc"
        parent = Path(f"/proc/{value(client, 'import os; os.getppid()')}/cmdline").read_bytes()
        assert b"kith_kernels.parent" in parent
    finally:
        client.stop_channels()
        manager.shutdown_kernel()
    assert not sockets.exists()


def test_it_is_interrupted_and_started_again_as_any_other(specify: Specify) -> None:
    manager, client = start_new_kernel(kernel_name=specify())
    try:
        first = value(client, "kept = 1\nimport os; os.getpid()")
        asked = client.execute("import time\ntime.sleep(600)", stop_on_error=False)
        until(lambda: client.get_iopub_msg(timeout=WAIT)["content"].get("code", "").endswith("(600)"))
        manager.interrupt_kernel()
        assert client._recv_reply(asked, timeout=WAIT)["content"]["ename"] == "KeyboardInterrupt"
        assert value(client, "kept") == "1"
        manager.restart_kernel()
        client.wait_for_ready(timeout=WAIT)
        assert value(client, "'kept' in dir()") == "False"
        assert value(client, "import os; os.getpid()") != first
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def test_nbclient_runs_a_notebook_in_it(specify: Specify, tmp_path: Path) -> None:
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("import os\nos.getcwd()")])
    NotebookClient(notebook, kernel_name=specify(), resources={"metadata": {"path": str(tmp_path)}}).execute()
    assert notebook.cells[0].outputs[0].data["text/plain"] == repr(str(tmp_path))


def test_a_jupyter_server_starts_and_ends_it(specify: Specify) -> None:
    async def walk() -> tuple[bool, bool]:
        kernels = AsyncMappingKernelManager()
        kernel = await kernels.start_kernel(kernel_name=specify())
        pid = kernels.get_kernel(kernel).provisioner.pid
        before = alive(pid)
        await kernels.shutdown_kernel(kernel, now=True)
        return before, alive(pid)

    assert asyncio.run(walk()) == (True, False)


def test_another_python_starts_as_ever_and_the_log_says_why(specify: Specify, caplog: pytest.LogCaptureFixture) -> None:
    name = specify(sys.executable, "-O", *PYTHON[1:])
    manager = KernelManager(kernel_name=name, log=logging.getLogger("kernels"))
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=WAIT)
        assert value(client, "__debug__") == "False"
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    assert "An ordinary kernel is started, since no warm one can be" in caplog.text


def test_what_would_start_threads_before_the_fork_is_left_to_the_kernels(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    lines = "import threading, time\nthreading.Thread(target=time.sleep, args=(600,), daemon=True).start()\n"
    (tmp_path / "busy_from_the_start.py").write_text(lines, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    log = logging.getLogger("kernels")

    async def walk() -> bytes:
        manager = ConfinedKernelManager(kernel_name="python3", preload=["busy_from_the_start"], log=log)
        await manager.start_kernel()
        parent = parent_of_process(manager.provisioner.pid)  # type: ignore[union-attr]  # it is ours
        await manager.shutdown_kernel(now=True)
        return Path(f"/proc/{parent}/cmdline").read_bytes()  # noqa: ASYNC240  # it is read at once

    assert b"kith_kernels.parent" in asyncio.run(walk())
    assert "2 threads run after importing busy_from_the_start" in caplog.text
    parent_of(["busy_from_the_start"]).stop()


def test_a_module_is_made_ready_for_each_word_once_before_the_fork(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = "import os\ndef make_ready(word):\n    with open(word, 'a') as f:\n        f.write(f'{os.getpid()} ')\n"
    (tmp_path / "ready_for.py").write_text(lines, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    words = [tmp_path / "here:1", tmp_path / "here:2"]
    preload = [f"ready_for:{word}" for word in words]
    parent = WarmParent(preload=preload)
    parent.ensure_started()
    lent = parent.lend(preload)  # has nothing that would be new
    other = WarmParent(lent.preload, lent=lent)
    other.ensure_started()
    assert [word.read_text(encoding="utf-8") for word in words] == [f"{parent.pid} "] * 2
    other.stop()
    parent.stop()


@pytest.mark.parametrize("way", ways())
def test_another_kernel_is_confined_all_the_same_or_not_started(specify: Specify, way: Mode, tmp_path: Path) -> None:
    secret, work = tmp_path / "secret", tmp_path / "work"
    secret.write_text("told", encoding="utf-8")
    work.mkdir()
    manager = KernelManager(kernel_name=specify(sys.executable, "-O", *PYTHON[1:], mode=way))
    manager.start_kernel(cwd=str(work))
    client = manager.client()
    client.start_channels()
    try:
        if way is Mode.landlock:  # under which no process can be started
            assert until(lambda: not manager.is_alive())
            assert manager.provisioner.why_ended is Ended.UNCONFINED  # type: ignore[union-attr]  # it is ours
            assert "would have to be started as a process" in manager.provisioner.why_failed  # type: ignore[union-attr]
        else:
            client.wait_for_ready(timeout=WAIT)
            assert value(client, f"import os\n__debug__, os.path.exists({str(secret)!r})") == "(False, False)"
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


OWNER = """
import asyncio, sys, time
from kith_kernels.client import QuickClient
from kith_kernels.folders import sockets_folder
from kith_kernels.manager import ConfinedKernelManager

async def start():
    manager = ConfinedKernelManager(kernel_name="python3", mode=sys.argv[1])
    await manager.start_kernel()
    client = manager.client()
    client.start_channels()
    await client.wait_for_ready(30)
    print(manager.provisioner.pid, manager.connection_file, flush=True)
    time.sleep(600)

asyncio.run(start())
"""


@pytest.mark.parametrize("way", ["none", *available()])
def test_no_kernel_outlives_a_program_that_was_killed(way: str, tmp_path: Path) -> None:
    command = [sys.executable, "-c", OWNER, way]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=tmp_path) as owner:
        assert owner.stdout is not None
        pid, file = owner.stdout.readline().split()
        assert alive(int(pid))
        owner.send_signal(signal.SIGKILL)
    assert until(lambda: not alive(int(pid)))
    assert until(lambda: not Path(file).parent.exists())


def test_a_parent_that_was_killed_is_started_again_for_the_next_kernel() -> None:
    async def pid_of_parent() -> int:
        manager = ConfinedKernelManager(kernel_name="python3")
        await manager.start_kernel()
        found = manager.provisioner.pid  # type: ignore[union-attr]  # it is ours
        parent = parent_of_process(found)
        await manager.shutdown_kernel(now=True)
        return parent

    first = asyncio.run(pid_of_parent())
    os.kill(first, signal.SIGKILL)
    assert asyncio.run(pid_of_parent()) != first


def test_a_kernel_that_takes_long_to_begin_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    ask = QuickClient.kernel_info
    monkeypatch.setattr(QuickClient, "kernel_info", lambda client: asked.append(ask(client)) or asked[-1])

    async def begin() -> None:
        manager = ConfinedKernelManager(kernel_name="python3")
        await manager.start_kernel()
        kernel = manager.provisioner.pid  # type: ignore[union-attr]  # it is ours
        os.kill(kernel, signal.SIGSTOP)
        client = manager.client()
        client.start_channels()
        try:
            ready = asyncio.ensure_future(client.wait_for_ready(30))
            await asyncio.sleep(0.5)
            assert not ready.done()
            os.kill(kernel, signal.SIGCONT)
            await ready
        finally:
            client.stop_channels()
            await manager.shutdown_kernel(now=True)

    asyncio.run(begin())
    assert len(asked) == 1


@pytest.fixture
def runtime(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder for what lives as long as a session, with a path as short as such folders have."""
    with tempfile.TemporaryDirectory(prefix="run-", dir="/tmp") as folder:
        monkeypatch.setenv("XDG_RUNTIME_DIR", folder)
        yield Path(folder)


def test_a_kernel_that_can_not_be_started_says_why_and_leaves_nothing(runtime: Path) -> None:
    async def start() -> None:
        manager = ConfinedKernelManager(kernel_name="python3", mode=available()[0], pass_env=["KITH_LONG"])
        await manager.start_kernel(env={**os.environ, "KITH_LONG": "x" * 200_000})

    with pytest.raises(WarmFailed, match="bytes"):
        asyncio.run(start())
    assert list(runtime.iterdir()) == []


def test_sockets_lie_where_a_session_keeps_them_if_that_is_short_enough_for_them(
    runtime: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sockets_folder().parent == runtime
    far = tmp_path / ("far" * 30)
    far.mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(far))
    folder = sockets_folder()
    folder.rmdir()
    assert str(folder.parent) == "/tmp"


def test_a_variable_that_python_reads_as_it_starts_makes_a_kernel_start_as_ever(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def walk() -> None:
        manager = ConfinedKernelManager(kernel_name="python3", log=logging.getLogger("kernels"))
        await manager.start_kernel(env={**os.environ, "PYTHONHASHSEED": "7"})
        await manager.shutdown_kernel(now=True)

    asyncio.run(walk())
    assert "other settings of Python" in caplog.text
