"""The dashboard as a cohort sees it: pages that need no kernel, in real Chromium that reaches this machine only."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from kith_facilitator.dashboards.guess import SCRIPT
from kith_facilitator.dashboards.shelf import Shelf
from kith_facilitator.editions import Edition, make_edition
from tests.chromium import fenced, picture, violations
from tests.dashboards.cohorts import ROUNDING, Cohort, expected, play_cohort, prompts, unfold
from tests.dashboards.visitors import asked, serving
from tests.study import figure_in

pytestmark = pytest.mark.browser

DAY = date(2026, 11, 22)
#: How far along the line of its picture a mark stands.
SHARE_OF_LINE = """mark => {
    const line = mark.ownerSVGElement.querySelector('.role-axis-domain line').getBoundingClientRect();
    const { left, width } = mark.getBoundingClientRect();
    return (left + width / 2 - line.left) / line.width;
}"""


@dataclass(frozen=True)
class Shown:
    """A served edition, and the cohort behind it."""

    cohort: Cohort
    edition: Edition
    url: str

    @property
    def page(self) -> str:
        """The path of its dashboard."""
        return f"/{self.edition.folder.name}/{self.edition.notebook.stem}.html"


def published(cohort: Cohort, folder: Path) -> Edition:
    modules = [("Welcome", [prompts("0-welcome")["being-seen"]])]
    kept = folder.with_name(f"{folder.name}-kept") / "waves.json"
    return make_edition(cohort.records, folder, modules=modules, dated=DAY, waves=kept, simulated=True).edition


@contextmanager
def serve(edition: Edition) -> Iterator[str]:
    Shelf(edition.folder.parent).put([edition.notebook])
    with serving(edition.folder.parent) as url:
        yield url


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    """One edition for all that doesn't depend on its figures."""
    cohort = play_cohort(tmp_path_factory.mktemp("shown"), 24, seed=7)
    edition = published(cohort, tmp_path_factory.mktemp("editions"))
    with serve(edition) as url:
        yield Shown(cohort, edition, url)


def opened(browser: Browser, url: str, **options: Any) -> tuple[Page, list[str]]:
    context, strangers = fenced(browser, **options)
    page = context.new_page()
    page.set_content(f'<a href="{url}">from a letter</a>')  # as most come: by a link from elsewhere
    page.get_by_role("link").click()
    page.get_by_role("link", name="How we predicted").last.click()
    page.locator(".kith-panel").first.wait_for()
    return page, strangers


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
    with serve(published(cohort, tmp_path)) as url:
        page, strangers = opened(browser, url)
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
    page, _ = opened(browser, shown.url, color_scheme=scheme, viewport={"width": width, "height": 900})
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
    page, _ = opened(browser, shown.url)
    page.emulate_media(**wish)
    unfold(page)
    picture(page, f"dashboard-{name}")
    assert violations(page) == []


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_what_came_is_on_the_page_only_after_the_keyboard_opened_it(
    shown: Shown, browser: Browser, script: bool
) -> None:
    page, _ = opened(browser, shown.url, java_script_enabled=script)
    main = page.locator("main")
    assert "results of Welcome" in main.inner_text()
    page.get_by_label("Your guess, from 0 to 120").first.fill("70")
    assert re.findall(r"\d\d\.\d|we put it|what came", main.inner_text()) == []
    assert re.findall(r"\d\d\.\d|we put it|what came", main.aria_snapshot()) == []
    assert main.locator(".kith-picture:visible").count() == 0
    summary = main.locator("summary", has_text="Show me: How did we predict for “In public”?")
    summary.focus()
    page.keyboard.press("Enter")
    assert re.search(r"where 55\.7 came", main.inner_text())
    assert not figure_in("40.9", main.inner_text())


def test_a_guess_is_drawn_beside_what_came_said_in_words_and_can_be_changed_no_more(
    shown: Shown, browser: Browser
) -> None:
    page, strangers = opened(browser, shown.url)
    public, anonymous = (
        page.locator(f"section[aria-labelledby='being-seen--{mark}']") for mark in ("public", "anonymous")
    )
    guess = public.get_by_label("Your guess")
    guess.fill("100")
    assert page.locator(".kith-my-guess:visible").count() == 0
    public.locator("summary").first.press("Enter")
    anonymous.locator("summary").first.press("Enter")
    came = expected(shown.cohort.learners)["public"]["prediction"]["estimate"]
    told = re.fullmatch(
        r"You guessed 100\. We are at ([\d.]+): ([\d.]+) apart\.", public.locator(".kith-guessed").inner_text()
    )
    assert told is not None
    assert (float(told[1]), float(told[2])) == pytest.approx((came, 100 - came), abs=0.051)
    assert told[0] in public.aria_snapshot(), "a screen reader reads it, too"
    # It stands on the same line as what came: five sixths of 0 to 120.
    mark = public.locator(".kith-my-guess circle:visible")
    assert mark.evaluate(SHARE_OF_LINE) == pytest.approx(100 / 120, abs=0.01)
    assert not guess.is_editable()
    assert not anonymous.get_by_label("Your guess").is_visible(), "after one has looked it would be none"
    assert page.locator(".kith-my-guess:visible").count() == 1
    for name, media in (("light", {}), ("dark", {"color_scheme": "dark"}), ("print", {"media": "print"})):
        page.emulate_media(**media)
        page.set_viewport_size({"width": 320 if name == "dark" else 1000, "height": 900})
        assert mark.is_visible()
        assert violations(page) == []
        picture(page, f"dashboard-guess-{name}")
    assert strangers == []


def test_four_learners_are_told_why_they_see_nothing(tmp_path: Path, browser: Browser) -> None:
    edition = published(play_cohort(tmp_path / "learners", 4, seed=7), tmp_path / "editions")
    with serve(edition) as url:
        page, strangers = opened(browser, url)
        picture(page, "dashboard-four-learners")
        assert "Show me" not in page.locator("main").inner_text()
        assert page.locator(".kith-wave > p:visible", has_text="Fewer than five people").count() == 3
        assert page.locator("svg, table").count() == 0
        assert violations(page) == []
        assert strangers == []


def test_the_page_has_one_main_a_language_one_script_and_no_source(shown: Shown) -> None:
    html = asked(shown.url, shown.page).body
    assert html.count("<main") == 1
    assert '<html lang="en">' in html
    assert re.findall("<script>(.*?)</script>", html, re.DOTALL) == [SCRIPT]
    assert "kith_facilitator" not in html
    assert "sim-" not in html
    assert set(re.findall(r'(?:src|href)="(?!data:|#)([^"]*)"', html)) == {"index.html", shown.page.split("/")[-1]}
