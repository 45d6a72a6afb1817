"""A module to begin with: it builds, passes every check, and says in comments what to change."""

import json
import re
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from string import Template

from kith_exercises.definitions import TextPrompt, load_prompts
from kith_exercises.errors import KithError
from kith_exercises.files import write_atomically
from kith_facilitator.course.model import checked_name, load_course

__all__ = ["start_module"]

_COURSE = """# A course: its modules in teaching order. kith new adds to them.
id = {id}
title = {title}
# Whom learners can talk to, and how. Whoever runs the course can say it with "kith start --contact", too.
contact = ""
language = "en"
modules = [{name}]
"""


def start_module(folder: Path, name: str) -> tuple[Path, ...]:
    """Put a new module into the course at ``folder``, which is made if it is not there. Returns what was written.

    Raises KithError, and then nothing is written.
    """
    course = folder / "course.toml"
    checked_name(course, "modules", name)
    if folder.exists() and not course.exists() and any(folder.iterdir()):
        raise KithError(
            f"{folder} holds other things and no course.toml. Name a new folder, or a course, with --sources."
        )
    if (folder / name).exists():
        raise KithError(f"{folder / name} is there already. Choose another name, or move that away.")
    written = {folder / name / path: text.encode() for path, text in _files(name, _earlier(folder)).items()}
    works = _with_works(folder / "references.json")
    written = {course: _listed(course, name).encode(), **works, **written}
    for path, content in written.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, content)
    load_course(folder)
    return tuple(written)


#: Ahead of which heading of a page a look-back stands, in a module that is not the first.
_AHEAD_OF = {"1-before.md": "## What you know already", "2-after.md": "## Notes to act on, or not"}


def _files(name: str, earlier: str) -> dict[str, str]:
    """The files of the module, by their names in its folder; ``earlier`` is what it looks back on, if anything."""
    noun = re.sub(r"[^a-z0-9]+", "-", re.sub(r"^[0-9]+", "", name.lower())).strip("-") or f"m{name.lower()}"
    said = {"name": name, "noun": noun, "title": noun.replace("-", " ").capitalize(), "earlier": earlier}
    files = _filled(_template(), said)
    if not earlier:
        return files
    later = _filled(_template() / "later", said)
    files["prompts.toml"] += later["prompts.toml"]
    for page, heading in _AHEAD_OF.items():
        files[page] = files[page].replace(heading, f"{later[page]}{heading}", 1)
    return files


def _filled(folder: Traversable, said: Mapping[str, str]) -> dict[str, str]:
    return {
        path.name: Template(path.read_text(encoding="utf-8")).substitute(said)
        for path in sorted(folder.iterdir(), key=lambda path: path.name)
        if path.name.endswith((".md", ".toml"))
    }


def _earlier(folder: Path) -> str:
    """A question of the course that is answered in writing, as ``module/question``; empty where none is found."""
    try:
        modules = load_course(folder).modules
        written = (
            f"{module.name}/{id}"
            for module in reversed(modules)
            for id, prompt in load_prompts(module.folder / "prompts.toml").items()
            if isinstance(prompt, TextPrompt)
        )
        return next(written, "")
    except KithError:
        return ""


def _with_works(path: Path) -> dict[Path, bytes]:
    """The works that the module names, beside those that are there; nothing if all of them are."""
    try:
        there = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
        known = {work["id"] for work in there}
    except (ValueError, KeyError, TypeError):
        raise KithError(f"{path} can't be read as a list of works (CSL). Mend it first; nothing was written.") from None
    new = json.loads((_template() / "references.json").read_text(encoding="utf-8"))
    lacking = [work for work in new if work["id"] not in known]
    return {path: f"{json.dumps([*there, *lacking], indent=2, ensure_ascii=False)}\n".encode()} if lacking else {}


def _listed(course: Path, name: str) -> str:
    """`course.toml` with the module at the end of its list."""
    if not course.exists():
        id = re.sub(r"[^A-Za-z0-9._-]+", "-", course.parent.name).strip(".-") or "course"
        quoted = {"id": id, "title": id.replace("-", " ").capitalize(), "name": name}
        return _COURSE.format(**{key: json.dumps(value, ensure_ascii=False) for key, value in quoted.items()})
    text = course.read_text(encoding="utf-8")
    place = _behind_last(text)
    listed = f"{text[:place]}, {json.dumps(name)}{text[place:]}"
    try:
        there = tomllib.loads(listed)["modules"]
    except (tomllib.TOMLDecodeError, KeyError):
        there = []
    if name not in there:
        raise KithError(
            f"{course} can't be added to. Mend it, so that it has a line modules = [...]; nothing was written."
        )
    return listed


def _behind_last(text: str) -> int:
    """Where the last name in the list of modules ends; 0 where there is none."""
    plain = re.sub(r"#.*", lambda comment: " " * len(comment[0]), text)  # a comment may hold anything
    opening = re.search(r"^modules\s*=\s*\[", plain, re.MULTILINE)
    if opening is None:
        return 0
    start, end = opening.end(), plain.find("]", opening.end())
    return max(plain.rfind('"', start, end), plain.rfind("'", start, end)) + 1


def _template() -> Traversable:
    return files("kith_facilitator.course") / "template"
