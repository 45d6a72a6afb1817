"""The object that a notebook calls ``kith``: it shows prompts and keeps what is answered."""

import os
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kith_exercises.asking import in_html, is_done
from kith_exercises.cards.activity import ActivityCard
from kith_exercises.cards.fold import FoldCard
from kith_exercises.cards.inbox import InboxCard, came_to
from kith_exercises.cards.reflection import ReflectionCard
from kith_exercises.cards.snags import SnagsCard
from kith_exercises.cards.widgets import activity_widget, fold_widget
from kith_exercises.definitions import Activity, FoldPrompt, Prompt, TextPrompt, load_prompts, load_rubrics, renamed
from kith_exercises.envelope import newest
from kith_exercises.errors import KithError
from kith_exercises.exchange import FileArrivals
from kith_exercises.facts import read_course, read_facts
from kith_exercises.following import Following
from kith_exercises.identity import whoami
from kith_exercises.journal import Journal
from kith_exercises.moves import Move
from kith_exercises.opening import opening_html
from kith_exercises.primitives import PRIMITIVES
from kith_exercises.primitives.flow import ended
from kith_exercises.primitives.known import Pages, gatherer
from kith_exercises.recalling import answering, around_in
from kith_exercises.status import Places, status_of
from kith_exercises.things import sheets_in
from kith_widgets import Fold, Inbox, Leaves, Player, Reflection, Stand
from kith_widgets.answering import Act
from kith_widgets.words import say

if TYPE_CHECKING:
    from kith_exercises.models import Trajectory
    from kith_widgets import Widget

__all__ = ["Answer", "Completion", "Notebook", "open_notebook"]

_PART = "[A-Za-z0-9][A-Za-z0-9._-]*"  # both parts name files: nothing in them may lead elsewhere
_NAME = re.compile(f"(?P<module>{_PART})/(?P<notebook>{_PART})")


def open_notebook(name: str) -> "Notebook":
    """The notebook ``"module/notebook"`` whose assignment is the working folder.

    The folder is taken now: a later ``chdir`` changes nothing.
    """
    found = _NAME.fullmatch(name)
    if found is None:
        raise KithError(
            f"“{name}”, as kith_exercises.open has it in the first cell, is not the name of a notebook. Write it as "
            "“module/notebook”: letters, digits, “.”, “_” and “-”, and first in each part a letter or a digit."
        )
    notebook = Notebook(Path.cwd(), found["module"], found["notebook"])
    if notebook.journal.private.exists():  # else nothing could have been cut off between the two files
        with suppress(KithError):  # submitting does it again, and says so if it can't
            notebook.journal.settle()
    notebook.tell()
    return notebook


