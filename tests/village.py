"""Simulated learners with activities in folders of their own, and what is handed over between them.

It goes by the journals and by the office that pairs people, and leaves nbgrader out: a submission is what travels in
the journal, and an envelope is laid where Fetch Feedback would have put it.
"""

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from kith_exercises.cards.activity import ActivityCard
from kith_exercises.cohort import Effects, play, synthesise
from kith_exercises.definitions import Activity, load_prompts
from kith_exercises.envelope import Envelope, seal
from kith_exercises.exchange import MAKERS, PLACE, Parcel, as_json
from kith_exercises.journal import Journal, Record, read_records
from kith_exercises.primitives.known import gatherer, records_of
from kith_exercises.recalling import around_in
from kith_exercises.sealed import PACKED, Sealed
from kith_facilitator.course.model import Module
from kith_facilitator.dashboards.kept import Kept
from kith_facilitator.exchanging.book import Book
from kith_facilitator.exchanging.declared import declared_of
from kith_facilitator.exchanging.figures import asked_of, next_figures
from kith_facilitator.exchanging.office import sort_out
from tests.primitives.samples import Sample

__all__ = ["Village"]

MODULE, PAGE = "1-all", "page"
FIRST = date(2026, 11, 2)


class Village:
    """So many simulated learners, and a module with these activities, all of its parts on one page."""

    def __init__(self, root: Path, samples: Sequence[Sample], learners: int, seed: int, effects: Effects) -> None:
        self._root, made = root, root / "made"
        made.mkdir(parents=True)
        (made / "prompts.toml").write_text("\n".join(one.text for one in samples), encoding="utf-8")
        sealed = {one.id: dict(one.sealed) for one in samples}
        (made / PACKED).write_bytes(Sealed(made / PACKED, sealed).packed())
        loaded = load_prompts(made / "prompts.toml").values()
        self.activities = {one.kind: one for one in loaded if isinstance(one, Activity)}
        parts = [(one.id, part) for one in self.activities.values() for part in one.parts]
        calls = [f'kith.activity("{id}", "{part}")' if part else f'kith.activity("{id}")' for id, part in parts]
        cells = [{"cell_type": "code", "source": [call]} for call in calls]
        (made / f"{PAGE}.ipynb").write_text(json.dumps({"cells": cells}), encoding="utf-8")
        (made / f"{PAGE}.md").write_text("".join(f"```{{code-cell}}\n{call}\n```\n\n" for call in calls), "utf-8")
        self.module = Module(MODULE, "All", 5, (PAGE,), made)
        self._book, self._kept, self._day = Book("5e" * 32), Kept(b"k" * 32, {}), FIRST
        self.figures: Mapping[str, Any] = {}
        self.learners = {one.id: one for one in synthesise(learners, seed, effects)}
        for id in self.learners:
            shutil.copytree(made, self.folder(id))

    def folder(self, id: str) -> Path:
        """A learner's folder of the module."""
        return self._root / id / MODULE

    def play(self) -> None:
        """Everybody goes as far as they can, on the day that it is."""
        for id, learner in self.learners.items():
            play(learner, self.folder(id), MODULE, day=self._day)

    def meet_again(self) -> None:
        """Two days later, without an exchange, everybody goes on."""
        self._day += timedelta(days=2)
        self.play()

    def sent(self) -> dict[str, Sequence[Record]]:
        """What each hands in."""
        return {id: read_records(self.folder(id) / "responses" / f"{PAGE}.jsonl").records for id in self.learners}

    def records(self, id: str, prompt: str) -> tuple[Record, ...]:
        """All that somebody's journal holds of a prompt."""
        return records_of(self.folder(id), MODULE, prompt)

    def leave_out(self, id: str, *activities: Activity, out: bool = True) -> bool:
        """Somebody has their answers left out, or counted again, by the card that offers it; whether one did."""
        folder, took = self.folder(id), False
        journal = Journal.open(folder, MODULE, PAGE)
        for activity in activities:
            around = around_in(activity, folder, MODULE, id, None)
            for part in activity.parts:
                records = partial(self.records, id, activity.id)
                card = ActivityCard(activity, part, journal, gatherer(activity, part, records, around), key="")
                if card.state()["out"] is (not out):
                    took = card.act({"do": "out", "out": out})["out"] is out
        return took

    def hand_over(self) -> Mapping[str, Any]:
        """An exchange is held on the next morning; the figures that are out then, which are kept as ``figures``."""
        self._day += timedelta(days=1)
        at, sent, declared = f"{self._day}T05:00:00.000Z", self.sent(), declared_of(self.module)
        out = sort_out(declared.sendings, sent, self._book, {}, at, declared.makers)
        book = self._book
        self._book = replace(book, pairs=(*book.pairs, *out.pairs), seats=(*book.seats, *out.seats))
        came = next_figures(self._kept, asked_of(self.module), sent, dated=str(self._day)).figures
        self.figures = {**self.figures, **came}
        for place, id in enumerate(self.learners):
            own = Parcel(f"place-{id}", PLACE, "", "", MAKERS, {"place": place, "of": len(self.learners)})
            parcels = (
                own,
                *(replace(one, part=declared.parts.get(one.sending, "")) for one in out.parcels.get(id, ())),
            )
            delivery = tuple(as_json(one) for one in parcels)
            page = self.folder(id) / "feedback" / f"{self._day}" / f"{PAGE}.html"
            page.parent.mkdir(parents=True)
            page.write_text(seal(Envelope(id, MODULE, PAGE, at, {}, self.figures, delivery)), encoding="utf-8")
        return self.figures
