"""Showing the cohort to itself: from what was collected to a dashboard that anyone on this machine can open."""

import webbrowser
from datetime import UTC, datetime

from kith_exercises.definitions import load_prompts, renamed
from kith_exercises.journal import Record, read_records
from kith_facilitator.configure import write_configuration
from kith_facilitator.console import busy, say
from kith_facilitator.dashboards.server import serve_notebook
from kith_facilitator.editions import Published, make_edition
from kith_facilitator.files import files_like
from kith_facilitator.home import Home
from kith_facilitator.processes import port_for
from kith_facilitator.sources import course_of
from kith_facilitator.stopping import until_told

__all__ = ["publish_home", "serve_dashboard"]

_AGAIN = (
    "Stop it with Ctrl-C. Run this again after collecting: figures that are out stay, so that nobody can be found by "
    "comparing, and new ones come once enough people have answered since."
)


def publish_home(home: Home) -> Published:
    """Freeze the figures of what was collected into the home's newest edition; what is out already stays as it is."""
    return make_edition(
        _journals(home),
        home.editions,
        modules=[(m.title, load_prompts(m.folder / "prompts.toml").values()) for m in course_of(home).modules],
        dated=datetime.now(UTC).date(),
        waves=home.course / ".kith" / "waves.json",
        simulated=home.identity == "claimed",
    )


def serve_dashboard(home: Home, *, port: int | None, browser: bool) -> None:
    """Publish, serve the dashboard, and stay until Ctrl-C."""
    port = port_for(port)  # first, as the figures take a while
    write_configuration(home)
    with busy("Freezing the figures and starting the dashboard"):
        published = publish_home(home)
        served = serve_notebook(published.edition.notebook, port)
    with until_told() as told, served:
        say("The dashboard is open at", f"  {served.url}", f"Its figures are frozen in {published.edition.folder}")
        say(*published.remarks, _AGAIN)
        if browser:
            webbrowser.open(served.url)
        while served.process.poll() is None and not told.wait(0.5):
            pass


def _journals(home: Home) -> dict[str, list[Record]]:
    """Everything that each learner submitted, over all modules."""
    journals: dict[str, list[Record]] = {}
    names = {module.name: renamed(load_prompts(module.folder / "prompts.toml")) for module in course_of(home).modules}
    for path in files_like(home.course / "submitted", "*/*/responses/*.jsonl"):
        journals.setdefault(path.parts[-4], []).extend(read_records(path, names.get(path.parts[-3], {})).records)
    return journals
