"""A server of Kith's comes back where it was, and its key is on no command line that another account can read."""

import json
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from queue import Queue
from textwrap import dedent
from urllib.parse import urlsplit

import pytest
from jupyter_core.paths import jupyter_runtime_dir

from kith_exercises import KithError
from kith_facilitator.home import Home, ensure_home
from kith_facilitator.processes import HOST, end, kernel_transport, port_for
from kith_facilitator.serve import door, keep_port, kept_port, serve_lab
from kith_facilitator.showing import serve_members
from kith_facilitator.start import opening_page
from tests.lab import kith, served

#: A browser that notes how it was called and what it was shown, and how its file was guarded.
BROWSER = """
    #!{python}
    import json, os, sys
    from pathlib import Path
    from urllib.parse import unquote, urlsplit
    page = Path(unquote(urlsplit(sys.argv[1]).path))
    seen = [sys.argv[1], oct(page.stat().st_mode & 0o777), page.read_text()]
    Path({note!r} + ".new").write_text(json.dumps(seen))
    os.replace({note!r} + ".new", {note!r})
"""


@contextmanager
def taken(port: int = 0) -> Iterator[int]:
    """A port at which somebody else answers."""
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind((HOST, port))
        other.listen()
        yield int(other.getsockname()[1])


@pytest.mark.parametrize("port", [0, -1, 65536, 99999])
def test_a_number_that_is_no_port_is_refused_in_one_sentence(home: Home, port: int) -> None:
    with pytest.raises(KithError, match=f"^{port} is no port. Name one from 1 to 65535"):
        serve_lab(home, root=home.learner, page="lab", port=port, browser=False)
    with pytest.raises(KithError, match=f"^{port} is no port"):
        serve_members(home, port=port, host=HOST, browser=False)


def test_the_command_says_so_without_a_traceback(home: Home) -> None:
    said = kith("publish", "--no-browser", "--port", "70000", home=home.root, expect_code=2)
    assert said.strip() == "70000 is no port. Name one from 1 to 65535 with --port, or leave it out."


def test_the_port_asked_for_wins_and_the_preferred_one_comes_next() -> None:
    with taken() as busy:
        pass
    assert port_for(4321, busy) == 4321
    assert port_for(None, busy) == busy


def test_a_port_that_is_taken_is_passed_over() -> None:
    with taken() as first, taken() as second:
        assert port_for(None, first, second) not in {first, second}


def test_any_port_is_none_that_a_program_could_be_given_by_chance_before_the_server_binds_it() -> None:
    assert max(port_for(None) for _ in range(50)) < 32768


def test_kernels_talk_by_sockets_wherever_their_names_fit() -> None:
    assert kernel_transport(Path("/home/ana/.local/share/jupyter/runtime")) == "ipc"
    assert kernel_transport(Path("/" + "é" * 25)) == "ipc"
    assert kernel_transport(Path("/" + "é" * 26)) == "tcp"
    assert kernel_transport(Path("/" + "é" * 20), below=20) == "tcp"


def test_a_home_remembers_the_port_of_its_course(home: Home) -> None:
    assert kept_port(home, home.root) == ()
    keep_port(home, home.root, 8890)
    assert (home.root / ".port").read_text() == "8890\n"
    assert kept_port(home, home.root) == kept_port(home, home.learner) == (8890,)


def test_a_preview_does_not_push_the_course_from_its_port(home: Home) -> None:
    keep_port(home, home.root, 8890)
    keep_port(home, home.root / "preview", 8891)
    assert kept_port(home, home.root) == (8890,)
    assert kept_port(home, home.root / "preview") == (8891,)


@pytest.mark.parametrize("content", [b"", b"eight", b"70000", b"0", b"-1", b"\xff\xfe"])
def test_a_note_that_holds_no_port_is_as_good_as_none(home: Home, content: bytes) -> None:
    (home.root / ".port").write_bytes(content)
    assert kept_port(home, home.root) == ()


