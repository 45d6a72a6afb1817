"""Where a learner stands in a course: done, left, due, changed since it was submitted, feedback that waits."""

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from pathlib import Path

from kith_exercises.definitions import renamed
from kith_exercises.facts import ModuleFacts, read_course, read_facts
from kith_exercises.identity import whoami
from kith_exercises.journal import Record, outbound, read_records
from kith_exercises.news import is_news, pages_in
from kith_exercises.primitives.primitive import FORMS, form_name
from kith_exercises.work import Work, modules_in, work_in
from kith_widgets.words import moment, say

__all__ = ["ModuleStatus", "Places", "Status", "Submission", "addressed", "status_of", "submissions_of"]


@dataclass(frozen=True)
class Places:
    """Where things lie for a learner: ``exchange`` and ``cache`` are a course's own folders, None where unknown."""

    learner: Path
    exchange: Path | None = None
    cache: Path | None = None

    @classmethod
    def of(cls, learner: Path) -> "Places":
        """As the server that started this kernel knows them."""

        def told(name: str) -> Path | None:
            value = os.environ.get(name)
            return Path(value) if value else None

        return cls(learner, told("KITH_EXCHANGE"), told("KITH_CACHE"))


@dataclass(frozen=True)
class Submission:
    """One submission as this learner's own copy of it has it; ``sent`` is UTC."""

    sent: datetime
    folder: Path

    def records(self, names: Mapping[str, str]) -> tuple[Record, ...]:
        """What was sent of the journals, under the ``names`` that its prompts have now."""
        return tuple(record for path in _travelling(self.folder) for record in read_records(path, names).records)

    def feedback(self, exchange: Path) -> dict[str, Path]:
        """Where nbgrader put feedback on each of its pages, if it is there; only its owner knows the secret."""
        try:
            secret = (self.folder / "submission_secret.txt").read_text(encoding="utf-8")
        except OSError:
            return {}
        pages = {path.stem: addressed(secret, path.stem) for path in self.folder.glob("*.ipynb")}
        places = {page: exchange / "feedback" / f"{address}.html" for page, address in pages.items()}
        return {page: place for page, place in places.items() if place.is_file()}


@dataclass(frozen=True)
class ModuleStatus:
    """Where a learner stands in one module; ``work`` is None until it is fetched."""

    facts: ModuleFacts
    work: Work | None
    submitted: datetime | None
    changed: bool
    waiting: bool

    def sentences(self, now: datetime) -> list[str]:
        """What there is to say, the most useful for going on first."""
        said: list[str] = []
        if self.waiting:
            said.append(say("statusFeedback"))
        if self.work is None:
            said.append(say("statusNotFetched"))
        else:
            said.append(self._left(self.work))
            said += self._sent()
        due = _time(self.facts.due)
        if due is not None:
            said.append(say("statusDue" if due > now else "statusWasDue", time=moment(due)))
        return said

    @staticmethod
    def _left(work: Work) -> str:
        left = [say("statusQuoted", title=prompt.title) for prompt in work.left]
        if not left:
            return say("statusAllDone")
        return say("statusLeft", n=len(work.prompts), done=len(work.prompts) - len(left), titles=left)

    def _sent(self) -> list[str]:
        if self.submitted is None:
            return [say("statusNotSubmitted")]
        sent = say("statusSubmitted", time=moment(self.submitted))
        return [sent, say("statusChanged")] if self.changed else [sent]


class Status:
    """What ``kith.status()`` shows: a list, drawn anew each time its cell runs."""

    def __init__(self, modules: tuple[ModuleStatus, ...], now: datetime, form: str = "") -> None:
        """``form`` is how this course does its activities, where it says so."""
        self.modules = modules
        self._now = now
        self._form = say("statusForm", form=form_name(form)) if form in FORMS else ""

    def __repr__(self) -> str:
        listed = (f"{each.facts.title}: {' '.join(each.sentences(self._now))}" for each in self.modules)
        return "\n".join([*listed, *([self._form] if self._form else [])])

    def _repr_html_(self) -> str:
        items = "".join(
            f"<li><strong>{escape(each.facts.title)}</strong><br>{_lines(each.sentences(self._now))}</li>"
            for each in self.modules
        )
        asof = say("statusAsOf", time=moment(self._now))
        listed = f"<ul>{items}</ul>" if items else f"<div>{escape(say('statusEmpty'))}</div>"
        form = f"<div>{escape(self._form)}</div>" if self._form else ""
        return (
            f'<div dir="auto"><div><strong>{escape(say("statusTitle"))}</strong></div>'
            f'<div style="opacity:.75">{escape(asof)}</div>{listed}{form}</div>'  # old news is dated before it is read
        )


