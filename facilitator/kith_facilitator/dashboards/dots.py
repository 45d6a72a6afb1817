"""Numbers of people as dots, as far as they are told: full ones for as many as there are, open ones for who may be."""

import re
from collections.abc import Sequence
from typing import Any

from kith_widgets.tokens import tokens

__all__ = ["MOST", "dots"]

#: Beyond so many people in all a row is a band.
MOST = 60

_ROW, _DOTS = 44, 30
_APART = 12


def dots(alt: Any, rows: Sequence[tuple[str, str]], width: float) -> tuple[list[Any], float, float]:
    """Marks for each row (its label, and a number of people as it is told), and how wide and high they are."""
    found = [_ends(people) for _, people in rows]
    longest = max(high for _, high in found)
    single = sum(high for _, high in found) <= MOST
    scale = min(_APART, width / (longest + 1)) if single else width / longest
    layers: list[Any] = []
    for place, ((label, people), (low, high)) in enumerate(zip(rows, found, strict=True)):
        top = place * _ROW
        layers.append(_text(alt, f"{label}: {people}", top + 10))
        layers += _people(alt, low, high, scale, top + _DOTS) if single else _band(alt, low, high, scale, top + _DOTS)
    return layers, width, len(rows) * _ROW


def _people(alt: Any, low: int, high: int, apart: float, y: float) -> list[Any]:
    """One dot for each."""
    style: dict[str, Any] = {"style": "group", "y": y, "size": min(64.0, apart**2 * 0.5)}
    colour = tokens().light["group"]
    full = [mark.mark_point(**style, fill=colour) for mark in _at(alt, [(n + 0.5) * apart for n in range(low)])]
    maybe = _at(alt, [(n + 0.5) * apart for n in range(low, high)])
    return [*full, *(mark.mark_point(**style, strokeWidth=1, strokeDash=[2, 2]) for mark in maybe)]


def _band(alt: Any, low: int, high: int, scale: float, y: float) -> list[Any]:
    """As long as there are people, and thinner as far as there may be."""

    def rule(start: float, end: float, width: float) -> Any:
        values = [{"x": start * scale, "x2": end * scale}]
        x = alt.X("x:Q", scale=None, axis=None)
        return (
            alt.Chart(alt.Data(values=values))
            .encode(x=x, x2="x2:Q")
            .mark_rule(style="group-line", y=y, strokeWidth=width)
        )

    return [rule(0, low, 10), rule(low, high, 2)]


def _at(alt: Any, places: Sequence[float]) -> list[Any]:
    """One layer with a mark at each place, or none."""
    if not places:
        return []
    x = alt.X("x:Q", scale=None, axis=None)
    return [alt.Chart(alt.Data(values=[{"x": place} for place in places])).encode(x=x)]


def _text(alt: Any, words: str, y: float) -> Any:
    [mark] = _at(alt, [0])
    return mark.mark_text(text=words, y=y, align="left", color=tokens().light["ink"])


def _ends(people: str) -> tuple[int, int]:
    """The two ends of a band, as it is told in whatever language."""
    numbers = [int(one) for one in re.findall(r"\d+", people)]
    return numbers[0], numbers[-1]
