"""A written answer: saved as it grows, its history at hand, judged by its writer too, and feedback that is answered."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from kith_exercises import assessment
from kith_exercises.cards.mirror import feedback_state, said
from kith_exercises.changes import difference
from kith_exercises.compaction import SUBMITTED
from kith_exercises.definitions import Criterion, TextPrompt
from kith_exercises.envelope import Envelope
from kith_exercises.fields import check_text
from kith_exercises.journal import Journal, Record
from kith_exercises.reaches import reach_line
from kith_exercises.sittings import submitted, versions
from kith_widgets import Refused
from kith_widgets.words import say

__all__ = ["ReflectionCard", "text_of"]


class ReflectionCard:
    """One written answer of one learner."""

    def __init__(
        self,
        prompt: TextPrompt,
        criteria: tuple[Criterion, ...],
        journal: Journal,
        envelope: Envelope | None,
        key: str,
        former: Sequence[str] = (),
    ) -> None:
        self.prompt = prompt
        self.criteria = criteria
        self._journal = journal
        self._key = key
        self._former = list(former)
        # What stands beside the present text until it is closed: saving must not shut it.
        self._beside: int | str | None = None
        feedback = envelope.feedback.get(prompt.id) if envelope else None
        self._said = said(feedback, envelope.issued) if envelope and feedback else None
        self._actions: Mapping[str, Callable[[Mapping[str, Any]], None]] = {
            "save": self._save,
            "drafts": lambda _action: None,
            "compare": self._compare,
            "grow": self._grow,
            "criterion": self._swap,
            "rate": self._rate,
            "show": self._show,
            "reply": self._reply,
            "suggestion": self._judge,
        }

    def card(self) -> dict[str, Any]:
        """The part that never changes."""
        return {
            "prompt": self.prompt.id,
            "title": self.prompt.title,
            "question": list(self.prompt.question),
            "reach": reach_line(self.prompt.reach),
            "words": list(self.prompt.words) if self.prompt.words else None,
            "criteria": [self._criterion(criterion) for criterion in self.criteria],
            "key": self._key,
            "former": self._former,
            **({"more": True} if self.prompt.tags.more else {}),
        }

    def state(self, *, drafts: bool = False, compared: int | str | None = None) -> dict[str, Any]:
        """The newest text and what became of it; earlier drafts, and how one of them changed, only if asked for."""
        records = self._records()
        texts = _texts(records)
        earlier = texts[:-1]
        newest = texts[-1] if texts else None
        text = newest.value if newest else ""
        return {
            "text": text,
            "at": newest.at if newest else None,
            "drafts": len(earlier),
            "versions": bool(versions(records)),
            "shown": [_draft(record, whole=True) for record in reversed(earlier)] if drafts else None,
            "compared": self._compared(records, text, compared),
            "grown": [_draft(record) for record in assessment.shown_drafts(records)],
            "swapped": self._swapped(records),
            "self": self._levels(records, text),
            "feedback": feedback_state(self._said, self.criteria, records, text) if self._said else None,
        }

    def folded(self) -> dict[str, Any]:
        """All that a kernel would hold back, for a page without one: every record, and all that the feedback says."""
        records = [
            {
                "seq": record.seq,
                "at": record.at,
                "event": record.event,
                "value": record.value,
                "mine": record.reach == "mine",
            }
            for record in self._records()
        ]
        return {"records": records, "said": self._said}

    def act(self, action: Mapping[str, Any]) -> dict[str, Any]:
        """Do what the widget asks, and return the new state. Raises Refused with a sentence."""
        name = action.get("do")
        do = self._actions.get(name) if isinstance(name, str) else None
        if do is None:
            raise Refused(say("unknownAction"))
        do(action)
        return self.state(drafts=name == "drafts", compared=self._beside)

    def _compare(self, action: Mapping[str, Any]) -> None:
        """Put a version beside the present text: 0 is the first, “feedback” the one that was read; None closes it."""
        wanted = action.get("draft", 0)
        records = self._records()
        if wanted is None:
            self._beside = None
        elif wanted == "feedback" and self._said:
            self._beside = wanted
        elif type(wanted) is int and wanted in [0, *(one.seq for one in _texts(records)[:-1])]:
            first = versions(records)
            if not wanted and not first:
                raise Refused(say("noSuchDraft"))
            self._beside = wanted or first[0].seq
        else:
            raise Refused(say("noSuchDraft"))

    def _save(self, action: Mapping[str, Any]) -> None:
        text = _text(action.get("text"), self.prompt.title)
        # An unchanged text is saved already; writing it again would only make an empty draft.
        if text != text_of(self._records()):
            self._write("text", text)

    def _grow(self, action: Mapping[str, Any]) -> None:
        if self.prompt.reach == "mine":
            raise Refused(say("nobodyReads"))
        drafts = action.get("drafts")
        known = {record.seq for record in _texts(self._records())[:-1] if record.reach != "mine"}
        if not isinstance(drafts, list) or not all(type(seq) is int and seq in known for seq in drafts):
            raise Refused(say("noSuchDraft"))
        self._write("grown", {"drafts": drafts})

    def _swap(self, action: Mapping[str, Any]) -> None:
        if not self.prompt.own:
            raise Refused(say("criteriaStay"))
        given = action.get("put")
        if given is None:
            if assessment.own_criterion(self._records()):
                self._write("criterion", None)
            return
        own = given if isinstance(given, Mapping) else {}
        replaces = self._known(own.get("replaces")).id
        title = _some(own.get("title"), say("ownTitle"), assessment.TITLE_LIMIT)
        good = _some(own.get("good"), say("ownGood"), assessment.GOOD_LIMIT)
        self._write("criterion", {"replaces": replaces, "title": title, "good": good})

    def _rate(self, action: Mapping[str, Any]) -> None:
        criterion = self._known(action.get("criterion"))
        points = action.get("points")
        records = self._records()
        if points is None and any(one["criterion"] == criterion.id for one in self._levels(records, "")):
            return self._level(criterion.id, None, "")  # taken back
        if isinstance(points, bool) or points not in [level.points for level in criterion.levels]:
            raise Refused(say("noLevelChosen", label=criterion.title))
        sentence = _text(action.get("sentence"), say("theSentence"))
        # Only words of the text itself are quoted: of the present one, or of the one that was read.
        where = [text_of(records) or "", self._said["on"] if self._said else ""]
        return self._level(criterion.id, points, sentence if any(sentence in text for text in where) else "")

    def _show(self, _action: Mapping[str, Any]) -> None:
        """The second door: everything that is still folded is shown without a level of one's own."""
        feedback = self.state()["feedback"]
        for mark in feedback["criteria"] if feedback else []:
            if mark["folded"]:
                self._level(mark["id"], None, "")

    def _level(self, criterion: str, points: float | None, sentence: str) -> None:
        to = {"to": self._said["at"]} if self._said else {}
        own = assessment.own_criterion(self._records())
        title = own.title if own and own.replaces == criterion else None
        self._write("self", {"criterion": criterion, "points": points, "sentence": sentence, "own": title, **to})

    def _reply(self, action: Mapping[str, Any]) -> None:
        mark = self._unfolded(lambda mark: mark["id"] == action.get("criterion"))
        # An empty one takes back what was kept; where nothing was, it is empty by mistake.
        taken_back = action.get("text") == "" and mark["reply"] is not None
        text = "" if taken_back else _some(action.get("text"), say("yourReply"))
        self._write("reply", {"to": self._issued(), "criterion": mark["id"], "text": text})

    def _judge(self, action: Mapping[str, Any]) -> None:
        id, verdict = action.get("suggestion"), action.get("verdict")
        # The same words may be suggested for two criteria.
        place = action.get("criterion")
        mark = self._unfolded(
            lambda mark: place in (None, mark["id"]) and any(one["id"] == id for one in mark["suggestions"])
        )
        meant = next(one for one in mark["suggestions"] if one["id"] == id)
        taken_back = verdict is None and meant["answer"] is not None
        if verdict not in assessment.VERDICTS and not taken_back:
            raise Refused(say("noVerdict"))
        because = "" if taken_back else _text(action.get("because"), say("because"))
        # Its words go along, so that a verdict can be read where the feedback is not at hand.
        about = {"to": self._issued(), "suggestion": id, "criterion": mark["id"], "text": meant["text"]}
        self._write("suggestion", {**about, "verdict": verdict, "because": because})

    def _unfolded(self, is_meant: Callable[[Mapping[str, Any]], bool]) -> Mapping[str, Any]:
        feedback = self.state()["feedback"]
        for mark in feedback["criteria"] if feedback else []:
            if is_meant(mark) and not mark["folded"]:
                return mark  # type: ignore[no-any-return]  # a state is plain data
        raise Refused(say("nothingToAnswer"))

    def _issued(self) -> str:
        assert self._said is not None
        return str(self._said["at"])

    def _compared(self, records: Sequence[Record], text: str, wanted: int | str | None) -> dict[str, Any] | None:
        if wanted is None:
            return None
        if wanted == "feedback" and self._said:
            parts = _parts(self._said["on"], text)
            return {"draft": None, "at": self._said["at"], "text": self._said["on"], "parts": parts, "versions": []}
        earlier, offered = _texts(records)[:-1], versions(records)
        # A journal may have been made smaller since; then the first of what is left stands in its place.
        one = next((one for one in earlier if one.seq == wanted), offered[0] if offered else None)
        if one is None:
            return None
        sent = submitted(records)
        listed = {one.seq, *(found.seq for found in (*offered, *assessment.shown_drafts(records)))}
        choice = [
            {**_draft(found), "submitted": found.seq in sent, "mine": found.reach == "mine"}
            for found in earlier
            if found.seq in listed
        ]
        return {**_draft(one, whole=True), "parts": _parts(one.value, text), "versions": choice}

    def _swapped(self, records: Sequence[Record]) -> dict[str, Any] | None:
        own = assessment.own_criterion(records)
        return asdict(own) if own and any(one.id == own.replaces for one in self.criteria) else None

    def _levels(self, records: Sequence[Record], text: str) -> list[dict[str, Any]]:
        found = assessment.self_levels(records)
        return [
            {
                "criterion": one.id,
                "points": level.points,
                "sentence": level.sentence,
                "at": level.at,
                "there": level.sentence in text,
            }
            for one in self.criteria
            if (level := found.get(one.id)) and level.points is not None
        ]

    def _criterion(self, criterion: Criterion) -> dict[str, Any]:
        mine = [asdict(level) for level in assessment.own_levels(criterion)] if self.prompt.own else None
        return {**asdict(criterion), "mine": mine}

    def _known(self, id: Any) -> Criterion:
        for criterion in self.criteria:
            if criterion.id == id:
                return criterion
        raise Refused(say("noSuchCriterion"))

    def _records(self) -> tuple[Record, ...]:
        """Those of this prompt, and when the page was submitted."""
        return tuple(
            record
            for record in self._journal.read().records
            if record.prompt == self.prompt.id or record.event == SUBMITTED
        )

    def _write(self, event: str, value: Any) -> None:
        self._journal.write(self.prompt.id, event, value, reach=self.prompt.reach)


def text_of(records: Sequence[Record]) -> str | None:
    """The newest text among the records of a prompt, or None if nothing was ever written."""
    texts = _texts(records)
    return texts[-1].value if texts else None


def _texts(records: Sequence[Record]) -> list[Record]:
    return [record for record in records if record.event == "text" and isinstance(record.value, str)]


def _draft(record: Record, *, whole: bool = False) -> dict[str, Any]:
    return {"draft": record.seq, "at": record.at, **({"text": record.value} if whole else {})}


def _parts(before: str, now: str) -> list[list[str]]:
    return [list(segment) for segment in difference(before, now)]


def _text(given: Any, label: str) -> str:
    try:
        return check_text(given, label)
    except ValueError as error:
        raise Refused(str(error)) from None


def _some(given: Any, label: str, limit: int | None = None) -> str:
    """A text with something in it, without the spaces around it, and no longer than its place."""
    text = _text(given, label).strip()
    if not text:
        raise Refused(say("empty", label=label))
    if limit and len(text) > limit:
        raise Refused(say("tooLong", label=label, limit=limit))
    return text
