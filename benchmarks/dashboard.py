"""How long a viewer waits for a dashboard, and what that costs its server: by stock Voilà, pre-heated, and published.

All show the same notebook of the same simulated cohort, one after the other, on the same machine. A few open it at the
same moment. As viewers have machines of their own, one of them is a browser, for which counts when the named finding
*and* its chart are drawn; the others load the whole page and draw nothing, which is the least that each of them waits.
The same few are then all browsers on this one machine (``together``), where published pages come so fast that
most of the time is the browsers' own. The published pages, which need no kernel, are then opened by many: some of them
such browsers, the others readers who ask as a browser does and keep their line open.

Published must be a hundred times as fast at the 95th percentile of few, and its server must stay under 150 MB in all
with 200 viewers; else this ends with code 1. Linux only, as it reads what memory processes share.
"""

import argparse
import asyncio
import statistics
import sys
import tempfile
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from playwright.async_api import Browser

from benchmarks._report import Must, percentile, progress, report
from benchmarks._shown import Dashboard, Server, cohort, live, published, voila
from benchmarks._tree import memory
from benchmarks._viewers import browser, loads, pages, readers

__all__ = ["musts", "read", "waited"]

FEW, MANY = 10, 200
LEAST_RATIO = 100
MOST_MB = 150
#: Published pages come so fast that one round says little.
ROUNDS = 3

Figures = dict[str, float | int]


def main() -> None:
    """Measure, print, and end with code 1 where a figure is not what it must be."""
    asked = read(sys.argv[1:])
    with tempfile.TemporaryDirectory(prefix="kith-") as name:
        figures = asyncio.run(_figures(Path(name).resolve(), asked.few, asked.viewers))
    figures = dict(sorted(figures.items(), key=lambda item: item[0] != "ratio"))
    report(figures, "voila", "tornado", must=musts(asked.few, asked.viewers))


def read(words: Sequence[str]) -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--viewers", type=int, default=MANY, help=f"of the published pages; default: {MANY}")
    parser.add_argument("--few", type=int, default=FEW, help=f"of each way to show them; default: {FEW}")
    asked = parser.parse_args(words)
    if not 1 <= asked.few <= asked.viewers:
        parser.error("--few must be at least 1, and --viewers no fewer.")
    return asked


def musts(few: int, viewers: int) -> tuple[Must, ...]:
    """What must hold for so many."""
    always = [Must("unequal_tables", most=0)]
    ratio = [Must("ratio", least=LEAST_RATIO)] if few >= FEW else []
    return (*always, *ratio, *([Must("published_mb", most=MOST_MB)] if viewers >= MANY else []))


def waited(named: str, first: list[float]) -> Figures:
    """How long people waited, in milliseconds."""
    return {f"{named}_p50_ms": round(statistics.median(first), 1), f"{named}_p95_ms": round(percentile(first, 0.95), 1)}


async def _figures(place: Path, few: int, viewers: int) -> Figures:
    progress("A cohort answers")
    home = await asyncio.to_thread(cohort, place / "home")
    figures: Figures = {"few": few, "viewers": viewers}
    async with browser() as chromium:
        with published(home) as (dashboard, server):
            figures |= await _published(chromium, dashboard, server, few, viewers)
            tables = await _tables(chromium, dashboard, server)
        ways: dict[str, AbstractContextManager[Server]] = {
            "stock": voila(dashboard, place),
            "preheated": voila(dashboard, place, "--preheat_kernel=True"),
            "live": live(home, dashboard),
        }
        unequal = 0
        for named, way in ways.items():
            progress(f"{few} people open it: {named}")
            with way as server:
                found, seen = await _opened(chromium, dashboard, server, few, named)
            figures |= found
            unequal += seen != tables
    ratios = {
        f"ratio{how}": round(figures[f"stock{how}_p95_ms"] / figures[f"published{how}_p95_ms"], 1)
        for how in ("", "_together")
    }
    return {**figures, **ratios, "unequal_tables": unequal}


async def _opened(
    chromium: Browser, dashboard: Dashboard, server: Server, few: int, named: str
) -> tuple[Figures, list[str]]:
    """What people waited for a server, and what each of them cost it."""
    first = await _apart(chromium, dashboard, server, few)
    idle = memory(server.process)
    async with pages(chromium, server.url, few, finding=dashboard.finding, cookie=server.cookie) as seen:
        full = memory(server.process)
    figures = {**waited(named, first), **waited(f"{named}_together", seen.first)}
    return {**figures, f"{named}_mb": _mb(full), f"{named}_each_mb": _mb((full - idle) / few)}, seen.tables


async def _apart(chromium: Browser, dashboard: Dashboard, server: Server, few: int) -> list[float]:
    """How long each waited of a browser and others that only load."""
    async with pages(
        chromium,
        server.url,
        1,
        finding=dashboard.finding,
        cookie=server.cookie,
        beside=lambda: loads(server.url, few - 1, cookie=server.cookie),
    ) as seen:
        return [*seen.first, *seen.beside]


async def _published(chromium: Browser, dashboard: Dashboard, server: Server, few: int, viewers: int) -> Figures:
    """The same of published pages, by few and by many."""
    progress(f"{few} people open it, {ROUNDS} times: published")
    first: list[float] = []
    together: list[float] = []
    for _ in range(ROUNDS):
        first += await _apart(chromium, dashboard, server, few)
        async with pages(chromium, server.url, few, finding=dashboard.finding, cookie=server.cookie) as seen:
            together += seen.first
    progress(f"{viewers} open it, {few} of them people: published")
    idle = memory(server.process)
    others = readers(server.url, viewers - few, cookie=server.cookie)
    people = pages(chromium, server.url, few, finding=dashboard.finding, cookie=server.cookie)
    async with others as read, people as seen:
        full = memory(server.process)
    return {
        **waited("published", first),
        **waited("published_together", together),
        **waited("published_many", seen.first),
        **waited("published_whole", read.whole),
        **waited("published_again", read.again),
        "published_mb": _mb(full),
        "published_each_mb": _mb((full - idle) / viewers),
    }


async def _tables(chromium: Browser, dashboard: Dashboard, server: Server) -> list[str]:
    async with pages(chromium, server.url, 1, finding=dashboard.finding, cookie=server.cookie) as seen:
        return seen.tables


def _mb(mebibytes: float) -> float:
    return round(mebibytes * 2**20 / 10**6, 2)


if __name__ == "__main__":
    main()
