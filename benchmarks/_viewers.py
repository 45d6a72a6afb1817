"""Viewers of a dashboard: people's pages in Chromium, and readers who ask as a browser does and keep their line."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.async_api import Browser, Page, Route, async_playwright
from tornado.httpclient import AsyncHTTPClient

from tests.chromium import FLAGS
from tests.run import find_chromium

__all__ = ["Pages", "Readers", "browser", "loads", "pages", "readers"]

_PATIENCE = 600  # seconds

#: Opens whatever is folded, as a reader would, and notes when the named finding and its chart are drawn.
_LOOK = """
(() => {
  if (window !== window.top || location.pathname === "/before") return;
  const drawn = (one) => one.getClientRects().length && one.getBoundingClientRect().width > 0;
  const look = () => {
    for (const one of document.querySelectorAll("details")) one.open = true;
    const title = [...document.querySelectorAll("section h3")].find((one) => one.textContent === FINDING);
    if (title && drawn(title) && [...title.closest("section").querySelectorAll("svg")].some(drawn)) {
      window.kithFirst = performance.now();
    } else requestAnimationFrame(look);
  };
  look();
})();
"""
#: Opens what came after the finding, too: a table that is folded reads otherwise than one that is drawn.
_TABLES = """() => {
  for (const one of document.querySelectorAll("details")) one.open = true;
  return [...document.querySelectorAll("section table")].map((one) => one.innerText);
}"""
_REST = 2.0  # seconds for which nothing more has come


@dataclass(frozen=True)
class Pages:
    """After how many milliseconds each of some people had the finding and its chart, and the tables that one saw.

    ``beside`` is how long those waited who came at the same moment and were no browser.
    """

    first: list[float]
    tables: list[str]
    beside: list[float]


@asynccontextmanager
async def browser() -> AsyncIterator[Browser]:
    """One Chromium, in which each viewer has a profile of their own."""
    async with async_playwright() as playwright:
        found = await playwright.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
        try:
            yield found
        finally:
            await found.close()


@asynccontextmanager
async def pages(
    browser: Browser,
    url: str,
    count: int,
    *,
    finding: str,
    cookie: Mapping[str, str] | None = None,
    beside: Callable[[], Awaitable[list[float]]] | None = None,
) -> AsyncIterator[Pages]:
    """So many people open a page at the same moment; their windows stay open meanwhile."""
    opened: list[Page] = []
    for _ in range(count):
        context = await browser.new_context()
        await context.add_init_script(_LOOK.replace("FINDING", json.dumps(finding)))
        if cookie:
            await context.add_cookies([{"name": name, "value": value, "url": url} for name, value in cookie.items()])
        opened.append(await _waiting(await context.new_page(), url))
    try:
        people = asyncio.gather(*(_first(page, url) for page in opened))
        waited = await beside() if beside else []
        yield Pages(list(await people), await _tables(opened[0]), waited)
    finally:
        await asyncio.gather(*(page.context.close() for page in opened))


async def _waiting(page: Page, url: str) -> Page:
    """A window that stands at the server's address and has asked it nothing: to start a browser is no server's work."""
    place = urlsplit(url)._replace(path="/before", query="").geturl()
    await page.route(place, _blank)
    await page.goto(place)
    await page.unroute(place, _blank)
    return page


async def _blank(route: Route) -> None:
    await route.fulfill(content_type="text/html", body="<!DOCTYPE html><title>Before</title>")


async def _tables(page: Page) -> list[str]:
    """The tables of a page, once no more of them come: Voilà draws one cell after the other."""
    while True:
        before: list[str] = await page.evaluate(_TABLES)
        await asyncio.sleep(_REST)
        if before and await page.evaluate(_TABLES) == before:
            return before


async def _first(page: Page, url: str) -> float:
    await page.goto(url, wait_until="commit", timeout=1000 * _PATIENCE)
    until = time.monotonic() + _PATIENCE
    while (found := await page.evaluate("window.kithFirst")) is None:
        if time.monotonic() > until:
            raise SystemExit(f"{url} showed no finding in {_PATIENCE} seconds.")
        await asyncio.sleep(0.1)  # the page itself took the time
    return float(found)


async def loads(url: str, count: int, *, cookie: Mapping[str, str] | None = None) -> list[float]:
    """After how many milliseconds each of so many had the whole page, who ask at the same moment and draw nothing."""
    client = AsyncHTTPClient(force_instance=True, max_clients=max(1, count))
    headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in (cookie or {}).items())}

    async def one() -> float:
        begin = time.perf_counter()
        await client.fetch(url, headers=headers, request_timeout=_PATIENCE, connect_timeout=_PATIENCE)
        return 1000 * (time.perf_counter() - begin)

    try:
        return list(await asyncio.gather(*(one() for _ in range(count))))
    finally:
        client.close()


@dataclass(frozen=True)
class Readers:
    """After how many milliseconds each had the whole page, and, asking again, the word that it is still the same."""

    whole: list[float]
    again: list[float]


@asynccontextmanager
async def readers(url: str, count: int, *, cookie: Mapping[str, str]) -> AsyncIterator[Readers]:
    """So many ask for a page at the same moment, and once more; their lines stay open meanwhile."""
    lines = [_Line(url, cookie) for _ in range(count)]
    try:
        whole = await asyncio.gather(*(line.ask() for line in lines))
        yield Readers(list(whole), list(await asyncio.gather(*(line.ask() for line in lines))))
    finally:
        await asyncio.gather(*(line.close() for line in lines))


class _Line:
    """One reader's connection."""

    def __init__(self, url: str, cookie: Mapping[str, str]) -> None:
        self._place = urlsplit(url)
        kept = "; ".join(f"{name}={value}" for name, value in cookie.items())
        self._head = f"GET {self._place.path} HTTP/1.1\r\nHost: {self._place.netloc}\r\nCookie: {kept}\r\n"
        self._etag = ""
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self) -> float:
        begin = time.perf_counter()
        if self._streams is None:
            self._streams = await asyncio.open_connection(self._place.hostname, self._place.port)
        reader, writer = self._streams
        known = f"If-None-Match: {self._etag}\r\n" if self._etag else ""
        writer.write(f"{self._head}Accept-Encoding: gzip\r\n{known}\r\n".encode())
        said = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        wanted = "304" if self._etag else "200"
        if said[0].split()[1] != wanted:
            raise SystemExit(f"{self._place.path} gave {said[0]}, not {wanted}.")
        facts = dict(line.lower().split(": ", 1) for line in said[1:] if ": " in line)
        await reader.readexactly(int(facts.get("content-length", 0)) if wanted == "200" else 0)
        self._etag = facts["etag"]
        return 1000 * (time.perf_counter() - begin)

    async def close(self) -> None:
        if self._streams is not None:
            self._streams[1].close()
