"""A week of a cohort on a page, to print or to send to those who teach with you: what came, what waits, what comes."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from html import escape

from kith_exercises.paper import paper
from kith_facilitator.answers import sent_at
from kith_facilitator.cohort import load_cohort
from kith_facilitator.cohort_desk import parts
from kith_facilitator.cohort_desk.overview import Overview, look
from kith_facilitator.course.model import Course, Module
from kith_facilitator.dashboards.kept import kept_as_it_is
from kith_facilitator.desk.room import Room
from kith_facilitator.grading.stamps import submitted_students
from kith_facilitator.home import Home
from kith_facilitator.nbgrader_api import Nbgrader
from kith_facilitator.snags import moved
from kith_widgets.answering import iso
from kith_widgets.words import speaking

__all__ = ["DAYS", "digest_page"]

DAYS = 7


def digest_page(room: Room, course: Course, *, now: datetime, days: int = DAYS) -> str:
    """The whole page as one HTML document without script or network, in English, as commands and the guide are.

    It names people, and is for those who teach. Raises KithError where a module can't be read.
    """
    since = now - timedelta(days=days)
    out = Nbgrader(room.home).released()
    modules = [look(room, course, one.name, now=now) for one in course.modules if one.name in out]
    with speaking("en"):
        body = _dates(room.home, course, now, days) + "".join(_module(room.home, one, since) for one in modules)
        span = f"{since.astimezone():%Y-%m-%d} to {now.astimezone():%Y-%m-%d}"
        return paper(f"A week of “{course.title}”", _NOTE.format(span=span), body or _NOTHING, _STYLE)


_NOTE = "{span}. This page names people. It is for those who teach this course, and for nobody else."
_NOTHING = "<p>No module is released yet. <code>kith release MODULE</code> gives one out.</p>"


def _dates(home: Home, course: Course, now: datetime, days: int) -> str:
    """What is due, and what is awaited, within as many days as the page looks back."""
    cohort = load_cohort(home)
    titles = {module.name: module.title for module in course.modules}
    found = [(at, f"{titles.get(name, name)} is due") for name, at in cohort.due.items()]
    found += [(at, f"{page}: whoever still waits for somebody's words gets the makers' from then on")
              for page, at in cohort.exchanges.items()]  # fmt: skip
    near = sorted((at, what) for at, what in found if now <= at <= now + timedelta(days=days))
    items = "".join(f"<li>{parts.date(at)}: {escape(what)}</li>" for at, what in near)
    return f"<section><h2>What comes</h2><ul>{items}</ul></section>" if near else ""


def _module(home: Home, overview: Overview, since: datetime) -> str:
    asked = _list(f"{one.title} ({one.many})" for one in overview.asked)
    got = _list(overview.board.sentences() if overview.board.snags else ())
    return (
        f"<section><h2>{escape(overview.module.title)}</h2>"
        f"<h3>What came</h3><ul>{''.join(f'<li>{one}</li>' for one in _came(home, overview, since))}</ul>"
        f"<h3>What waits for you</h3>{parts.waiting_lists(overview.waiting)}"
        f"<h3>Who has not sent</h3>{parts.not_sent(overview)}"
        f"{got and f'<h3>What got in the way</h3>{got}'}"
        f"{asked and f'<h3>What learners told you</h3>{asked}'}</section>"
    )


def _came(home: Home, overview: Overview, since: datetime) -> Iterator[str]:
    name, after = overview.module.name, iso(since)
    sent = [who for who in submitted_students(home, name) if sent_at(home.course, name, who) >= after]
    everybody = len(sent) > 1 and {*sent} >= overview.names.keys()
    names = f"all {len(sent)}" if everybody else parts.listed(map(overview.who, sent))
    yield f"Sent something: {names or 'nobody'}"
    figures = _figures(home, overview.module, since)
    if figures:
        yield f"New figures of the group: {escape(', '.join(f'“{one}”' for one in figures))}"
    for move in moved(home):
        if move.module == name and move.at >= after:
            yield f"You told everybody: {escape(move.sentence())}"


def _figures(home: Home, module: Module, since: datetime) -> list[str]:
    """The questions of a module of which a wave of figures came out since."""
    from kith_exercises.definitions import load_prompts

    prompts = load_prompts(module.folder / "prompts.toml")
    series = kept_as_it_is(home.course / ".kith" / "waves.json").series
    fresh = {
        name.partition("/")[0]
        for name, one in series.items()
        if one.latest is not None and one.latest.dated >= since.date().isoformat()
    }
    return [prompt.title for id, prompt in prompts.items() if id in fresh]


def _list(lines: Iterable[str]) -> str:
    """A list of plain lines; nothing where there is none."""
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return items and f"<ul>{items}</ul>"


_STYLE = """
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9375rem; }
th, td { text-align: start; vertical-align: top; padding: .25rem .5rem .25rem 0; border-block-end: 1px solid; }
@media print { section + section { break-before: auto; } }
"""
