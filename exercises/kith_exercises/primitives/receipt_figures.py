"""What stamps did in a group: how trust moved once they unfolded, and how many notes say when they fail."""

from collections.abc import Mapping, Sequence
from statistics import fmean
from typing import TYPE_CHECKING, Any

from kith_exercises.fields import Text
from kith_exercises.primitives.figures import (
    Asked,
    Journals,
    Released,
    averaged,
    counted_beside,
    differing,
    measured,
    worded,
)
from kith_exercises.primitives.group import group_step
from kith_exercises.primitives.primitive import Form, Step
from kith_widgets.words import say

if TYPE_CHECKING:
    from kith_exercises.definitions import Activity
    from kith_exercises.fields import Scale
    from kith_exercises.measures.finding import Finding
    from kith_exercises.primitives.receipt_spec import Receipt

__all__ = ["asked", "group_steps", "limits", "may_lack", "trust"]

#: A reader's trust before the stamps, and with them.
Trust = tuple[float, float]
#: Of fewer notes a share would be told in halves: it is rounded until no number of notes follows from it.
_OTHERS = 9
#: What changes, as titles have it.


def asked(activity: "Activity", _: Mapping[str, Any]) -> tuple[Asked, ...]:
    """By how much a cohort trusted notes more with their stamps; and the share of notes that say when they fail."""
    spec: Receipt = activity.spec
    (moved, said), (scale, _ends) = _ids(activity), spec.trust
    trusted = Asked(
        id=moved,
        figures=(moved,),
        answers=lambda journals: trust(activity, journals),
        hidden=_more,
        release=lambda answers: {moved: _moved(scale, answers)},
        grain=differing(scale.min, scale.max, scale.step),
        once=True,  # whoever read one note may read another
    )
    limited = Asked(
        id=said,
        figures=(said,),
        answers=lambda journals: {giver: 100.0 * limit for giver, limit in limits(activity, journals).items()},
        hidden=float,
        release=lambda answers: {said: _limited(answers)},
        grain=100,
        others=_OTHERS,
    )
    return (trusted, limited) if may_lack(spec) else (trusted,)


def group_steps(activity: "Activity") -> tuple[Step, ...]:
    """Both figures, each once it has come."""
    moved, said = _ids(activity)
    together: frozenset[Form] = frozenset({"cohort", "room"})
    found = (group_step("group", "came", moved, forms=together),)
    return (*found, group_step("group-limits", "came", said, forms=together)) if may_lack(activity.spec) else found


def may_lack(spec: "Receipt") -> bool:
    """Whether a note can do without saying when it fails; else all say it."""
    return any(stamp.id == spec.limit and stamp.optional for stamp in spec.stamps if isinstance(stamp, Text))


def _ids(activity: "Activity") -> tuple[str, str]:
    return f"{activity.id}/trust", f"{activity.id}/limits"


def _more(pair: Trust) -> float:
    before, again = pair
    return again - before


def _limited(answers: Mapping[str, float]) -> Released:
    return averaged(answers, say("limitsOurs", size="{size}"), (0, 100), say("limitsAxis"), grain=100, others=_OTHERS)


def _moved(scale: "Scale", answers: Mapping[str, Trust]) -> Released:
    from kith_exercises.measures.change import change

    def measure(given: Sequence[Trust]) -> "Finding":
        before, again = ({f"{place:06}": pair[time] for place, pair in enumerate(given)} for time in (0, 1))
        return change(before, again, what="trust", scale=(scale.min, scale.max))

    reach = scale.max - scale.min
    gate = {"key": _more, "grain": differing(scale.min, scale.max, scale.step)}
    return measured(answers, measure, worded("trust"), (-reach, reach), say("trustAxis"), **gate)


def limits(activity: "Activity", journals: Journals) -> dict[str, bool]:
    """By giver, whether their note says when it fails; the share of them is what a facilitator may be told."""
    found: dict[str, bool] = {}
    for giver, step, answers in counted_beside(activity, journals):
        match step, answers:
            case "note" | "room-note", {"limit": bool(limit)}:
                found.setdefault(giver, limit)
    return found


def trust(activity: "Activity", journals: Journals) -> dict[str, Trust]:
    """By reader, the mean trust before the stamps and with them, where they gave both: for ``measures.change``.

    Pairs are within readers, so it does not matter that some trust everything more. Who reads at a table answers on the
    giver's device, so there one more pair stands beside the giver's own.
    """
    scale, _ = activity.spec.trust
    pairs: dict[str, dict[str, tuple[float, float]]] = {}
    for reader, step, answers in counted_beside(activity, journals):
        match answers:
            case {"before": int() | float() as before, "again": int() | float() as again} if all(
                scale.min <= one <= scale.max for one in (before, again)
            ):
                pairs.setdefault(reader, {}).setdefault(step, (before, again))
    both = {reader: zip(*given.values(), strict=True) for reader, given in pairs.items()}
    return {reader: (fmean(before), fmean(again)) for reader, (before, again) in both.items()}
