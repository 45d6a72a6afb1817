"""How evenly a player plays 10,000 cells: times between the frames of real Chromium, at 60 steps a second.

The page is one without a kernel, as the player's other pages are the same to it. The clock is the browser's own
(``requestAnimationFrame``); its frames come 60 times a second at most, and later where drawing takes too long.
"""

import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page

from benchmarks._report import Must, percentile, progress, report
from kith_exercises.models import MODELS, Trajectory
from kith_exercises.playing import player
from kith_widgets.host import Exhibit, page
from tests.chromium import chromium, fenced

__all__ = ["PLAYED", "player_figures"]

#: One run of so many cells plays at sixty frames a second, and no step is left out to come to that.
PLAYED = (Must("player_fps", least=59), Must("player_steps_per_s", least=59))

SIDE, STEPS, SECONDS = 100, 1200, 10

#: In the page: the times of frames, and how many steps were drawn, from the press of a button on.
_WATCH = """(seconds) => new Promise((done) => {
  const times = [];
  const scrubber = document.querySelector(".kith input[type=range]");
  let [steps, before] = [0, scrubber.value];
  const look = (now) => {
    times.push(now);
    if (scrubber.value !== before) [steps, before] = [steps + 1, scrubber.value];
    if (now - times[0] < seconds * 1000) requestAnimationFrame(look);
    else done({ frames: times.slice(1).map((time, i) => time - times[i]), steps });
  };
  document.querySelector(".kith button").click();
  requestAnimationFrame(look);
})"""


def main() -> None:
    """The player's figures alone, as one line."""
    with chromium() as browser:
        report(player_figures(browser), "numpy", must=PLAYED)


def player_figures(browser: Browser) -> dict[str, float]:
    """Frames a second, the times between them, and steps drawn a second; of one run, and of two side by side."""
    one, other = (MODELS["spatial_dilemma"].run(side=SIDE, steps=STEPS, b=b) for b in (1.9, 1.7))
    assert isinstance(one, Trajectory)
    assert isinstance(other, Trajectory)
    figures: dict[str, float] = {}
    for name, shown in (("player", player(one)), ("player_two", player(one, other))):
        progress(f"{name}: {SIDE * SIDE} cells for {SECONDS} s")
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder) / "page.html"
            place.write_text(page("Player", [Exhibit(shown)]), encoding="utf-8")
            context, _ = fenced(browser, viewport={"width": 800, "height": 1000})
            figures |= _watched(context.new_page(), place, name)
            context.close()
    return figures


def _watched(tab: Page, place: Path, name: str) -> dict[str, float]:
    tab.goto(place.as_uri())
    tab.bring_to_front()  # a page behind another gets no frames
    tab.wait_for_selector("[data-ready]", state="attached")
    tab.locator("select").select_option("4")
    seen = tab.evaluate(_WATCH, SECONDS)
    frames: list[float] = seen["frames"]
    return {
        f"{name}_fps": round(1000 * len(frames) / sum(frames), 1),
        f"{name}_p50_ms": round(percentile(frames, 0.5), 1),
        f"{name}_p95_ms": round(percentile(frames, 0.95), 1),
        f"{name}_worst_ms": round(max(frames), 1),
        f"{name}_steps_per_s": round(1000 * seen["steps"] / sum(frames), 1),
    }


if __name__ == "__main__":
    main()
