"""What a learner has done in one module, as it lies in their own folder: every prompt, every record, what came back."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kith_exercises.asking import is_done
from kith_exercises.definitions import Criterion, Prompt, load_prompts, load_rubrics, renamed
from kith_exercises.envelope import Envelope, newest
from kith_exercises.errors import KithError
from kith_exercises.journal import Journal, Journalled, Record

__all__ = ["Work", "copies_in", "modules_in", "page_name", "work_in"]


@dataclass(frozen=True)
class Work:
    """One module of one learner. ``folder`` may be gone; the journals beside it then still speak."""

    module: str
    folder: Path
    prompts: Mapping[str, Prompt]
    rubrics: Mapping[str, tuple[Criterion, ...]]
    journals: Mapping[str, Journalled]
    envelopes: tuple[Envelope, ...]

    def of(self, prompt: str) -> tuple[Record, ...]:
        """The records of a prompt, on whichever page it was answered."""
        return tuple(record for journal in self.journals.values() for record in journal.of(prompt))

    @property
    def damaged(self) -> Mapping[str, int]:
        """Pages whose journals hold lines that can't be read, and how many."""
        return {page: journal.damaged for page, journal in self.journals.items() if journal.damaged}

    @property
    def left(self) -> tuple[Prompt, ...]:
        """Prompts that wait for an answer, in their order."""
        return tuple(prompt for prompt in self.prompts.values() if not is_done(prompt, self.of(prompt.id)))


def modules_in(learner: Path) -> tuple[str, ...]:
    """The modules that a learner's folder holds work of, by name."""
    found = {path.parent.name for path in learner.glob("*/prompts.toml")}
    found |= {path.parent.name for path in (learner / "mine").glob("*/*.jsonl")}
    return tuple(sorted(name for name in found if not name.startswith(".")))


def work_in(learner: Path, module: str, student: str | None = None) -> Work:
    """All that a learner's folder holds of a module; with ``student``, feedback to others is left out."""
    folder = learner / module
    try:
        prompts, rubrics = load_prompts(folder / "prompts.toml"), load_rubrics(folder / "rubric.toml")
    except KithError:
        prompts, rubrics = {}, {}  # a file that was edited; what was answered is still to be had
    names = renamed(prompts)
    journals = {page: Journal.open(folder, module, page, names).read() for page in _pages(learner, module)}
    back = sorted({path.stem for path in folder.glob("feedback/*/*.html")})
    envelopes = [each for page in back if (each := newest(folder, page, student, names)) is not None]
    return Work(module, folder, prompts, rubrics, journals, tuple(envelopes))


def page_name(notebook: Path) -> str | None:
    """What the course calls a page (``module/page``), whatever its file is called now; None if it is none of Kith's."""
    try:
        name = json.loads(notebook.read_bytes())["metadata"]["kith"]["notebook"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return name if isinstance(name, str) else None


def copies_in(folder: Path) -> tuple[str, ...]:
    """Copies of a module's pages that lie beside them: files whose page is there under its own name as well."""
    pages = [path for path in sorted(folder.glob("*.ipynb")) if path.is_file()]
    return tuple(
        path.name
        for path in pages
        if (name := page_name(path))
        and (own := name.rpartition("/")[2]) != path.stem
        and folder / f"{own}.ipynb" in pages
    )


def _pages(learner: Path, module: str) -> list[str]:
    """Pages with a journal, the learner's own or the part that travels."""
    places = (learner / "mine" / module, learner / module / "responses")
    return sorted({path.stem for place in places for path in place.glob("*.jsonl")})
