"""Taking one person out of a home: whatever carries their id or their words, and then a look whether anything is left.

What lies in a learner's own home, in backups and with whoever took a copy is out of reach, and is said to be.
"""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry

from kith_exercises import KithError
from kith_exercises.envelope import open_envelope
from kith_exercises.files import write_atomically
from kith_exercises.journal import read_records
from kith_facilitator.cohort import Cohort, keep_cohort, load_cohort
from kith_facilitator.home import Home
from kith_facilitator.keeping.archives import archives_of, opened
from kith_facilitator.keeping.desk_lines import forget_in_desk
from kith_facilitator.keeping.parcels import forget_parcels
from kith_facilitator.keeping.traces import Trace, names, traces_of
from kith_facilitator.library import forget_left
from kith_facilitator.working import working

__all__ = ["Erased", "erase", "places_of"]

#: A shorter text says little about who wrote it, and would be found in anybody's.
_TELLING = 24


@dataclass(frozen=True)
class Erased:
    """What went, what could not be taken away and why, and where the person is still named."""

    gone: tuple[Path, ...]
    stuck: tuple[tuple[Path, str], ...]
    traces: tuple[Trace, ...]
    texts: int


def places_of(home: Home, learner: str) -> tuple[Path, ...]:
    """Files and folders that are about one person alone; raises KithError for a name that nobody here can have."""
    if not learner or learner.startswith((".", "-")) or any(sign in learner for sign in "/+*\0"):
        raise KithError(f"“{learner}” can't be the name of a learner. Write it as “kith roster” lists it.")
    found = [*_named(home.course, learner), *_logs(home, learner)]
    found += [path for tree in archives_of(home) for path in _named(tree, learner)]
    found += [path for place in _exchanges(home) for path in _in_exchange(place, learner)]
    simulated = home.simulated / learner
    found += [simulated] if simulated.is_dir() else []
    found += [place / learner for place in sorted(home.simulated.glob(".submitted/*")) if (place / learner).exists()]
    return tuple(dict.fromkeys(found))


def erase(home: Home, learner: str) -> Erased:
    """Take everything about ``learner`` out of the home and its exchange. Doing it again takes what was left.

    Raises KithError while something else works in the home: that could make them anew.
    """
    with working(home, "“kith erase”"):
        return _erase(home, learner)


def _erase(home: Home, learner: str) -> Erased:
    places = places_of(home, learner)
    texts = _texts(places) - _texts(_of_others(home, learner))
    gone: list[Path] = []
    stuck: list[tuple[Path, str]] = []
    for tree in archives_of(home):
        with opened(tree):
            _forget(tree / "gradebook.db", learner)
            forget_in_desk(tree, learner, texts)
            forget_parcels(tree, iter(()), learner)
            _forget_removed(tree, learner)
            forget_left(tree, learner)
            _remove([path for path in places if path.is_relative_to(tree)], gone, stuck)
            _forget_agreed(replace(home, root=tree), learner)
    _forget(home.course / "gradebook.db", learner)
    forget_in_desk(home.course, learner, texts)
    forget_parcels(home.course, _carrying(home), learner)
    _forget_removed(home.course, learner)
    forget_left(home.course, learner)
    _forget_agreed(home, learner)
    _remove(places, gone, stuck)
    _forget_logged(home, learner)
    return Erased(tuple(gone), tuple(stuck), tuple(traces_of(_searched(home), learner, texts)), len(texts))


def _named(tree: Path, learner: str) -> Iterator[Path]:
    """What a course's tree keeps about the learner by name. Only where learners stand: modules have names as well."""
    places = [tree / stage for stage in ("submitted", "autograded", "feedback")]
    places += sorted(tree.glob(".kith/*/*"))  # by kind and module
    for place in places:
        for name in (learner, f"{learner}.json", f"{learner}.jsonl"):
            if (place / name).exists():
                yield place / name
    yield from _in_exchange(tree / "exchange", learner)


def _logs(home: Home, learner: str) -> Iterator[Path]:
    for place in sorted(home.logs.glob("*/*")):
        if (place / f"{learner}.log").exists():
            yield place / f"{learner}.log"


def _exchanges(home: Home) -> tuple[Path, ...]:
    return (home.exchange / home.course_id,)


