"""Do labels move us? The same notes for everybody, rated one by one; who is named as their writer is drawn by lot.

A trial on ourselves. It says before that some details differ by lot, and after, in the same sitting, what differed,
why, which lots one had and what one answered. Nothing of it travels before that, nothing while somebody wants it left
out, and never what was broken off (see ``outbound``). What travels of somebody of whom nothing counts is the same,
whether they looked, stopped or want it left out. Alone there is no lot: there is what others found.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from kith_exercises.field_tables import read_fields, read_options
from kith_exercises.fields import Choice, Field, Number, Option, Scale, Text
from kith_exercises.more_fields import Rating
from kith_exercises.primitives import flow, scenes
from kith_exercises.primitives.label_answers import asked, figure_id
from kith_exercises.primitives.primitive import ALL, Answers, Form, Known, Primitive, Scene, Step
from kith_exercises.primitives.slips import Slip, is_page, said_twice, unread
from kith_exercises.records import Reach, Record
from kith_exercises.tables import Table
from kith_widgets.words import say

if TYPE_CHECKING:
    from kith_exercises.definitions import Activity
    from kith_exercises.primitives.lots import Lot

__all__ = ["LABEL_EXPERIMENT", "LabelExperiment"]

_TOLD, _DEBRIEF = "told", "debrief"
_TOGETHER: frozenset[Form] = frozenset({"cohort", "room"})
_ALONE: frozenset[Form] = frozenset({"alone"})


@dataclass(frozen=True)
class LabelExperiment:
    """How many notes there are, the two labels, what is asked of each, and what is told afterwards.

    ``least`` is how many others there must be before the group's gap is worked out.
    """

    notes: int
    arms: tuple[Option, ...]
    ask: tuple[Field, ...]
    debrief: tuple[str, ...]
    predict: str
    rule: str
    least: int

    @property
    def scale(self) -> Scale:
        """The scale of the first rating, which the gap is on."""
        return next(field.scale for field in self.ask if isinstance(field, Rating))


def _read(table: Table) -> LabelExperiment:
    arms, ask = read_options(table, "arms"), read_fields(table.tables("ask"), more=True)
    if len(arms) != 2:
        table.fail("“arms” must be two, each with an id and a label; a gap lies between two")
    if list(said_twice([arm.label for arm in arms])):
        table.fail("“arms” have one label, so nothing would differ; write two lines")
    if not any(isinstance(field, Rating) for field in ask) or len({field.id for field in ask}) < len(ask):
        table.fail("“ask” needs questions with different ids, one of them a rating: what the label may move")
    if next(field for field in ask if isinstance(field, Rating)).reach == "mine":
        table.fail(
            "“ask” begins with a rating that stays with its learner; the gap is worked out of it, so let it travel"
        )
    notes, debrief = table.whole("notes", 2, 24), table.texts("debrief")
    if notes % 2:
        table.fail("“notes” must be even, so that each label is met equally often")
    if not debrief:
        table.fail("“debrief” is empty; say what differed and why, for whoever took part is told so")
    predict, rule = table.text("predict"), table.text("rule", "")
    return LabelExperiment(notes, arms, ask, debrief, predict, rule, table.whole("least", 5, 1000, 10))


def _steps(activity: "Activity") -> tuple[Step, ...]:
    spec: LabelExperiment = activity.spec
    numbers = range(1, spec.notes + 1)
    predicted = (
        Choice("way", spec.predict, "mine", (*(_higher(arm) for arm in spec.arms), Option("none", say("labelNone")))),
        Number("gap", say("labelPoints"), "mine", Scale(0, spec.scale.max - spec.scale.min, 0.5, "")),
    )
    return (
        Step(
            _TOLD,
            "rate",
            door="both",
            button=say("trialBegin"),
            look=say("trialLook"),
            before=lambda _: [scenes.text(say("trialTitle"), [say("trialTold")])],
            derives=partial(_keep_place, activity.id),
            quiet=True,
            then={"": _DEBRIEF},  # who took the second door is shown, and not asked
            forms=_TOGETHER,
        ),
        *(_note(activity.id, spec, n) for n in numbers),
        Step(
            _DEBRIEF,
            "rate",
            button=say("trialDebrief"),
            scene=partial(_debriefed, activity.id, spec),
            debrief=True,
            quiet=True,
            forms=_TOGETHER,
        ),
        Step("moved", "rate", predicted, "both", forms=_TOGETHER),
        Step("published", "rate", button=say("labelElsewhere"), scene=_elsewhere, forms=_ALONE),
        *_came(activity.id, spec),
    )


def _came(id: str, spec: LabelExperiment) -> tuple[Step, ...]:
    figure = figure_id(id)
    rule = [Step("rule", "came", (Text("rule", spec.rule, "facilitator", None, optional=False),), "skip")]
    return (
        Step(
            "group",
            "came",
            button=say("showGroup"),
            scene=lambda known: scenes.figure(known, figure),
            waits=lambda known: "" if scenes.figure(known, figure) else say("waitsForGroup"),
            quotes=lambda known: [*scenes.figure_said(known, figure), scenes.text("", said=[_my_guess()])],
            held=True,
            forms=_TOGETHER,
        ),
        # Alone it was shown before, and stands here only where nothing else would.
        Step(
            "elsewhere", "came", button=say("labelElsewhere"), scene=_elsewhere, forms=_TOGETHER if spec.rule else ALL
        ),
        *(rule if spec.rule else []),
    )


def _note(id: str, spec: LabelExperiment, n: int) -> Step:
    """The n-th note that somebody reads, whichever it is for them."""

    def shown(known: Known) -> Sequence[Scene]:
        drawn = _drawn(id, spec, known)[n - 1]
        return [scenes.made(drawn["text"], next(arm.label for arm in spec.arms if arm.id == drawn["arm"]))]

    def about(known: Known) -> Mapping[str, Any]:
        drawn = _drawn(id, spec, known)[n - 1]
        return {"note": drawn["note"], "arm": drawn["arm"], "order": n}

    return Step(
        f"note-{n}",
        "rate",
        spec.ask,
        "commit",
        before=shown,
        trial=True,
        about=about,
        forms=_TOGETHER,
    )


# The lots


def _drawn(id: str, spec: LabelExperiment, known: Known) -> list[dict[str, str]]:
    """The notes in a learner's own order, each with its label: the same ones whenever they come back."""
    from kith_exercises.primitives.lots import halves, order_by_lot  # bring NumPy, which other pages do without

    lot, texts = _lot(id, known), {one["id"]: one["text"] for one in known.sealed["texts"][: spec.notes]}
    ways = halves(lot, id, list(texts), [arm.id for arm in spec.arms])
    return [{"note": note, "text": texts[note], "arm": ways[note]} for note in order_by_lot(lot, id, list(texts))]


