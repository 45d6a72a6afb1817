"""What a dashboard shows, as data: released figures with their titles. Nothing else gets into an edition."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kith_exercises.errors import KithError
from kith_exercises.privacy import Figure, Split, Withheld, read_figure, read_split
from kith_widgets.words import language, say

__all__ = [
    "AnyPanel",
    "Axis",
    "Counts",
    "Lines",
    "Panel",
    "Placed",
    "Row",
    "Told",
    "people",
    "read_panels",
    "signed",
    "tenths",
    "write_panels",
]

_VERSION = 4


@dataclass(frozen=True)
class Axis:
    """The line that a panel is drawn on."""

    low: float
    high: float
    label: str


@dataclass(frozen=True)
class Row:
    """One line of a panel's table; the first row of a panel is the one that is drawn."""

    label: str
    figure: Figure | Withheld

    def __post_init__(self) -> None:
        if not isinstance(self.figure, Figure | Withheld):
            raise TypeError("a row takes a Figure or Withheld, as kith_exercises.privacy gives them")


@dataclass(frozen=True)
class Panel:
    """One finding behind a question: title and sentence, figures on an axis, and how they came about.

    ``question`` gives nothing of it away, so that it can stand open. ``truth`` is what the group's figure is
    compared with (a published result, with its label).
    """

    id: str
    question: str
    title: str
    sentence: str
    axis: Axis
    rows: tuple[Row, ...]
    truth: float
    truth_label: str
    how: str


@dataclass(frozen=True)
class Counts:
    """How many people went which way, with the words for each part, behind a question."""

    id: str
    question: str
    title: str
    sentence: str
    labels: Mapping[str, str]
    split: Split | Withheld
    how: str


@dataclass(frozen=True)
class Told:
    """A figure exactly as an exchange hands it to each learner, behind a question; or in words why there is none."""

    id: str
    question: str
    figure: Mapping[str, Any]

    def __post_init__(self) -> None:
        if not self.figure.keys() <= _TOLD or not isinstance(self.figure.get("title"), str):
            raise TypeError("a figure of an exchange is told by kith_exercises.primitives.figures, and by nothing else")

    @property
    def title(self) -> str:
        """The finding."""
        return str(self.figure["title"])

    @property
    def sentence(self) -> str:
        """How sure it is, and of how many; or why it is not shown."""
        return str(self.figure.get("sentence", ""))

    @property
    def how(self) -> str:
        """How it was made."""
        return str(self.figure.get("how", ""))

    @property
    def bands(self) -> tuple[tuple[str, str], ...]:
        """Answers, and how many gave each."""
        return tuple((str(row["label"]), str(row["people"])) for row in self.figure.get("rows", ()))

    @property
    def shows(self) -> bool:
        """Whether it is out: it may be told in words alone."""
        return "short" not in self.figure


#: The parts that a figure of an exchange may have.
_TOLD = {"title", "sentence", "how", "axis", "point", "intervals", "chance", "people", "rows", "short"}


@dataclass(frozen=True)
class Lines:
    """What is public already, in sentences: nothing in it was counted here, so nothing of it is withheld."""

    id: str
    question: str
    title: str
    sentence: str
    lines: tuple[str, ...]
    how: str


AnyPanel = Panel | Counts | Told | Lines


@dataclass(frozen=True)
class Placed:
    """A panel in its place: on which dashboard, of which module, and the day of its wave; "" while nothing is out."""

    dashboard: str
    module: str
    day: str
    panel: AnyPanel


def people(figure: Figure) -> str:
    """The people of a figure in words, to begin a sentence with."""
    return say("foldMost" if figure.most else "foldPeople", people=str(figure.people))


def tenths(value: float) -> str:
    """A number to the tenth, as it is written in the active language, its minus as long as a plus."""
    from babel.numbers import get_decimal_symbol

    return f"{value:.1f}".replace(".", get_decimal_symbol(language())).replace("-", "−")


def signed(value: float) -> str:
    """The same with its sign."""
    sign = "+" if value > 0 else "−" if value else ""
    return f"{sign}{tenths(abs(value))}"


def write_panels(placed: Iterable[Placed]) -> dict[str, Any]:
    """The panels as JSON; the only thing that a dashboard reads."""
    return {"version": _VERSION, "panels": [_placed_json(one) for one in placed]}


def read_panels(data: Any) -> tuple[Placed, ...]:
    """The panels of a file of figures. Raises KithError if it isn't one."""
    try:
        if data["version"] != _VERSION:
            raise KithError(f"These figures are of version {data['version']}; publish the edition again.")
        return tuple(
            Placed(str(one["dashboard"]), str(one["module"]), str(one["day"]), _panel(one)) for one in data["panels"]
        )
    except (KeyError, TypeError, ValueError) as error:
        raise KithError(f"The file of figures can't be read ({error!r}). Publish the edition again.") from None


def _placed_json(placed: Placed) -> dict[str, Any]:
    where = {"dashboard": placed.dashboard, "module": placed.module, "day": placed.day}
    return {**where, **_panel_json(placed.panel)}


def _panel_json(panel: AnyPanel) -> dict[str, Any]:
    if isinstance(panel, Told):
        return {"kind": "told", "id": panel.id, "question": panel.question, "figure": dict(panel.figure)}
    common = {name: getattr(panel, name) for name in ("id", "question", "title", "sentence", "how")}
    if isinstance(panel, Lines):
        return {"kind": "lines", **common, "lines": list(panel.lines)}
    if isinstance(panel, Counts):
        return {"kind": "counts", **common, "labels": dict(panel.labels), "split": panel.split.to_json()}
    return {
        "kind": "figure",
        **common,
        "axis": {"low": panel.axis.low, "high": panel.axis.high, "label": panel.axis.label},
        "rows": [{"label": row.label, "figure": row.figure.to_json()} for row in panel.rows],
        "truth": {"value": panel.truth, "label": panel.truth_label},
    }


def _panel(data: Any) -> AnyPanel:
    if data["kind"] == "told":
        return Told(str(data["id"]), str(data["question"]), data["figure"])
    common = (str(data["id"]), str(data["question"]), str(data["title"]), str(data["sentence"]))
    if data["kind"] == "lines":
        return Lines(*common, tuple(map(str, data["lines"])), str(data["how"]))
    if data["kind"] == "counts":
        labels = {str(part): str(label) for part, label in data["labels"].items()}
        return Counts(*common, labels, read_split(data["split"]), str(data["how"]))
    axis = Axis(float(data["axis"]["low"]), float(data["axis"]["high"]), str(data["axis"]["label"]))
    rows = tuple(Row(str(row["label"]), read_figure(row["figure"])) for row in data["rows"])
    return Panel(*common, axis, rows, float(data["truth"]["value"]), str(data["truth"]["label"]), str(data["how"]))
