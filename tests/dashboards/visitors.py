"""Whoever asks a server of dashboards for something, with the cohort's token or without."""

import asyncio
import http.client
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from kith_facilitator.dashboards.membership import Membership
from kith_facilitator.dashboards.pages_server import serve_pages
from kith_facilitator.processes import HOST, port_for

__all__ = ["TOKEN", "Answer", "asked", "cookie", "serving", "wanted"]

TOKEN = "of-this-cohort-and-of-no-other-one"


@dataclass(frozen=True)
class Answer:
    """What came back; when it came makes no difference."""

    status: int
    body: str
    headers: Mapping[str, str] = field(default_factory=dict)


def cookie(token: str = TOKEN) -> dict[str, str]:
    """What a member's browser sends along."""
    return {"Cookie": f"{Membership(token).cookie}={token}"}


def asked(
    url: str, path: str, *, method: str = "GET", headers: Mapping[str, str] | None = None, member: bool = True
) -> Answer:
    """The answer to one request, as it is, without following where it leads."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
    try:
        connection.request(method, path, headers={**(cookie() if member else {}), **(headers or {})})
        answer = connection.getresponse()
        body = answer.read().decode(errors="replace")
        kept = {name.lower(): value for name, value in answer.getheaders() if name.lower() != "date"}
        return Answer(answer.status, body, kept)
    finally:
        connection.close()


@contextmanager
def serving(editions: Path) -> Iterator[str]:
    """The address, with the token, at which the editions' pages are served meanwhile."""
    port, answers, told = port_for(None), threading.Event(), threading.Event()
    serving = serve_pages(editions, host=HOST, port=port, token=TOKEN, ready=answers.set, told=told)
    server = threading.Thread(target=asyncio.run, args=(serving,))
    server.start()
    try:
        assert answers.wait(20)
        yield f"http://{HOST}:{port}/?token={TOKEN}"
    finally:
        told.set()
        server.join(20)


def wanted(what: Callable[[], bool], named: str, seconds: float = 60) -> None:
    """Wait until it is so."""
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until, f"not in {seconds:g} s: {named}"
        time.sleep(0.1)
