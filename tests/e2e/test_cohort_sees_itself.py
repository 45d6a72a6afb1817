"""A simulated cohort goes the real way, and the dashboard's figures are those of what was planned for it."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from kith_exercises.cohort import synthesise
from tests.chromium import fenced, picture
from tests.dashboards.cohorts import expected, unfold
from tests.lab import kith, served

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize("seed", [1, 2])
def test_the_published_figures_are_those_of_the_simulators_truth(browser: Browser, tmp_path: Path, seed: int) -> None:
    home = tmp_path / "home"
    said = kith("simulate", "0-welcome", "--learners", "24", "--seed", str(seed), home=home)
    assert "24 simulated learners have submitted 0-welcome" in said
    assert "24 collected, 24 of them new" in kith("collect", "0-welcome", home=home)
    with served("publish", "--no-browser", home=home) as address:
        context, strangers = fenced(browser)
        page = context.new_page()
        page.goto(address, timeout=60_000)
        page.get_by_role("link", name="How we predicted").last.click()
        folded = page.locator("main:has(.kith-panel)").inner_text(timeout=60_000)
        unfold(page)
        shown = page.locator("main").inner_text().replace("−", "-")
        picture(page, f"e2e/10-dashboard-seed-{seed}")
    truth = expected(synthesise(24, seed))
    for mark, label in {"public": "In public", "anonymous": "Anonymous"}.items():
        error, prediction = truth[mark]["error"], truth[mark]["prediction"]
        low, high = error[95]
        sentence = re.search(rf"{label}: we put it ([\d.]+) (below|above)|for “{label}” we may have been right", shown)
        assert sentence, shown
        if low <= 0 <= high:
            assert sentence[1] is None
        else:
            assert float(sentence[1]) == pytest.approx(abs(error["estimate"]), abs=0.051)
            assert sentence[2] == ("below" if error["estimate"] < 0 else "above")
        assert f"{prediction['estimate']:.1f} on average" in shown
    assert re.findall(r"\d\d\.\d", folded) == []
    assert "we put it" not in folded
    assert strangers == []


def test_running_twice_simulates_nobody_again_and_another_seed_is_refused(tmp_path: Path) -> None:
    home = tmp_path / "home"
    kith("simulate", "0-welcome", "--learners", "3", home=home)
    again = kith("simulate", "0-welcome", "--learners", "3", home=home)
    assert "3 have submitted already" in again
    assert "simulated learners have submitted" not in again
    more = kith("simulate", "0-welcome", "--learners", "4", home=home)
    assert "1 simulated" in more
    assert "3 have submitted already" in more
    assert "of seed 1 already" in kith("simulate", "0-welcome", "--seed", "2", home=home, expect_code=2)


def test_below_five_learners_the_dashboard_says_so_and_shows_no_figure_live(browser: Browser, tmp_path: Path) -> None:
    home = tmp_path / "home"
    kith("simulate", "0-welcome", "--learners", "4", home=home)
    kith("collect", "0-welcome", home=home)
    with served("publish", "--live", "--no-browser", home=home) as address:
        page = fenced(browser)[0].new_page()
        page.goto(address, timeout=60_000)
        page.locator("#kith-complete").wait_for(state="attached", timeout=60_000)
        shown = page.locator("main").inner_text()
    assert "ewer than five" in shown
    assert re.findall(r"\d\d\.\d", shown) == []


def test_a_guess_is_drawn_alike_in_a_live_and_in_a_published_page_and_kept_nowhere(
    browser: Browser, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    kith("simulate", "0-welcome", "--learners", "24", "--seed", "1", home=home)
    kith("collect", "0-welcome", home=home)
    told = {}
    for how in ((), ("--live",)):
        with served("publish", *how, "--no-browser", home=home) as address:
            context, strangers = fenced(browser)
            page = context.new_page()
            page.goto(address, timeout=60_000)
            if not how:
                page.get_by_role("link", name="How we predicted").last.click()
            public = page.locator("section[aria-labelledby='being-seen--public']")
            public.wait_for(timeout=60_000)
            before, asked = written(home), list[str]()
            page.on("request", lambda request, asked=asked: asked.append(request.url))
            guess = public.get_by_label("Your guess")
            guess.fill("100")
            assert page.locator(".kith-my-guess:visible").count() == 0
            public.locator("summary").first.press("Enter")
            told[how] = public.locator(".kith-guessed", has_text="You guessed").inner_text(timeout=20_000)
            assert public.locator(".kith-my-guess circle:visible").count() == 1
            assert not guess.is_editable()
            picture(page, f"e2e/11-guess-{'live' if how else 'published'}")
            assert (written(home), asked, strangers) == (before, [], [])
            page.reload(timeout=60_000)
            public.wait_for(timeout=60_000)
            assert public.get_by_label("Your guess").input_value() == "", "it is kept nowhere"
            context.close()
    assert len(set(told.values())) == 1
    assert told[()].startswith("You guessed 100. We are at ")


def written(home: Path) -> dict[Path, bytes]:
    """All that lies in a home, but what servers say of themselves."""
    return {path: path.read_bytes() for path in sorted(home.rglob("*")) if path.is_file() and path.suffix != ".log"}
