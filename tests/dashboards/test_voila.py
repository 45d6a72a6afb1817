"""The dashboard as a cohort sees it: served by Voilà, in real Chromium that reaches this machine only."""

import http.client
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from kith_facilitator.dashboards.server import Served, serve_notebook
from kith_facilitator.editions import Edition, make_edition
from tests.chromium import fenced, picture, violations
from tests.dashboards.cohorts import ROUNDING, Cohort, expected, play_cohort, prompts, unfold
from tests.study import figure_in

pytestmark = pytest.mark.browser

DAY = date(2026, 11, 22)


@dataclass(frozen=True)
class Shown:
    """A served edition, and the cohort behind it."""

    cohort: Cohort
    edition: Edition
    served: Served


def published(cohort: Cohort, folder: Path) -> Edition:
    modules = [("Welcome", [prompts("0-welcome")["being-seen"]])]
    kept = folder.with_name(f"{folder.name}-kept") / "waves.json"
    return make_edition(cohort.records, folder, modules=modules, dated=DAY, waves=kept, simulated=True).edition


def serve(edition: Edition) -> Served:
    return serve_notebook(edition.notebook)


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    """One edition for all that doesn't depend on its figures."""
    cohort = play_cohort(tmp_path_factory.mktemp("shown"), 24, seed=7)
    edition = published(cohort, tmp_path_factory.mktemp("editions"))
    with serve(edition) as served:
        yield Shown(cohort, edition, served)


def opened(browser: Browser, url: str, **options: Any) -> tuple[Page, list[str]]:
    context, strangers = fenced(browser, **options)
    page = context.new_page()
    page.goto(url)
    return page, strangers


def fetched(url: str, path: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read().decode(errors="replace")
        # Voilà with one notebook sends every other path to its file route, which must then refuse it.
        onward = answer.headers["Location"] if answer.status == 302 else None
        return fetched(url, onward) if onward else (answer.status, body)
    finally:
        connection.close()


def numbers(page: Page, panel: str) -> list[list[float]]:
    """The numbers of a panel's table, row by row, as a reader sees them."""
    section = page.locator(f"section[aria-labelledby='{panel}']")
    unfold(page)
    rows = section.locator("tbody tr").all()
    texts = [" ".join(row.locator("td").all_inner_texts()[:3]).replace("−", "-") for row in rows]
    return [[float(number) for number in re.findall(r"-?\d+\.\d", text)] for text in texts]


def test_the_page_shows_the_cohorts_figures_and_asks_no_network(
    cohort: Cohort, tmp_path: Path, browser: Browser
) -> None:
    with serve(published(cohort, tmp_path)) as served:
        page, strangers = opened(browser, served.url)
        for mark, figures in expected(cohort.learners).items():
            rows = numbers(page, f"being-seen--{mark}")
            for row, figure in zip(
                rows[:3], (figures["prediction"], figures["error"], figures["distance"]), strict=True
            ):
                assert row == pytest.approx([figure["estimate"], *figure[50], *figure[95]], abs=ROUNDING)
        assert strangers == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1000, 320])
