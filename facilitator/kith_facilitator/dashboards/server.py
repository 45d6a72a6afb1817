"""Voilà, started for some notebooks and nothing else: on this machine, in its own place, with nobody's settings."""

import json
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from kith_exercises import KithError
from kith_facilitator.dashboards.apart import environment
from kith_facilitator.dashboards.leaf import link_to
from kith_facilitator.processes import HOST, end, kernel_transport, port_for

__all__ = ["Served", "serve_notebooks"]

_START_SECONDS = 60
#: The variable that brings ``dashboards.live`` its token; no kernel gets it.
BROUGHT_BY = "KITH_LIVE_TOKEN"
_VOILA_FOLDER = len("/voila_01234567")  # what Voilà puts between our folder and a kernel's files


class Served:
    """A running Voilà: ``url`` to open, ``stop()`` to end it and its kernels. A context manager, too."""

    def __init__(self, url: str, process: "subprocess.Popen[bytes]", runtime: Path) -> None:
        self.url = url
        self.process = process
        self._runtime = runtime

    def log(self) -> str:
        """What the server has said so far; for the facilitator, never for a page."""
        with suppress(FileNotFoundError):
            return _log(self._runtime).read_text(encoding="utf-8", errors="replace")
        return ""

    def stop(self) -> None:
        """End the server; doing it twice is harmless."""
        end(self.process)
        shutil.rmtree(self._runtime, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def serve_notebooks(
    notebooks: Sequence[Path], *, token: str, port: int | None = None, idle_seconds: int = 120
) -> Served:
    """Start Voilà for the notebooks of one folder, for whoever has the token, and return once it answers.

    Without ``port`` it takes a free one. A kernel whose page broke off ends ``idle_seconds`` later. Raises KithError
    with the log if it doesn't answer.
    """
    paths = [path.resolve() for path in notebooks]
    pages = [link_to(path, f"/{path.stem}") for path in paths]
    runtime = Path(tempfile.mkdtemp(prefix="kith-"))
    port = port_for(port)
    (runtime / "config").mkdir()
    (runtime / "config" / "voila.json").write_text(json.dumps(settings(paths[0].parent, runtime, port, idle_seconds)))
    with _log(runtime).open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "kith_facilitator.dashboards.live", json.dumps(pages)],
            cwd=runtime,
            env={**environment(runtime), BROUGHT_BY: token},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    served = Served(f"http://{HOST}:{port}/?token={token}", process, runtime)
    try:
        _await_answer(served, port)
    except BaseException:
        served.stop()
        raise
    return served


def settings(folder: Path, runtime: Path, port: int, idle_seconds: int) -> dict[str, Any]:
    """Voilà's configuration: whatever a page doesn't need is shut."""
    return {
        "Voila": {
            "ip": HOST,
            "port": port,
            "port_retries": 0,
            "open_browser": False,
            "root_dir": str(folder),
            "connection_dir_root": str(runtime),
        },
        "VoilaConfiguration": {
            "template": "kith",
            "allow_template_override": "NO",
            "allow_theme_override": "NO",
            "file_allowlist": [],
            "strip_sources": True,
            "show_tracebacks": False,
            # Each page is made before its first viewer comes, and made anew once it was taken.
            "preheat_kernel": True,
            "default_pool_size": 1,
            "progressive_rendering": False,
            # The template loads no extension; naming one that does not exist keeps them all out.
            "extension_allowlist": ["none"],
        },
        "VoilaExecutor": {"timeout": 120},
        # Kernels end with their page; this is for one whose page broke off.
        "MappingKernelManager": {"cull_idle_timeout": idle_seconds, "cull_interval": max(1, idle_seconds // 4)},
        "KernelManager": {"transport": kernel_transport(runtime, below=_VOILA_FOLDER)},
    }


def _await_answer(served: Served, port: int) -> None:
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until:
        if served.process.poll() is not None:
            raise KithError(f"The dashboard's server ended at once. Its last words:\n{_last(served.log())}")
        with suppress(OSError), socket.create_connection((HOST, port), timeout=1):
            return
        time.sleep(0.1)
    raise KithError(
        f"The dashboard's server did not answer in {_START_SECONDS} s. Its last words:\n{_last(served.log())}"
    )


def _last(log: str, lines: int = 5) -> str:
    return "\n".join(log.splitlines()[-lines:])


def _log(runtime: Path) -> Path:
    return runtime / "voila.log"
