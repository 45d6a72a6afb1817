"""Altair in the design language: a voice is a colour with a shape, a title is a finding, and no chart needs a legend.

A mark says whose datum it shows by its style: ``you``, ``group`` and ``published`` for points, ``you-line``,
``group-line``, ``published-line`` and ``simulated-line`` for lines and rules, ``group-band`` for areas. What is
nobody's is ink. Label marks where they stand, with ``mark_text``.

>>> import altair as alt
>>> seen = alt.Chart(alt.Data(values=[{"choices": 38}, {"choices": 78}]), title="Groups that were seen gave 38 to 78")
>>> with enable("dark"):
...     spec = seen.mark_point(style="published").encode(x="choices:Q").to_dict()
"""

from collections.abc import Mapping
from typing import Any

from kith_widgets.tokens import Theme, tokens

__all__ = ["enable", "follow_reader", "theme"]

_FONT = "system-ui, sans-serif"


def enable(name: Theme = "light") -> Any:
    """Have all charts drawn in this theme from now on; as the head of a ``with``, only those that are drawn inside."""
    import altair as alt  # heavy; only a chart needs it

    config: Any = theme(name)
    alt.theme.register(f"kith-{name}", enable=False)(lambda: {"config": config})
    return alt.theme.enable(f"kith-{name}")


def theme(name: Theme = "light") -> dict[str, Any]:
    """The theme as a Vega-Lite configuration."""
    colours = getattr(tokens(), name)
    return {
        "background": "transparent",
        "font": _FONT,
        "view": {"stroke": None},
        "legend": {"disable": True},
        "title": _title(colours),
        "axis": _axis(colours),
        "axisY": {"titleAngle": 0, "titleAlign": "left", "titleAnchor": "end", "titleX": 0, "titleY": -12},
        "mark": {"color": colours["ink"]},
        "text": {"color": colours["ink"], "fontSize": 13},
        "range": {"category": [colours[one] for one in ("ink", "quiet", "edge")]},
        "style": {**_points(colours), **_lines(colours)},
    }


def follow_reader(svg: str) -> str:
    """A picture drawn in the light theme, for a page that has the tokens: it follows the reader's own theme there."""
    for name, colour in tokens().light.items():
        if colour.startswith("#"):
            svg = svg.replace(f'"{colour}"', f'"var(--kith-{name})"')
    return svg


def _title(colours: Mapping[str, str]) -> dict[str, Any]:
    return {
        "anchor": "start",
        "frame": "bounds",
        "offset": 24,
        "color": colours["ink"],
        "subtitleColor": colours["ink"],
        "fontSize": 20,
        "fontWeight": 600,
        "subtitleFontSize": 14,
        "subtitlePadding": 6,
    }


def _axis(colours: Mapping[str, str]) -> dict[str, Any]:
    return {
        "gridColor": colours["line"],
        # Three grid lines at most, however many ticks: the first, the last, and one that stands half-way.
        "gridOpacity": {"condition": {"test": "datum.index * 2 % 1", "value": 0}, "value": 1},
        "tickCount": 3,
        "domainColor": colours["edge"],
        "tickColor": colours["edge"],
        "labelColor": colours["quiet"],
        "titleColor": colours["quiet"],
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "labelAngle": 0,
    }


def _points(colours: Mapping[str, str]) -> dict[str, Any]:
    filled = {"filled": True, "size": 150, "opacity": 1}
    return {
        "you": {**filled, "shape": "circle", "color": colours["you-mark"]},
        "group": {**filled, "filled": False, "shape": "circle", "color": colours["group"], "strokeWidth": 2.5},
        "published": {**filled, "shape": "diamond", "size": 170, "color": colours["published"]},
    }


def _lines(colours: Mapping[str, str]) -> dict[str, Any]:
    lines = {f"{voice}-line": {"color": colours[voice], "strokeWidth": 2} for voice in ("you", "group", "published")}
    return {
        **lines,
        "simulated-line": {"color": colours["quiet"], "strokeWidth": 2, "strokeDash": [6, 4]},
        "group-band": {"color": colours["tint-group"], "opacity": 1},
    }
