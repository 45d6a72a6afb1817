"""JupyterLab for a home: started, waited for, opened at a page, and stopped again."""

import os
import secrets
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
import webbrowser
from contextlib import suppress
from pathlib import Path

from kith_exercises import KithError
from kith_facilitator.configure import environment
from kith_facilitator.console import busy, say
from kith_facilitator.home import Home
from kith_facilitator.stopping import until_told

__all__ = ["free_port", "serve_lab"]

_PATIENCE = 90.0  # seconds; a cold start on a slow disk takes 20


def serve_lab(home: Home, *, root: Path, page: str, port: int | None, browser: bool) -> None:
    """Serve ``root`` in JupyterLab, open ``page`` (a path below the server), and stay until Ctrl-C."""
    port = port or free_port(8888)
    token = secrets.token_urlsafe(24)
    log = home.logs / "jupyterlab.log"
    with until_told() as told:
        server = _launch(home, root, port, token, log)
        try:
            with busy("Starting JupyterLab"):
                _wait(server, f"http://127.0.0.1:{port}/api", log, told)
            url = f"http://127.0.0.1:{port}/{page}?token={token}"
            if not told.is_set():
                say("", "Kith is open at", f"  {url}", "Stop it with Ctrl-C; answers are already saved.")
                if browser:
                    webbrowser.open(url)
            while server.poll() is None and not told.wait(0.5):
                pass
        finally:
            _stop(server)


def _launch(home: Home, root: Path, port: int, token: str, log: Path) -> "subprocess.Popen[bytes]":
    options = {"root_dir": root, "port": port, "port_retries": 0, "ip": "127.0.0.1"}
    with log.open("wb") as output:
        return subprocess.Popen(
            [
                *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"),
                *(f"--ServerApp.{name}={value}" for name, value in options.items()),
            ],
            env={**os.environ, **environment(home), "JUPYTER_TOKEN": token},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C is ours: the server would ask whether it is meant
        )


def free_port(preferred: int) -> int:
    """The first free port from ``preferred`` on, or any free one."""
    for port in (*range(preferred, preferred + 20), 0):
        with socket.socket() as probe, suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
            return int(probe.getsockname()[1])
    raise KithError("No port is free on this machine. Name one with --port.")


def _wait(server: "subprocess.Popen[bytes]", url: str, log: Path, told: threading.Event) -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline and not told.wait(0.2):
        if server.poll() is not None:
            tail = log.read_text(errors="replace").strip().splitlines()[-3:]
            raise KithError(f"JupyterLab did not start; {log} tells why. It ends with: {' '.join(tail)}")
        with suppress(urllib.error.URLError, OSError), urllib.request.urlopen(url, timeout=2):  # noqa: S310
            return
    if not told.is_set():
        raise KithError(f"JupyterLab did not answer within {_PATIENCE:.0f} seconds. See {log}, then try again.")


def _stop(server: "subprocess.Popen[bytes]") -> None:
    server.terminate()
    try:
        server.wait(15)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
