"""What a dashboard shows, as data: released figures with their titles. Nothing else gets into an edition."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kith_exercises.errors import KithError
from kith_exercises.privacy import Figure, Split, Withheld, read_figure, read_split

__all__ = ["Axis", "Counts", "Panel", "Row", "people", "read_panels", "signed", "write_panels"]

_VERSION = 3


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


def people(figure: Figure) -> str:
    """The people of a figure in words, to begin a sentence with."""
    return f"Most of the {figure.people} people who answered" if figure.most else f"{figure.people} people"


def signed(value: float) -> str:
    """A number with its sign, the minus as long as the plus."""
    return f"{value:+.1f}".replace("-", "−") if value else "0.0"


def write_panels(panels: Iterable[Panel | Counts]) -> dict[str, Any]:
    """The panels as JSON; the only thing that a dashboard reads."""
    return {"version": _VERSION, "panels": [_panel_json(panel) for panel in panels]}


def read_panels(data: Any) -> tuple[Panel | Counts, ...]:
    """The panels of a file of figures. Raises KithError if it isn't one."""
    try:
        if data["version"] != _VERSION:
            raise KithError(f"These figures are of version {data['version']}; publish the edition again.")
        return tuple(_panel(panel) for panel in data["panels"])
    except (KeyError, TypeError, ValueError) as error:
        raise KithError(f"The file of figures can't be read ({error!r}). Publish the edition again.") from None


def _panel_json(panel: Panel | Counts) -> dict[str, Any]:
    common = {name: getattr(panel, name) for name in ("id", "question", "title", "sentence", "how")}
    if isinstance(panel, Counts):
        return {"kind": "counts", **common, "labels": dict(panel.labels), "split": panel.split.to_json()}
    return {
        "kind": "figure",
        **common,
        "axis": {"low": panel.axis.low, "high": panel.axis.high, "label": panel.axis.label},
        "rows": [{"label": row.label, "figure": row.figure.to_json()} for row in panel.rows],
        "truth": {"value": panel.truth, "label": panel.truth_label},
    }


def _panel(data: Any) -> Panel | Counts:
    common = (str(data["id"]), str(data["question"]), str(data["title"]), str(data["sentence"]))
    if data["kind"] == "counts":
        labels = {str(part): str(label) for part, label in data["labels"].items()}
        return Counts(*common, labels, read_split(data["split"]), str(data["how"]))
    axis = Axis(float(data["axis"]["low"]), float(data["axis"]["high"]), str(data["axis"]["label"]))
    rows = tuple(Row(str(row["label"]), read_figure(row["figure"])) for row in data["rows"])
    return Panel(*common, axis, rows, float(data["truth"]["value"]), str(data["truth"]["label"]), str(data["how"]))
