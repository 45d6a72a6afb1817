"""Panels as HTML: a question, and folded under it the finding, one sentence, the picture, the table, how it was made.

The page is open to people who have not answered yet, so what came lies behind a question that gives nothing away.
"""

from collections.abc import Sequence
from html import escape

from kith_exercises.privacy import Figure, Split, Withheld
from kith_facilitator.dashboards.panels import Counts, Panel, Row
from kith_facilitator.dashboards.picture import WIDTHS, draw

__all__ = ["render", "render_about"]


def render(panel: Panel | Counts) -> str:
    """One panel as a section of a page; every word is escaped.

    A panel that holds a figure is closed; one in which all is withheld has nothing to hide, and is open.
    """
    picture, table = (_counts(panel)) if isinstance(panel, Counts) else (_picture(panel), _table(panel))
    closed = any(not isinstance(figure, Withheld) for figure in _figures(panel))
    return (
        f'<section class="kith-panel" aria-labelledby="{escape(panel.id)}">'
        f"<details{'' if closed else ' open'}>"
        # The section is named by its question: a name made of the finding would be read aloud while it is folded.
        f'<summary><h2 id="{escape(panel.id)}">{escape(panel.question)}</h2> {_WHEN if closed else ""}</summary>'
        f"<h3>{escape(panel.title)}</h3><p>{escape(panel.sentence)}</p>{picture}"
        f"{_fold('The figures as a table', table) if table else ''}"
        f"{_fold('How it was made', f'<p>{escape(panel.how)}</p>')}"
        f"{_fold('What is withheld', f'<p>{escape(_withheld(panel))}</p>')}"
        "</details></section>"
    )


_WHEN = "<span>Open it when you have committed your own.</span>"


def render_about(dated: str, modules: Sequence[str], *, simulated: bool) -> str:
    """What the page gives away, a line that dates it, and a banner where no person is behind the figures."""
    banner = (
        '<p class="kith-simulated"><strong>Simulated learners.</strong> '
        "<span>These figures come from made-up answers, for trying things out, and from yours if you gave any."
        "</span></p>"
    )
    holds = (
        f"<p>This page holds results of <strong>{escape(_listed(modules))}</strong>. Each lies folded under a "
        "question: open it when you have committed your own answer there, or when you would rather be shown.</p>"
    )
    return f'{banner if simulated else ""}{holds}<p class="kith-dated">Figures of {escape(dated)}.</p>'


def _listed(names: Sequence[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def _figures(panel: Panel | Counts) -> Sequence[Figure | Split | Withheld]:
    return [panel.split] if isinstance(panel, Counts) else [row.figure for row in panel.rows]


def _fold(summary: str, inside: str) -> str:
    return f"<details><summary>{escape(summary)}</summary>{inside}</details>"


def _picture(panel: Panel) -> str:
    drawn = "".join(f'<div class="kith-wide-{width}">{draw(panel, width)}</div>' for width in WIDTHS)
    if isinstance(panel.rows[0].figure, Figure):
        name = escape(f"{panel.title}. {panel.sentence}")
        return f'<div class="kith-picture" role="img" aria-label="{name}">{drawn}</div>'
    return f'<div class="kith-empty">{escape(panel.rows[0].figure.short)}</div>'


_NOTHING = "<td>–</td>"


def _table(panel: Panel) -> str:
    if not any(isinstance(row.figure, Figure) for row in panel.rows):
        return ""
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


def _counts(panel: Counts) -> tuple[str, str]:
    if isinstance(panel.split, Withheld):
        return f'<div class="kith-empty">{escape(panel.split.short)}</div>', ""
    rows = "".join(
        f'<tr><th scope="row">{escape(panel.labels.get(part, part))}</th><td>{band}</td></tr>'
        for part, band in panel.split.parts
    )
    return _shares(panel, panel.split), _scrolling(panel.title, ("Door", "People"), rows)


def _shares(panel: Counts, split: Split) -> str:
    """The parts as lengths of one bar, each with its words."""
    parts = "".join(
        f'<div class="kith-part" style="flex-grow:{band.middle:g}"><span>{band}</span> '
        f"{escape(panel.labels.get(part, part).lower())}</div>"
        for part, band in split.parts
    )
    return f'<div class="kith-shares">{parts}</div>'


def _scrolling(name: str, head: tuple[str, ...], rows: str) -> str:
    # A wide table scrolls inside its own box, which the keyboard must be able to reach.
    cells = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
    return (
        f'<div class="kith-table" tabindex="0" role="region" aria-label="Table: {escape(name)}">'
        f"<table><thead><tr>{cells}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _withheld(panel: Panel | Counts) -> str:
    figures = _figures(panel)
    said = [figure.reason for figure in figures if isinstance(figure, Withheld)]
    said += [_MOST for figure in figures if isinstance(figure, Figure) and figure.most]
    said += [_BANDED for figure in figures if isinstance(figure, Figure)]
    return " ".join([*dict.fromkeys(said), _ALWAYS])


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


def _minus(text: str) -> str:
    return text.replace("-", "−")