def test_the_door_is_for_this_account_alone_and_gone_at_the_end(home: Home) -> None:
    url = "http://127.0.0.1:8888/lab/tree/a?token=s3cret&x=1"
    (home.logs / "open-8888.html").write_text("left behind, and open to all")
    with door(home, 8888, url) as file:
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert 'content="0; url=http://127.0.0.1:8888/lab/tree/a?token=s3cret&amp;x=1"' in file.read_text()
    assert not file.exists()


def test_a_process_that_will_not_end_is_ended() -> None:
    stubborn = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); signal.pause()"
    process = subprocess.Popen([sys.executable, "-c", stubborn], stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    end(process, patience=0.2)
    end(process)
    assert process.returncode == -signal.SIGKILL
    process.stdout.close()


@pytest.mark.e2e
def test_the_browser_is_shown_the_way_but_not_the_key_and_the_address_stays(home: Home, tmp_path: Path) -> None:
    # Not one of the usual ports: those are where every other test's course comes up.
    keep_port(home, home.learner, port_for(None))
    first = opened_by_browser(home, tmp_path)
    assert first == opened_by_browser(home, tmp_path)
    with taken(first):
        assert opened_by_browser(home, tmp_path) != first


def opened_by_browser(home: Home, folder: Path) -> int:
    """Start Kith with a browser, check how it was called, stop it, and say at which port it was."""
    note, program = folder / "seen.json", folder / "browser"
    note.unlink(missing_ok=True)
    program.write_text(dedent(BROWSER).lstrip().format(python=sys.executable, note=str(note)))
    program.chmod(0o700)
    log = folder / "said.txt"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "kith_facilitator", "start", "--home", str(home.root)],
            env={**os.environ, "BROWSER": f"{program} %s"},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        deadline = time.monotonic() + 120
        while not note.exists():
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.1)
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0
    address, mode, page = json.loads(note.read_text())
    printed = re.search(r"http://127\.0\.0\.1:(\d+)/\S+\?token=(\S+)", log.read_text())
    assert printed
    assert printed[0] in page
    assert printed[2] not in address
    assert (address[:8], mode) == ("file:///", "0o600")
    assert not list(home.logs.glob("open-*"))
    return int(printed[1])


def transport_of_a_new_kernel(address: str) -> str:
    """How a kernel talks that a server starts, by the file that says so; the kernel is ended again."""
    parts = urlsplit(address)
    kernels, key = f"{parts.scheme}://{parts.netloc}/api/kernels", {"Authorization": f"token {parts.query[6:]}"}
    with urllib.request.urlopen(urllib.request.Request(kernels, b"{}", key), timeout=60) as answer:
        kernel = json.load(answer)["id"]
    try:
        file = Path(jupyter_runtime_dir(), f"kernel-{kernel}.json")
        return str(json.loads(file.read_text())["transport"])
    finally:
        urllib.request.urlopen(urllib.request.Request(f"{kernels}/{kernel}", headers=key, method="DELETE"), timeout=60)


def test_two_that_start_at_once_get_a_port_each(tmp_path: Path) -> None:
    """A classroom starts together: whoever finds a port gone takes another, and nobody is led to another's server."""
    addresses: Queue[str] = Queue()
    done = threading.Event()

    def hold(home: Path) -> None:
        with served("start", "--no-browser", home=home) as address:
            addresses.put(address)
            done.wait(180)

    with ThreadPoolExecutor() as pool:
        for name in ("ann", "bo"):
            (tmp_path / name).mkdir()
            pool.submit(hold, tmp_path / name / "home")
        try:
            found = [addresses.get(timeout=180) for _ in range(2)]
            assert len({urlsplit(address).port for address in found}) == 2
            for address in found:
                with urllib.request.urlopen(address, timeout=30) as page:
                    assert "/login" not in page.url
                assert transport_of_a_new_kernel(address) == "ipc"
        finally:
            done.set()


def test_whoever_only_teaches_comes_in_at_the_desk(tmp_path: Path) -> None:
    home = ensure_home(tmp_path / "home", role="facilitator")
    assert opening_page(home) == (home.root, "kith/desk")
