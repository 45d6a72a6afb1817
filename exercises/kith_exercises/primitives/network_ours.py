"""What is asked of a group about its ties, and how far news gets in networks like its own.

Our own network is neither asked for nor drawn: of the group come bands of how many one knows, and from these and
nothing else networks are drawn by lot (`kith_exercises.measures.reaching`).
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kith_exercises.fields import Choice, Number, Option, Scale
from kith_exercises.primitives import scenes
from kith_exercises.primitives.crowds import Band, in_words, like_ours
from kith_exercises.primitives.figures import Asked, Journals, Released, choices, not_shown
from kith_exercises.primitives.group import group_step
from kith_exercises.primitives.network_off import off_asked, off_id
from kith_exercises.primitives.network_spec import NetworkLab
from kith_exercises.primitives.primitive import ALL, Answers, Form, Known, Scene, Step
from kith_exercises.primitives.promises import gap_counted
from kith_exercises.records import Reach
from kith_widgets.words import say

if TYPE_CHECKING:
    from kith_exercises.definitions import Activity
    from kith_exercises.measures.finding import Finding

__all__ = ["GUESS", "asked", "chosen_ties", "cohort_figures", "missed", "ours_steps"]

#: The field in which something is guessed.
GUESS = "guess"

_TIES = "ties"
_OTHERS: frozenset[Form] = frozenset({"cohort", "room"})
#: What comes of our group is told of ten people.
_TEN = 10
#: Of a group of the makers', as many as these chose each band.
_MADE_UP = 4


def ours_steps(activity: "Activity") -> tuple[Step, ...]:
    """How our guesses went, how many I know, how many of us know how many, and how far news gets in such networks."""
    spec: NetworkLab = activity.spec
    options = tuple(Option(band.id, in_words(band)) for band in spec.ours.bands)
    ties = f"{activity.id}/ties"
    return (
        group_step("off", "ours", off_id(activity.id), forms=_OTHERS),
        Step(_TIES, "ours", (Choice(_TIES, spec.ours.ask, "count", options),), "skip"),
        Step(
            "our-ties",
            "ours",
            button=say("showGroup"),
            scene=lambda known: scenes.figure(known, ties),
            waits=lambda known: "" if scenes.figure(known, ties) else say("waitsForGroup"),
            held=True,
            forms=_OTHERS,
        ),
        _of_ours(activity),
        _of_nobody(spec),
    )


def missed(answers: Answers, came: float) -> Sequence[tuple[Reach, Answers]]:
    """By how much more was guessed than came, which is counted; the guess itself stays with its learner."""
    return [("count", {"miss": answers[GUESS] - came})] if GUESS in answers else []


def asked(activity: "Activity", _: Mapping[str, Any]) -> tuple[Asked, ...]:
    """How many one knows and how far news gets in groups like that, drawn from the same bands; how guesses went."""
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
        off_asked(activity),
    )


def _figures(activity: "Activity") -> tuple[str, ...]:
    return f"{activity.id}/ties", f"{activity.id}/reach"


def chosen_ties(activity: "Activity", journals: Journals) -> Mapping[str, str]:
    """Which band each learner chose; who chose none, or wants it left out, is in it not."""
    return choices(activity, journals, "ours", _TIES)


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


def _of_ours(activity: "Activity") -> Step:
    """How far news gets in networks like ours is guessed, once the bands that they are drawn from have come."""
    spec, id = activity.spec, f"{activity.id}/reach"

    def off(known: Known, answers: Answers) -> Sequence[tuple[Reach, Answers]]:
        came = scenes.point(known, id)
        return () if came is None else missed(answers, came)

    return Step(
        "reach",
        "ours",
        (Number(GUESS, spec.ours.guess, "mine", Scale(0, _TEN, 1, "")),),
        "both",
        button=say("networkDraw"),
        scene=lambda known: scenes.figure(known, id, ("reach", GUESS)),
        quotes=lambda known: scenes.figure_said(known, id),
        # Nothing is guessed of what may never be shown.
        waits=lambda known: say("waitsForGroup") if scenes.point(known, id) is None else "",
        derives=off,
        promise=gap_counted,
        forms=_OTHERS,
    )


def _of_nobody(spec: NetworkLab) -> Step:
    """For who works alone: networks whose people have as many ties as the bands say, as many of each."""
    id = "alone-reach"

    def shown(_: Known) -> list[Scene]:
        found = _drawn({band.id: _MADE_UP for band in spec.ours.bands}, spec.ours.bands)
        n, low, high = _ends(found)
        said = {"of": [id, GUESS], "with": say("networkGuessed", mine="{mine}", n=n), "without": ""}
        told = [say("networkNobody", people=found.n), say("networkDrawn", low=low, high=high)]
        return [scenes.text(say("networkReach", n=n), told, said=[said])]

    return Step(
        id,
        "ours",
        (Number(GUESS, spec.ours.guess, "mine", Scale(0, _TEN, 1, "")),),
        "both",
        button=say("networkDraw"),
        scene=shown,
        quotes=shown,
        forms=ALL - _OTHERS,
    )


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
