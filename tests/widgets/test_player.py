"""The player in a real browser: what is drawn, what is said, and that it needs nobody."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

from kith_exercises.models import MODELS, Trajectory
from kith_exercises.playing import player
from kith_widgets.host import Exhibit
from kith_widgets.host import page as host_page
from tests.chromium import fenced, violations

pytestmark = pytest.mark.browser
Show = Callable[..., Page]

#: How light each pixel of a canvas is, row by row, from 0 to 255.
_LIGHT = """canvas => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  return Array.from({ length: data.length / 4 }, (_none, i) => data[4 * i + 1]);
}"""


def ran(name: str, **parameters: Any) -> Trajectory:
    run = MODELS[name].run(**parameters)
    assert isinstance(run, Trajectory)
    return run


LATTICE = ran("spatial_dilemma", side=33, steps=60)
CROWD = ran("threshold_cascade")


def lightness(page: Page) -> Any:
    return np.array(page.locator("canvas").first.evaluate(_LIGHT))


def step(page: Page) -> int:
    return int(page.get_by_role("slider").first.input_value())


def test_each_cell_is_as_light_as_what_it_does_says(show: Show) -> None:
    page = show(player(LATTICE))
    for key, at in (("Home", 0), ("End", 60)):
        page.get_by_role("slider").press(key)
        frame = np.asarray(LATTICE.frames)[at].ravel()
        light = lightness(page)
        looks = {code: set(light[frame == code]) for code in np.unique(frame)}
        assert all(len(one) == 1 for one in looks.values()), "cells of one kind are drawn alike"
        ordered = [looks[code].pop() for code in (3, 1, 2, 0) if code in looks]
        assert ordered == sorted(ordered), "who gives is dark, who takes is light, what changed lies between"


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    "wish", [{}, {"contrast": "more"}, {"forced_colors": "active"}], ids=["plain", "more", "forced"]
)
def test_who_gives_and_who_takes_are_told_apart_without_hue(show: Show, theme: str, wish: dict[str, Any]) -> None:
    page = show(player(LATTICE), theme=theme, **wish)
    page.get_by_role("slider").press("End")
    gives = np.asarray(LATTICE.frames)[-1].ravel() & 1
    light = lightness(page) / 255
    linear = np.where(light <= 0.04045, light / 12.92, ((light + 0.055) / 1.055) ** 2.4)
    one, other = (linear[gives == does] for does in (1, 0))
    apart = [(max(a, b) + 0.05) / (min(a, b) + 0.05) for a in {*one.tolist()} for b in {*other.tolist()}]
    assert min(apart) > 2.4
    assert max(apart) > 8


def test_it_is_drawn_anew_when_the_page_turns_dark(show: Show) -> None:
    page = show(player(LATTICE))
    before = lightness(page)
    page.evaluate("document.body.dataset.jpThemeLight = 'false'")
    page.wait_for_function(f"before => ({_LIGHT})(document.querySelector('canvas'))[0] !== before", arg=int(before[0]))
    gives = np.asarray(LATTICE.frames)[0].ravel() & 1
    assert lightness(page)[gives == 1].min() > lightness(page)[gives == 0].max()


def test_people_are_full_or_open_dots_and_only_what_changed_is_drawn_anew(show: Show) -> None:
    page = show(player(CROWD))
    dark: list[int] = []
    for press in ("Home", *["ArrowRight"] * 3, "Home"):
        page.get_by_role("slider").press(press)
        dark.append(page.locator("canvas").evaluate(f"canvas => ({_LIGHT})(canvas).filter(one => one < 60).length"))
    assert dark[0] == 0
    assert dark[1] < dark[2] < dark[3]
    assert dark[4] == 0, "going back leaves no trace"


def test_it_opens_paused_plays_to_the_end_and_rests_there(show: Show) -> None:
    page = show(player(ran("threshold_cascade", thresholds=tuple(range(6)))))
    assert step(page) == 0
    expect(page.get_by_text("6 of 6 act in the end.")).to_be_hidden()
    page.get_by_role("combobox", name="Speed").select_option("4")
    page.get_by_role("button", name="Play").click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    expect(page.get_by_role("button", name="Play again")).to_be_visible(timeout=10_000)
    expect(page.get_by_text("6 of 6 act in the end.", exact=True)).to_be_visible()
    said = page.get_by_role("status").text_content()
    assert said == "Step 7 of 7: 6 of 6 act in the end."


def test_nothing_runs_while_it_is_paused(show: Show) -> None:
    page = show(player(LATTICE))
    page.evaluate("""() => {
      window.asked = 0;
      const ask = window.requestAnimationFrame;
      window.requestAnimationFrame = (next) => { window.asked += 1; return ask(next); };
    }""")
    for _ in range(2):
        page.get_by_role("button", name="Play").click()
        page.wait_for_function("asked > 3")
        page.get_by_role("button", name="Pause").click()
    before = page.evaluate("asked")
    page.evaluate("() => new Promise(done => setTimeout(done, 200))")
    assert page.evaluate("asked") == before


def test_reduced_motion_goes_by_whole_steps_and_slowly(show: Show) -> None:
    page = show(player(LATTICE), reduced_motion="reduce")
    page.evaluate("""() => {
      window.places = new Set();
      const mark = document.querySelector(".kith figure circle").parentElement;
      new MutationObserver(() => places.add(mark.getAttribute("x"))).observe(mark, { attributes: true });
    }""")
    page.get_by_role("combobox").select_option("4")
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("Number(document.querySelector('.kith input').value) >= 3")
    page.get_by_role("button", name="Pause").click()
    whole = {f"{100 * at / 60:.3f}%" for at in range(61)}
    assert set(page.evaluate("[...places]")) <= whole


def test_two_runs_share_one_clock_and_one_axis(show: Show) -> None:
    runs = [ran("spatial_dilemma", side=20, steps=steps, b=1.7) for steps in (10, 30)]
    page = show(player(runs[0], runs[1]))
    assert page.locator("canvas").count() == 2
    assert page.get_by_role("slider").get_attribute("max") == "30"
    page.get_by_role("slider").press("End")
    names = [one.get_attribute("aria-label") for one in page.get_by_role("img").all()]
    shares = [f"{run['givers'][-1] * 100:.1f}%" for run in runs]
    assert names == [f"Step 30 of 30: steps = {n}: gives {s}" for n, s in zip((10, 30), shares, strict=True)]
    expect(page.get_by_text(f"steps = 10: {runs[0].outcome}", exact=True)).to_be_visible()


def test_keys_lead_it_from_anywhere_and_none_reaches_jupyter(show: Show) -> None:
    page = show(player(LATTICE))
    page.get_by_role("button", name="One step on").focus()
    for key, at in (("ArrowRight", 1), ("ArrowRight", 2), ("ArrowLeft", 1), ("End", 60), ("Home", 0)):
        page.keyboard.press(key)
        assert step(page) == at
    assert page.get_by_role("status").text_content() == f"Step 0 of 60: gives {LATTICE['givers'][0] * 100:.1f}%"
    for key in ("+", "-", "-"):
        page.keyboard.press(key)
    assert page.get_by_role("combobox").input_value() == "0.5"
    page.get_by_role("slider").focus()
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    assert page.evaluate("host.shortcuts") == []


def test_who_listens_is_told_of_a_rest_and_not_of_each_step(show: Show) -> None:
    page = show(player(LATTICE))
    page.evaluate("""() => {
      window.said = [];
      const status = document.querySelector("[role=status]");
      const note = () => said.push(status.textContent);
      new MutationObserver(note).observe(status, { childList: true, characterData: true, subtree: true });
      const line = document.querySelector("input[type=range]");
      new MutationObserver(() => said.push(line.ariaValueText)).observe(line, { attributeFilter: ["aria-valuetext"] });
    }""")
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("Number(document.querySelector('.kith input').value) > 6")
    assert page.evaluate("said") == []
    page.get_by_role("button", name="Pause").click()
    heard = page.evaluate("said")
    assert {one.split(":")[0] for one in heard} == {f"Step {step(page)} of 60"}


def test_it_plays_on_when_the_kernel_is_gone(show: Show) -> None:
    page = show(player(LATTICE))
    page.evaluate("host.dead = true")
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("Number(document.querySelector('.kith input').value) > 2")


def test_two_views_of_one_model_are_led_apart(show: Show) -> None:
    page = show(player(LATTICE))
    page.evaluate("host.again('it').then(leave => { window.leave = leave })")
    expect(page.locator("canvas")).to_have_count(2)
    page.get_by_role("slider").nth(1).press("End")
    assert [one.input_value() for one in page.get_by_role("slider").all()] == ["0", "60"]
    page.evaluate("leave()")
    expect(page.locator("canvas")).to_have_count(1)
    page.get_by_role("slider").press("ArrowRight")
    assert step(page) == 1


def test_a_press_on_the_picture_plays_and_the_keys_go_on_from_there(show: Show) -> None:
    page = show(player(LATTICE))
    page.locator("canvas").click()
    expect(page.get_by_role("button", name="Pause")).to_be_focused()
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Play")).to_be_visible()


def test_a_saved_page_plays_from_a_file_and_prints_how_it_ended(browser: Browser, tmp_path: Path) -> None:
    place = tmp_path / "page.html"
    place.write_text(host_page("A run", [Exhibit(player(LATTICE))]), encoding="utf-8")
    context, strangers = fenced(browser, viewport={"width": 320, "height": 800})
    page = context.new_page()
    page.goto(place.as_uri())
    page.get_by_role("button", name="Play").click()
    expect(page.get_by_role("slider")).not_to_have_value("0")
    page.get_by_role("button", name="Pause").click()
    assert violations(page) == []
    for control in page.locator(".kith :is(button, select, input)").all():
        box = control.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44
    page.emulate_media(media="print")
    expect(page.get_by_text(LATTICE.outcome)).to_be_visible()
    context.close()
    assert strangers == []
