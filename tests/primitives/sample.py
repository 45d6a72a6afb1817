"""What a sample of an activity is: its definition, what is held back about it, and what has come from others."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent
from typing import Any

from kith_exercises.definitions import Activity, load_prompts
from kith_exercises.exchange import Inbox, Parcel
from kith_exercises.primitives.primitive import Earlier, Form
from kith_exercises.sealed import PACKED, Sealed

__all__ = ["Came", "Sample"]


@dataclass(frozen=True)
class Came:
    """What has come from others."""

    parcels: tuple[Parcel, ...] = ()
    known: Mapping[str, Any] = field(default_factory=dict)

    def inbox(self, student: str | None) -> Inbox:  # noqa: ARG002  # the same for all
        return Inbox(self.parcels)

    def figures(self, student: str | None) -> Mapping[str, Any]:  # noqa: ARG002  # the same for all
        return self.known


@dataclass(frozen=True)
class Sample:
    """An activity: its definition, what is held back about it, and pieces of that which nobody may meet too early.

    ``withheld`` names for each piece the step behind which it lies, and ``form`` the one form in which it is done,
    where that is not the usual one.
    """

    kind: str
    definition: str
    sealed: Mapping[str, Any] = field(default_factory=dict)
    withheld: Mapping[str, str] = field(default_factory=dict)
    came: Came = field(default_factory=Came)
    earlier: Mapping[str, tuple[Earlier, ...]] = field(default_factory=dict)
    form: Form | None = None

    @property
    def name(self) -> str:
        """What tells it from all others."""
        return f"{self.kind}-{self.form}" if self.form else self.kind

    @property
    def id(self) -> str:
        """What the activity is called."""
        return next(iter(tomllib.loads(dedent(self.definition))))

    @property
    def text(self) -> str:
        """The definition, in the form in which it is done."""
        head, _, rest = dedent(self.definition).strip().partition("\n")
        forms = [f'forms = ["{self.form}"]'] if self.form else []
        return "\n".join([head, *forms, rest, ""])

    def write(self, folder: Path) -> Activity:
        """The definition, put into a module's folder with what is held back, and read from there."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / PACKED).write_bytes(Sealed(folder / PACKED, {self.id: dict(self.sealed)}).packed())
        path = folder / "prompts.toml"
        path.write_text(self.text, encoding="utf-8")
        [activity] = load_prompts(path).values()
        assert isinstance(activity, Activity)
        return activity