class Notebook:
    """Prompts, answers and feedback of one notebook of one learner.

    >>> kith = kith_exercises.open("0-welcome/welcome")  # doctest: +SKIP
    >>> kith.fold("being-seen")  # doctest: +SKIP
    """

    def __init__(self, folder: Path, module: str, notebook: str) -> None:
        self.module = module
        self.notebook = notebook
        self._folder = folder.resolve()
        self._prompts = load_prompts(self._folder / "prompts.toml")
        self._names = renamed(self._prompts)
        self.journal = Journal.open(folder, module, notebook, self._names)
        self._rubrics = load_rubrics(self._folder / "rubric.toml")
        # Read once, ahead of any learner code in this kernel: what is graded is what was submitted.
        self._at_start = self.journal.read()
        self._status: Following | None = None
        #: By card that is shown: which questions of this page it lays before one, and what draws it anew.
        self._beside: dict[str, tuple[frozenset[str], Callable[[], None]]] = {}

    def __repr__(self) -> str:
        return f"Kith: {self.module}/{self.notebook}"

    def tell(self) -> None:
        """Show under the opening cell what the learner should know of their journal; mostly there is nothing."""
        if _executed_by_nbgrader():
            return  # whoever marks has no use for it
        told = opening_html(self.journal, self._prompts)
        if told:
            from IPython.display import HTML, display

            display(HTML(told))  # type: ignore[no-untyped-call]  # IPython has no types

    def fold(self, prompt: str) -> "Fold | Stand | Answer":
        """The fold of a prompt: commit or look, then see what came."""
        definition = self._find(prompt)
        if not isinstance(definition, FoldPrompt):
            raise KithError(f"Prompt “{prompt}” is no fold; show it with kith.{_word_for(definition)}.")
        if _executed_by_nbgrader():
            return self._answer(definition)
        exchange = Places.of(self._folder.parent).exchange
        hold = read_course(exchange).holds.get(f"{self.module}/{prompt}", "") if exchange else ""
        earlier = answering(self._folder, self.module, (*definition.above, *definition.beside))
        card = FoldCard(definition, self.journal, self._key(prompt), hold, figures=self._figures, earlier=earlier)
        return fold_widget(card, self._followed(card.act, prompt))

    def reflection(self, prompt: str) -> "Reflection | Answer":
        """The editor of a written prompt, with its criteria and whatever feedback has come back."""
        definition = self._find(prompt)
        if not isinstance(definition, TextPrompt):
            raise KithError(f"Prompt “{prompt}” is not answered in writing; show it with kith.{_word_for(definition)}.")
        if _executed_by_nbgrader():
            return self._answer(definition)
        envelope = newest(self._folder, self.notebook, whoami(), self._names)
        criteria = self._rubrics.get(prompt, ())
        former = [self._key(name) for name in definition.formerly]
        card = ReflectionCard(definition, criteria, self.journal, envelope, self._key(prompt), former)
        return Reflection(card.card(), card.state(), self._followed(card.act, prompt))

    def activity(self, prompt: str, part: str = "") -> "Widget | Answer":
        """An activity, or the part of it that stands on this page: steps that ask, then show."""
        definition = self._find(prompt)
        if not isinstance(definition, Activity):
            raise KithError(f"Prompt “{prompt}” is no activity; show it with kith.{_word_for(definition)}.")
        part = self._part(definition, part)
        if _executed_by_nbgrader():
            return self._answer(definition, part)
        card = self._activity_card(definition, part)
        card.settle()
        widget = activity_widget(card, self._followed(card.act, prompt, part))
        about = frozenset({prompt, *PRIMITIVES[definition.kind].recalls(definition)})
        self._beside[f"{prompt}/{part}"] = (about, lambda: widget.follow(card.state()))
        return widget

    def player(self, run: "Trajectory | str", other: "Trajectory | str | None" = None, **shown: Any) -> Player:
        """What a model did, step by step: one run or two side by side. It asks nothing and keeps nothing."""
        from kith_exercises.playing import player  # brings NumPy, which a page without models can do without

        return player(run, other, **shown)

    def complete(self, prompt: str, part: str = "") -> "Completion":
        """One point for having come to the end of a prompt, or of a part of it, through any door."""
        definition, records = self._find(prompt), self._at_start.of(prompt)
        if isinstance(definition, Activity):
            return Completion(ended(self._part(definition, part), records))
        return Completion(is_done(definition, records))

    def status(self) -> Following | None:
        """Where the learner stands in the course: done, left, due, changed since submitting, feedback that waits.

        The one that was shown last follows what is done on this page.
        """
        if _executed_by_nbgrader():
            return None  # whoever marks learns nothing from their own folder
        self._status = Following(lambda: status_of(Places.of(self._folder.parent)))
        return self._status

    def inbox(self) -> Inbox | None:
        """What came for the learner, from whom, and where it is opened; it only reads."""
        if _executed_by_nbgrader():
            return None  # nothing came to whoever marks
        places, page = Places.of(self._folder.parent), f"{self.module}/{self.notebook}"
        card = InboxCard(page, lambda: came_to(places), self._key("inbox"), lambda: datetime.now(UTC))
        return Inbox(card.card(), card.state(), self._followed(card.act))

    def snags(self) -> Leaves | None:
        """*This got in my way*: what on this page is an obstacle, for whoever runs the course."""
        if _executed_by_nbgrader():
            return None  # nothing is marked here
        page = f"{self.module}/{self.notebook}"
        shown = {id for sheet in sheets_in(self._folder) if sheet.name == page for id, _ in sheet.shows}
        asked = {id: prompt.title for id, prompt in self._prompts.items() if id in shown}
        card = SnagsCard(asked, self.journal, self._key("snags"), self._moves)
        return Leaves(card.card(), card.state(), self._followed(card.act))

    def _followed(self, act: Act, prompt: str = "", part: str = "") -> Act:
        """The same actions; what else on the page shows what they wrote, or where the learner stands, is drawn anew."""

        def acted(action: Mapping[str, Any]) -> Mapping[str, Any]:
            state = act(action)
            for card, (about, again) in self._beside.items():
                if prompt in about and card != f"{prompt}/{part}":
                    with suppress(KithError, OSError):  # what can't be read just now is read with the next action
                        again()
            if self._status is not None:
                self._status.soon()
            return state

        return acted

    def _find(self, prompt: str) -> Prompt:
        definition = self._prompts.get(prompt)
        if definition is None:
            known = ", ".join(self._prompts) or "none; is the working folder the module's folder?"
            raise KithError(f"There is no prompt “{prompt}” in {self._folder / 'prompts.toml'}. It has: {known}.")
        return definition

    def _part(self, activity: Activity, part: str) -> str:
        if part not in activity.parts:
            parts = ", ".join(f"“{one}”" for one in activity.parts if one) or "none; leave the second name out"
            raise KithError(f"Prompt “{activity.id}” has no part “{part}”. Its parts: {parts}.")
        return part

    def _activity_card(self, activity: Activity, part: str) -> ActivityCard:
        key = self._key(f"{activity.id}/{part}")
        exchange = Places.of(self._folder.parent).exchange
        around = around_in(activity, self._folder, self.module, whoami(), exchange)
        if exchange is not None:
            handed = read_course(exchange).exchanges.get(f"{self.module}/{self.notebook}", "")
            around = replace(around, handed=handed)
        pages = Pages(self._folder, self.module, self._names, {self.notebook: self.journal})
        known = gatherer(activity, part, lambda: pages.of(activity.id), around)
        return ActivityCard(activity, part, self.journal, known, key, around.contact)

    def _moves(self) -> tuple[Move, ...]:
        """What was done about what got in the way here; in the course's first module, of all modules."""
        exchange = Places.of(self._folder.parent).exchange
        if exchange is None:
            return ()
        first = next((facts.module for facts in read_facts(exchange)), "")
        return tuple(one for one in read_course(exchange).moves if self.module in (first, one.module))

    def _figures(self) -> Mapping[str, Any]:
        """What came of the group by now."""
        return FileArrivals(self._folder.parent).figures(whoami())

    def _answer(self, prompt: Prompt, part: str = "") -> "Answer":
        """What whoever marks reads. In a widget would be what is for partners, or not told yet."""
        records, criteria = self._at_start.of(prompt.id), self._rubrics.get(prompt.id, ())
        return Answer(prompt.id, in_html(prompt, records, criteria, part))

    def _key(self, prompt: str) -> str:
        """Where the browser keeps unsent words: apart by learner, folder and prompt."""
        return f"kith:{whoami()}:{self._folder}:{self.notebook}:{prompt}"


