"""A field in which one line of a model's source is changed."""

from dataclasses import dataclass
from typing import Any

from kith_exercises.fields import Field, mapping
from kith_widgets.words import say

__all__ = ["Code"]

#: A line that is longer is no line that somebody reads.
_LONGEST = 400


@dataclass(frozen=True)
class Code(Field):
    """One line of a model, written otherwise. The answer says which (from 1), what stood there, and what does now."""

    model: str

    def card(self) -> dict[str, Any]:
        from kith_exercises.trying import lines_of  # brings NumPy, as each use of a model does

        return {"id": self.id, "kind": "code", "label": self.label, "lines": list(lines_of(self.model))}

    def check(self, answer: Any) -> dict[str, Any]:
        given = mapping(answer, self.label)
        line, was, now = given.get("line"), given.get("was"), given.get("now")
        if not isinstance(line, int) or isinstance(line, bool) or line < 1 or not isinstance(now, str):
            raise ValueError(say("unanswered", label=self.label))
        if len(now) > _LONGEST or len(now.splitlines()) > 1 or not isinstance(was, str) or len(was) > _LONGEST:
            raise ValueError(say("codeOneLine", label=self.label, n=_LONGEST))
        if now.rstrip() == was.rstrip():
            raise ValueError(say("codeUnchanged", label=self.label))
        return {"line": line, "was": was, "now": now}

    def read(self, answer: Any) -> str:
        return say("codeRead", n=answer["line"], was=answer["was"].strip(), now=answer["now"].strip())

    def fits(self, answer: Any) -> None:
        """Raise ValueError unless this is a line of the model as it is today, and Python can read the whole."""
        from kith_exercises.trying import changed_source, lines_of

        lines = lines_of(self.model)
        if answer["line"] > len(lines) or lines[answer["line"] - 1] != answer["was"]:
            raise ValueError(say("unanswered", label=self.label))
        changed_source(self.model, answer["line"], answer["now"])
