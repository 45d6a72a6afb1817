"""What a learner did, as xAPI 1.0.3 statements that name nobody: the actor is a random account of this folder alone.

Words stay out of the statements unless they are asked for. Ids are the same in every export, with words or without, so
a store that takes two keeps one of each. Identifiers lie under ``kith.invalid``, a name that can never be registered.
"""

import json
import os
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from kith_exercises.envelope import CriterionMark, Envelope
from kith_exercises.journal import Record
from kith_exercises.work import Work

__all__ = ["HOME_PAGE", "VERBS", "actor_of", "statements"]

HOME_PAGE = "https://kith.invalid/learners"
_BASE, _MORE = "https://kith.invalid/course", "https://kith.invalid/extension"
_ADL, _TINCAN = "http://adlnet.gov/expapi/verbs/", "http://id.tincanapi.com/verb/"

#: A record's event and the public verb that says it; what is not here was an interaction.
VERBS: Mapping[str, str] = {
    "text": f"{_ADL}answered",
    "commit": f"{_ADL}answered",
    "look": f"{_ADL}experienced",
    "unfold": f"{_ADL}progressed",
    "explain": f"{_ADL}commented",
    "note": f"{_ADL}commented",
    "grown": f"{_ADL}shared",
    "criterion": f"{_ADL}preferred",
    "self": f"{_TINCAN}rated",
    "reply": f"{_ADL}responded",
    "suggestion": f"{_ADL}responded",
    "trial": f"{_ADL}answered",
    "debrief": f"{_ADL}experienced",
    "form": f"{_ADL}preferred",
    "leave-out": f"{_ADL}preferred",
    "stop": f"{_ADL}exited",
    "end": f"{_ADL}completed",
    "submitted": "http://activitystrea.ms/schema/1.0/submit",
    "feedback": f"{_ADL}scored",
}
_OTHER = f"{_ADL}interacted"
_ACTIVITY = "http://adlnet.gov/expapi/activities/"


def actor_of(learner: Path) -> str:
    """The random name of this folder's learner; made once, kept where nothing is submitted from."""
    path = learner / "mine" / "actor.json"
    try:
        return str(uuid.UUID(json.loads(path.read_bytes())["name"]))
    except (OSError, ValueError, KeyError, TypeError):
        name = str(uuid.uuid4())
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump({"name": name}, file)
    return name


def statements(course: str, work: Work, *, actor: str, texts: bool) -> Iterator[dict[str, Any]]:
    """Everything done in a module and the feedback on it, oldest first; with ``texts``, what was written too."""
    found = [
        _of_record(course, work, page, record, texts)
        for page, journal in work.journals.items()
        for record in journal.records
    ]
    found += [each for envelope in work.envelopes for each in _of_feedback(course, work, envelope, texts)]
    for each in sorted(found, key=lambda each: str(each["timestamp"])):
        # Made from what it is about and from whom: the same again in every export, with words or without.
        yield {
            "id": str(uuid.uuid5(uuid.UUID(actor), _key(actor, each))),
            "actor": {"objectType": "Agent", "account": {"homePage": HOME_PAGE, "name": actor}},
            "version": "1.0.3",
            **each,
        }


def _key(actor: str, each: Mapping[str, Any]) -> str:
    return json.dumps([actor, each["verb"]["id"], each["object"]["id"], each["timestamp"], each["context"]])


def _of_record(course: str, work: Work, page: str, record: Record, texts: bool) -> dict[str, Any]:
    prompt = work.prompts.get(record.prompt)
    kind = "question" if prompt else "lesson"
    result = _result(record, texts)
    return {
        "verb": _verb(record.event),
        "object": _activity(_address(course, work.module, page, record.prompt), kind, prompt.title if prompt else page),
        "timestamp": record.at,
        "context": _context(
            course, work.module, page, {"event": record.event, "reach": record.reach, "number": record.seq}
        ),
        **({"result": result} if result else {}),
    }


def _result(record: Record, texts: bool) -> dict[str, Any]:
    match record:
        case Record(event="text" | "explain" | "note", value=str(text)):
            said = {"extensions": {f"{_MORE}/words": len(text.split())}}
            return {**said, "response": text} if texts else said
        case Record(event="self", value={"points": int(points) | float(points)}):
            return {"score": {"raw": points}}
        case Record(event="reply", value={"text": str(text)}) if texts:
            return {"response": text}
        case Record(event="suggestion", value={"verdict": str(verdict)}):
            return {"extensions": {f"{_MORE}/verdict": verdict}}
        case Record(event="commit", value=value) if texts:
            return {"response": json.dumps(value, ensure_ascii=False)}
    return {}


def _of_feedback(course: str, work: Work, envelope: Envelope, texts: bool) -> Iterator[dict[str, Any]]:
    for prompt, given in envelope.feedback.items():
        for mark in given.criteria:
            if mark.points is not None:
                where = f"{_address(course, work.module, envelope.notebook, prompt)}/{quote(mark.id, safe='')}"
                yield {
                    "verb": _verb("feedback"),
                    "object": _activity(where, "objective", mark.title if not mark.own or texts else mark.id),
                    "timestamp": envelope.issued,
                    "context": _context(course, work.module, envelope.notebook, {"event": "feedback"}),
                    "result": _scored(mark, texts),
                }


def _scored(mark: CriterionMark, texts: bool) -> dict[str, Any]:
    score = {"raw": mark.points, "min": 0, "max": mark.max_points}
    return {"score": score, "response": mark.comment} if texts and mark.comment else {"score": score}


def _verb(event: str) -> dict[str, Any]:
    id = VERBS.get(event, _OTHER)
    return {"id": id, "display": {"en": id.rsplit("/", 1)[-1]}}


def _activity(id: str, kind: str, name: str) -> dict[str, Any]:
    return {"objectType": "Activity", "id": id, "definition": {"type": f"{_ACTIVITY}{kind}", "name": {"und": name}}}


def _context(course: str, module: str, page: str, more: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "platform": "Kith",
        "contextActivities": {
            "parent": [{"objectType": "Activity", "id": _address(course, module, page)}],
            "grouping": [{"objectType": "Activity", "id": _address(course)}],
        },
        "extensions": {f"{_MORE}/{name}": value for name, value in more.items()},
    }


def _address(*parts: str) -> str:
    return "/".join((_BASE, *(quote(part, safe="") for part in parts if part)))
