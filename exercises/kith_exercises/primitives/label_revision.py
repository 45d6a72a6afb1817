"""Does a rule help against a line? New notes, rated before the line above them is seen, and once more after it.

I write a rule first, and it stands above each note. A line moves nobody who has not seen it, so a first rating says
nothing of the rule: what is counted is how far a rating moves towards the line once it unfolds. That it goes by lot is
said before; what counts leaves with the last step, in which it is told, and not while somebody wants it left out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from kith_exercises.field_tables import read_options, read_rated
from kith_exercises.fields import Option, Scale, Text
from kith_exercises.more_fields import Rating
from kith_exercises.primitives import scenes
from kith_exercises.primitives.figures import Asked, Journals, Released, counted_beside, differing, measured, worded
from kith_exercises.primitives.label_notes import TOLD, drawn_notes, keep_place, note_slips, read_arms, read_notes
from kith_exercises.primitives.primitive import Answers, Form, Known, Primitive, Scene, Step
from kith_exercises.primitives.slips import Slip, unread
from kith_exercises.records import Reach
from kith_exercises.tables import Table
from kith_widgets.words import say

if TYPE_CHECKING:
    from kith_exercises.definitions import Activity
    from kith_exercises.measures.finding import Finding
    from kith_exercises.measures.label_gap import Revision

__all__ = ["LABEL_REVISION", "LabelRevision", "revisions"]

_RULE, _SEEN = "rule", "seen"
_TOGETHER: frozenset[Form] = frozenset({"cohort", "room"})


@dataclass(frozen=True)
class LabelRevision:
    """The question for a rule, the two lines, how many notes there are, and how each is rated, twice.

    ``least`` is how many others there must be before it is worked out how far the group's ratings moved.
    """

    rule: str
    arms: tuple[Option, ...]
    notes: int
    ask: str
    again: str
    scale: Scale
    ends: tuple[str, str]
    least: int


def _read(table: Table) -> LabelRevision:
    asked = table.table("ask")
    if asked is None:
        table.fail(f"“ask” is missing; add a table [{table.id}.ask]")
    (scale, ends), ask, again = read_rated(asked), asked.text("label"), asked.text("again")
    asked.done()
    arms = read_arms(table, read_options(table, "arms"))
    return LabelRevision(
        table.text("rule"), arms, read_notes(table), ask, again, scale, ends, table.whole("least", 5, 1000, 10)
    )


def _steps(activity: "Activity") -> tuple[Step, ...]:
    spec: LabelRevision = activity.spec
    figure = _figure(activity.id)
    return (
        Step(
            TOLD,
            button=say("trialBegin"),
            before=lambda _: [scenes.text(say("trialTitle"), [say("revisionTold")])],
            derives=partial(keep_place, activity.id),
            quiet=True,
        ),
        Step(_RULE, "", (Text(_RULE, spec.rule, "facilitator", None, optional=False),), "skip"),
        *(step for n in range(1, spec.notes + 1) for step in _note(activity.id, spec, n)),
        Step(
            _SEEN,
            button=say("revisionShow"),
            scene=partial(_told, activity.id, spec),
            derives=partial(_moved, activity.id, spec),
            debrief=True,
            quiet=True,
        ),
        Step(
            "group",
            button=say("showGroup"),
            scene=lambda known: scenes.figure(known, figure),
            waits=lambda known: "" if scenes.figure(known, figure) else say("waitsForGroup"),
            quotes=lambda known: scenes.figure_said(known, figure),
            held=True,
            forms=_TOGETHER,
        ),
    )


def _note(id: str, spec: LabelRevision, n: int) -> tuple[Step, Step]:
    """The n-th note that somebody rates, then with its line: the first rating stays, and a second may be given."""
    first, then = _ids(n)

    def drawn(known: Known) -> Mapping[str, str]:
        return drawn_notes(id, spec.notes, spec.arms, known)[n - 1]

    def read(known: Known) -> list[Scene]:
        rule = [scenes.mine(_RULE, _RULE, spec.rule)] if known.answers(_RULE) is not None else []
        return [*rule, scenes.made(drawn(known)["text"], say("revisionNote", n=n))]

    def line(known: Known) -> list[Scene]:
        return [scenes.text("", [say("revisionLine", arm=_label(spec, drawn(known)["arm"]))])]

    def rating(asks: str) -> tuple[Rating]:
        return (Rating("rating", asks, "mine", spec.scale, spec.ends),)

    return (
        Step(
            first,
            "",
            rating(spec.ask),
            "both",
            look=say("revisionLook"),
            before=read,
            scene=line,
            promise=_promise,
            quiet=True,
        ),
        Step(
            then,
            "",
            rating(spec.again),
            "skip",
            look=say("revisionStays"),
            after=(first,),
            given=(first,),
            promise=_promise,
            quiet=True,
        ),
    )


def _ids(n: int) -> tuple[str, str]:
    return f"before-{n}", f"after-{n}"


def _label(spec: LabelRevision, arm: str) -> str:
    return next(one.label for one in spec.arms if one.id == arm)


def _promise(_: Known) -> tuple[Reach, str]:
    """Ratings stay; how far they move is counted."""
    return "mine", say("reachMoved")


def _told(id: str, spec: LabelRevision, known: Known) -> list[Scene]:
    """What I gave before and after, note by note, and that it can be left out; never a score of mine."""
    said = []
    for n, note in enumerate(drawn_notes(id, spec.notes, spec.arms, known), 1):
        arm = _label(spec, note["arm"])
        for step, word in zip(_ids(n), ("revisionFirst", "revisionThen"), strict=True):
            if known.answers(step) is not None:
                said.append({"of": [step, "rating"], "with": say(word, n=n, arm=arm, mine="{mine}"), "without": ""})
    return [scenes.text(say("revisionAll"), [say("revisionNoise"), *([say("trialLeaveOut")] if said else [])], said)]


def _moved(id: str, spec: LabelRevision, known: Known, _: Answers) -> Sequence[tuple[Reach, Answers]]:
    """Each note that was rated: its line, and the rating before and after; who was asked alone is no one's figure."""
    rows = []
    for n, note in enumerate(drawn_notes(id, spec.notes, spec.arms, known), 1):
        before, after = (known.answers(step) for step in _ids(n))
        if before is not None:
            last = before if after is None else after
            rows.append({"note": note["note"], "arm": note["arm"], "before": before["rating"], "after": last["rating"]})
    return [("count", {"rows": rows})] if rows and known.form in _TOGETHER else []


