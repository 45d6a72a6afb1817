"""A field in which one thing in a network is changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kith_exercises.fields import Field, mapping, one_of
from kith_exercises.webs import Change, Pair, Web
from kith_widgets.words import say

__all__ = ["NetworkChange"]


@dataclass(frozen=True)
class NetworkChange(Field):
    """A tie more, a tie that goes elsewhere, or somebody who leaves; nothing is changed before somebody does it.

    ``starts`` are those who know something first, for the picture.
    """

    web: Web
    change: Change
    starts: tuple[str, ...] = ()

    def card(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "kind": "network",
            "label": self.label,
            "change": self.change,
            "net": self.web.card(),
            "starts": list(self.starts),
        }

    def check(self, answer: Any) -> dict[str, Any]:
        given = mapping(answer, self.label)
        if self.change == "leave":
            return {"out": one_of(self.web.people, given.get("out"), self.label).id}
        found: dict[str, Any] = {}
        if self.change == "move":
            cut = self.web.tie(*self._pair(given.get("cut")))
            if cut is None:
                raise ValueError(say("unanswered", label=self.label))
            found["cut"] = list(cut)
        add = self._pair(given.get("add"))
        if self.web.tie(*add):
            raise ValueError(say("unanswered", label=self.label))
        return {**found, "add": list(add)}

    def read(self, answer: Any) -> str:
        return " ".join(self._told(answer))

    def _told(self, answer: Mapping[str, Any]) -> list[str]:
        names = {person.id: person.label for person in self.web.people}
        words = {"out": "networkLeaves", "cut": "networkCut", "add": "networkAdd"}
        told = []
        for key, word in words.items():
            if key == "out" and key in answer:
                told.append(say(word, who=names[answer[key]]))
            elif key in answer:
                one, other = answer[key]
                told.append(say(word, one=names[one], other=names[other]))
        return told

    def _pair(self, given: Any) -> Pair:
        """Two different people who are there, in the order in which they stand there."""
        whole = isinstance(given, list) and len(given) == 2
        found = [person.id for person in self.web.people if whole and person.id in given]
        if len(found) != 2:
            raise ValueError(say("unanswered", label=self.label))
        return found[0], found[1]
