"""What a network does: who hears of it, what is lost if somebody leaves, what one more tie changes; guessed, then run.

A network of the makers' is drawn with its names, since nobody lives in it; real ties are those of data that come with
Kith. A learner guesses, changes one thing, and sees it run before and after, in their own browser: a step shows the
network and the rule, never an answer. What is asked of the group, and shown of it, is in `network_ours`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kith_exercises.fields import Field, Number, Scale
from kith_exercises.network_field import NetworkChange
from kith_exercises.primitives.behind_word import behind_word
from kith_exercises.primitives.figures import Journals
from kith_exercises.primitives.network_off import shares_off, step_of, the_most
from kith_exercises.primitives.network_ours import GUESS, asked, missed, ours_steps
from kith_exercises.primitives.network_spec import NetworkLab, Round, read_network_lab
from kith_exercises.primitives.primitive import Answers, Primitive, Scene, Step, nothing
from kith_exercises.primitives.promises import gap_counted
from kith_exercises.webs import Web, changed, counted, rule_of
from kith_widgets.words import say

if TYPE_CHECKING:
    from kith_exercises.definitions import Activity
    from kith_exercises.measures.over_time import Miss

__all__ = ["NETWORK_LAB", "misses"]

_CHANGE = "change"


def _steps(activity: "Activity") -> tuple[Step, ...]:
    spec: NetworkLab = activity.spec
    return (
        *(step for one in spec.rounds for step in behind_word(_of_makers(spec, one), say("networkRun"))),
        *ours_steps(activity),
    )


def _of_makers(spec: NetworkLab, one: Round) -> Step:
    """A network that the makers made up: what comes is guessed, one thing changed, and both are run."""
    id = step_of(one)
    change = NetworkChange(_CHANGE, one.label, None, _seen(spec, one), one.change, one.starts) if one.change else None
    guess = Number(GUESS, one.ask, "mine", Scale(0, the_most(spec, one), 1, ""))
    fields: tuple[Field, ...] = (change, guess) if change else (guess,)
    ran = _ran(spec, one, id)
    return Step(
        id,
        "made",
        fields,
        "both",
        button=say("networkRun"),
        before=nothing if change else lambda _: [_web(spec, one)],
        scene=lambda _: [{"kind": "run", **ran, "code": rule_of(one.counts)}],
        quotes=lambda _: [{"kind": "ran", **ran}],
        derives=lambda _, answers: missed(answers, _came(spec, one, answers)),
        promise=gap_counted,
    )


def _came(spec: NetworkLab, one: Round, answers: Answers) -> int:
    return counted(changed(spec.web, answers.get(_CHANGE, {})), one.counts, one.starts, one.needs)


def _seen(spec: NetworkLab, one: Round) -> Web:
    """The network, with what people know only where that is counted."""
    return spec.web if one.counts in ("lost", "alone") else replace(spec.web, things=())


def _web(spec: NetworkLab, one: Round) -> Scene:
    return {"kind": "web", "title": say("networkAsItIs"), "net": _seen(spec, one).card(), "starts": list(one.starts)}


def _ran(spec: NetworkLab, one: Round, id: str) -> Scene:
    """What the browser needs to run it, on the change that it finds in the answers."""
    runs = one.counts in ("heard", "steps")
    rule = say("networkHow", n=one.needs) if runs else say("networkHeld")
    return {
        "title": one.ask,
        "net": _seen(spec, one).card(),
        "starts": list(one.starts),
        "needs": one.needs,
        "counts": one.counts,
        "change": [id, _CHANGE] if one.change else None,
        "of": [id, GUESS],
        "came": say(_CAME[one.counts], n="{n}", all="{all}"),
        "off": say("networkOff", mine="{mine}", gap="{gap}"),
        "met": say("networkMet", mine="{mine}"),
        "how": f"{rule} {spec.source}".strip(),
    }


_CAME = {"heard": "networkHeard", "steps": "networkSteps", "lost": "networkLost", "alone": "networkAlone"}


NETWORK_LAB = Primitive(
    kind="network-lab",
    bundle="network",
    bundles={"ours": "leaves"},
    read=read_network_lab,
    steps=_steps,
    parts=("made", "ours"),
    reaches=("facilitator", "mine"),
    asked=asked,
)


def misses(asked: Mapping[float, Sequence["Activity"]], journals: Journals) -> "list[Miss]":
    """How far off each guess about the makers' networks was, as a share of its line; ``asked`` is by time."""
    from kith_exercises.measures.over_time import Miss

    return [
        Miss(learner, time, abs(share))
        for time, activities in sorted(asked.items())
        for activity in activities
        for learner, share in shares_off(activity, journals)
    ]
