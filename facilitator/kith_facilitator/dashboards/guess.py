"""A reader's guess at a figure: the field before it, its place in the picture, and the script that draws it there.

It is drawn in the reader's own browser, when they open the figure. It is sent to nobody and kept nowhere.
"""

import re
from html import escape
from importlib.resources import files

from kith_exercises.privacy import Figure
from kith_facilitator.dashboards.panels import AnyPanel, Panel, Told
from kith_facilitator.dashboards.tables import minus
from kith_widgets.words import say

__all__ = ["SCRIPT", "guess_field", "guess_told", "with_room"]

#: The one script of a page. Without it a guess stands beside the figure, as it was written.
SCRIPT = (files("kith_facilitator.dashboards") / "guess.js").read_text(encoding="utf-8")

_HALF_A_PIXEL = 0.5  # by which Vega moves its axes, so that their lines are sharp


def guess_field(panel: AnyPanel) -> str:
    """A number to write down before one looks; where one is asked for."""
    match panel:
        case Panel(axis=axis):
            low, high, of = axis.low, axis.high, axis.label
        case Told(figure={"axis": {"min": low, "max": high, "label": str(label)}}):
            of = label.removesuffix(say("figureChance", axis=""))
        case _:
            return ""
    words = escape(say("pageGuess", low=minus(f"{low:g}"), high=f"{high:g}", of=of))
    return (
        f'<p class="kith-guess"><label>{words} <input type="number" min="{low:g}" max="{high:g}" step="any" '
        'inputmode="decimal" autocomplete="off"></label></p>'
    )


def guess_told(panel: AnyPanel) -> str:
    """The place for a sentence on how far a guess lay from the group; empty until there is one."""
    match panel:
        case Panel(rows=(row, *_)) if isinstance(row.figure, Figure):
            point = row.figure.estimate
        case Told(figure={"point": found}):
            point = float(found)
        case _:
            return ""
    words = say("pageGuessed", guess="{guess}", point="{point}", n="{n}")
    mark = say("pageGuessMark", guess="{guess}")
    return (
        f'<p class="kith-guessed" data-point="{point:g}" data-words="{escape(words)}" '
        f'data-mark="{escape(mark)}" hidden></p>'
    )


def with_room(svg: str, inside: float) -> str:
    """A picture with a mark for a guess in it, hidden; its axis is as wide as ``inside``."""
    root = re.search(r'<svg [^>]*><g [^>]*transform="translate\((-?[\d.]+),(-?[\d.]+)\)">', svg)
    if root is None:
        raise ValueError("this picture was not drawn by Vega")
    x, y = float(root[1]) + _HALF_A_PIXEL, float(root[2])
    mark = '<line class="kith-gap"/><line class="kith-falls"/><circle r="7"/><text/>'
    room = (
        f'<g class="kith-my-guess" data-wide="{inside:g}" transform="translate({x:g},{y:g})" display="none">{mark}</g>'
    )
    return svg.removesuffix("</svg>") + f"{room}</svg>"
