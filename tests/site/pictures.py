"""The pictures of docs/coverage.md: each activity's first card as somebody meets it.

``.venv/bin/python -m tests.site.pictures`` makes them anew.
"""

import tempfile
from base64 import b64decode
from pathlib import Path

from playwright.sync_api import Browser

from kith_facilitator.course.coverage import picture_of
from kith_facilitator.course.elements import load_elements
from kith_facilitator.course.model import Course, load_course
from kith_facilitator.site import site_of
from kith_facilitator.site.folder import put_folder
from kith_facilitator.site.sittings import sittings_of
from tests.chromium import chromium, fenced

__all__ = ["DOCS", "named", "take"]

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
#: As much of a card as tells what it is.
WIDE, HIGH = 420, 360


def named(course: Course) -> list[str]:
    """The activities of all elements, each once."""
    return sorted({name for one in load_elements(course) for name in one.activities})


def take(browser: Browser, course: Course, place: Path, docs: Path) -> None:
    """Write the pictures below ``docs``; the site goes to ``place``."""
    put_folder(place, site_of(course))
    pages = [
        (f"{one.module.name}/{cell.call.prompt}", one.path)
        for one in reversed(sittings_of(course))
        for cell in reversed(one.cells)
        if cell.call and cell.call.word in ("fold", "reflection", "activity")
    ]
    context, _ = fenced(browser, viewport={"width": WIDE + 32, "height": 800}, reduced_motion="reduce")
    tab = context.new_page()
    for name, page in sorted(dict(pages).items()):
        if name not in named(course):
            continue
        if tab.url != (place / page).as_uri():
            tab.goto((place / page).as_uri())
            tab.wait_for_selector("[data-ready]")
            tab.evaluate("() => document.querySelectorAll('.kith > details').forEach((one) => (one.open = true))")
        number = tab.evaluate(_WHICH, name.partition("/")[2])
        box = tab.locator(f'[data-exhibit="{number}"] > div').first.bounding_box()
        assert box is not None
        clip = {"x": box["x"], "y": box["y"], "width": box["width"], "height": min(box["height"], HIGH), "scale": 0.8}
        taken = tab.context.new_cdp_session(tab).send(
            "Page.captureScreenshot",
            {"format": "webp", "quality": 50, "clip": clip, "captureBeyondViewport": True},
        )
        path = docs / picture_of(name)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b64decode(taken["data"]))
    context.close()


_WHICH = """id => JSON.parse(document.getElementById("kith-page").textContent).exhibits
  .findIndex(({ card }) => JSON.parse(card).prompt === id)"""


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder, chromium() as found:
        take(found, load_course(ROOT / "course"), Path(folder, "site"), DOCS)