def _word_for(prompt: Prompt) -> str:
    """The word that shows a prompt of this kind."""
    return {FoldPrompt: "fold", TextPrompt: "reflection", Activity: "activity"}[type(prompt)]


class Answer:
    """An answer as it was submitted, for whoever marks it: text, without a widget."""

    def __init__(self, prompt: str, html: str) -> None:
        self._prompt, self._html = prompt, html

    def __repr__(self) -> str:
        return f"Answer({self._prompt!r})"

    def _repr_html_(self) -> str:
        return self._html


class Completion:
    """A number for nbgrader, a sentence for a person."""

    def __init__(self, reached: bool) -> None:
        self._reached = reached

    def __repr__(self) -> str:
        return "1.0" if self._reached else "0.0"

    def _repr_html_(self) -> str:
        if not _executed_by_nbgrader():
            sentence = say("endCounts")
        else:
            sentence = say("endReached" if self._reached else "endAhead")
        return f'<div style="opacity:.75;padding-inline:4px">{escape(sentence)}</div>'


def _executed_by_nbgrader() -> bool:
    # nbgrader may leave its variable behind after an error, in a server whose next kernels are for somebody at a
    # page. Such a kernel is told its session's name; one that runs a page for nbgrader has no session.
    return bool(os.environ.get("NBGRADER_EXECUTION")) and "JPY_SESSION_NAME" not in os.environ
