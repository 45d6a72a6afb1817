"""What was done about what got in the way, as everybody may read it: you said, we changed, what happened."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from kith_widgets.words import moment, say

__all__ = ["STATES", "Move", "move_of"]

#: How far something is that got in the way, and the word for it.
STATES: Mapping[str, str] = {
    "open": "snagOpen",
    "tried": "snagTried",
    "helped": "snagHelped",
    "not-helped": "snagNotHelped",
    "cannot": "snagCannot",
}
_TEXTS = ("module", "where", "title", "people", "state", "line", "at")


@dataclass(frozen=True)
class Move:
    """One public line of a facilitator on what got in the way at a question of a ``module``, or on its page.

    ``people`` is a number that tells of nobody, "" for a few; ``title`` is the question's. ``at`` is UTC in ISO 8601.
    """

    module: str
    where: str
    title: str
    people: str
    state: str
    line: str
    at: str

    def sentence(self) -> str:
        """All of it in one paragraph."""
        who = say("snagMany", people=self.people) if self.people else say("snagFew")
        when = moment(datetime.fromisoformat(self.at))
        return say("snagMove", title=self.title, who=who, state=say(STATES[self.state]), when=when, line=self.line)


def move_of(found: object) -> Move | None:
    """A move as a file has it; None for what is none."""
    if not isinstance(found, Mapping):
        return None
    texts = {name: found.get(name) for name in _TEXTS}
    if not all(isinstance(text, str) for text in texts.values()) or texts["state"] not in STATES:
        return None
    try:
        datetime.fromisoformat(str(texts["at"]))
    except ValueError:
        return None
    return Move(**{name: str(text) for name, text in texts.items()})
