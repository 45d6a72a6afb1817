"""A marking desk as a facilitator has it: the real controller over a real gradebook, in a real browser."""

import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from kith_facilitator.desk.line import Line
from kith_facilitator.home import Home
from kith_widgets.desk import desk_page
from tests.chromium import fenced
from tests.facilitator.steps import grade, submit
from tests.small_course import MODULE, copied, released_home, write_course

LEARNERS = ("sim-001", "sim-002", "sim-003", "sim-004")
CRITERIA = ("evidence", "other", "use")
LEVELS = 4


def rubric() -> str:
    """Three criteria of four levels each, no two with the same points."""
    levels = "\n".join(
        f'{{ points = {points}, label = "Level {points}", text = "What stands for {points}." }},'
        for points in range(LEVELS)
    )
    return "\n".join(
        f'[[why.criteria]]\nid = "{name}"\ntitle = "{name.title()}"\nasks = "What of {name}?"\n'
        f"levels = [\n{levels}\n]\n"
        for name in CRITERIA
    )


def sources(folder: Path) -> Path:
    """The small course, with three criteria."""
    write_course(folder)
    (folder / MODULE / "rubric.toml").write_text(dedent(rubric()), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def released(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with the course released in it."""
    folder = tmp_path_factory.mktemp("desk")
    return released_home(folder / "home", sources(folder / "sources"))


@pytest.fixture(scope="session")
def handed_in(released: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home in which four learners have submitted and were graded; nobody is marked."""
    home = copied(released, tmp_path_factory.mktemp("handed-in") / "home")
    for learner in LEARNERS:
        submit(home, learner, f"Words of {learner}, and some more of them.")
    grade(home)
    return home


@pytest.fixture
def home(handed_in: Home, tmp_path: Path) -> Home:
    """A home of the test's own."""
    return copied(handed_in, tmp_path / "home")


class Served:
    """The desk of a home behind an address; ``silent`` makes it answer nobody, ``refuse`` answers in its stead."""

    def __init__(self, home: Home) -> None:
        self.home, self.silent = home, False
        self.refuse: Callable[[dict[str, Any]], str | None] = lambda _action: None
        self.address = ""
        self._worker = ThreadPoolExecutor(1)
        self._line = self._worker.submit(Line, home).result()

    def page(self) -> str:
        card, state = self._worker.submit(self._line.page, None).result()
        return desk_page(card, state, "/")

    def answer(self, message: dict[str, Any]) -> Any:
        sentence = self.refuse(json.loads(message["payload"]))
        if sentence is not None:
            return {"id": message["id"], "payload": json.dumps({"ok": False, "why": sentence})}
        return self._worker.submit(self._line.answer, message).result()

    def restart(self) -> None:
        """As if the server had been stopped and started: it knows no page any more."""
        self._worker.submit(self._line.close).result()
        self._line = self._worker.submit(Line, self.home).result()

    def close(self) -> None:
        self._worker.submit(self._line.close).result()
        self._worker.shutdown()


class _Handler(BaseHTTPRequestHandler):
    served: Served

    def do_GET(self) -> None:
        self._send(self.served.page().encode(), "text/html; charset=utf-8")

    def do_POST(self) -> None:
        message = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.served.silent:
            self.send_error(502)
        else:
            self._send(json.dumps(self.served.answer(message)).encode(), "application/json")

    def _send(self, body: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: a test's output is for its findings."""


@contextmanager
def serving(home: Home) -> Iterator[Served]:
    """The desk of a home, until the end."""
    served = Served(home)
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"served": served}))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    served.address = f"http://127.0.0.1:{server.server_port}/kith/desk"
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
        served.close()


@pytest.fixture
def served(home: Home) -> Iterator[Served]:
    with serving(home) as found:
        yield found


Visit = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """Opens a desk: ``visit(served, width=1280)`` returns its page, once an answer is open in it."""
    contexts, alien, wrong = [], [], []

    def visited(served: Served, width: int = 1280, height: int = 900, **options: Any) -> Page:
        context, strangers = fenced(browser, viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        alien.append(strangers)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(served.address)
        page.wait_for_selector(".desk-row")
        return page

    yield visited
    for context in contexts:
        context.close()
    assert not any(alien), f"the desk asked the network: {alien}"
    assert not wrong, f"a script failed: {wrong}"