def status_of(places: Places, *, now: datetime | None = None) -> Status:
    """Where whoever learns in this folder stands, in the order of the course."""
    modules = tuple(_status(places, each) for each in _known(places))
    form = read_course(places.exchange).form if places.exchange else ""
    return Status(modules, now or datetime.now(UTC), form)


def submissions_of(cache: Path | None, module: str) -> tuple[Submission, ...]:
    """The submissions that nbgrader keeps copies of for this learner, the newest first."""
    found = []
    for folder in cache.glob(f"*+{module}+*") if cache else ():
        sent = _sent(folder.name)
        if sent is not None and folder.is_dir():
            found.append(Submission(sent, folder))
    return tuple(sorted(found, key=lambda each: each.sent, reverse=True))


def _known(places: Places) -> list[ModuleFacts]:
    """All modules that are released or here; without a course's own facts, by their folders' names."""
    told = list(read_facts(places.exchange)) if places.exchange else []
    names = {each.module for each in told}
    out = (places.exchange / "outbound").glob("*") if places.exchange else ()
    released = {path.name for path in out if path.is_dir() and not path.name.startswith(".")}
    here = {name for name in modules_in(places.learner) if (places.learner / name / "prompts.toml").is_file()}
    # A folder that was renamed to make room for a fresh one is no module of the course.
    rest = sorted((released | (here if not released else set())) - names)
    return told + [ModuleFacts(name, name) for name in rest]


def _status(places: Places, facts: ModuleFacts) -> ModuleStatus:
    fetched = (places.learner / facts.module).is_dir()
    work = work_in(places.learner, facts.module, whoami()) if fetched else None
    sent = submissions_of(places.cache, facts.module)
    return ModuleStatus(
        facts,
        work,
        sent[0].sent if sent else None,
        bool(sent and work and _leaving(work) != _said(sent[0].records(renamed(work.prompts)))),
        bool(work and places.exchange and _waits(work.folder, places.exchange, sent)),
    )


def _lines(sentences: list[str]) -> str:
    return "<br>".join(escape(sentence) for sentence in sentences)


def _leaving(work: Work) -> set[tuple[str, str, str]]:
    return _said(tuple(record for journal in work.journals.values() for record in outbound(journal.records)))


def _said(records: tuple[Record, ...]) -> set[tuple[str, str, str]]:
    """What records say, whatever number they have: saving the same text again changes nothing."""
    return {(record.prompt, record.event, repr(record.value)) for record in records}


def _waits(folder: Path, exchange: Path, sent: tuple[Submission, ...]) -> bool:
    """Whether something lies in the exchange that says more than what is in the learner's folder."""
    for submission in sent:
        for page, place in submission.feedback(exchange).items():
            stamp = submission.folder.name.rpartition("+")[2]
            here = folder / "feedback" / stamp / f"{page}.html"
            if here.is_file() and here.read_bytes() == place.read_bytes():
                continue
            if is_news(place.read_text(encoding="utf-8", errors="replace"), pages_in(folder).values()):
                return True
    return False


def _travelling(folder: Path) -> list[Path]:
    return sorted((folder / "responses").glob("*.jsonl"))


def addressed(secret: str, page: str) -> str:
    """The name that nbgrader gives to feedback on a page (its ``notebook_hash``)."""
    return hashlib.md5((secret + page).encode(), usedforsecurity=False).hexdigest()


def _sent(name: str) -> datetime | None:
    try:
        return datetime.strptime(name.rpartition("+")[2], "%Y-%m-%d %H:%M:%S.%f %Z").replace(tzinfo=UTC)
    except ValueError:
        return None


def _time(text: str | None) -> datetime | None:
    try:
        found = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return found.replace(tzinfo=found.tzinfo or UTC) if found else None
