"""What checks look at: a course with its modules, and in each what learners read and do, in the order of the pages."""

import ast
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from kith_exercises.definitions import Activity, Prompt
from kith_facilitator.course.aims import Aims
from kith_facilitator.course.finding import Finding
from kith_facilitator.course.model import Course
from kith_facilitator.course.rules.pages import ModulePages, Page
from kith_facilitator.course.source import SourceCell
from kith_facilitator.quality.doing import Doing, doings_of
from kith_facilitator.quality.prose import Passage, passages_of

__all__ = ["Asked", "Code", "Seen", "SeenModule", "Thing", "shown"]


@dataclass(frozen=True)
class Asked:
    """A question, or a part of one, as it stands on a page, with what a learner does in it."""

    cell: SourceCell
    prompt: Prompt
    part: str
    doings: tuple[Doing, ...]

    @property
    def name(self) -> str:
        """How people find it."""
        return f"“{self.prompt.id}”" + (f" ({self.part})" if self.part else "")

    @property
    def more(self) -> bool:
        """Whether it is there for whoever likes, and nothing else needs it."""
        return self.prompt.more if isinstance(self.prompt, Activity) else self.prompt.tags.more


@dataclass(frozen=True)
class Code:
    """A cell of code that asks nothing: a model to watch, an author's own widget, a line to change."""

    cell: SourceCell

    @property
    def plays(self) -> bool:
        """Whether a model runs in it, or what one did is played."""
        call = self.cell.call
        return bool(call and call.word == "player") or any(
            one.startswith(("kith_exercises.models", "kith_exercises.talks")) for one in self.imports
        )

    @property
    def shows_only(self) -> bool:
        """Whether it is one of Kith's own calls that ask for nothing."""
        return self.cell.call is not None and self.cell.call.word != "player"

    @cached_property
    def imports(self) -> tuple[str, ...]:
        """What it imports, by full names."""
        try:
            nodes = list(ast.walk(ast.parse(self.cell.text)))
        except (SyntaxError, ValueError):
            return ()
        plain = [one.name for node in nodes if isinstance(node, ast.Import) for one in node.names]
        return (*plain, *(node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)))


Thing = Passage | Asked | Code


@dataclass(frozen=True)
class SeenModule:
    """A module: its pages as read, its aims, and what learners meet on each page."""

    pages: ModulePages
    aims: Aims
    things: Mapping[str, tuple[Thing, ...]] = field(init=False)

    def __post_init__(self) -> None:
        found = {page.name: tuple(_things(page, self.pages.prompts or {})) for page in self.pages.pages}
        object.__setattr__(self, "things", found)

    @property
    def name(self) -> str:
        """The module's folder."""
        return self.pages.module.name

    @property
    def prompts(self) -> Mapping[str, Prompt]:
        """Its questions."""
        return self.pages.prompts or {}

    @property
    def asked(self) -> tuple[Asked, ...]:
        """All that is asked, in the order of the pages."""
        return tuple(one for things in self.things.values() for one in things if isinstance(one, Asked))

    def doings(self, *, more: bool = False) -> Iterator[Doing]:
        """What is done in the questions that all are asked, or in those that are there for whoever likes."""
        return (doing for one in self.asked if one.more == more for doing in one.doings)

    @property
    def code(self) -> tuple[Code, ...]:
        """All cells of code that ask nothing."""
        return tuple(one for things in self.things.values() for one in things if isinstance(one, Code))

    @property
    def passages(self) -> tuple[Passage, ...]:
        """All that is read."""
        return tuple(one for things in self.things.values() for one in things if isinstance(one, Passage))

    def at_prompt(self, id: str, message: str, remedy: str) -> Finding:
        """A finding at the table of a question."""
        return Finding(self.pages.file("prompts.toml"), self.pages.line("prompts.toml", id), None, message, remedy)

    def at_module(self, line: int | None, message: str, remedy: str) -> Finding:
        """A finding in what the module says of itself."""
        return Finding(self.pages.file("module.toml"), line, None, message, remedy)


@dataclass(frozen=True)
class Seen:
    """A course as it is judged. ``contact`` is whom learners can talk to; None where nobody runs it for others yet."""

    course: Course
    modules: tuple[SeenModule, ...]
    contact: str | None = None

    @cached_property
    def works(self) -> Mapping[str, Mapping[str, Any]]:
        """The works of `references.json` by their ids; empty where there is no such file, or none that can be read."""
        try:
            found = json.loads(Path(self.course.folder, "references.json").read_text(encoding="utf-8"))
            return {str(one["id"]): one for one in found}
        except (OSError, ValueError, KeyError, TypeError):
            return {}

    @cached_property
    def elements(self) -> Mapping[str, tuple[str, ...]]:
        """What the course is to cover, and by which activities, as its `elements.toml` says; empty without one."""
        try:
            found = tomllib.loads(Path(self.course.folder, "elements.toml").read_text(encoding="utf-8"))["elements"]
            return {str(one["id"]): tuple(map(str, one.get("activities", ()))) for one in found}
        except (OSError, ValueError, KeyError, TypeError):
            return {}

    def can_judge(self, name: str) -> bool:
        """Whether the module whose name stands in ``name``, if any does, could be read."""
        unread = {module.name for module in self.course.modules} - {module.name for module in self.modules}
        return name.partition("/")[0] not in unread

    def prompt(self, name: str, module: SeenModule) -> tuple[SeenModule, Prompt] | None:
        """The question that ``name`` means, seen from a module: `id`, or `module/id`."""
        owner, _, id = name.rpartition("/")
        found = next((one for one in self.modules if one.name == (owner or module.name)), None)
        return (found, found.prompts[id]) if found and id in found.prompts else None


def shown(prompt: Prompt) -> tuple[str, ...]:
    """What stands at the head of a question, as paragraphs."""
    if isinstance(prompt, Activity):
        return (*prompt.intro, *prompt.care)
    return getattr(prompt, "intro", ()) or getattr(prompt, "question", ())


def _things(page: Page, prompts: Mapping[str, Prompt]) -> Iterator[Thing]:
    for cell in page.cells:
        if cell.kind == "markdown":
            yield from passages_of(cell)
        elif cell.kind == "code" and (call := cell.call) is not None and call.asks:
            if call.word != "complete" and (prompt := prompts.get(call.prompt)) is not None:
                yield Asked(cell, prompt, call.part, doings_of(prompt, call.part))
        elif cell.kind == "code" and not re.fullmatch(r"\s*", cell.text):
            yield Code(cell)
