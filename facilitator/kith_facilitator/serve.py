"""JupyterLab for a home: started, waited for, opened at a page, and stopped again."""

import os
import secrets
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from html import escape
from pathlib import Path

from jupyter_core.paths import jupyter_runtime_dir

from kith_exercises import KithError
from kith_exercises.files import write_atomically
from kith_facilitator.configure import environment
from kith_facilitator.console import busy, say
from kith_facilitator.home import Home
from kith_facilitator.processes import HOST, end, kernel_transport, port_for
from kith_facilitator.stopping import until_told

__all__ = ["door", "keep_port", "kept_port", "serve_lab"]

_PATIENCE = 90.0  # seconds; a cold start on a slow disk takes 20
_USUAL_PORTS = range(8888, 8908)
_OPEN = {"desk": "The marking desk is open at"}


def serve_lab(home: Home, *, root: Path, page: str, port: int | None, browser: bool, place: str = "") -> None:
    """Serve ``root`` in JupyterLab, open ``page`` (a path below the server), and stay until Ctrl-C.

    Without ``port`` it comes back where it was last, if that is free: texts that were not sent yet lie in the
    browser's storage, which belongs to one address. ``place`` names what has an address of its own.
    """
    token = secrets.token_urlsafe(24)
    with until_told() as told:
        with busy("Starting JupyterLab"):
            server, port = _started(home, root, port, token, told=told, place=place)
        try:
            url = f"http://{HOST}:{port}/{page}{'&' if '?' in page else '?'}token={token}"
            with door(home, port, url) as file:
                if not told.is_set():
                    keep_port(home, root, port, place)
                    say(
                        "",
                        _OPEN.get(place, "Kith is open at"),
                        f"  {url}",
                        "Stop it with Ctrl-C; answers are already saved.",
                    )
                    if browser:
                        webbrowser.open(file.as_uri())
                while server.poll() is None and not told.wait(0.5):
                    pass
        finally:
            end(server)


def kept_port(home: Home, root: Path, place: str = "") -> tuple[int, ...]:
    """The port at which ``root`` was served last, if it is known."""
    try:
        port = int(_port_file(home, root, place).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return ()
    return (port,) if 1 <= port <= 65535 else ()


def keep_port(home: Home, root: Path, port: int, place: str = "") -> None:
    """Remember where ``root`` is served."""
    write_atomically(_port_file(home, root, place), f"{port}\n".encode())


@contextmanager
def door(home: Home, port: int, url: str) -> Iterator[Path]:
    """A file of this account alone that leads a browser to ``url``, gone again at the end.

    Browsers take an address on their command line, which every account on a machine can read, and this
    one has the key in it.
    """
    path = home.logs / f"open-{port}.html"
    path.unlink(missing_ok=True)  # a killed server leaves its own behind
    target = escape(url)
    page = (
        f'<!DOCTYPE html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="0; url={target}">'
        f'<title>Kith</title><p><a href="{target}">Open Kith</a></p></html>\n'
    )
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as handle:
            handle.write(page)
        yield path
    finally:
        path.unlink(missing_ok=True)


def _port_file(home: Home, root: Path, place: str) -> Path:
    # A preview has an address of its own, so that it doesn't push the course from its usual one.
    name = place or ("" if root in (home.root, home.learner) else root.name)
    return home.root / (f".port-{name}" if name else ".port")


def _launch(home: Home, root: Path, port: int, token: str, log: Path) -> "subprocess.Popen[bytes]":
    options = {"root_dir": root, "port": port, "port_retries": 0, "ip": HOST}
    transport = kernel_transport(Path(jupyter_runtime_dir()))
    with log.open("wb") as output:
        return subprocess.Popen(
            [
                *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"),
                *(f"--ServerApp.{name}={value}" for name, value in options.items()),
                f"--KernelManager.transport={transport}",
            ],
            env={**os.environ, **environment(home), "JUPYTER_TOKEN": token},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C is ours: the server would ask whether it is meant
        )


def _started(
    home: Home, root: Path, asked: int | None, token: str, *, told: threading.Event, place: str
) -> "tuple[subprocess.Popen[bytes], int]":
    """A server that answers, and its port; many may start at once, so a port can be gone once it is wanted."""
    log = home.logs / (f"jupyterlab-{place}.log" if place else "jupyterlab.log")
    while True:
        port = port_for(asked, *kept_port(home, root, place), *_USUAL_PORTS)
        server = _launch(home, root, port, token, log)
        try:
            _wait(server, port, token, log, told)
        except _PortTaken:
            if asked is not None:
                raise KithError(f"Port {port} is in use. Name another with --port, or leave it out.") from None
            continue
        except BaseException:
            end(server)
            raise
        return server, port


class _PortTaken(Exception):  # no error: somebody was faster
    """The server ended because another answers at its port."""


def _wait(server: "subprocess.Popen[bytes]", port: int, token: str, log: Path, told: threading.Event) -> None:
    """Wait until our own server answers: it alone knows the token."""
    request = urllib.request.Request(f"http://{HOST}:{port}/api/status", headers={"Authorization": f"token {token}"})
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline and not told.wait(0.2):
        if server.poll() is not None:
            said = log.read_text(errors="replace").strip()
            if f"port {port} is already in use" in said.lower():
                raise _PortTaken
            tail = " ".join(said.splitlines()[-3:])
            raise KithError(f"JupyterLab did not start; {log} tells why. It ends with: {tail}")
        with suppress(urllib.error.URLError, OSError), urllib.request.urlopen(request, timeout=2):  # noqa: S310
            return
    if not told.is_set():
        raise KithError(f"JupyterLab did not answer within {_PATIENCE:.0f} seconds. See {log}, then try again.")
