"""Real Chromium for browser tests: found, fenced off from every network but this machine's own, and audited by axe."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

from tests.run import find_chromium

__all__ = ["ARTEFACTS", "chromium", "fenced", "picture", "violations"]

ARTEFACTS = Path(__file__).parent / "artefacts"

#: Without these Chromium looks up its maker's hosts at every start, and as root it does not start at all.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # The fence is the browser's own: one that asked here about each request would hold pages up while a test waits.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost, EXCLUDE [::1]",
)
_LOOPBACK = {"127.0.0.1", "localhost", "::1", None}
#: What a reader's wish changes begins to move with the frame after it.
_AT_REST = """() => Promise.race([
  new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    .then(() => Promise.allSettled(document.getAnimations().map((one) => one.finished))),
  new Promise((resolve) => setTimeout(resolve, 2000)),
])"""
_A_AND_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless browser with a profile of its own, closed at the end."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


def fenced(browser: Browser, **options: Any) -> tuple[BrowserContext, list[str]]:
    """A fresh context that reaches this machine only, and the list of what it asked of others."""
    context = browser.new_context(**options)
    strangers: list[str] = []

    def note(request: Request) -> None:
        if urlsplit(request.url).hostname not in _LOOPBACK:
            strangers.append(request.url)

    context.on("request", note)
    return context, strangers


def violations(page: Page, within: str | None = None) -> list[str]:
    """What axe finds against WCAG A and AA, one line each: rule, element, and what to do."""
    # What is still coming in is half transparent, and axe would judge that.
    page.evaluate(_AT_REST)
    options = {"runOnly": {"type": "tag", "values": _A_AND_AA}}
    found = Axe().run(page, context=within, options=options).response
    assert found["passes"], f"axe looked at nothing within {within!r}: no such element?"
    return [
        f"{violation['id']}: {node['html'][:160]} | {node['failureSummary']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def picture(page: Page, name: str, within: str | None = None) -> Path:
    """A screenshot kept among the suite's artefacts, of the whole page or of one element."""
    path = ARTEFACTS / f"{name}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    if within:
        page.locator(within).first.screenshot(path=path, animations="disabled")
    else:
        # The gallery is a hundred cards tall, and takes half a minute where much else runs.
        page.screenshot(path=path, full_page=True, animations="disabled", timeout=120_000)
    return path
