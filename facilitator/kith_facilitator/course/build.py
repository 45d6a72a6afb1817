"""Notebooks from a course's texts, in the tree that nbgrader calls `source`."""

import json
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from kith_exercises.definitions import load_prompts, load_rubrics
from kith_exercises.errors import KithError
from kith_exercises.files import sweep, write_atomically
from kith_exercises.sealed import PACKED, SOURCE, Sealed
from kith_facilitator.course._files import answer_files
from kith_facilitator.course.finding import Finding, SourceError
from kith_facilitator.course.model import Course, Module
from kith_facilitator.course.notebook import build_notebook
from kith_facilitator.course.rules.sealed import packed_in_sources
from kith_facilitator.notebooks import notebook_bytes

__all__ = ["Built", "Progress", "build_course"]

#: Called as ``progress(done, total, what)`` after each module.
Progress = Callable[[int, int, str], None]

_SETTINGS = ("prompts.toml", "rubric.toml")
_BUILT = (*_SETTINGS, PACKED)
_IMAGES = "images"


@dataclass(frozen=True)
class Built:
    """What a build changed; both are empty when everything was up to date."""

    written: tuple[Path, ...]
    removed: tuple[Path, ...]


def build_course(
    course: Course,
    destination: Path,
    *,
    modules: Collection[str] | None = None,
    keep_answers: bool = False,
    progress: Progress | None = None,
) -> Built:
    """Make ``destination`` hold the built course: same sources, same bytes.

    Nothing is written before everything could be built. Built files whose source is gone are removed, in
    other modules too; what nobody built is left alone. An answer file is an error, since nbgrader would copy
    it over every learner's own, unless ``keep_answers`` says that this tree is only somebody's preview.
    With ``modules``, only these are built.
    """
    chosen = [module for module in course.modules if modules is None or module.name in modules]
    contents = {module: _contents(module) for module in chosen}
    stale = [] if modules is not None else _stale_modules(course, destination)
    if not keep_answers:
        _refuse_answers([*(destination / module.name for module in chosen), *stale])
    written: list[Path] = []
    removed: list[Path] = []
    for done, (module, files) in enumerate(contents.items(), 1):
        folder = destination / module.name
        sweep(folder)
        written += [folder / name for name, content in files.items() if write_atomically(folder / name, content)]
        removed += _remove(folder, keep={folder / name for name in files})
        if progress:
            progress(done, len(contents), module.name)
    for folder in stale:
        removed += _remove(folder, keep=set())
    return Built(tuple(written), tuple(removed))


def _contents(module: Module) -> dict[str, bytes]:
    """Every file of the built module, by its path in the module's folder."""
    if (module.folder / PACKED).exists():
        raise SourceError(packed_in_sources(module))
    load_prompts(module.folder / "prompts.toml")  # a learner's kernel is no place to find a slip first
    rubrics = load_rubrics(module.folder / "rubric.toml")
    files = {}
    for name in module.notebooks:
        notebook = build_notebook(_text(module, name), f"{module.name}/{name}", rubrics)
        files[f"{name}.ipynb"] = notebook_bytes(notebook)
    for name in _SETTINGS:
        if (module.folder / name).is_file():
            files[name] = (module.folder / name).read_bytes()
    if (module.folder / SOURCE).is_file():
        files[PACKED] = Sealed.load(module.folder).packed()
    for path in _images(module.folder):
        files[path.relative_to(module.folder).as_posix()] = path.read_bytes()
    return files


def _text(module: Module, notebook: str) -> str:
    try:
        return module.source(notebook).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        file = f"{module.name}/{notebook}.md"
        raise SourceError(Finding(file, None, None, "this is not UTF-8", "save it as UTF-8 in your editor")) from None


def _refuse_answers(folders: Collection[Path]) -> None:
    found = [path for folder in folders for path in answer_files(folder)]
    if found:
        raise KithError(
            f"{found[0]} looks like somebody's answers. nbgrader would copy it over every learner's own, so "
            "nothing was built. Move it out of the course's source folder, then build again."
        )


def _stale_modules(course: Course, destination: Path) -> list[Path]:
    """Folders that we built once and that the course no longer has."""
    current = {module.name for module in course.modules}
    folders = sorted(path for path in destination.glob("*") if path.is_dir() and path.name not in current)
    return [folder for folder in folders if any(_ours(path) for path in folder.glob("*.ipynb"))]


def _remove(folder: Path, keep: set[Path]) -> list[Path]:
    removed = [path for path in _built_files(folder) if path not in keep]
    for path in removed:
        path.unlink()
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir() and not any(path.iterdir()) and path.is_relative_to(folder / _IMAGES):
            path.rmdir()
    if not any(folder.iterdir()):
        folder.rmdir()
    return removed


def _built_files(folder: Path) -> Iterator[Path]:
    """Ours, by mark or by name. Notebooks come last: they are what tells an interrupted removal apart."""
    yield from _images(folder)
    yield from (folder / name for name in _BUILT if (folder / name).is_file())
    yield from (path for path in sorted(folder.glob("*.ipynb")) if _ours(path))


def _images(folder: Path) -> list[Path]:
    """Files in the folder's `images`, without those that editors and systems hide there."""
    found = sorted((folder / _IMAGES).rglob("*"))
    return [path for path in found if path.is_file() and not any(part[0] == "." for part in path.parts[-2:])]


def _ours(notebook: Path) -> bool:
    """Whether a build of Kith's wrote this notebook; a facilitator's own may lie beside it."""
    try:
        return "kith" in json.loads(notebook.read_bytes())["metadata"]
    except (ValueError, KeyError, TypeError, OSError):
        return False
