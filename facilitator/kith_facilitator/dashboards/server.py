"""Voilà, closed but for one notebook: on this machine only, in a place of its own, with nobody's settings."""

import base64
import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from importlib.resources import files
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from kith_exercises import KithError
from kith_facilitator.processes import HOST, end, kernel_transport, port_for
from kith_widgets.tokens import css

__all__ = ["Served", "serve_notebook"]

_START_SECONDS = 60
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


def serve_notebook(notebook: Path, port: int | None = None) -> Served:
    """Start Voilà for one notebook and return once it answers; without ``port`` it takes a free one.

    Raises KithError with the log if it doesn't answer.
    """
    notebook = notebook.resolve()
    runtime = Path(tempfile.mkdtemp(prefix="kith-"))
    port = port_for(port)
    _write_settings(runtime, notebook.parent, port)
    with _log(runtime).open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "voila", str(notebook), f"--Voila.config_file_paths={runtime / 'config'}"],
            cwd=runtime,
            env=_environment(runtime),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    served = Served(f"http://{HOST}:{port}/", process, runtime)
    try:
        _await_answer(served, port)
    except BaseException:
        served.stop()
        raise
    return served


def settings(folder: Path, runtime: Path, port: int) -> dict[str, Any]:
    """Voilà's configuration: whatever a page doesn't need is shut."""
    return {
        "Voila": {
            "ip": HOST,
            "port": port,
            "port_retries": 0,
            "open_browser": False,
            "root_dir": str(folder),
            "connection_dir_root": str(runtime),
            "tornado_settings": {"headers": _headers()},
        },
        "VoilaConfiguration": {
            "template": "kith",
            "allow_template_override": "NO",
            "allow_theme_override": "NO",
            "file_allowlist": [],
            "strip_sources": True,
            "show_tracebacks": False,
            "preheat_kernel": False,
            "progressive_rendering": False,
            # The template loads no extension; naming one that does not exist keeps them all out.
            "extension_allowlist": ["none"],
        },
        "VoilaExecutor": {"timeout": 120},
        # Pages give their kernel back when they are complete; this is for those that were closed before.
        "MappingKernelManager": {"cull_idle_timeout": 120, "cull_interval": 30, "cull_connected": True},
        "KernelManager": {"transport": kernel_transport(runtime, below=_VOILA_FOLDER)},
    }


# A page may end its own kernel only with this cookie, and Voilà sets it only where somebody asks for it.
_HOOK = "c.VoilaConfiguration.prelaunch_hook = lambda req, notebook, cwd: req.xsrf_token and None\n"


def _headers() -> dict[str, str]:
    script = (_templates() / "voila" / "templates" / "kith" / "page.js").read_text(encoding="utf-8").removesuffix("\n")
    allowed = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return {
        "Content-Security-Policy": (
            f"default-src 'none'; script-src 'sha256-{allowed}'; style-src 'unsafe-inline'; img-src data:; "
            "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
        ),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
    }


def _write_settings(runtime: Path, folder: Path, port: int) -> None:
    config = runtime / "config"
    config.mkdir()
    (config / "voila.json").write_text(json.dumps(settings(folder, runtime, port)), encoding="utf-8")
    (config / "voila.py").write_text(_HOOK, encoding="utf-8")
    tokens = runtime / "share" / "voila" / "templates" / "kith"
    tokens.mkdir(parents=True)
    (tokens / "tokens.css").write_text(css(), encoding="utf-8")


def _environment(runtime: Path) -> dict[str, str]:
    """No more than Python needs: a kernel inherits it, and a page's code could print it."""
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "TZ") if name in os.environ}
    own = {name: str(runtime) for name in ("HOME", "TMPDIR", "IPYTHONDIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")}
    shared = os.pathsep.join([str(runtime / "share"), str(_templates())])
    return {**kept, **own, "JUPYTER_CONFIG_DIR": str(runtime / "config"), "JUPYTER_PATH": shared}


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


def _templates() -> Path:
    # Voilà reads templates as files, so the package lies unpacked wherever it works at all.
    return Path(str(files("kith_facilitator.dashboards"))) / "templates"


def _log(runtime: Path) -> Path:
    return runtime / "voila.log"