def _in_exchange(course: Path, learner: str) -> Iterator[Path]:
    """Submissions by their names, feedback by what is in it: its own name is a secret's hash."""
    yield from (path for path in sorted(course.glob("inbound/*")) if path.name.startswith(f"{learner}+"))
    for page in sorted(course.glob("feedback/*.html")):
        envelope = open_envelope(page.read_text(encoding="utf-8", errors="replace"))
        if envelope is not None and envelope.student == learner:
            yield page


def _carrying(home: Home) -> Iterator[Path]:
    """Pages outside the course's tree in which somebody's words went to others; who fetched them elsewhere has them."""
    for place in _exchanges(home):
        yield from place.glob("feedback/*.html")
    yield from home.simulated.glob("*/assignments/*/feedback/*/*.html")


def _of_others(home: Home, learner: str) -> tuple[Path, ...]:
    """Where everybody else's words lie: what two have written tells of neither."""
    found = [*home.course.glob("submitted/*"), *home.simulated.glob("*")]
    return tuple(path for path in found if path.name != learner and not path.name.startswith("."))


def _texts(places: tuple[Path, ...]) -> frozenset[str]:
    """What the person wrote, as far as it was handed in: lines long enough to tell."""
    found: set[str] = set()
    for place in places:
        for path in place.rglob("*.jsonl") if place.is_dir() else ():
            for record in read_records(path).records:
                for text in _strings(record.value):
                    found |= {line.strip() for line in text.splitlines() if len(line.strip()) >= _TELLING}
    return frozenset(found)


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _strings(item)


def _forget(database: Path, learner: str) -> None:
    """Take a person out of a gradebook, and every byte of them out of its file."""
    if not database.is_file():
        return
    with Gradebook(f"sqlite:///{database}") as gradebook:
        try:
            gradebook.remove_student(learner)
        except MissingEntry:
            gradebook.db.rollback()
    with closing(sqlite3.connect(database, timeout=60)) as raw:
        raw.execute("PRAGMA secure_delete = ON")
        raw.execute("VACUUM")  # what was deleted stays in the file's free pages until then
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _forget_agreed(home: Home, learner: str) -> None:
    if not (home.root / "cohort.toml").is_file():
        return
    cohort = load_cohort(home)
    extensions = {
        module: {student: more for student, more in by.items() if student != learner}
        for module, by in cohort.extensions.items()
    }
    pods = {student: pod for student, pod in cohort.pods.items() if student != learner}
    without: Cohort = replace(cohort, extensions=extensions, pods=pods)
    if without != cohort:
        keep_cohort(home, without)


def _forget_removed(course: Path, learner: str) -> None:
    """Marks on questions that a correction took out are kept by learner, in one file for all."""
    for path in sorted(course.glob(".kith/removed/*/*.json")):
        kept = json.loads(path.read_bytes())
        marks = [mark for mark in kept["marks"] if mark.get("student") != learner]
        if marks != kept["marks"]:
            content = json.dumps({**kept, "marks": marks}, indent=1, ensure_ascii=False)
            write_atomically(path, (content + "\n").encode())


def _forget_logged(home: Home, learner: str) -> None:
    """What commands said about everybody, without the lines about this one."""
    for path in sorted(home.logs.rglob("*")):
        if path.is_file() and not path.is_symlink():
            lines = path.read_bytes().splitlines(keepends=True)
            others = [line for line in lines if not names(learner).search(line)]
            if others != lines:
                write_atomically(path, b"".join(others))


def _remove(places: list[Path] | tuple[Path, ...], gone: list[Path], stuck: list[tuple[Path, str]]) -> None:
    for path in places:
        if not (path.exists() or path.is_symlink()):
            continue
        try:
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, onerror=lambda _call, at, info: stuck.append((Path(at), _why(info[1]))))
            else:
                path.unlink()
        except OSError as error:
            stuck.append((path, _why(error)))
        if not path.exists():
            gone.append(path)


def _why(error: BaseException) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _searched(home: Home) -> tuple[Path, ...]:
    """Where something could be left: all but this account's own learning, which is another matter."""
    own = (home.learner, home.cache)
    inside = [path for path in sorted(home.root.iterdir()) if path not in own]
    return (*inside, *(_exchanges(home) if home.exchange_given else ()))
