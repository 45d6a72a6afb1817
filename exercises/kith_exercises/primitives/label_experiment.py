"""Do labels move us? The same notes for everybody, rated one by one; who is named as their writer is drawn by lot.

A trial on ourselves. It says before that some details differ by lot, and after, in the same sitting, what differed,
why, which lots one had and what one answered. Nothing of it travels before that, nothing while somebody wants it left
out, and never what was broken off (see ``outbound``). What travels of somebody of whom nothing counts is the same,
whether they looked, stopped or want it left out. Alone there is no lot: there is what others found.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from kith_exercises.field_tables import read_fields, read_options
from kith_exercises.fields import Choice, Field, Number, Option, Scale, Text
from kith_exercises.more_fields import Rating
from kith_exercises.primitives import flow, scenes
from kith_exercises.primitives.label_answers import asked, figure_id
from kith_exercises.primitives.label_notes import TOLD, drawn_notes, keep_place, note_slips, read_arms, read_notes
from kith_exercises.primitives.primitive import ALL, Form, Known, Primitive, Scene, Step
from kith_exercises.primitives.slips import Slip, is_page, unread
from kith_exercises.tables import Table
from kith_widgets.words import say

if TYPE_CHECKING:
    from kith_exercises.definitions import Activity

__all__ = ["LABEL_EXPERIMENT", "LabelExperiment"]

_DEBRIEF = "debrief"
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
    arms, ask = read_arms(table, read_options(table, "arms")), read_fields(table.tables("ask"), more=True)
    if not any(isinstance(field, Rating) for field in ask) or len({field.id for field in ask}) < len(ask):
        table.fail("“ask” needs questions with different ids, one of them a rating: what the label may move")
    if next(field for field in ask if isinstance(field, Rating)).reach == "mine":
        table.fail(
            "“ask” begins with a rating that stays with its learner; the gap is worked out of it, so let it travel"
        )
    notes, debrief = read_notes(table), table.texts("debrief")
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
            TOLD,
            "rate",
            door="both",
            button=say("trialBegin"),
            look=say("trialLook"),
            before=lambda _: [scenes.text(say("trialTitle"), [say("trialTold")])],
            derives=partial(keep_place, activity.id),
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
        drawn = drawn_notes(id, spec.notes, spec.arms, known)[n - 1]
        return [scenes.made(drawn["text"], next(arm.label for arm in spec.arms if arm.id == drawn["arm"]))]

    def about(known: Known) -> Mapping[str, Any]:
        drawn = drawn_notes(id, spec.notes, spec.arms, known)[n - 1]
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


# What is shown


def _debriefed(id: str, spec: LabelExperiment, known: Known) -> list[Scene]:
    labels = {arm.id: arm.label for arm in spec.arms}
    first = next(field for field in spec.ask if isinstance(field, Rating))
    rated = {f"note-{n}" for n in range(1, spec.notes + 1) if known.answers(f"note-{n}") is not None}
    # It lies in a page without a kernel before anything is rated: there the browser leaves out what was not.
    told = any(
        record.event == "unfold" and isinstance(record.value, Mapping) and record.value.get("step") == _DEBRIEF
        for record in known.records
    )
    said = [
        {
            "of": [f"note-{n}", first.id],
            "with": say("trialMine", n=str(n), arm=labels[one["arm"]], mine="{mine}"),
            "without": "",
        }
        for n, one in enumerate(drawn_notes(id, spec.notes, spec.arms, known), 1)
        if not told or f"note-{n}" in rated
    ]
    last = [say("trialStopped")] if flow.stopped(known.records) else [say("trialLeaveOut")] if rated else []
    return [scenes.text(say("trialDiffered"), [*spec.debrief, *last], said)]


def _slips(activity: "Activity", sealed: Mapping[str, Any]) -> list[Slip]:
    spec: LabelExperiment = activity.spec
    found = [*unread(sealed, ("texts", "elsewhere")), *note_slips(sealed, spec.notes, spec.arms)]
    if not is_page(sealed["elsewhere"]):
        remedy = "say there what others found"
        found.append(Slip("“elsewhere” needs a text “title” and a list of texts “paragraphs”", remedy, "elsewhere"))
    return found


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
