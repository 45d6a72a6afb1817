"""A panel's figure as a picture: SVG without scripts, fonts or addresses, in the colours of the reader's theme."""

import textwrap
from collections.abc import Sequence
from typing import Any

from kith_exercises.privacy import Figure, Split
from kith_facilitator.dashboards.dots import dots
from kith_facilitator.dashboards.guess import with_room
from kith_facilitator.dashboards.panels import AnyPanel, Counts, Panel, Told, signed, tenths
from kith_widgets.altair_theme import enable, follow_reader
from kith_widgets.tokens import tokens
from kith_widgets.words import digits, say

__all__ = ["WIDTHS", "draw"]

#: Widths that a picture is drawn at, so that its 12px text stays 12px on a telephone.
WIDTHS = (600, 300)

_PADDING = 12
#: Where the group's mark stands, and what it is held against.
_MEAN, _TRUTH = 44, 92
#: A letter of 12px, on average.
_LETTER = 6.5


def draw(panel: AnyPanel, width: int) -> str:
    """The figure of the panel, as wide as that; empty where it shows none."""
    import altair as alt  # heavy; only a page that is being drawn needs it

    inside = width - 2 * _PADDING
    match panel:
        case Panel() if isinstance(panel.rows[0].figure, Figure):
            return with_room(_svg(alt, _predicted(alt, panel, panel.rows[0].figure, inside), inside, 132), inside)
        case Told() if "point" in panel.figure:
            return with_room(_svg(alt, _told(alt, panel.figure, inside), inside, 76), inside)
        case Told() if panel.bands:
            return _svg(alt, *dots(alt, panel.bands, inside))
        case Counts(split=Split() as split):
            return _svg(
                alt, *dots(alt, [(panel.labels.get(part, part), str(band)) for part, band in split.parts], inside)
            )
        case _:
            return ""


def _svg(alt: Any, layers: Sequence[Any], width: float, height: float) -> str:
    import vl_convert

    chart = alt.layer(*layers).properties(width=width, height=height)
    chart = chart.configure(padding=_PADDING, aria=False)
    with enable("light"):
        # Checking against the schema takes longer than drawing, and a wrong one is not drawn anyway.
        svg: str = vl_convert.vegalite_to_svg(chart.to_dict(validate=False))
    # The table beside it says the same; to a screen reader the picture is one image with a name.
    return follow_reader(svg).replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)


def _predicted(alt: Any, panel: Panel, figure: Figure, width: float) -> list[Any]:
    """Where the group put a mark, and where it was in truth."""
    line = _Line(alt, panel.axis.low, panel.axis.high, panel.axis.label, width)
    mean, truth = figure.estimate, panel.truth
    apart = signed(panel.rows[1].figure.estimate) if isinstance(panel.rows[1].figure, Figure) else ""
    intervals = [(i.level, i.low, i.high) for i in figure.intervals]
    layers = [
        line.at(truth).mark_rule(y=_MEAN, y2=_TRUTH, color=tokens().light["line"]),
        line.at(mean).mark_rule(y=_MEAN, y2=_TRUTH, color=tokens().light["line"]),
        *line.group(mean, intervals),
        line.between(min(mean, truth), max(mean, truth)).mark_rule(style="group-line", y=_TRUTH),
        line.at(truth).mark_point(style="published", y=_TRUTH),
        *line.label(truth, f"{panel.truth_label}: {tenths(truth)}", _TRUTH + 22, "published"),
    ]
    if abs(mean - truth) > (panel.axis.high - panel.axis.low) / 10:
        layers += line.label((mean + truth) / 2, apart, _TRUTH - 10, "group", 12)
    return layers


def _told(alt: Any, figure: Any, width: float) -> list[Any]:
    """Where the group lies, and where chance alone would have put it."""
    line = _Line(alt, figure["axis"]["min"], figure["axis"]["max"], figure["axis"]["label"], width)
    chance = figure.get("chance")
    intervals = [(one["level"], one["low"], one["high"]) for one in figure["intervals"]]
    return [*(line.hatched(chance["low"], chance["high"]) if chance else ()), *line.group(figure["point"], intervals)]


class _Line:
    """The axis that a figure lies on, and the marks that stand on it."""

    def __init__(self, alt: Any, low: float, high: float, title: str, width: float) -> None:
        self._alt = alt
        self.low, self.high, self._width = low, high, width
        self.x = alt.X(
            "x:Q",
            scale=alt.Scale(domain=[low, high], nice=False),
            axis=alt.Axis(values=[low, (low + high) / 2, high], title=textwrap.wrap(title, int(width / _LETTER))),
        )

    def at(self, value: float) -> Any:
        return self._alt.Chart(self._alt.Data(values=[{"x": value}])).encode(x=self.x)

    def between(self, low: float, high: float) -> Any:
        clipped = [{"x": max(low, self.low), "x2": min(high, self.high)}]
        return self._alt.Chart(self._alt.Data(values=clipped)).encode(x=self.x, x2="x2:Q")

    def label(self, value: float, text: str, y: float, voice: str, size: int = 13) -> list[Any]:
        """Words at a place, with paper behind them, so that no grid line strikes them through."""
        share = (value - self.low) / (self.high - self.low)
        align = "left" if share < 0.2 else "right" if share > 0.8 else "center"
        words = {"text": text, "align": align, "y": y, "fontSize": size}
        paper = tokens().light["paper"]
        behind = self.at(value).mark_text(**words, color=paper, stroke=paper, strokeWidth=4)
        return [behind, self.at(value).mark_text(**words, color=tokens().light[voice])]

    def group(self, point: float, intervals: Sequence[tuple[int, float, float]]) -> list[Any]:
        """The group's mark with what is likely and what is possible."""
        drawn = [
            self.between(low, high).mark_rule(style="group-line", y=_MEAN, strokeWidth=7 if level == 50 else 2)
            for level, low, high in sorted(intervals, reverse=True)
        ]
        mark = self.at(point).mark_point(style="group", y=_MEAN, fill=tokens().light["paper"])
        return [*drawn, mark, *self.label(point, f"{say('figureWe')}: {digits(point)}", _MEAN - 22, "group")]

    def hatched(self, low: float, high: float) -> list[Any]:
        """A field between two places, by its strokes alone: it is nobody's, so it has no colour."""
        low, high = max(low, self.low), min(high, self.high)
        pixel, top, bottom = (self.high - self.low) / self._width, _MEAN - 11, _MEAN + 11
        slant, apart = (bottom - top) * pixel, 7 * pixel
        edge = {"color": tokens().light["quiet"], "strokeWidth": 1}
        ends = [self.at(end).mark_rule(y=top, y2=bottom, **edge) for end in (low, high)]
        strokes: list[dict[str, float]] = []
        start = low - slant + apart
        while start < high:
            # A stroke rises to the right, and is cut where the field ends.
            left, right = max(start, low), min(start + slant, high)
            y, y2 = (bottom - (place - start) / pixel for place in (left, right))
            strokes.append({"x": left, "x2": right, "y": y, "y2": y2})
            start += apart
        across = self._alt.Chart(self._alt.Data(values=strokes)).encode(
            x=self.x, x2="x2:Q", y=self._alt.Y("y:Q", scale=None, axis=None), y2="y2:Q"
        )
        return [*ends, across.mark_rule(**edge)]
