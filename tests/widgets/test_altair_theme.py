"""A chart in the design language: the tokens' colours, a shape for each voice, few lines, upright words."""

import doctest
import re
import subprocess
import sys
from typing import Any
from xml.etree import ElementTree as ET

import altair as alt
import pytest
import vl_convert

from kith_widgets import altair_theme
from kith_widgets.altair_theme import enable, follow_reader
from kith_widgets.tokens import Theme, tokens

X, Y = alt.X("x:Q", title="turn"), alt.Y("y:Q", title="chips given, of 20")
POINTS = alt.Chart(alt.Data(values=[{"x": n, "y": 7 * n % 11, "z": 9} for n in range(12)])).encode(x=X, y=Y)
TITLE = alt.Title("Chips rose over twelve turns", subtitle="Twelve turns of one group of four.")


def drawn(chart: Any, name: Theme = "light") -> ET.Element:
    with enable(name):
        return ET.fromstring(vl_convert.vegalite_to_svg(chart.to_dict()))


def tags(picture: ET.Element, tag: str, within: str = "") -> list[ET.Element]:
    """The elements of one kind inside the groups whose class holds a word."""
    groups = [group for group in picture.iter() if within in group.get("class", "")] if within else [picture]
    return [one for group in groups for one in group.iter() if one.tag.endswith(f"}}{tag}")]


def test_the_example_of_its_documentation_runs() -> None:
    result = doctest.testmod(altair_theme)
    assert result.attempted >= 3
    assert result.failed == 0


def test_nothing_is_loaded_or_registered_until_a_chart_asks() -> None:
    code = "import sys, kith_widgets.altair_theme; print('altair' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_a_with_gives_the_theme_back() -> None:
    before = alt.theme.active
    with enable("dark"):
        assert alt.theme.active == "kith-dark"
    assert alt.theme.active == before


@pytest.mark.parametrize("name", ["light", "dark"])
def test_a_chart_has_no_colour_but_the_tokens(name: Theme) -> None:
    layers = [POINTS.mark_point(style="you"), POINTS.mark_area(style="group-band"), POINTS.mark_text(text="you")]
    picture = ET.tostring(drawn(alt.layer(*layers).properties(title=TITLE), name), encoding="unicode")
    assert set(re.findall(r'"(#\w+)"', picture)) <= set(getattr(tokens(), name).values())


def test_a_voice_is_told_by_its_shape_without_any_colour() -> None:
    marks = {voice: drawn(POINTS.mark_point(style=voice)) for voice in ("you", "group", "published")}
    [you, group, published] = [tags(picture, "path", "mark-symbol")[0] for picture in marks.values()]
    assert (you.get("fill"), you.get("stroke")) == (tokens().light["you-mark"], None)
    assert (group.get("fill"), group.get("stroke")) == (None, tokens().light["group"])
    assert "A" in (you.get("d") or "")
    assert "A" in (group.get("d") or "")
    assert "A" not in (published.get("d") or ""), "a diamond has no arc"


def test_only_what_is_simulated_is_dashed() -> None:
    lines = ("you-line", "group-line", "published-line", "simulated-line")
    dashes = [tags(drawn(POINTS.mark_line(style=one)), "path", "mark-line")[0].get("stroke-dasharray") for one in lines]
    assert dashes[:3] == [None] * 3
    assert dashes[3]


@pytest.mark.parametrize(("low", "high"), [(0, 1), (0, 6.3), (0, 120), (-26, 26), (1.9, 8.1), (-0.004, 0.009)])
@pytest.mark.parametrize("ticks", [None, 10])
def test_three_grid_lines_at_most(low: float, high: float, ticks: int | None) -> None:
    axis = alt.Axis() if ticks is None else alt.Axis(tickCount=ticks)
    x = alt.X("x:Q", scale=alt.Scale(domain=[low, high], nice=False), axis=axis)
    chart = alt.Chart(alt.Data(values=[{"x": low}])).mark_point().encode(x=x)
    lines = [line for line in tags(drawn(chart), "line", "role-axis-grid") if float(line.get("opacity", 1)) > 0]
    assert 1 <= len(lines) <= 3


def test_words_are_upright_and_twelve_pixels_or_more() -> None:
    texts = tags(drawn(POINTS.mark_point().properties(title=TITLE)), "text")
    assert len(texts) > 6
    assert [text.get("transform") for text in texts if "rotate" in text.get("transform", "")] == []
    assert min(float(text.get("font-size", "0px").removesuffix("px")) for text in texts) >= 12


def test_the_title_stands_at_the_left_edge_above_the_picture() -> None:
    [title, *_] = tags(drawn(POINTS.mark_point().properties(title=TITLE)), "text", "role-title-text")
    assert title.text == TITLE.text
    assert title.get("text-anchor") in {None, "start"}


def test_colours_of_no_voice_are_no_hues_and_get_no_legend() -> None:
    picture = drawn(POINTS.mark_point().encode(color="z:N"))
    assert tags(picture, "path", "role-legend") == []
    assert tags(picture, "path", "mark-symbol")[0].get("stroke") == tokens().light["ink"]


def test_a_picture_follows_its_readers_theme() -> None:
    svg = ET.tostring(drawn(POINTS.mark_point(style="published").properties(title=TITLE)), encoding="unicode")
    followed = follow_reader(svg)
    assert 'fill="var(--kith-published)"' in followed
    assert re.findall(r'"#\w+"', followed) == []
