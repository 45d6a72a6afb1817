"""The exchange by button: what it would do, named before it is pressed, how far it is, and what came of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from html import escape

from kith_exercises import KithError
from kith_facilitator.cohort_desk.pairing import Pairing, pairing_of
from kith_facilitator.course.model import Course
from kith_facilitator.desk.jobs import Job, Jobs
from kith_facilitator.desk.room import Room
from kith_facilitator.exchanging.choice import exchange_of
from kith_widgets import Refused

__all__ = ["Handing", "hand_over", "standing"]


def hand_over(jobs: Jobs, module: str) -> str:
    """Begin ``kith exchange`` in a process of its own. Raises KithError while anything else is at work here."""
    try:
        jobs.start(module, "exchange")
    except Refused as refused:
        raise KithError(str(refused)) from None
    return "The exchange has begun. It goes on if you close this page."


@dataclass(frozen=True)
class Handing:
    """What the next exchange of a module would do, with so many submissions ``waiting``; how far the last one is."""

    pairing: Pairing
    waiting: int
    job: Job

    @classmethod
    def of(cls, room: Room, course: Course, module: str, *, now: datetime) -> "Handing":
        """That of a module. Raises KithError where its definitions can't be read."""
        pairing = pairing_of(room.home, course, module, now=now)
        waiting = exchange_of(room.home, course, module).waiting()
        return cls(pairing, len(waiting), room.jobs.at(module, "exchange"))

    def shown(self, form: str) -> str:
        """How far it is and, while none is under way, the way to the next; ``form`` is how a form begins."""
        way = "" if self.job.running else _confirm(self.pairing, self.waiting, form)
        return f'<div id="exchange">{standing(self.job)}{way}</div>'


def standing(job: Job) -> str:
    """How far the exchange is, or what the last one did."""
    if job.running:
        done = min(job.done, len(_STAGES) - 1)
        stage = f"Exchanging, step {done + 1} of {len(_STAGES)}: {_STAGES[done]}."
        bar = f'<progress max="{len(_STAGES)}" value="{done}" aria-label="How far the exchange is"></progress>'
        return f'<div id="handing" data-running><p role="status">{stage} {bar}</p>{_RELOAD}</div>'
    if not job.started:
        return ""
    if job.report is None:
        why = escape(job.trouble or "It was stopped.")
        return f'<div id="handing"><p role="status" class="wrong">The exchange did not come to its end: {why}</p></div>'
    said = "".join(f"<li>{escape(one)}</li>" for one in _told(job))
    return f'<div id="handing"><p role="status">The last exchange from here is done:</p><ul>{said}</ul></div>'


_STAGES = ("collecting what was submitted", "handing over")
_RELOAD = "<noscript><p class='note'>Load this page again to see how far it is.</p></noscript>"


def _told(job: Job) -> Iterator[str]:
    for name, reason in job.failed:
        yield f"Not collected: {name}: {reason} The others are not affected."
    said = (job.report or {}).get("said")
    yield from (str(one) for one in said) if isinstance(said, list) else ()


def _confirm(pairing: Pairing, waiting: int, form: str) -> str:
    hands = f"{_counted(pairing.parcels, 'parcel')} to {_counted(pairing.people, 'learner')}"
    more = "What is collected now may add to these. " if waiting else ""
    early = f"{escape(pairing.early)} " if pairing.early else ""
    return (
        f"<details><summary>Exchange now</summary>{form}"
        f"<p class='note'>Collects {_counted(waiting, 'new submission')}, then hands over {hands}, and the figures of "
        f"the group that are ready. All of it comes with Fetch Feedback. {more}{early}"
        "What was delivered can't be taken back; doing it twice changes nothing.</p>"
        f"<button>Collect {waiting}, hand over {pairing.parcels}</button></form></details>"
    )


def _counted(n: int, what: str) -> str:
    return f"{n} {what}{'' if n == 1 else 's'}"
