"""Looking through files for a person's id and words, in the forms in which programs write them."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

__all__ = ["Trace", "names", "traces_of"]


@dataclass(frozen=True)
class Trace:
    """A file that still names somebody, or holds their words."""

    path: Path
    what: str


def names(learner: str) -> re.Pattern[bytes]:
    """Finds the id where it is a word of its own, not a part of another's."""
    return re.compile(rb"(?<![\w-])" + re.escape(learner.encode()) + rb"(?![\w-])")


def traces_of(places: Iterable[Path], learner: str, texts: Iterable[str]) -> Iterator[Trace]:
    """Every file below ``places`` whose name or bytes hold the id as a word of its own, or one of the texts."""
    name = names(learner)
    words = _forms(texts)
    for place in places:
        for path in [place, *sorted(place.rglob("*"))] if place.is_dir() else [place]:
            if name.search(path.name.encode("utf-8", "surrogateescape")):
                yield Trace(path, "is called after them")
            if not path.is_file() or path.is_symlink():
                continue
            try:
                data = path.read_bytes()
            except OSError as error:
                yield Trace(path, f"can't be read ({error.strerror})")
                continue
            if name.search(data):
                yield Trace(path, "holds their name")
            if words and words.search(data):
                yield Trace(path, "holds their words")


def _forms(texts: Iterable[str]) -> re.Pattern[bytes] | None:
    """Each text as it is, as JSON has it, and as HTML has it."""
    forms: set[bytes] = set()
    for text in texts:
        for form in (text, json.dumps(text)[1:-1], json.dumps(text, ensure_ascii=False)[1:-1], escape(text)):
            forms.add(form.encode("utf-8", "surrogatepass"))
    return re.compile(b"|".join(re.escape(form) for form in sorted(forms))) if forms else None
