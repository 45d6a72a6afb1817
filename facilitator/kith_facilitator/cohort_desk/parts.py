"""What a facilitator sees of a module as HTML, on the cohort desk and in a digest; every word is escaped."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from html import escape

from kith_facilitator.cohort_desk.overview import Overview, Sent, Waiting
from kith_facilitator.exchanging.desk import Row
from kith_facilitator.told import Told, in_order

__all__ = ["asked", "date", "listed", "not_sent", "pairs_table", "preview_list", "waiting_lists"]

#: What waits, the most pressing first, and what there is to do about it.
_KINDS: Mapping[str, tuple[str, str]] = {
    "care": ("Care", "Somebody wrote something that needs a person, not a mark."),
    "reply": ("Replies to feedback", "They answered what you wrote. The desk shows it beside their text."),
    "revised": ("Written anew since it was marked", "Read it again, then set each level, or the same one to keep it."),
    "ungraded": ("Collected, not graded yet", "Grading makes it ready to be read: on the desk, or with kith grade."),
    "feedback": ("No feedback yet", "They have sent their text and heard nothing so far."),
}


def waiting_lists(waiting: Sequence[Waiting]) -> str:
    """What waits for a facilitator, by kind; in each, people stand in the order of their names."""
    found = {kind: [one for one in waiting if one.kind == kind] for kind in _KINDS}
    return "".join(_kind(kind, rows) for kind, rows in found.items() if rows) or "<p>Nothing waits for you.</p>"


def _kind(kind: str, rows: Sequence[Waiting]) -> str:
    title, why = _KINDS[kind]
    people = len({one.who for one in rows})
    head = f'<h3 class="{kind}">{title} ({people})</h3><p class="note">{why}</p>'
    if not any(one.sentence for one in rows):
        return f"{head}<p>{listed(one.who for one in rows)}</p>"
    return f"{head}<ul>{''.join(f'<li>{_bidi(one.who)}: {_bidi(one.sentence)}</li>' for one in rows)}</ul>"


def not_sent(overview: Overview) -> str:
    """By page, how many have sent something, who has not yet, and until when others wait for their words."""
    if not overview.names:
        take_in = "<code>kith roster FILE</code> takes a table in."
        return f"<p>Nobody is on the roster yet, and nothing was collected. {take_in}</p>"
    rows = "".join(_page(overview, one) for one in overview.pages)
    head = "".join(f'<th scope="col">{name}</th>' for name in ("Page", "Sent", "Not yet", "Others wait until"))
    due = f"<p>The module is due {date(overview.due)}.</p>" if overview.due else ""
    return f"{due}{_table('Who has sent what', head, rows)}{_undated(overview)}"


def _undated(overview: Overview) -> str:
    """How a page gets a date, where one has none."""
    page = next((one.page for one in overview.pages if one.until is None), None)
    if page is None:
        return ""
    command = f"<code>kith due {escape(overview.module.name)}/{escape(page)} DATE</code>"
    return (
        f'<p class="note">Without a date people wait on. {command} sets one; after it the makers\' words stand in.</p>'
    )


def _page(overview: Overview, one: Sent) -> str:
    people = len(one.sent) + len(one.missing)
    missing = listed(overview.who(who) for who in one.missing) if one.missing else "–"
    until = date(one.until) if one.until else "no date"
    return (
        f'<tr><th scope="row">{escape(one.page)}</th><td class="figure">{len(one.sent)} of {people}</td>'
        f"<td>{missing}</td><td>{until}</td></tr>"
    )


def preview_list(sentences: Iterable[str]) -> str:
    """What the next exchange would do, as its report says it."""
    return (
        f'<pre class="report" tabindex="0" role="region" aria-label="Preview">{escape(chr(10).join(sentences))}</pre>'
    )


def pairs_table(overview: Overview, rows: Sequence[Row]) -> str:
    """The pairs and seats that stand."""
    head = "".join(f'<th scope="col">{name}</th>' for name in ("What", "To", "From, or seat", "How", "How far"))
    body = "".join(
        f"<tr><td>{escape(one.sending)}</td><td>{_bidi(overview.who(one.taker))}</td>"
        f"<td>{_bidi(one.what if one.seat else _giver(overview, one))}</td>"
        f"<td>{escape(one.by)}</td><td>{escape(one.state)}</td></tr>"
        for one in rows
    )
    return _table("Pairs and seats", head, body)


def asked(found: Sequence[Told]) -> str:
    """What learners told under each question, in the order of the alphabet, without names."""
    return "".join(_question(one) for one in found) or "<p>Nothing of it was collected yet.</p>"


def _question(one: Told) -> str:
    lines = "".join(_lines(label, given) for label, given in one.lines.items())
    return f"<details><summary>{escape(one.title)} <span>({one.many})</span></summary>{lines}</details>"


def _lines(label: str, given: Mapping[str, int]) -> str:
    heading = f"<h4>{escape(label)}</h4>" if label else ""
    items = "".join(
        f"<li>{f'{times} × ' if times > 1 else ''}<q>{_bidi(line)}</q></li>" for line, times in in_order(given)
    )
    return f"{heading}<ul class='said'>{items}</ul>"


def listed(names: Iterable[str]) -> str:
    """Names in one line, each in its own direction."""
    return ", ".join(map(_bidi, names))


def date(at: datetime) -> str:
    """A moment as whoever runs this machine reads it."""
    return f'<time datetime="{at.isoformat()}">{at.astimezone():%Y-%m-%d %H:%M}</time>'


def _giver(overview: Overview, row: Row) -> str:
    name, _, arm = row.what.partition(" (")
    return f"{overview.who(name)} ({arm}" if arm else overview.who(name)


def _table(name: str, head: str, body: str) -> str:
    # A wide table scrolls inside its own box, which the keyboard must be able to reach.
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{escape(name)}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _bidi(text: str) -> str:
    return f"<bdi>{escape(text)}</bdi>"
