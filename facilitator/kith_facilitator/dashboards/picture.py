"""A panel's figure as a picture: SVG without scripts, fonts or addresses, in the colours of the reader's theme."""

from typing import Any

from kith_exercises.privacy import Figure
from kith_facilitator.dashboards.panels import Panel, signed
from kith_widgets.altair_theme import enable, follow_reader
from kith_widgets.tokens import tokens

__all__ = ["WIDTHS", "draw"]

#: Widths that a picture is drawn at, so that its 12px text stays 12px on a telephone.
WIDTHS = (600, 300)

_HEIGHT = 132
_MEAN, _TRUTH = 44, 92


def draw(panel: Panel, width: int) -> str:
    """The first figure of the panel on its axis, with what came beneath it; empty if the figure is withheld."""
    import altair as alt  # heavy; only a page that is being drawn needs it
    import vl_convert

    figure = panel.rows[0].figure
    if not isinstance(figure, Figure):
        return ""
    chart = alt.layer(*_layers(alt, panel, figure)).properties(width=width - 24, height=_HEIGHT)
    chart = chart.configure(padding=12, aria=False)
    with enable("light"):
        svg: str = vl_convert.vegalite_to_svg(chart.to_dict())
    # The table beside it says the same; to a screen reader the picture is one image with a name.
    return follow_reader(svg).replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)


def _layers(alt: Any, panel: Panel, figure: Figure) -> list[Any]:
    colours = tokens().light
    scale = alt.Scale(domain=[panel.axis.low, panel.axis.high], nice=False)
    middle = (panel.axis.low + panel.axis.high) / 2
    x = alt.X(
        "x:Q", scale=scale, axis=alt.Axis(values=[panel.axis.low, middle, panel.axis.high], title=panel.axis.label)
    )

    def at(value: float) -> Any:
        return alt.Chart(alt.Data(values=[{"x": value}])).encode(x=x)

    def between(low: float, high: float) -> Any:
        clipped = [{"x": max(low, panel.axis.low), "x2": min(high, panel.axis.high)}]
        return alt.Chart(alt.Data(values=clipped)).encode(x=x, x2="x2:Q")

    def label(value: float, text: str, y: float, voice: str, size: int = 13) -> list[Any]:
        share = (value - panel.axis.low) / (panel.axis.high - panel.axis.low)
        align = "left" if share < 0.2 else "right" if share > 0.8 else "center"
        words = {"text": text, "align": align, "y": y, "fontSize": size}
        # Paper behind the words, so that no grid line strikes them through.
        behind = at(value).mark_text(**words, color=colours["paper"], stroke=colours["paper"], strokeWidth=4)
        return [behind, at(value).mark_text(**words, color=colours[voice])]

    half, wide = figure.interval(50), figure.interval(95)
    mean, truth = figure.estimate, panel.truth
    apart = f"{signed(panel.rows[1].figure.estimate)}" if isinstance(panel.rows[1].figure, Figure) else ""
    layers = [
        at(truth).mark_rule(y=_MEAN, y2=_TRUTH, color=colours["line"]),
        at(mean).mark_rule(y=_MEAN, y2=_TRUTH, color=colours["line"]),
        between(wide.low, wide.high).mark_rule(style="group-line", y=_MEAN),
        between(half.low, half.high).mark_rule(style="group-line", y=_MEAN, strokeWidth=7),
        at(mean).mark_point(style="group", y=_MEAN, fill=colours["paper"]),
        *label(mean, f"we: {mean:.1f}", _MEAN - 22, "group"),
        between(min(mean, truth), max(mean, truth)).mark_rule(style="group-line", y=_TRUTH),
        at(truth).mark_point(style="published", y=_TRUTH),
        *label(truth, f"{panel.truth_label}: {truth:.1f}", _TRUTH + 22, "published"),
    ]
    if abs(mean - truth) > (panel.axis.high - panel.axis.low) / 10:
        layers += label((mean + truth) / 2, apart, _TRUTH - 10, "group", 12)
    return layers
