"""The table behind a picture, with the same numbers, and what is withheld of a figure and why."""

from collections.abc import Iterable
from html import escape
from typing import Any

from kith_exercises.privacy import Figure, Split, Withheld
from kith_facilitator.dashboards.panels import AnyPanel, Counts, Lines, Panel, Row, Told
from kith_widgets.words import digits

__all__ = ["table_of", "withheld_of"]

_NOTHING = "<td>–</td>"
_MOST = (
    "How many stand behind the figure is left out, because it would tell how few went the other way; the number is "
    "that of all who answered."
)
_BANDED = (
    "Numbers of people are told to the nearest five. So that they can't be worked out, the intervals are those of the "
    "smallest group it may be: rather too wide than too narrow."
)
_ALWAYS = (
    "Single answers, the lowest and the highest among them, are shown to nobody here. "
    "A figure stands for more people than five, so for five others at least, whoever of them reads it."
)


def table_of(panel: AnyPanel) -> str:
    """The figures of a panel as a table; empty where there are none."""
    match panel:
        case Panel(rows=rows) if any(isinstance(row.figure, Figure) for row in rows):
            return _predicted(panel)
        case Told() if panel.shows:
            return _told(panel)
        case Counts(split=Split(parts=parts)):
            doors = [(panel.labels.get(part, part), str(band)) for part, band in parts]
            return _pairs(panel.title, ("Door", "People"), doors)
        case _:
            return ""


def withheld_of(panel: AnyPanel) -> str:
    """What is kept back of a panel, and why."""
    if isinstance(panel, Lines):
        return ""
    if isinstance(panel, Told):
        return _ALWAYS if panel.shows else f"{panel.sentence} {_ALWAYS}"
    figures = [panel.split] if isinstance(panel, Counts) else [row.figure for row in panel.rows]
    said = [figure.reason for figure in figures if isinstance(figure, Withheld)]
    said += [_MOST for figure in figures if isinstance(figure, Figure) and figure.most]
    said += [_BANDED for figure in figures if isinstance(figure, Figure)]
    return " ".join([*dict.fromkeys(said), _ALWAYS])


def _predicted(panel: Panel) -> str:
    head = ("Figure", "Mean", "50% interval", "95% interval", "People")
    name = f'<th scope="row">{escape(panel.truth_label.capitalize())}</th>'
    truth = f"<tr>{name}<td>{panel.truth:.1f}</td>{_NOTHING * 3}</tr>"
    return _scrolling(panel.title, head, "".join(_row(row) for row in panel.rows) + truth)


def _row(row: Row) -> str:
    name = f'<th scope="row">{escape(row.label)}</th>'
    if isinstance(row.figure, Withheld):
        return f"<tr>{name}<td>withheld</td>{_NOTHING * 3}</tr>"
    cells = [f"{row.figure.estimate:.1f}"]
    cells += [f"{i.low:.1f} to {i.high:.1f}" for i in (row.figure.interval(50), row.figure.interval(95))]
    cells.append(f"of {row.figure.people}" if row.figure.most else str(row.figure.people))
    return f"<tr>{name}{''.join(f'<td>{_minus(cell)}</td>' for cell in cells)}</tr>"


def _told(panel: Told) -> str:
    if panel.bands:
        return _pairs(panel.title, ("Answer", "People"), panel.bands)
    figure = panel.figure
    rows = [("We, together", digits(figure["point"]))]
    rows += [(f"{one['level']}% interval", _between(one)) for one in figure["intervals"]]
    rows += [("By chance alone, 95 of 100 such groups", _between(figure["chance"]))] if figure.get("chance") else []
    rows += [("Counted", str(figure["people"]))] if figure.get("people") else []
    return _pairs(panel.title, ("What", "Value"), rows)


def _between(ends: Any) -> str:
    return " to ".join(digits(round(ends[end], 2)) for end in ("low", "high"))


def _pairs(name: str, head: tuple[str, str], rows: Iterable[tuple[str, str]]) -> str:
    """A table of two columns, which is narrow enough for any screen."""
    cells = [(escape(one), _minus(escape(value))) for one, value in rows]
    body = "".join(f'<tr><th scope="row">{one}</th><td>{value}</td></tr>' for one, value in cells)
    return f'<table class="kith-pairs" aria-label="{escape(name)}">{_head(head)}<tbody>{body}</tbody></table>'


def _scrolling(name: str, head: tuple[str, ...], rows: str) -> str:
    # A wide table scrolls inside its own box, which the keyboard must be able to reach.
    return (
        f'<div class="kith-table" tabindex="0" role="region" aria-label="Table: {escape(name)}">'
        f"<table>{_head(head)}<tbody>{rows}</tbody></table></div>"
    )


def _head(cells: tuple[str, ...]) -> str:
    named = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in cells)
    return f"<thead><tr>{named}</tr></thead>"


def _minus(text: str) -> str:
    return text.replace("-", "−")
