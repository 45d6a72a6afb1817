"""A course and its modules, as `course.toml` and each `module.toml` describe them."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from kith_exercises.errors import KithError
from kith_exercises.primitives.primitive import FORMS, Form

__all__ = ["Course", "Module", "checked_name", "load_course"]

# What serves as a folder in every system, as an nbgrader assignment (which splits at "+") and in a journal's name.
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True)
class Module:
    """One topic of a course, one nbgrader assignment: a folder with notebooks in reading order."""

    name: str
    title: str
    minutes: int
    notebooks: tuple[str, ...]
    folder: Path

    def source(self, notebook: str) -> Path:
        """Where a notebook's text is."""
        return self.folder / f"{notebook}.md"


@dataclass(frozen=True)
class Course:
    """A course in teaching order; ``contact`` is whom a learner can talk to, empty until a facilitator fills it in.

    ``form`` is how activities are done whose author says nothing else; "" where each kind goes its own way.
    """

    id: str
    title: str
    contact: str
    language: str
    modules: tuple[Module, ...]
    folder: Path
    form: Form | Literal[""] = ""

    def module(self, name: str) -> Module:
        """The module of that name. Raises KithError with the names there are."""
        for module in self.modules:
            if module.name == name:
                return module
        known = ", ".join(module.name for module in self.modules)
        raise KithError(f"The course “{self.id}” has no module “{name}”. It has: {known}.")


def load_course(folder: Path) -> Course:
    """The course whose `course.toml` lies in ``folder``. Raises KithError."""
    path = folder / "course.toml"
    table = _read(path)
    names = _names(path, table, "modules")
    return Course(
        id=checked_name(path, "id", _text(path, table, "id")),
        title=_text(path, table, "title"),
        contact=_text(path, table, "contact"),
        language=_text(path, table, "language"),
        modules=tuple(_module(folder / name) for name in names),
        folder=folder,
        form=_form(path, table),
    )


def _module(folder: Path) -> Module:
    path = folder / "module.toml"
    table = _read(path)
    minutes = table.get("minutes")
    if not isinstance(minutes, int) or isinstance(minutes, bool) or minutes <= 0:
        raise KithError(f"{path}: “minutes” must be a whole number; add your estimate: minutes = 20.")
    module = Module(folder.name, _text(path, table, "title"), minutes, _names(path, table, "notebooks"), folder)
    for notebook in module.notebooks:
        if not module.source(notebook).is_file():
            raise KithError(f"{path}: there is no {notebook}.md beside it; write it, or take it off “notebooks”.")
    return module


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        raise KithError(f"There is no {path}. A course needs it; CONTRIBUTING.md shows how to write one.") from None
    except OSError as error:
        raise KithError(f"{path} can't be read: {error.strerror}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise KithError(f"{path}: this is not valid TOML: {error}. Mend that line and try again.") from None


def _text(path: Path, table: dict[str, Any], key: str) -> str:
    value = table.get(key)
    if not isinstance(value, str):
        raise KithError(f'{path}: “{key}” must be a text; add {key} = "...".')
    return value


def _form(path: Path, table: dict[str, Any]) -> Form | Literal[""]:
    value = table.get("form", "")
    for form in FORMS:
        if value == form:
            return form
    if value:
        raise KithError(f"{path}: “form” must be one of {', '.join(FORMS)}; or leave it out.")
    return ""


def _names(path: Path, table: dict[str, Any], key: str) -> tuple[str, ...]:
    names = table.get(key)
    if not isinstance(names, list) or not names or len(set(map(str, names))) < len(names):
        raise KithError(f'{path}: “{key}” must list different names; for example {key} = ["welcome"].')
    return tuple(checked_name(path, key, name) for name in names)


#: Folders that lie beside assignments, or in them; a module of that name would hold or lose people's answers.
_TAKEN = frozenset({"mine", "responses", "feedback", "images"})


def checked_name(path: Path, key: str, name: object) -> str:
    """A name that can serve as a folder everywhere. Raises KithError."""
    if name in _TAKEN:
        raise KithError(f"{path}: “{key}” has “{name}”, which Kith uses for a folder of its own; choose another name.")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise KithError(f"{path}: “{key}” has “{name}”; use letters, digits, dots, dashes and underscores only.")
    return name
