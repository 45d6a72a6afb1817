"""A dashboard as HTML: questions, and folded under each the finding, one sentence, picture, table, how it was made.

The page is open to people who have not answered yet, so what came lies behind a question that gives nothing away. Which
modules and which waves one sees is chosen by boxes to tick, and done by the style sheet, and without a style sheet all
of it stands there. The one script draws a reader's own guess.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape
from importlib.resources import files
from itertools import groupby

from kith_exercises.privacy import Figure, Withheld
from kith_facilitator.dashboards.guess import guess_field, guess_told
from kith_facilitator.dashboards.panels import AnyPanel, Counts, Lines, Panel, Placed, Told
from kith_facilitator.dashboards.picture import WIDTHS, draw
from kith_facilitator.dashboards.tables import table_of, withheld_of
from kith_widgets.words import say

__all__ = ["render", "render_about", "told"]


def render(placed: Iterable[Placed]) -> str:
    """The panels of one dashboard as sections of a page; every word is escaped."""
    found = list(placed)
    modules = list(dict.fromkeys(one.module for one in found))
    by_question = [[*waves] for _, waves in groupby(found, key=lambda one: (one.module, one.panel.id))]
    by_question.sort(key=lambda waves: not any(told(one.panel) for one in waves))  # what there is, before what waits
    sections = [_section(waves, modules.index(waves[-1].module)) for waves in by_question]
    if not sections:
        sections = [f"<p>{escape(say('pageNothing'))}</p>"]
    choice = _boxes(say("pageModules"), "kith-modules", modules)
    waves = max(Counter((one.module, one.panel.id) for one in found).values(), default=0)
    return f"<style>{_style(len(modules), waves)}</style>{choice}{''.join(sections)}"


def render_about(dated: str, modules: Sequence[str], *, simulated: bool) -> str:
    """What the page gives away, a line that dates it, and a banner where no person is behind the figures.

    Where nothing is out, there is no date, and the line says so.
    """
    banner = f"<strong>{escape(say('pageSimulated'))}</strong> <span>{escape(say('pageMadeUp'))}</span>"
    holds = say("pageHolds", modules=", ".join(modules))
    head = f'<p class="kith-simulated">{banner}</p>' if simulated else ""
    head += f"<p>{escape(holds)}</p>" if modules else ""
    line = say("pageDated", day=dated) if dated else say("pageUndated")
    return f'{head}<p class="kith-dated">{escape(line)}</p>'


def _style(modules: int, waves: int) -> str:
    """How panels look, and which of them are there: those whose module and whose wave is ticked."""
    of_modules = "main:has(.kith-modules input[value='{n}']:not(:checked)) .kith-of-{n}"
    of_waves = ".kith-panel:has(.kith-waves input[value='{n}']:not(:checked)) [data-wave='{n}']"
    hidden = [of.format(n=n) for of, many in ((of_modules, modules), (of_waves, waves)) for n in range(many)]
    looks = (files("kith_facilitator.dashboards") / "panels.css").read_text(encoding="utf-8")
    return looks + "".join(f"{one}{{display:none}}" for one in hidden)


def _boxes(legend: str, name: str, labels: Sequence[str], ticked: int | None = None) -> str:
    """Boxes to tick, all of them or one being ticked; none where there is nothing to choose."""
    if len(labels) < 2:
        return ""
    boxes = "".join(
        f'<label><input type="checkbox" value="{n}" autocomplete="off"'
        f"{' checked' if ticked in (None, n) else ''}> {escape(label)}</label>"
        for n, label in enumerate(labels)
    )
    return f'<fieldset class="kith-choose {name}"><legend>{escape(legend)}</legend>{boxes}</fieldset>'


def _section(waves: Sequence[Placed], module: int) -> str:
    """One question, and folded under it all of its waves, the newest of which is shown.

    A panel that holds a figure is closed; one in which all is withheld has nothing to hide, and is open.
    """
    newest = waves[-1].panel
    # The section is named by its question: a name made of the finding would be read aloud while it is folded.
    name, asked = escape(newest.id), escape(newest.question)
    head = f'<h2 id="{name}">{asked}</h2>'
    days = [one.day for one in reversed(waves)]
    panes = [
        f'<div class="kith-wave" data-wave="{n}">{_pane(one, among=len(waves))}</div>'
        for n, one in enumerate(reversed(waves))
    ]
    inside = _boxes(say("pageWaves"), "kith-waves", days, ticked=0) + "".join(panes)
    if any(_shows(one.panel) for one in waves):
        summary = f'<summary>{escape(say("pageShow"))}<span class="kith-unseen">: {asked}</span></summary>'
        inside = f"{guess_field(newest)}<details>{summary}{inside}</details>"
    return f'<section class="kith-panel kith-of-{module}" aria-labelledby="{name}">{head}{inside}</section>'


def _pane(placed: Placed, among: int) -> str:
    """One wave of a figure: the finding, one sentence, the picture, and what is folded under it."""
    panel, table = placed.panel, table_of(placed.panel)
    lines = "".join(f"<li>{escape(one)}</li>" for one in panel.lines) if isinstance(panel, Lines) else ""
    kept = say("pageKept", day=placed.day) if placed.day and not isinstance(panel, Lines) else ""
    how = f"{panel.how} {kept}".strip()
    withheld = withheld_of(panel)
    day = f'<p class="kith-day">{escape(say("pageWaves"))} {escape(placed.day)}</p>' if among > 1 else ""
    return (
        f"{day}<h3>{escape(panel.title)}</h3><p>{escape(panel.sentence)}</p>{guess_told(panel)}"
        f"{f'<ul>{lines}</ul>' if lines else ''}{_picture(panel)}"
        f"{_fold(say('pageTable'), table) if table else ''}"
        f"{_fold(say('pageHow'), f'<p>{escape(how)}</p>') if how else ''}"
        f"{_fold(say('pageWithheld'), f'<p>{escape(withheld)}</p>') if withheld else ''}"
    )


def told(panel: AnyPanel) -> bool:
    """Whether a panel tells something by now, and not only what it waits for."""
    return isinstance(panel, Lines) or _shows(panel)


def _shows(panel: AnyPanel) -> bool:
    """Whether anything is in it that somebody may want to think about first."""
    match panel:
        case Panel(rows=rows):
            return any(isinstance(row.figure, Figure) for row in rows)
        case Counts(split=split):
            return not isinstance(split, Withheld)
        case Told():
            return panel.shows
        case _:
            return False


def _fold(summary: str, inside: str) -> str:
    return f"<details><summary>{escape(summary)}</summary>{inside}</details>"


def _picture(panel: AnyPanel) -> str:
    if isinstance(panel, Lines):
        return ""
    if not _shows(panel):
        return f'<div class="kith-empty">{escape(_short(panel))}</div>'
    drawn = [(width, svg) for width in WIDTHS if (svg := draw(panel, width))]
    if not drawn:
        return ""
    sizes = "".join(f'<div class="kith-wide-{width}">{svg}</div>' for width, svg in drawn)
    name = escape(f"{panel.title}. {panel.sentence}")
    return f'<div class="kith-picture" role="img" aria-label="{name}">{sizes}</div>'


def _short(panel: AnyPanel) -> str:
    """In a few words why nothing is drawn."""
    match panel:
        case Panel(rows=(row, *_)) if isinstance(row.figure, Withheld):
            return row.figure.short
        case Counts(split=Withheld() as split):
            return split.short
        case Told(figure={"short": str(short)}):
            return short
        case _:
            return say("withheld")