def test_axe_finds_nothing(shown: Shown, browser: Browser, scheme: Any, width: int) -> None:
    page, _ = opened(browser, shown.served.url, color_scheme=scheme, viewport={"width": width, "height": 900})
    picture(page, f"dashboard-folded-{scheme}-{width}")
    assert violations(page) == []
    unfold(page)
    picture(page, f"dashboard-{scheme}-{width}")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize(
    ("name", "wish"),
    [
        ("more-contrast", {"contrast": "more"}),
        ("more-contrast-dark", {"contrast": "more", "color_scheme": "dark"}),
        ("forced-colours", {"forced_colors": "active", "color_scheme": "dark"}),
        ("print", {"media": "print", "color_scheme": "dark"}),
    ],
)
def test_axe_finds_nothing_whatever_a_reader_sets_or_prints(
    shown: Shown, browser: Browser, name: str, wish: dict[str, Any]
) -> None:
    page, _ = opened(browser, shown.served.url)
    page.emulate_media(**wish)
    unfold(page)
    picture(page, f"dashboard-{name}")
    assert violations(page) == []


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_what_came_is_on_the_page_only_after_the_keyboard_opened_it(
    shown: Shown, browser: Browser, script: bool
) -> None:
    page, _ = opened(browser, shown.served.url, java_script_enabled=script)
    main = page.locator("main")
    assert "results of Welcome" in main.inner_text()
    assert re.findall(r"\d\d\.\d|we put it|what came", main.inner_text()) == []
    assert re.findall(r"\d\d\.\d|we put it|what came", main.aria_snapshot()) == []
    assert main.locator(".kith-picture:visible").count() == 0
    summary = main.locator("summary", has_text="How did we predict for “In public”? Open it when you have committed")
    summary.focus()
    page.keyboard.press("Enter")
    assert re.search(r"where 55\.7 came", main.inner_text())
    assert not figure_in("40.9", main.inner_text())


def test_the_page_gives_its_kernel_back(shown: Shown, browser: Browser) -> None:
    page, _ = opened(browser, shown.served.url)
    kernel = (page.locator("#kith-script").get_attribute("data-shutdown") or "").rsplit("/", 1)[-1]
    for _ in range(50):
        status, _body = fetched(shown.served.url, f"/api/kernels/{kernel}")
        if status == 404:
            break
        page.wait_for_timeout(100)
    assert status == 404
    assert page.locator("#kith-status").inner_text() == ""


def test_the_page_has_one_main_a_language_and_no_source(shown: Shown) -> None:
    status, html = fetched(shown.served.url, "/")
    assert status == 200
    assert html.count("<main") == 1
    assert '<html lang="en">' in html
    assert 'role="status"' in html
    assert "kith_facilitator" not in html
    assert "sim-" not in html
    assert not re.findall(r'(?:src|href)="(?!data:|#)', html)


@pytest.mark.parametrize(
    "path",
    [
        "/voila/files/figures.json",
        "/voila/files/predictions.ipynb",
        "/voila/files/../figures.json",
        "/api/contents",
        "/api/contents/figures.json",
        "/api/sessions",
        "/api/terminals",
        "/api/kernels",
        "/files/figures.json",
    ],
)
def test_no_route_gives_files_or_control(shown: Shown, path: str) -> None:
    status, body = fetched(shown.served.url, path)
    assert status in {403, 404}
    assert "estimate" not in body


@pytest.mark.parametrize("query", ["?template=lab", "?theme=dark", "?voila-template=lab"])
def test_a_viewer_cannot_change_template_or_theme(shown: Shown, query: str) -> None:
    _, html = fetched(shown.served.url, f"/{query}")
    assert "kith-panel" in html
    assert "cdn.jsdelivr" not in html


def test_voilas_own_error_page_asks_no_network_either(shown: Shown, browser: Browser) -> None:
    page, strangers = opened(browser, f"{shown.served.url}voila/render/nothing.ipynb")
    assert page.locator("main").count() <= 1
    assert strangers == []


def test_four_learners_are_told_why_they_see_nothing(tmp_path: Path, browser: Browser) -> None:
    edition = published(play_cohort(tmp_path / "learners", 4, seed=7), tmp_path / "editions")
    with serve(edition) as served:
        page, strangers = opened(browser, served.url)
        picture(page, "dashboard-four-learners")
        assert "Open it when" not in page.locator("main").inner_text()
        assert page.locator(".kith-panel > details > p:visible", has_text="Fewer than five people").count() == 3
        assert page.locator("svg, table").count() == 0
        assert violations(page) == []
        assert strangers == []


def test_stopping_leaves_no_process_and_no_folder(shown: Shown) -> None:
    served = serve(shown.edition)
    runtime = Path(re.findall(r"connection files in (\S+)/voila_", served.log())[0])
    assert runtime.is_dir()
    served.stop()
    served.stop()
    assert served.process.poll() is not None
    assert not runtime.exists()
