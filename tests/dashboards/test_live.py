"""Dashboards as Voilà runs them, for whoever runs the course: the running server gives pages, and nothing more."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from html import unescape
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from kith_facilitator.dashboards.guess import SCRIPT
from kith_facilitator.dashboards.leaf import published
from kith_facilitator.dashboards.running import executed
from kith_facilitator.dashboards.server import Served, serve_notebooks
from kith_facilitator.editions import make_edition
from kith_widgets._page import digest
from tests.dashboards.cohorts import play_cohort, prompts
from tests.dashboards.lines import jupyter_routes, refused, said_all_the_same
from tests.dashboards.visitors import TOKEN, asked, wanted

#: Beside the real one: a kernel that runs until we let it go, one that fails, and one that says what it knows.
OTHERS: Mapping[str, str] = {
    "held": "import pathlib, time\nwhile not pathlib.Path('go').exists():\n    time.sleep(0.1)",
    "broken": "raise ValueError('/srv/kith/waves.json')",
    "telling": "import os\nfrom IPython.display import HTML\nHTML(f'<p>told: {dict(os.environ)}</p>')",
}
#: What Voilà, or the server below it, would answer at.
ROUTES = (
    "/{page}.ipynb",
    "/figures.json",
    "/login",
    "/voila/files/figures.json",
    "/voila/files/{page}.ipynb",
    "/voila/files/../figures.json",
    "/voila/render/{page}.ipynb",
    "/voila/static/voila.js",
    "/voila/templates/kith/conf.json",
    "/voila/labextensions/anywidget/package.json",
    "/voila/api/contents",
    "/voila/tree",
    "/logout",
    "/favicon.ico",
    "/robots.txt",
    "/static/favicon.ico",
    "/api/terminals/1",
    "/terminals/websocket/1",
    "/voila/api/themes/",
    "/voila/query/{kernel}",
    "/voila/execution/{kernel}",
    "/voila/api/shutdown/{kernel}",
    "/api/contents/figures.json",
    "/api/sessions",
    "/api/terminals",
    "/api/kernels",
    "/api/kernels/{kernel}",
    "/api/kernels/{kernel}/channels",
)


@dataclass(frozen=True)
class Live:
    """A running server of an edition's dashboard and of three others."""

    notebook: Path
    served: Served

    def kernels(self) -> set[str]:
        """Those that run."""
        log = self.served.log()
        return set(re.findall(r"Kernel started: (\S+)", log)) - set(re.findall(r"Kernel shutdown: (\S+)", log))

    def begun(self) -> int:
        """How many kernels were started so far."""
        return self.served.log().count("Kernel started")


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A server whose pages are all made in advance, but for the one whose kernel still runs."""
    cohort = play_cohort(tmp_path_factory.mktemp("cohort"), 24, seed=7)
    modules = [("Welcome", [prompts("0-welcome")["being-seen"]])]
    waves = tmp_path_factory.mktemp("kept") / "waves.json"
    folder = tmp_path_factory.mktemp("editions")
    edition = make_edition(cohort.records, folder, modules=modules, dated=date(2026, 11, 22), waves=waves).edition
    for path in (path for path in edition.notebooks.values() if path != edition.notebook):
        path.unlink()  # one tells as much as seven
    for name, source in OTHERS.items():
        nbformat.write(new_notebook(cells=[new_code_cell(source)]), edition.folder / f"{name}.ipynb")
    notebooks = [edition.notebook, *(edition.folder / f"{name}.ipynb" for name in OTHERS)]
    with serve_notebooks(notebooks, token=TOKEN) as served:
        found = Live(edition.notebook, served)
        wanted(lambda: found.begun() == len(notebooks) and len(found.kernels()) == 1, "all pages but one are made")
        yield found


def closed(live: Live) -> tuple[str, ...]:
    """All addresses at which Voilà, or the server below it, would answer; some lead to the kernel that runs."""
    (kernel,) = live.kernels()
    found = [one.format(page=live.notebook.stem, kernel=kernel) for one in ROUTES]
    return tuple(dict.fromkeys([*found, *jupyter_routes(kernel)]))


def test_strangers_get_nothing_and_members_get_pages_and_nothing_else(live: Live) -> None:
    kernels, url, others = live.kernels(), live.served.url, closed(live)
    assert len(others) > 40
    nothing = asked(url, "/nowhere", member=False)
    assert (nothing.status, nothing.body) == (404, "")
    pages = [f"/{name}" for name in (live.notebook.stem, *OTHERS)]
    for path in ["/", *pages, *(f"{page}?token=another" for page in pages), *others]:
        for method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"):
            stranger = asked(url, path, method=method, member=False)
            assert (stranger.status, stranger.body, stranger.headers) == (404, "", nothing.headers), (method, path)
    for path in others:
        for method in ("GET", "POST", "PUT", "DELETE"):
            assert asked(url, path, method=method).status == 404, path
    assert live.kernels() == kernels


def test_no_line_to_a_kernel_opens_and_what_is_said_all_the_same_is_heard_by_none(live: Live) -> None:
    kernels, begun, url = live.kernels(), live.begun(), live.served.url
    trace = live.notebook.parent / "trace"
    for path in (*closed(live), f"/{live.notebook.stem}.ipynb/channels", "/nowhere"):
        assert refused(url, path) == 404, path
    for path in (one for one in closed(live) if "kernel" in one or "execution" in one or "query" in one):
        assert said_all_the_same(url, path, f"open({str(trace)!r}, 'w').close()").startswith(b"HTTP/1.1 404"), path
    assert (live.kernels(), live.begun()) == (kernels, begun)


def test_a_page_is_made_before_anybody_asks_and_is_the_published_one_to_the_last_digit(live: Live) -> None:
    first = asked(live.served.url, "/")
    assert (first.status, first.headers["location"]) == (302, f"/{live.notebook.stem}")
    begun = live.begun()
    answer = asked(live.served.url, first.headers["location"])
    assert live.begun() == begun, "nobody waited for a kernel"
    ((name, notebook),) = executed([live.notebook])
    tables = re.findall(r"<table>.*?</table>", published(name, notebook, []), re.DOTALL)
    assert len(tables) == 2
    assert re.findall(r"<table>.*?</table>", answer.body, re.DOTALL) == tables
    assert answer.body.count("<main") == answer.body.count('role="status"') == 1
    assert answer.body.count("<script") == answer.body.count(f"<script>{SCRIPT}</script>") == 1
    assert digest(SCRIPT) in answer.headers["content-security-policy"]
    assert not re.search(r'kith_facilitator|sim-|(?:src|href)="(?!data:|#|/)', answer.body)


def test_what_fails_is_told_to_the_log_and_not_to_the_page(live: Live) -> None:
    page = unescape(asked(live.served.url, "/broken").body)
    assert "This part can't be shown." in page
    assert not re.search("ValueError|waves|Traceback|Voilà with", page)
    assert "waves.json" in live.served.log()


def test_a_viewer_cannot_change_the_template_nor_tell_a_kernel_anything(live: Live) -> None:
    for _ in range(2):  # the second page was made after the first was asked for
        page = asked(live.served.url, "/telling?template=lab&theme=dark&hostile=1").body
        assert "kith-skip" in page
        assert "told: {" in page
        assert not re.search(f"hostile|{TOKEN}|jupyter-config-data", page)


def test_few_kernels_run_at_one_time_and_none_once_their_pages_are_made(live: Live) -> None:
    begun = live.begun()
    for _ in range(3):
        asked(live.served.url, "/broken")
        assert len(live.kernels()) <= 2
    assert live.begun() > begun
    (live.notebook.parent / "go").touch()
    assert "kith-complete" in asked(live.served.url, "/held").body
    wanted(lambda: not live.kernels(), "each kernel ends with its page")
    assert not (live.notebook.parent / "trace").exists(), "nor had one heard what was said to it"


def test_stopping_leaves_no_process_and_no_folder(live: Live) -> None:
    runtime = Path(re.findall(r"connection files in (\S+)/voila_", live.served.log())[0])
    assert runtime.is_dir()
    live.served.stop()
    live.served.stop()
    assert live.served.process.poll() is not None
    assert not runtime.exists()
