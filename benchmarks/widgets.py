"""How long after its cell ran a widget answers, in JupyterLab in Chromium, against a plain slider of ipywidgets.

The clock starts when the browser receives the kernel's `execute_reply`, and stops when a control of the widget has
answered an input. How evenly a player plays is measured with it (`benchmarks.player`, which runs alone too).
"""

import statistics
import tempfile
from pathlib import Path

import nbformat
from playwright.sync_api import Locator, Page

from benchmarks._report import progress, report
from benchmarks.player import PLAYED, player_figures
from tests.chromium import chromium, fenced
from tests.hosts import MODULE, PAGE, opened, write_page

RUNS = 9
CELLS = {
    "fold": 'kith.fold("open")',
    "reflection": 'kith.reflection("empty")',
    "slider": "ipywidgets.IntSlider()",
}

#: In the page: notes when a reply came, and tries each new control until it answers.
_CLOCK = """
(() => {
  const Socket = window.WebSocket;
  window.WebSocket = class extends Socket {
    constructor(...options) {
      super(...options);
      this.addEventListener("message", ({ data }) => {
        const text = typeof data === "string" ? data : new TextDecoder("latin1").decode(data);
        if (/"msg_type": ?"execute_reply"/.test(text)) window.replied = performance.now();
      });
    }
  };
  let tried = 0; // what was typed before comes back, so each try types something else
  const input = (root) => {
    const field = root.querySelector("textarea:not(:disabled), input[type=text]:not(:disabled)");
    if (!field) return;
    tried += 1;
    field.value = field.matches("textarea") ? "word ".repeat(tried) : tried % 100;
    for (const type of ["input", "change"]) field.dispatchEvent(new Event(type, { bubbles: true }));
  };
  const slide = (root) => {
    const handle = root.querySelector(".noUi-handle");
    const key = new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true });
    if (handle) handle.dispatchEvent(key);
  };
  window.answered = (cell) => new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error("no answer within 20 s; run this again on a quieter machine")), 20000);
    const look = () => {
      const root = window.replied && cell.querySelector(":is(.kith, .widget-slider):not([data-before])");
      const before = root?.outerHTML;
      if (root) (root.matches(".kith") ? input : slide)(root);
      if (root && root.outerHTML !== before) resolve(performance.now() - window.replied);
      else setTimeout(look, 2);
    };
    look();
  });
})();
"""


def main() -> None:
    """Each widget's cell in turn, several times over, in one page and one kernel."""
    with tempfile.TemporaryDirectory() as scratch, chromium() as browser:
        place = write_page(Path(scratch))
        write_cells(place / f"{PAGE}.ipynb")
        with opened("lab", place, Path(scratch) / "home") as address:
            page = fenced(browser)[0].new_page()
            page.add_init_script(_CLOCK)
            page.goto(address)
            run(page, cell(page, 0))
            page.locator("[data-status='idle']").first.wait_for(state="attached")
            times: dict[str, list[float]] = {name: [] for name in CELLS}
            for number in range(RUNS):
                for position, name in enumerate(CELLS, 1):
                    times[name].append(measured(page, cell(page, position)))
                progress(f"{number + 1} of {RUNS} runs")
        playing = player_figures(browser)
    medians = {name: statistics.median(values) for name, values in times.items()}
    slowest = max(medians[name] for name in CELLS if name != "slider")
    figures = {f"{name}_ms": round(value, 1) for name, value in medians.items()}
    worst = max(max(values) for name, values in times.items() if name != "slider")
    report(
        {
            "ratio": round(slowest / medians["slider"], 2),
            **figures,
            "worst_ms": round(worst, 1),
            "runs": RUNS,
            **playing,
        },
        *("jupyterlab", "anywidget", "ipywidgets"),
        must=PLAYED,
    )


def write_cells(path: Path) -> None:
    """The page's notebook anew, as a plain one: one cell to open it, and one for each widget."""
    opening = f'import ipywidgets\nimport kith_exercises\n\nkith = kith_exercises.open("{MODULE}/{PAGE}")'
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(text) for text in (opening, *CELLS.values())])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, path)


def cell(page: Page, number: int) -> Locator:
    """One code cell of the page."""
    return page.locator(".jp-CodeCell").nth(number)


def run(page: Page, one: Locator) -> None:
    """Run a cell as a person does."""
    one.locator(".cm-content").click()
    page.keyboard.press("Control+Enter")


def measured(page: Page, one: Locator) -> float:
    """Milliseconds from the kernel's reply to a control that answered."""
    set_aside(one)
    page.evaluate("window.replied = 0")
    run(page, one)
    took: float = one.evaluate("cell => window.answered(cell)")
    page.wait_for_timeout(300)
    return took


def set_aside(one: Locator) -> None:
    """Mark what the cell shows already, so that only what comes anew can answer."""
    one.evaluate("cell => cell.querySelectorAll('.kith, .widget-slider').forEach(old => old.dataset.before = '')")


if __name__ == "__main__":
    main()
