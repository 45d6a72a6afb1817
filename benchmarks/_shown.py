"""One edition shown in several ways, each by a server of its own."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, urlsplit

from benchmarks._submitted import bare
from benchmarks._tree import processors
from kith_facilitator.collect import collect_module
from kith_facilitator.configure import write_configuration
from kith_facilitator.dashboards.membership import Membership
from kith_facilitator.dashboards.shelf import Shelf
from kith_facilitator.home import Home, ensure_home
from kith_facilitator.processes import HOST, end, port_for
from kith_facilitator.simulate import simulate_cohort

__all__ = ["Dashboard", "Server", "cohort", "live", "published", "voila"]

_LEARNERS, _MODULE = 24, "0-welcome"
_START, _QUIET = 180, 2.0  # seconds


@dataclass(frozen=True)
class Dashboard:
    """A notebook of an edition, and the first of its findings that is drawn."""

    notebook: Path
    finding: str


@dataclass(frozen=True)
class Server:
    """A running server: its process, the address of the dashboard, and what a viewer must bring."""

    process: int
    url: str
    cookie: Mapping[str, str] = field(default_factory=dict)


def cohort(root: Path) -> Home:
    """A home with what a simulated cohort submitted."""
    home = ensure_home(root, identity="claimed")
    write_configuration(home)
    simulate_cohort(home, _MODULE, learners=_LEARNERS, seed=1, track=list)
    collect_module(home, _MODULE)
    return home


@contextmanager
def published(home: Home) -> Iterator[tuple[Dashboard, Server]]:
    """The cohort's pages, by ``kith publish``."""
    with _kith(home) as (process, address):
        edition = home.editions / Shelf(home.editions).out()[-1]
        dashboard = _drawn(edition)
        url = address._replace(path=f"/{edition.name}/{dashboard.notebook.stem}.html", query="").geturl()
        yield dashboard, Server(process, url, _cookie(address.query))


@contextmanager
def live(home: Home, dashboard: Dashboard) -> Iterator[Server]:
    """The facilitator's, by ``kith publish --live``."""
    with _kith(home, "--live") as (process, address):
        url = address._replace(path=f"/{dashboard.notebook.stem}", query="").geturl()
        yield Server(process, url, _cookie(address.query))


@contextmanager
def voila(dashboard: Dashboard, place: Path, *settings: str) -> Iterator[Server]:
    """Voilà as it comes, with these settings."""
    port = port_for(None)
    words = ("voila", str(dashboard.notebook), "--no-browser", f"--port={port}", *settings)
    with _running(words, place) as process:
        _until(lambda: _answers(port), "Voilà answers")
        _settle(process)
        yield Server(process, f"http://{HOST}:{port}/")


@contextmanager
def _kith(home: Home, *settings: str) -> Iterator[tuple[int, SplitResult]]:
    place = home.root.parent
    words = ("kith_facilitator", "publish", "--no-browser", "--home", str(home.root), *settings)
    with _running(words, place) as process:
        _until(lambda: _address(place) is not None, "kith publish answers")
        _settle(process)
        address = _address(place)
        assert address is not None
        yield process, address


def _address(place: Path) -> SplitResult | None:
    found = re.search(r"http://\S+(?=\n)", _log(place).read_text(encoding="utf-8"))
    return urlsplit(found[0]) if found else None


@contextmanager
def _running(words: Sequence[str], place: Path) -> Iterator[int]:
    env = {**bare(place), **{name: os.environ[name] for name in ("PYTHONPATH",) if name in os.environ}}
    with _log(place).open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", *words], cwd=place, env=env, stdout=log, stderr=subprocess.STDOUT
        )
    try:
        yield process.pid
    finally:
        end(process, patience=60)


def _log(place: Path) -> Path:
    return place / "server.log"


def _answers(port: int) -> bool:
    with suppress(OSError), socket.create_connection((HOST, port), timeout=1):
        return True
    return False


def _settle(process: int) -> None:
    """Wait until nothing below the process works any more, such as what is made before somebody asks."""
    before, since = -1.0, time.monotonic()
    until = since + _START
    while time.monotonic() < min(since + _QUIET, until):
        if (now := processors(process)) != before:
            before, since = now, time.monotonic()
        time.sleep(0.2)


def _until(what: Callable[[], bool], named: str) -> None:
    until = time.monotonic() + _START
    while not what():
        if time.monotonic() > until:
            raise SystemExit(f"Not within {_START} seconds: {named}.")
        time.sleep(0.2)


def _cookie(query: str) -> dict[str, str]:
    (token,) = parse_qs(query)["token"]
    return {Membership(token).cookie: token}


def _drawn(edition: Path) -> Dashboard:
    """The first dashboard with a drawn finding, as its page has it."""
    for page in sorted(edition.glob("*.html")):
        for section in page.read_text(encoding="utf-8").split("<section")[1:]:
            if "<svg" in section and (title := re.search(r"<h3>(.*?)</h3>", section)):
                return Dashboard(page.with_suffix(".ipynb"), unescape(title[1]))
    raise SystemExit(f"No page in {edition} holds a finding with a chart.")
