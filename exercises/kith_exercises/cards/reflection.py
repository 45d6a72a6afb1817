"""A written answer: saved as it grows, earlier drafts kept, feedback beside the words it is about."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from kith_exercises.definitions import Criterion, TextPrompt
from kith_exercises.envelope import Envelope
from kith_exercises.fields import check_text
from kith_exercises.journal import Journal, Record
from kith_exercises.reaches import reach_line
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
    ) -> None:
        self.prompt = prompt
        self.criteria = criteria
        self._journal = journal
        self._envelope = envelope
        self._key = key

    def card(self) -> dict[str, Any]:
        """The part that never changes."""
        return {
            "prompt": self.prompt.id,
            "title": self.prompt.title,
            "question": list(self.prompt.question),
            "reach": reach_line(self.prompt.reach),
            "words": list(self.prompt.words) if self.prompt.words else None,
            "criteria": [asdict(criterion) for criterion in self.criteria],
            "key": self._key,
        }

    def state(self, *, drafts: bool = False) -> dict[str, Any]:
        """The newest text, how many drafts came before it, and feedback if there is any."""
        texts = _texts(self._journal.read().of(self.prompt.id))
        earlier = texts[:-1]
        newest = texts[-1] if texts else None
        return {
            "text": newest.value if newest else "",
            "at": newest.at if newest else None,
            "drafts": len(earlier),
            "shown": [{"at": record.at, "text": record.value} for record in reversed(earlier)] if drafts else None,
            "feedback": self._feedback(newest.value if newest else ""),
        }

    def folded(self) -> dict[str, Any]:
        """The earlier drafts, the newest first, for a page without a kernel to ask for them."""
        earlier = _texts(self._journal.read().of(self.prompt.id))[:-1]
        return {"earlier": [{"at": record.at, "text": record.value} for record in reversed(earlier)]}

    def act(self, action: Mapping[str, Any]) -> dict[str, Any]:
        """Save a text or show earlier drafts. Raises Refused with a sentence."""
        match action:
            case {"do": "save", "text": text}:
                self._save(text)
                return self.state()
            case {"do": "drafts"}:
                return self.state(drafts=True)
        raise Refused(say("unknownAction"))

    def _save(self, given: Any) -> None:
        try:
            text = check_text(given, self.prompt.title)
        except ValueError as error:
            raise Refused(str(error)) from None
        # An unchanged text is saved already; writing it again would only make an empty draft.
        if text != text_of(self._journal.read().of(self.prompt.id)):
            self._journal.write(self.prompt.id, "text", text, reach=self.prompt.reach)

    def _feedback(self, text: str) -> dict[str, Any] | None:
        feedback = self._envelope.feedback.get(self.prompt.id) if self._envelope else None
        if feedback is None or self._envelope is None:
            return None
        return {**asdict(feedback), "at": self._envelope.issued, "changed": text != feedback.on}


def text_of(records: Sequence[Record]) -> str | None:
    """The newest text among the records of a prompt, or None if nothing was ever written."""
    texts = _texts(records)
    return texts[-1].value if texts else None


def _texts(records: Sequence[Record]) -> list[Record]:
    return [record for record in records if record.event == "text" and isinstance(record.value, str)]
