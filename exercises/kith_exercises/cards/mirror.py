"""Feedback as a learner meets it: their own level first, then what was said, then what they answer to it.

What a marker said on a criterion stays folded until the learner has set a level of their own there, or has asked to be
shown without rating. A comment gives a level away as surely as the level does, so all of it unfolds at once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from kith_exercises import assessment
from kith_exercises.definitions import Criterion
from kith_exercises.envelope import CriterionMark, Feedback
from kith_exercises.journal import Record
from kith_exercises.markdown import tree

__all__ = ["feedback_state", "said"]

_FOLDED: Mapping[str, Any] = {
    "points": None,
    "level": "",
    "before": None,
    "sentence": "",
    "comment": [],
    "suggestions": [],
}


def said(feedback: Feedback, issued: str) -> dict[str, Any]:
    """All that the feedback says, ready to be drawn; a page without a kernel keeps it folded itself."""
    criteria = [_said(mark) for mark in feedback.criteria]
    return {"at": issued, "on": feedback.on, "criteria": criteria, "replies": [dict(one) for one in feedback.replies]}


def _said(mark: CriterionMark) -> dict[str, Any]:
    data = asdict(mark)
    swapped = data.pop("own")
    return {**data, "swapped": swapped, "comment": tree(mark.comment)}


def feedback_state(
    told: Mapping[str, Any], criteria: Sequence[Criterion], records: Sequence[Record], text: str
) -> dict[str, Any]:
    """What of it is unfolded, each criterion with the learner's own level and whatever they answered."""
    marks = [_mark(mark, told, criteria, records) for mark in told["criteria"]]
    return {"at": told["at"], "on": told["on"], "changed": text != told["on"], "criteria": marks}


def _mark(
    mark: Mapping[str, Any], told: Mapping[str, Any], criteria: Sequence[Criterion], records: Sequence[Record]
) -> dict[str, Any]:
    id, issued = mark["id"], told["at"]
    mine = assessment.self_level_of(records, id, mark["title"] if mark["swapped"] else None, issued)
    something = mark["points"] is not None or mark["comment"] or mark["suggestions"]
    unfolded = mine is not None or not something or all(one.id != id for one in criteria)
    verdicts = assessment.verdicts(records)
    suggestions = [
        {**one, "answer": _verdict(assessment.verdict_on(verdicts, issued, id, one["id"]))}
        for one in mark["suggestions"]
    ]
    # An empty reply is one that was taken back.
    to_this = [one for one in assessment.replies(records) if one.criterion == id and one.text]
    return {
        **mark,
        **({"suggestions": suggestions} if unfolded else _FOLDED),
        "folded": not unfolded,
        "self": _beside(mine, records, id) if mine else None,
        "reply": next((_reply(one, told) for one in to_this if one.to == issued), None),
        "previous": next((_reply(one, told) for one in reversed(to_this) if one.to < issued), None),
    }


def _beside(mine: assessment.SelfLevel, records: Sequence[Record], id: str) -> dict[str, Any]:
    """The learner's own level; one that was taken back since is shown no more, and what it unfolded stays."""
    newest = assessment.self_levels(records).get(id)
    if newest and newest.points is None and newest.at >= mine.at:
        mine = newest
    return {"points": mine.points, "sentence": mine.sentence, "at": mine.at}


def _reply(reply: assessment.Reply, told: Mapping[str, Any]) -> dict[str, Any]:
    """A reply, and whether whoever wrote this feedback had read just these words."""
    read = any(
        (one.get("to"), one.get("criterion"), one.get("text")) == (reply.to, reply.criterion, reply.text)
        for one in told["replies"]
    )
    return {"text": reply.text, "at": reply.at, "read": read}


def _verdict(verdict: assessment.Verdict | None) -> dict[str, str] | None:
    return {"verdict": verdict.verdict, "because": verdict.because, "at": verdict.at} if verdict else None
