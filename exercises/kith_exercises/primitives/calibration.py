"""How sure, and how often right: claims with two sides each, then one's own answers counted by how sure they were.

Nothing is told between two claims: whoever learns that they were wrong is less sure of the next, and the counts would
be of something else. The own curve is drawn and never kept.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kith_exercises.field_tables import read_options, read_scale
from kith_exercises.fields import Choice, Number, Option, Scale
from kith_exercises.primitives import flow, scenes
from kith_exercises.primitives.figures import Asked, Journals, Released, counted, differing, measured, worded
from kith_exercises.primitives.primitive import Primitive, Scene, Step
from kith_exercises.primitives.published import Published, read_published
from kith_exercises.primitives.slips import is_text
from kith_exercises.tables import Table
from kith_widgets.words import say

if TYPE_CHECKING:
    from kith_exercises.definitions import Activity
    from kith_exercises.measures.calibration import Claim
    from kith_exercises.measures.finding import Finding

__all__ = ["CALIBRATION", "Calibration", "TwoSided", "claims"]

_CHOICE, _SURE = "choice", "sure"
#: How sure somebody was of a claim, from 0 to 1, and whether it was so.
Held = tuple[float, bool]


@dataclass(frozen=True)
class TwoSided:
    """A claim with its two sides; which of them is so is held back."""

    id: str
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Calibration:
    """Claims, the scale on which one says how sure one is, and how much surer than right others were elsewhere."""

    claims: tuple[TwoSided, ...]
    sure: Scale
    published: Published | None = None


def _read(table: Table) -> Calibration:
    sure = table.table("sure")
    if sure is None:
        table.fail("“sure” is missing; add it: sure = { min = 50, max = 100, step = 10 }")
    scale = read_scale(sure)
    sure.done()
    if not 0 <= scale.min < scale.max <= 100:
        sure.fail("“min” and “max” must lie between 0 and 100; how sure one is, is said in percent")
    claims = tuple(_claim(each) for each in table.tables("claims"))
    if not claims or len({claim.id for claim in claims}) < len(claims):
        table.fail("“claims” needs claims with different ids; add [[" + table.id + ".claims]]")
    published = read_published(table.table("published"), *_line(scale))
    return Calibration(claims, Scale(scale.min, scale.max, scale.step, scale.unit or "%"), published)


def _claim(table: Table) -> TwoSided:
    claim = TwoSided(table.text("id"), table.text("label"), read_options(table, "options"))
    if len(claim.options) != 2:
        table.fail("“options” must be two; with more, even odds would not be 50%")
    table.done()
    return claim


def _steps(activity: "Activity") -> tuple[Step, ...]:
    spec: Calibration = activity.spec
    asked = [
        Step(
            f"claim-{claim.id}",
            fields=(
                Choice(_CHOICE, claim.label, None, claim.options),
                Number(_SURE, say("sureOfThat"), None, spec.sure),
            ),
            door="both",
        )
        for claim in spec.claims
    ]
    return (
        *asked,
        Step(
            "answers",
            button=say("showAnswers"),
            scene=lambda known: [_tally(spec, known.sealed, whole=True)],
            quotes=lambda known: [_tally(spec, known.sealed, whole=False)],
            held=True,
        ),
        Step(
            "group",
            button=say("showGroup"),
            scene=lambda known: scenes.figure(known, _figure(activity), published=spec.published),
            waits=lambda known: "" if scenes.figure(known, _figure(activity)) else say("waitsForGroup"),
            quotes=lambda known: scenes.figure_said(known, _figure(activity)),
            forms=frozenset({"cohort", "room"}),
        ),
    )


def _tally(spec: Calibration, sealed: Mapping[str, Any], *, whole: bool) -> Scene:
    right, how = sealed["right"], sealed["how"]
    counted: dict[str, Any] = {
        "of": [
            {"step": f"claim-{claim.id}", "choice": _CHOICE, "sure": _SURE, "right": right[claim.id]}
            for claim in spec.claims
        ],
        "levels": _levels(spec.sure),
        "unit": spec.sure.unit,
        "rows": [
            {"label": claim.label, "came": _label(claim, right[claim.id]), "how": how[claim.id]}
            for claim in spec.claims
            if whole
        ],
    }
    title = say("tallyTitle", n=len(spec.claims)) if whole else ""
    return scenes.tally(title, say("tallySentence") if whole else "", say("tallyWithout"), **counted)


def _levels(scale: Scale) -> list[float]:
    count = int((scale.max - scale.min) / scale.step + 1e-9) + 1
    return [scale.min + place * scale.step for place in range(count)]


def _label(claim: TwoSided, option: str) -> str:
    return next(one.label for one in claim.options if one.id == option)


def _slips(activity: "Activity", sealed: Mapping[str, Any]) -> list[str]:
    found = []
    for claim in activity.spec.claims:
        right, how = (part.get(claim.id) if isinstance(part := sealed[key], dict) else None for key in ("right", "how"))
        if right not in [option.id for option in claim.options]:
            found.append(f"“right” does not say which side of “{claim.id}” is so")
        if not is_text(how):
            found.append(f"“how” does not say where the answer to “{claim.id}” is known from")
    return found


def _figure(activity: "Activity") -> str:
    return f"{activity.id}/overconfidence"


def _asked(activity: "Activity", sealed: Mapping[str, Any]) -> tuple[Asked, ...]:
    """How much surer a cohort was than right: of those who answered or looked at every claim, so that it stays so."""
    spec: Calibration = activity.spec
    return (
        Asked(
            id=_figure(activity),
            figures=(_figure(activity),),
            answers=lambda journals: _answers(activity, sealed["right"], journals),
            hidden=_surer,
            release=lambda answers: {_figure(activity): _released(spec, answers)},
            grain=_grain(spec),
        ),
    )


def _answers(activity: "Activity", right: Mapping[str, str], journals: Journals) -> dict[str, tuple[Held, ...]]:
    """By learner, each claim that they answered: how sure they were, and if it held."""
    steps = [step for step in flow.steps_of(activity) if step.id.startswith("claim-")]
    done = {who for who, records in counted(activity, journals) if len(flow.passed(steps, None, records)) == len(steps)}
    found: dict[str, tuple[Held, ...]] = {}
    for claim in claims(activity, right, journals):
        if claim.learner in done:
            found[claim.learner] = (*found.get(claim.learner, ()), (claim.said, claim.right))
    return found


def _surer(held: Sequence[Held]) -> float:
    return sum(said - right for said, right in held) / len(held)


def _released(spec: Calibration, answers: Mapping[str, Sequence[Held]]) -> Released:
    from kith_exercises.measures.calibration import Claim, overconfidence

    def measure(given: Sequence[Sequence[Held]]) -> "Finding":
        return overconfidence(Claim(f"{place:06}", *one) for place, held in enumerate(given) for one in held)

    words = worded("calibration", unit="unitPercent")
    axis = say("calibrationAxis")
    return measured(answers, measure, words, _line(spec.sure), axis, key=_surer, grain=_grain(spec), digits=2)


def _line(sure: Scale) -> tuple[float, float]:
    """From least to most by which somebody can be surer than right."""
    return sure.min - 100, sure.max


def _grain(spec: Calibration) -> float:
    """How far apart two learners' means must lie to be two."""
    low, high = (end / 100 for end in _line(spec.sure))
    return differing(low, high, spec.sure.step / 100 / len(spec.claims))


CALIBRATION = Primitive(
    kind="calibration",
    bundle="leaves",
    read=_read,
    steps=_steps,
    needs=frozenset({"right", "how"}),
    slips=_slips,
    asked=_asked,
)


def claims(activity: "Activity", right: Mapping[str, str], journals: Journals) -> "list[Claim]":
    """The rows of ``measures.calibration``, by what was so: how sure each learner was of a claim, and if it held.

    Whoever looked, or wants it left out, is in none, and neither is what was the learner's own.
    """
    from kith_exercises.measures.calibration import Claim  # brings NumPy, which a page can do without

    steps = flow.steps_of(activity)
    found = []
    for learner, records in counted(activity, journals):
        for one in flow.passed(steps, None, records):
            if one.answers and one.id.startswith("claim-"):
                so = right.get(one.id.removeprefix("claim-")) == one.answers[_CHOICE]
                found.append(Claim(learner, one.answers[_SURE] / 100, so))
    return found
