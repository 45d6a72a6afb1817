"""What a network does: who hears of it, what is lost if somebody leaves, what one more tie changes; guessed, then run.

A network of the makers' is drawn with its names, since nobody lives in it. A learner guesses, changes one thing, and
sees it run before and after, in their own browser: a step shows the network and the rule, never an answer. Our own
network is neither asked for nor drawn: of the group come bands of how many one knows, and how far news gets in
networks like that (`cohort_figures`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kith_exercises.fields import Choice, Field, Number, Option, Scale
from kith_exercises.network_field import NetworkChange
from kith_exercises.primitives import scenes
from kith_exercises.primitives.crowds import Band, in_words, like_ours
from kith_exercises.primitives.figures import Asked, Journals, Released, counted_beside, not_shown
from kith_exercises.primitives.network_spec import NetworkLab, Round, read_network_lab
from kith_exercises.primitives.primitive import ALL, Answers, Form, Known, Primitive, Scene, Step, nothing
from kith_exercises.primitives.promises import gap_counted
from kith_exercises.records import Reach
from kith_exercises.webs import Web, changed, counted
from kith_widgets.words import say

if TYPE_CHECKING:
    from kith_exercises.definitions import Activity
    from kith_exercises.measures.finding import Finding
    from kith_exercises.measures.over_time import Miss

__all__ = ["NETWORK_LAB", "chosen_ties", "cohort_figures", "misses"]

_CHANGE, _GUESS, _TIES = "change", "guess", "ties"
_OTHERS: frozenset[Form] = frozenset({"cohort", "room"})
#: What comes of our group is told of ten people.
_TEN = 10
#: Of a group of the makers', as many as these chose each band.
_MADE_UP = 4


def _steps(activity: "Activity") -> tuple[Step, ...]:
    spec: NetworkLab = activity.spec
    options = tuple(Option(band.id, in_words(band)) for band in spec.ours.bands)
    return (
        *(_of_makers(spec, one) for one in spec.rounds),
        Step(_TIES, "ours", (Choice(_TIES, spec.ours.ask, "count", options),), "skip"),
        Step(
            "our-ties",
            "ours",
            button=say("showGroup"),
            scene=lambda known: scenes.figure(known, f"{activity.id}/ties"),
            waits=lambda known: "" if scenes.figure(known, f"{activity.id}/ties") else say("waitsForGroup"),
            held=True,
            forms=_OTHERS,
        ),
        _of_ours(activity),
        _of_nobody(spec),
    )


def _of_makers(spec: NetworkLab, one: Round) -> Step:
    """A network that the makers made up: what comes is guessed, one thing changed, and both are run."""
    id = f"round-{one.id}"
    change = NetworkChange(_CHANGE, one.label, None, _seen(spec, one), one.change, one.starts) if one.change else None
    guess = Number(_GUESS, one.ask, "mine", Scale(0, _most(spec, one), 1, ""))
    fields: tuple[Field, ...] = (change, guess) if change else (guess,)
    ran = _ran(spec, one, id)
    return Step(
        id,
        "made",
        fields,
        "both",
        button=say("networkRun"),
        before=nothing if change else lambda _: [_web(spec, one)],
        scene=lambda _: [{"kind": "run", **ran}],
        quotes=lambda _: [{"kind": "ran", **ran}],
        derives=lambda _, answers: _missed(answers, _came(spec, one, answers)),
        promise=gap_counted,
    )


def _came(spec: NetworkLab, one: Round, answers: Answers) -> int:
    return counted(changed(spec.web, answers.get(_CHANGE, {})), one.counts, one.starts, one.needs)


def _most(spec: NetworkLab, one: Round) -> int:
    """The most that can come."""
    if one.counts == "heard":
        return len(spec.web.people) - (one.change == "leave")
    return len(spec.web.people) - 1 if one.counts == "steps" else len(spec.web.things)


def _seen(spec: NetworkLab, one: Round) -> Web:
    """The network, with what people know only where that is counted."""
    return spec.web if one.counts in ("lost", "alone") else replace(spec.web, things=())


def _web(spec: NetworkLab, one: Round) -> Scene:
    return {"kind": "web", "title": say("networkAsItIs"), "net": _seen(spec, one).card(), "starts": list(one.starts)}


def _ran(spec: NetworkLab, one: Round, id: str) -> Scene:
    """What the browser needs to run it, on the change that it finds in the answers."""
    runs = one.counts in ("heard", "steps")
    return {
        "title": one.ask,
        "net": _seen(spec, one).card(),
        "starts": list(one.starts),
        "needs": one.needs,
        "counts": one.counts,
        "change": [id, _CHANGE] if one.change else None,
        "of": [id, _GUESS],
        "came": say(_CAME[one.counts], n="{n}", all="{all}"),
        "off": say("networkOff", mine="{mine}", gap="{gap}"),
        "met": say("networkMet", mine="{mine}"),
        "how": say("networkHow", n=one.needs) if runs else say("networkHeld"),
    }


_CAME = {"heard": "networkHeard", "steps": "networkSteps", "lost": "networkLost", "alone": "networkAlone"}


def _of_ours(activity: "Activity") -> Step:
    """How far news gets in networks like ours is guessed, once the bands that they are drawn from have come."""
    spec, id = activity.spec, f"{activity.id}/reach"

    def missed(known: Known, answers: Answers) -> Sequence[tuple[Reach, Answers]]:
        came = scenes.point(known, id)
        return () if came is None else _missed(answers, came)

    return Step(
        "reach",
        "ours",
        (Number(_GUESS, spec.ours.guess, "mine", Scale(0, _TEN, 1, "")),),
        "both",
        button=say("networkDraw"),
        scene=lambda known: scenes.figure(known, id, ("reach", _GUESS)),
        quotes=lambda known: scenes.figure_said(known, id),
        # Nothing is guessed of what may never be shown.
        waits=lambda known: say("waitsForGroup") if scenes.point(known, id) is None else "",
        derives=missed,
        promise=gap_counted,
        forms=_OTHERS,
    )


def _of_nobody(spec: NetworkLab) -> Step:
    """For who works alone: networks whose people have as many ties as the bands say, as many of each."""
    id = "alone-reach"

    def shown(_: Known) -> list[Scene]:
        found = _drawn({band.id: _MADE_UP for band in spec.ours.bands}, spec.ours.bands)
        n, low, high = _ends(found)
        said = {"of": [id, _GUESS], "with": say("networkGuessed", mine="{mine}", n=n), "without": ""}
        told = [say("networkNobody", people=found.n), say("networkDrawn", low=low, high=high)]
        return [scenes.text(say("networkReach", n=n), told, said=[said])]

    return Step(
        id,
        "ours",
        (Number(_GUESS, spec.ours.guess, "mine", Scale(0, _TEN, 1, "")),),
        "both",
        button=say("networkDraw"),
        scene=shown,
        quotes=shown,
        forms=ALL - _OTHERS,
    )


def _missed(answers: Answers, came: float) -> Sequence[tuple[Reach, Answers]]:
    """By how much more was guessed than came, which is counted; the guess itself stays with its learner."""
    return [("count", {"miss": answers[_GUESS] - came})] if _GUESS in answers else []


def _asked(activity: "Activity", _: Mapping[str, Any]) -> tuple[Asked, ...]:
    """How many one knows, and how far news gets in groups like that: one question, drawn from the same bands."""
    places = {band.id: place for place, band in enumerate(activity.spec.ours.bands)}
    return (
        Asked(
            id=activity.id,
            figures=_figures(activity),
            answers=lambda journals: chosen_ties(activity, journals),
            hidden=lambda band: places[band],
            release=lambda chosen: cohort_figures(activity, chosen),
            opens=2 * (1 + Asked.others),  # fewer make no two bands
        ),
    )


def _figures(activity: "Activity") -> tuple[str, ...]:
    return f"{activity.id}/ties", f"{activity.id}/reach"


NETWORK_LAB = Primitive(
    kind="network-lab",
    bundle="network",
    bundles={"ours": "leaves"},
    read=read_network_lab,
    steps=_steps,
    parts=("made", "ours"),
    reaches=("facilitator", "mine"),
    asked=_asked,
)


def chosen_ties(activity: "Activity", journals: Journals) -> Mapping[str, str]:
    """Which band each learner chose; who chose none, or wants it left out, is in it not."""
    from kith_exercises.primitives import flow
    from kith_exercises.primitives.figures import counted as of_each

    steps, found = flow.steps_of(activity), {}
    for learner, records in of_each(activity, journals):
        for one in flow.passed(steps, "ours", records):
            if one.id == _TIES and one.answers:
                found[learner] = str(one.answers[_TIES])
    return found


def cohort_figures(activity: "Activity", chosen: Mapping[str, str], *, seed: int = 0) -> Mapping[str, Released]:
    """What may be shown of a group that chose so, by the ids that steps ask for; why there is none until two bands."""
    from kith_exercises.privacy import Steps, release_steps

    bands: Sequence[Band] = activity.spec.ours.bands
    released = release_steps(chosen, [band.id for band in bands])
    ties, reach = _figures(activity)
    if not isinstance(released, Steps):
        return dict.fromkeys((ties, reach), not_shown(released))
    words = {band.id: in_words(band) for band in bands}
    rows = [{"label": ", ".join(words[id] for id in ids), "people": str(people)} for ids, people in released.parts]
    found = _reached(like_ours(released, bands), seed)
    n, low, high = _ends(found)
    return {
        ties: {
            "title": say("networkTies"),
            "sentence": say("bandsSentence"),
            "how": say("figureHow"),
            "rows": rows,
        },
        reach: {
            "title": say("networkReach", n=n),
            "sentence": say("networkDrawn", low=low, high=high),
            "how": say("networkDrawnHow"),
            "axis": {"min": 0, "max": _TEN, "label": say("networkAxis")},
            "point": n,
            "intervals": [{"level": 95, "low": low, "high": high}],
        },
    }


def misses(asked: Mapping[float, Sequence["Activity"]], journals: Journals) -> "list[Miss]":
    """How far off each guess about the makers' networks was, as a share of its line; ``asked`` is by time."""
    from kith_exercises.measures.over_time import Miss

    found = []
    for time, activities in sorted(asked.items()):
        for activity in activities:
            lines = {f"round-{one.id}": _most(activity.spec, one) for one in activity.spec.rounds}
            for learner, step, answers in counted_beside(activity, journals):
                size = answers.get("miss")
                if step in lines and isinstance(size, int | float) and abs(size) <= lines[step]:
                    found.append(Miss(learner, time, abs(size) / lines[step]))
    return found


def _drawn(people: Mapping[str, int], bands: Sequence[Band]) -> "Finding":
    from kith_exercises.measures import thresholds as measured

    return _reached([measured.Band(band.low, band.high, people[band.id]) for band in bands], 0)


def _reached(bands: Sequence[Any], seed: int) -> "Finding":
    from kith_exercises.measures.reaching import reached

    return reached(bands, seed=seed)


def _ends(found: "Finding") -> tuple[int, int, int]:
    """Its middle and its two ends, as whole people."""
    assert found.estimate is not None
    assert found.interval is not None
    return int(found.estimate), int(found.interval.low), int(found.interval.high)
