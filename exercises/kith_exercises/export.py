"""All that is a learner's own, written out for people and for other programs; docs/export.md describes the files."""

import json
import shutil
import tempfile
import tomllib
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from kith_exercises.errors import KithError
from kith_exercises.own_page import own_page
from kith_exercises.statements import actor_of, statements
from kith_exercises.status import Places, status_of, submissions_of
from kith_exercises.work import Work, modules_in, work_in

__all__ = ["PAGE", "RECORDS", "STATEMENTS", "export_mine", "works_of"]

RECORDS, PAGE, STATEMENTS = "my-work.json", "my-work.html", "my-statements.json"
_VERSION = 1


def works_of(places: Places, student: str) -> list[tuple[str, Work]]:
    """Every module that the learner has work of, with its title, in the order of the course."""
    titles = {each.facts.module: each.facts.title for each in status_of(places).modules}
    here = modules_in(places.learner)
    ordered = [name for name in titles if name in here] + [name for name in here if name not in titles]
    return [(titles.get(name, name), work_in(places.learner, name, student)) for name in ordered]


def export_mine(
    places: Places, out: Path, *, course: str, student: str, now: datetime, texts: bool = False
) -> tuple[Path, ...]:
    """Write everything into the new folder ``out``, and return its files. Nothing is sent anywhere.

    The folder is there whole or not at all, and is open to its owner only. Raises KithError if it is there already,
    or would lie where it is submitted.
    """
    module = _module_around(out, places.learner.resolve())
    if module:
        raise KithError(
            f"{out} lies in {module}, and all of that folder is submitted: your drafts and what is yours alone would "
            "go along. Name a folder elsewhere with --out."
        )
    if out.exists():
        raise KithError(f"{out} is there already. Name a new folder with --out, so that nothing is overwritten.")
    works = works_of(places, student)
    if not works:
        raise KithError(f"There is no work in {places.learner} yet, so nothing was written.")
    out.parent.mkdir(parents=True, exist_ok=True)
    actor = actor_of(places.learner)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=f".{out.name}-") as folder:
        making = Path(folder, "export")
        making.mkdir(mode=0o700)
        said = [each for _, work in works for each in statements(course, work, actor=actor, texts=texts)]
        _write(making / RECORDS, _json(_records(places, works, course, now)))
        _write(making / PAGE, own_page(works, now))
        _write(making / STATEMENTS, _json(said))
        for _, work in works:
            _copy(places.learner / "mine" / work.module, making / "journals" / work.module)
        making.rename(out)
    return tuple(sorted(path for path in out.rglob("*") if path.is_file()))


def _module_around(out: Path, learner: Path) -> Path | None:
    """The module's folder that ``out`` would lie in, if it would."""
    for folder in out.resolve().parents:
        if (folder / "prompts.toml").exists() or (folder.parent == learner and any(folder.glob("*.ipynb"))):
            return folder
    return None


def _records(places: Places, works: list[tuple[str, Work]], course: str, now: datetime) -> dict[str, Any]:
    return {
        "format": "kith-my-work",
        "version": _VERSION,
        "written": now.isoformat(timespec="seconds"),
        "course": course,
        "modules": [_module(places, title, work) for title, work in works],
    }


def _module(places: Places, title: str, work: Work) -> dict[str, Any]:
    return {
        "module": work.module,
        "title": title,
        "prompts": _toml(work.folder / "prompts.toml"),
        "rubric": _toml(work.folder / "rubric.toml"),
        "pages": [
            {"page": page, "damaged": journal.damaged, "records": [asdict(record) for record in journal.records]}
            for page, journal in work.journals.items()
        ],
        "feedback": [
            {
                "page": each.notebook,
                "issued": each.issued,
                "prompts": {id: asdict(one) for id, one in each.feedback.items()},
            }
            for each in work.envelopes
        ],
        "submitted": [each.sent.isoformat() for each in submissions_of(places.cache, work.module)],
    }


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}


def _json(data: object) -> str:
    return json.dumps(data, indent=1, default=str) + "\n"


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)


def _copy(source: Path, target: Path) -> None:
    """The journals as they lie there, with whatever in them can't be read."""
    for path in sorted(source.glob("*")):
        if not path.is_file() or path.suffix in (".lock", ".tmp", ".compact"):
            continue
        target.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target / path.name)