# From journals to the figure


def _figure(id: str) -> str:
    return f"{id}/moved"


#: A note, the line that it bore, and its rating before that was seen and after.
Row = tuple[str, str, float, float]


def _asked(activity: "Activity", _: Mapping[str, Any]) -> tuple[Asked, ...]:
    """How far a cohort's ratings moved towards the lines: of those who met both, and let it be counted."""
    spec: LabelRevision = activity.spec
    id, scale = _figure(activity.id), spec.scale
    grain = differing(scale.min, scale.max, scale.step / spec.notes)
    return (
        Asked(
            id=id,
            figures=(id,),
            answers=lambda journals: _answers(activity, journals),
            hidden=partial(_own, spec),
            release=lambda answers: {id: _released(spec, answers, grain)},
            grain=grain,
            others=spec.least,
        ),
    )


def _answers(activity: "Activity", journals: Journals) -> dict[str, tuple[Row, ...]]:
    found: dict[str, tuple[Row, ...]] = {}
    for one in revisions(activity, journals):
        found[one.learner] = (*found.get(one.learner, ()), (one.note, one.label, one.before, one.after))
    return {who: rows for who, rows in found.items() if len({label for _, label, _, _ in rows}) == 2}


def _own(spec: LabelRevision, rows: Sequence[Row]) -> float:
    one, other = ([after - before for _, label, before, after in rows if label == arm.label] for arm in spec.arms)
    return (sum(one) / len(one) - sum(other) / len(other)) / 2


def _released(spec: LabelRevision, answers: Mapping[str, Sequence[Row]], grain: float) -> Released:
    from kith_exercises.measures.label_gap import Revision, change_towards_label
    from kith_exercises.privacy import Thresholds

    labels, scale = (spec.arms[0].label, spec.arms[1].label), spec.scale

    def measure(given: Sequence[Sequence[Row]]) -> "Finding":
        rows = [Revision(f"{place:06}", *one) for place, rows in enumerate(given) for one in rows]
        return change_towards_label(rows, labels, scale=(scale.min, scale.max))

    reach = scale.max - scale.min
    gate = {"key": partial(_own, spec), "thresholds": Thresholds(scores=spec.least), "grain": grain}
    return measured(answers, measure, worded("revision"), (-reach, reach), say("revisionAxis"), **gate)


def revisions(activity: "Activity", journals: Journals) -> "list[Revision]":
    """The rows of ``measures.label_gap``: each rating before its line was seen and after, as far as it is counted."""
    from kith_exercises.measures.label_gap import Revision as Row

    spec: LabelRevision = activity.spec
    arms = {arm.id: arm.label for arm in spec.arms}
    field = Rating("rating", spec.ask, None, spec.scale, spec.ends)
    found: dict[tuple[str, str], Row] = {}
    for learner, step, answers in counted_beside(activity, journals):
        for row in answers.get("rows", ()) if step == _SEEN and isinstance(answers.get("rows"), list) else ():
            match row:
                case {"note": str(note), "arm": str(arm), "before": before, "after": after} if arm in arms:
                    try:
                        one = Row(learner, note, arms[arm], field.check(before), field.check(after))
                    except ValueError:
                        continue
                    found.setdefault((learner, note), one)
    return list(found.values())


def _slips(activity: "Activity", sealed: Mapping[str, Any]) -> list[Slip]:
    spec: LabelRevision = activity.spec
    return [*unread(sealed, ("texts",)), *note_slips(sealed, spec.notes, spec.arms)]


LABEL_REVISION = Primitive(
    kind="label-revision",
    bundle="leaves",
    read=_read,
    steps=_steps,
    reaches=("count",),
    needs=frozenset({"texts"}),
    slips=_slips,
    asked=_asked,
)
