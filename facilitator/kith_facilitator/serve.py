"""JupyterLab for a home: started, waited for, opened at a page, and stopped again."""

import os
import secrets
import socket
import subprocess
import sys
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

__all__ = ["free_port", "serve_lab"]

_PATIENCE = 90.0  # seconds; a cold start on a slow disk takes 20


def serve_lab(home: Home, *, root: Path, page: str, port: int | None, browser: bool) -> None:
    """Serve ``root`` in JupyterLab, open ``page`` (a path below the server), and stay until Ctrl-C."""
    port = port or free_port(8888)
    token = secrets.token_urlsafe(24)
    log = home.logs / "jupyterlab.log"
    with log.open("wb") as output:
        server = subprocess.Popen(  # noqa: S603  # our own interpreter
            [
                sys.executable,
                *("-m", "jupyterlab", "--no-browser", "--allow-root"),
                f"--ServerApp.root_dir={root}",
                f"--ServerApp.port={port}",
                "--ServerApp.port_retries=0",
                "--ServerApp.ip=127.0.0.1",
            ],
            env={**os.environ, **environment(home), "JUPYTER_TOKEN": token},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        url = f"http://127.0.0.1:{port}/{page}?token={token}"
        with busy("Starting JupyterLab"):
            _wait(server, f"http://127.0.0.1:{port}/api", log)
        say("", "Kith is open at", f"  {url}", "Stop it with Ctrl-C; answers are already saved.")
        if browser:
            webbrowser.open(url)
        server.wait()
    finally:
        _stop(server)


def free_port(preferred: int) -> int:
    """The first free port from ``preferred`` on, or any free one."""
    for port in (*range(preferred, preferred + 20), 0):
        with socket.socket() as probe, suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
            return int(probe.getsockname()[1])
    raise KithError("No port is free on this machine. Name one with --port.")


def _wait(server: "subprocess.Popen[bytes]", url: str, log: Path) -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        if server.poll() is not None:
            tail = log.read_text(errors="replace").strip().splitlines()[-3:]
            raise KithError(f"JupyterLab did not start; {log} tells why. It ends with: {' '.join(tail)}")
        with suppress(urllib.error.URLError, OSError), urllib.request.urlopen(url, timeout=2):  # noqa: S310
            return
        time.sleep(0.2)
    raise KithError(f"JupyterLab did not answer within {_PATIENCE:.0f} seconds. See {log}, then try again.")


def _stop(server: "subprocess.Popen[bytes]") -> None:
    server.terminate()
    try:
        server.wait(15)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
