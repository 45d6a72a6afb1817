"""The table behind a picture, with the same numbers, and what is withheld of a figure and why."""

from collections.abc import Iterable
from html import escape
from typing import Any

from kith_exercises.privacy import Figure, Split, Withheld
from kith_facilitator.dashboards.panels import AnyPanel, Counts, Lines, Panel, Row, Told, tenths
from kith_widgets.words import digits, say

__all__ = ["minus", "table_of", "withheld_of"]

_NOTHING = "<td>–</td>"


def table_of(panel: AnyPanel) -> str:
    """The figures of a panel as a table; empty where there are none."""
    match panel:
        case Panel(rows=rows) if any(isinstance(row.figure, Figure) for row in rows):
            return _predicted(panel)
        case Told() if panel.shows:
            return _told(panel)
        case Counts(split=Split(parts=parts)):
            doors = [(panel.labels.get(part, part), str(band)) for part, band in parts]
            return _pairs(panel.title, (say("pageDoor"), say("figurePeople")), doors)
        case _:
            return ""


def withheld_of(panel: AnyPanel) -> str:
    """What is kept back of a panel, and why."""
    if isinstance(panel, Lines):
        return ""
    if isinstance(panel, Told):
        always = say("pageAlways")
        return always if panel.shows else f"{panel.sentence} {always}"
    figures = [panel.split] if isinstance(panel, Counts) else [row.figure for row in panel.rows]
    said = [figure.reason for figure in figures if isinstance(figure, Withheld)]
    said += [say("pageMost") for figure in figures if isinstance(figure, Figure) and figure.most]
    said += [say("pageBanded") for figure in figures if isinstance(figure, Figure)]
    return " ".join([*dict.fromkeys(said), say("pageAlways")])


def _predicted(panel: Panel) -> str:
    levels = [say("pageLevel", level=level) for level in (50, 95)]
    head = (say("figureWhat"), say("pageMean"), *levels, say("figurePeople"))
    name = f'<th scope="row">{escape(panel.truth_label.capitalize())}</th>'
    truth = f"<tr>{name}<td>{tenths(panel.truth)}</td>{_NOTHING * 3}</tr>"
    return _scrolling(panel.title, head, "".join(_row(row) for row in panel.rows) + truth)


def _row(row: Row) -> str:
    name = f'<th scope="row">{escape(row.label)}</th>'
    if isinstance(row.figure, Withheld):
        return f"<tr>{name}<td>{escape(say('withheld'))}</td>{_NOTHING * 3}</tr>"
    cells = [tenths(row.figure.estimate)]
    between = [row.figure.interval(50), row.figure.interval(95)]
    cells += [say("pageBetween", low=tenths(one.low), high=tenths(one.high)) for one in between]
    cells.append(say("pageOf", people=str(row.figure.people)) if row.figure.most else str(row.figure.people))
    return f"<tr>{name}{''.join(f'<td>{minus(cell)}</td>' for cell in cells)}</tr>"


def _told(panel: Told) -> str:
    if panel.bands:
        return _pairs(panel.title, (say("figureAnswer"), say("figurePeople")), panel.bands)
    figure = panel.figure
    if "point" not in figure:
        return ""
    rows = [(say("figureOurs"), digits(figure["point"]))]
    rows += [(say("pageLevel", level=one["level"]), _between(one)) for one in figure["intervals"]]
    rows += [(say("pageChance"), _between(figure["chance"]))] if figure.get("chance") else []
    rows += [(say("pageCounted"), str(figure["people"]))] if figure.get("people") else []
    return _pairs(panel.title, (say("figureWhat"), say("figureValue")), rows)


def _between(ends: Any) -> str:
    low, high = (digits(round(ends[end], 2)) for end in ("low", "high"))
    return say("pageBetween", low=low, high=high)


def _pairs(name: str, head: tuple[str, str], rows: Iterable[tuple[str, str]]) -> str:
    """A table of two columns, which is narrow enough for any screen."""
    cells = [(escape(one), minus(escape(value))) for one, value in rows]
    body = "".join(f'<tr><th scope="row">{one}</th><td>{value}</td></tr>' for one, value in cells)
    return f'<table class="kith-pairs" aria-label="{escape(name)}">{_head(head)}<tbody>{body}</tbody></table>'


def _scrolling(name: str, head: tuple[str, ...], rows: str) -> str:
    # A wide table scrolls inside its own box, which the keyboard must be able to reach.
    return (
        f'<div class="kith-table" tabindex="0" role="region" aria-label="{escape(say("pageNamed", name=name))}">'
        f"<table>{_head(head)}<tbody>{rows}</tbody></table></div>"
    )


def _head(cells: tuple[str, ...]) -> str:
    named = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in cells)
    return f"<thead><tr>{named}</tr></thead>"


def minus(text: str) -> str:
    """A text whose minuses are as long as its pluses."""
    return text.replace("-", "−")