def _lot(id: str, known: Known) -> "Lot":
    """The lot with which this learner began, whatever place they were given since."""
    from kith_exercises.primitives.lots import Lot

    for record in known.records:
        match record:
            case Record(event="also", reach="mine", value={"step": "told", "answers": {"place": int(place)}}):
                return Lot(max(place, 0), id)
    return Lot.without_place(known.me, id) if known.inbox.place is None else Lot(known.inbox.place, id)


def _keep_place(id: str, known: Known, _: Answers) -> list[tuple[Reach, Answers]]:
    return [("mine", {"place": _lot(id, known).place})]


# What is shown


def _debriefed(id: str, spec: LabelExperiment, known: Known) -> list[Scene]:
    labels = {arm.id: arm.label for arm in spec.arms}
    first = next(field for field in spec.ask if isinstance(field, Rating))
    said = [
        {
            "of": [f"note-{n}", first.id],
            "with": say("trialMine", n=str(n), arm=labels[one["arm"]], mine="{mine}"),
            "without": "",
        }
        for n, one in enumerate(_drawn(id, spec, known), 1)
        if known.answers(f"note-{n}") is not None
    ]
    last = [say("trialStopped")] if flow.stopped(known.records) else [say("trialLeaveOut")] if said else []
    return [scenes.text(say("trialDiffered"), [*spec.debrief, *last], said)]


def _slips(activity: "Activity", sealed: Mapping[str, Any]) -> list[Slip]:
    """What keeps the notes from being the same for everybody but for the line above them."""
    spec: LabelExperiment = activity.spec
    notes = sealed["texts"] if isinstance(sealed["texts"], list) else []
    found = [slip for n, note in enumerate(notes, 1) for slip in _note_slips(note, n, spec)]
    found += unread(sealed, ("texts", "elsewhere"))
    if len(notes) < spec.notes:
        remedy = "write the others, or lower “notes” in prompts.toml"
        found.append(Slip(f"“texts” has {len(notes)} of {spec.notes} notes", remedy))
    if not is_page(sealed["elsewhere"]):
        remedy = "say there what others found"
        found.append(Slip("“elsewhere” needs a text “title” and a list of texts “paragraphs”", remedy, "elsewhere"))
    if found:
        return found
    again = {place: "an id" for place, _ in said_twice([note["id"] for note in notes])}
    again |= {place: "a text" for place, _ in said_twice([note["text"] for note in notes])}
    return [
        Slip(f"the note “{notes[place]['id']}” has {what} that another one has", "let notes differ", "texts", place + 1)
        for place, what in sorted(again.items())
    ]


def _note_slips(note: Any, n: int, spec: LabelExperiment) -> Iterator[Slip]:
    match note:
        case {"text": Mapping()}:
            what = "a note is the same for everybody, and this one has several texts"
            yield Slip(what, "write one; the line above it is drawn by lot", "texts", n)
        case {"id": str(id), "text": str(text)} if id and text.strip():
            yield from unread(note, ("id", "text"), key="texts", n=n)
            for arm in spec.arms:
                if arm.label.casefold() in text.casefold():
                    what = f"the note “{id}” names “{arm.label}”, and is also shown under the other line"
                    yield Slip(what, "take that out of the text", "texts", n)
            if n > spec.notes:
                what = f"nobody reads the note “{id}”, for “notes” is {spec.notes}"
                yield Slip(what, "raise it in prompts.toml, or take the note out", "texts", n)
        case _:
            yield Slip("a note needs an id and a text", 'write id = "...", text = "..."', "texts", n)


def _elsewhere(known: Known) -> list[Scene]:
    found = known.sealed["elsewhere"]
    return [scenes.text(found["title"], found["paragraphs"])]


def _my_guess() -> dict[str, Any]:
    return {"of": ["moved", "gap"], "with": say("labelGuessed", mine="{mine}"), "without": ""}


def _higher(arm: Option) -> Option:
    return Option(arm.id, say("labelHigher", arm=arm.label))


LABEL_EXPERIMENT = Primitive(
    kind="label-experiment",
    bundle="leaves",
    read=_read,
    steps=_steps,
    parts=("rate", "came"),
    needs=frozenset({"texts", "elsewhere"}),
    slips=_slips,
    asked=asked,
)
