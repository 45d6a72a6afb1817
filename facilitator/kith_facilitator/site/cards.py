"""What stands in a page of the site where a notebook's cell shows something of Kith's."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from typing import Any

from kith_exercises.calls import SHOWS
from kith_exercises.definitions import Activity, Criterion, Prompt, load_prompts, load_rubrics
from kith_exercises.journal import Journal
from kith_exercises.playing import player
from kith_exercises.primitives.known import Around
from kith_exercises.sealed import Sealed
from kith_facilitator.course.model import Course, Module
from kith_facilitator.course.source import SourceCell
from kith_facilitator.exhibits import exhibit_of
from kith_facilitator.site.sittings import Sitting
from kith_widgets.host import Exhibit

__all__ = ["Cards", "note"]

#: What a page without a kernel says where a notebook shows what came, where one stands, and what got in the way.
_INSTEAD = {"inbox": "courseInbox", "status": "courseStatus", "snags": "courseSnags"}


def note(sentence: str) -> str:
    """A sentence about the page itself, apart from what the course says."""
    return f'<p class="site-note">{escape(sentence)}</p>'


@dataclass(frozen=True)
class Cards:
    """The questions of one module for somebody who is alone with them and has answered nothing."""

    course: Course
    module: Module
    words: Mapping[str, str]
    prompts: Mapping[str, Prompt]
    rubrics: Mapping[str, tuple[Criterion, ...]]
    sealed: Sealed
    #: On which page each part of a question stands.
    pages: Mapping[tuple[str, str], str]

    @classmethod
    def of(cls, course: Course, sittings: Sequence[Sitting], words: Mapping[str, str]) -> "Cards":
        """The cards of a module as its pages show them; ``words`` are those of a page without a kernel."""
        module = sittings[0].module
        prompts, rubrics = load_prompts(module.folder / "prompts.toml"), load_rubrics(module.folder / "rubric.toml")
        calls = [(cell.call, one.name) for one in sittings for cell in one.cells]
        pages = {(call.prompt, call.part): page for call, page in calls if call and call.word in SHOWS}
        return cls(course, module, words, prompts, rubrics, Sealed.load(module.folder), pages)

    def shown(self, cell: SourceCell) -> Iterator[str | Exhibit]:
        """What stands for a cell of code: its card, a sentence where only a course has something to show, its text."""
        call = cell.call
        if call is None:
            yield f'<pre tabindex="0"><code>{escape(cell.text)}</code></pre>'
            yield note(self.words["courseCode"])
        elif call.word in SHOWS:
            yield self._card(call.prompt, call.part)
        elif call.word == "player":
            yield Exhibit(player(call.prompt))
        elif call.word in _INSTEAD:
            yield note(self.words[_INSTEAD[call.word]])

    def _card(self, id: str, part: str) -> Exhibit:
        """The card, which knows what was committed in the activity's other parts, on whichever page they stand."""
        card, prompt = self._alone(id, part), self.prompts[id]
        others = prompt.parts if isinstance(prompt, Activity) else ()
        parts = [
            {"key": self._key(id, other), "steps": (self._alone(id, other).folded or {})["steps"]}
            for other in others
            if other != part
        ]
        return replace(card, folded={**(card.folded or {}), "parts": [*map(_asked, parts)]}) if parts else card

    def _alone(self, id: str, part: str) -> Exhibit:
        # Nothing is ever written or found there: the journal of somebody who has not begun.
        nobody = Journal.open(Path(self.module.folder, "nobody"), self.module.name, "page", {})
        return exhibit_of(
            self.prompts[id],
            part,
            journal=nobody,
            key=self._key(id, part),
            around=Around(sealed=self.sealed.of(id), usual="alone", contact=self.course.contact),
            criteria=self.rubrics.get(id, ()),
        )

    def _key(self, id: str, part: str) -> str:
        page = self.pages[id, part]
        return f"site:{self.course.id}:{self.module.name}/{page}/{id}{part and '/'}{part}"


def _asked(part: Mapping[str, Any]) -> dict[str, Any]:
    """What another part asks, without what it shows."""
    kept = ("id", "part", "fields", "door", "stop", "debrief")
    return {**part, "steps": [{key: step[key] for key in kept if key in step} for step in part["steps"]]}
