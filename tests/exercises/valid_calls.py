"""One small call that works for each function and method that the packages for scientists list in ``__all__``."""

import dataclasses
import inspect
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from kith_exercises import cohort, data, instruments, privacy
from kith_exercises.cohort import alone, together
from kith_exercises.measures import (
    agreement,
    alpha,
    calibration,
    chance,
    finding,
    forecasts,
    funnel,
    holders,
    label_gap,
    lots,
    maps,
    network,
    norms,
    over_time,
    prediction,
    reaching,
    say_back,
    scales,
    thresholds,
    told,
    turns,
)
from kith_exercises.measures.change import change
from kith_exercises.models import (
    MODELS,
    Trajectory,
    cascade,
    cooperators,
    exploration,
    fixation,
    lattice,
    networks,
    opinions,
    sampling,
    smallworld,
    teams,
    tournament,
)

#: All modules of a package are for others that have no line before their name; of privacy, only what it says itself.
PACKAGES = ("models", "measures", "instruments", "privacy", "data", "cohort")


def listed() -> Iterator[str]:
    """What is listed and takes something: functions, methods, and classes that check what they are made of."""
    for package in (import_module(f"kith_exercises.{name}") for name in PACKAGES):
        inside = [] if package is privacy else [one.name for one in pkgutil.iter_modules(package.__path__)]
        beside = (import_module(f"{package.__name__}.{name}") for name in inside if not name.startswith("_"))
        for module in (package, *beside):
            for name in getattr(module, "__all__", ()):
                thing = getattr(module, name)
                where = f"{getattr(thing, '__module__', '')}.{name}".removeprefix("kith_exercises.")
                if inspect.isclass(thing):
                    yield from (where for _ in range(_takes_all(thing)))
                    yield from (f"{where}.{method}" for method in _methods(thing))
                elif inspect.isroutine(thing) and inspect.signature(thing).parameters:
                    yield where


def _takes_all(thing: type) -> bool:
    """Whether a class checks what it is made of; what only a gate can make is nobody else's to make."""
    return hasattr(thing, "__post_init__") and "_gate" not in inspect.signature(thing).parameters


def _methods(thing: type) -> Iterator[str]:
    for name, found in vars(thing).items():
        function = getattr(found, "__func__", found)
        if (
            not name.startswith("_")
            and inspect.isfunction(function)
            and len(inspect.signature(function).parameters) > 1
        ):
            yield name


RNG = np.random.default_rng(0)
PAIR = ("full", "words")
SCALE = (0, 10)
TRUST = ((0.5, 0.5), (0.2, 0.8))
THREE = ["a", "b", "c"]
OWN = {"a": 1.0, "b": 2.0, "c": 4.0}
KEYED = {name: {"i": value, "j": 5 - value} for name, value in OWN.items()}
TIES = [("a", "b"), ("b", "c"), ("b", "a")]
BANDS = [
    thresholds.Band(0, 0, 3),
    thresholds.Band(1, 3, 4),
    thresholds.Band(4, None, 2),
    thresholds.Band(None, None, 1),
]
CLAIMS = [calibration.Claim(name, said, right) for name in THREE for said, right in ((0.8, True), (0.6, False))]
FORECASTS = [forecasts.Forecast(name, value, 3) for name, value in OWN.items()]
RATINGS = [label_gap.Rating(name, f"of {label}", label, value) for label in PAIR for name, value in OWN.items()]
REVISIONS = [label_gap.Revision(name, f"of {label}", label, value, 3) for label in PAIR for name, value in OWN.items()]
MARKS = [say_back.Marked(name, way, ("there", "partly"), value) for way in PAIR for name, value in OWN.items()]
MISSES = [over_time.Miss(name, time, value / 9 + time / 9) for time in (0, 1) for name, value in OWN.items()]
TALK = [[1.0, 2.0, 3.0], [2.0, 2.0]]
WORDS = finding.Wording("it is so", "It is {size} more", "It is {size} less")
LINKS = [("trust", "makes", "giving")]
QUESTION = prediction.Question("q", "f", 0, 120, (prediction.Target("m", "M", 50),))
DOORS = prediction.Doors({f"p{n}": {"m": 40 + 10 * n} for n in range(7)}, frozenset({"l"}))
EIGHT = {f"p{n}": 1.0 + n % 5 for n in range(8)}
CUT = privacy.Cut.by("pod", {name: "one" if name < "p4" else "two" for name in EIGHT})
FIGURE = privacy.release(EIGHT.values())
SPLIT = privacy.split({"yes": 8, "no": 9})
PULSE = privacy.next_pulse(privacy.Series(), EIGHT, [], privacy.Scale(1, 5), dated="2026-11-22")
COHORT = cohort.gather(4, 1)
ONE = COHORT.learners[0]
GIVING = instruments.load("ipip-giving")
TABLE = data.load("daycare")
RUN = MODELS["threshold_cascade"].run(thresholds=(0, 1, 2, 2))

#: What makes runs of a model short; all else is as it is by itself.
SHORT: Mapping[str, Mapping[str, Any]] = {
    "threshold_cascade": {"thresholds": (0, 1, 2, 2)},
    "complex_contagion": {"people": 12},
    "small_world": {"people": 14, "p": (0, 1)},
    "spatial_dilemma": {"side": 4, "steps": 3},
    "fixation": {"runs": 2, "generations": 2},
    "image_scoring": {"people": 4, "meetings": 3, "generations": 3},
    "repeated_dilemma": {"moves": 3},
    "scale_free_dilemma": {"people": 12, "steps": 3},
    "diversity_and_ability": {"points": 30, "team": 3},
    "organisational_learning": {"people": 4, "dimensions": 3, "runs": 2, "periods": 3},
    "exploration": {"people": 5, "n": 4, "k": 2, "steps": 3},
    "conditional_cooperation": {"rounds": 3},
    "information_sampling": {"discussions": 4},
}


def _module(of: Callable[..., Any]) -> str:
    return f"{of.__module__}.{of.__qualname__}".removeprefix("kith_exercises.")


def _defaults(of: Callable[..., Any]) -> dict[str, Any]:
    return {name: one.default for name, one in inspect.signature(of).parameters.items()}


def calls(folder: Path) -> dict[str, tuple[Callable[..., Any], dict[str, Any]]]:
    """Each by its name, with what it is given; ``folder`` is for what writes."""
    given: list[tuple[Callable[..., Any], dict[str, Any]]] = [
        *((model.run, _defaults(model.run) | SHORT.get(name, {})) for name, model in MODELS.items()),
        (cascade.normal_cascade, {"mean": 25, "spread": 12.2, "people": 100}),
        (cascade.normal_thresholds, {"mean": 25, "spread": 12.2, "people": 100}),
        (cooperators.classify, {"schedule": [float(n) for n in range(21)]}),
        (exploration.nk_landscape, {"n": 4, "k": 2, "rng": RNG}),
        (fixation.critical_ratio, {"people": 10, "neighbours": 2}),
        (fixation.cycle_fixation, {"people": 10, "b": 4, "c": 1, "w": 0.1, "update": "death-birth"}),
        (lattice.next_generation, {"gives": np.eye(4), "b": 1.9, "themselves": True}),
        (networks.full, {"people": 4}),
        (networks.lattice, {"side": 4}),
        (networks.line, {"people": 4}),
        (networks.rewired, {"ties": networks.ring(6, 2), "people": 6, "p": 0.5, "rng": RNG}),
        (networks.ring, {"people": 6, "neighbours": 2}),
        (networks.scale_free, {"people": 6, "each": 2, "rng": RNG}),
        (opinions.influence, {"trust": TRUST}),
        (sampling.chance_of_mention, {"p": 0.4, "knowing": 4}),
        (smallworld.clustering, {"ties": networks.ring(6, 4), "people": 6}),
        (smallworld.mean_path, {"ties": networks.ring(6, 4), "people": 6}),
        (teams.landscape, {"points": 30, "smoothness": 2, "rng": RNG}),
        (tournament.tournament, {"strategies": ("tit for tat", "always defect"), "moves": 3, "noise": 0.1, "seed": 0}),
        (
            Trajectory,
            {
                "model": "m",
                "parameters": {"b": 1},
                "outcome": "Over.",
                "series": {"x": [1, 2]},
                "frames": [[1]],
                "seed": 0,
                "ties": [[0, 1]],
            },
        ),
        (MODELS["spatial_dilemma"].picture.frames.standing, {"parameters": {}}),
        (Trajectory.from_bytes, {"data": RUN.to_bytes()}),
        (agreement.kappa_of_counts, {"counts": [[4, 1], [1, 4]], "weights": [[0, 1], [1, 0]]}),
        (
            agreement.weighted_kappa,
            {"pairs": [(0, 0), (1, 2), (2, 2)], "levels": (0, 1, 2), "weights": "linear", "seed": 0},
        ),
        (alpha.alpha_interval, {"alpha": 0.8, "learners": 20, "items": 5}),
        (alpha.alpha_of_variances, {"of_items": [1, 2], "of_sum": 5}),
        (alpha.cronbach_alpha, {"answers": [[1, 2], [3, 3], [4, 5]]}),
        (alpha.scale_alpha, {"items": ["i", "j"], "cohort": KEYED}),
        (calibration.brier_score, {"claims": CLAIMS, "seed": 0}),
        (calibration.calibration_curve, {"claims": CLAIMS, "edges": [0, 0.7, 1], "seed": 0}),
        (calibration.decompose, {"claims": CLAIMS, "edges": [0, 0.7, 1]}),
        (calibration.overconfidence, {"claims": CLAIMS, "seed": 0}),
        (chance.flips, {"differences": [1, 2, -1], "times": 9, "seed": 0}),
        (chance.shuffles, {"first": [1, 2], "second": [3, 2], "times": 9, "seed": 0}),
        (change, {"before": OWN, "after": OWN, "what": "ease", "scale": SCALE, "seed": 0}),
        (finding.Interval(0, 1).includes, {"value": 0.5}),
        (
            forecasts.forecast_error,
            {"forecasts": FORECASTS, "scale": SCALE, "unit": "points", "words": WORDS, "seed": 0},
        ),
        (forecasts.forecast_miss, {"forecasts": FORECASTS, "scale": SCALE, "unit": "points", "seed": 0}),
        (funnel.exact_interval, {"reached": 2, "of": 5}),
        (funnel.funnel, {"steps": {"shared": 5, "read": 2}, "many": "texts"}),
        (holders.answerable, {"topics": {"soil": ["a"]}, "gone": ["a"]}),
        (holders.single_holders, {"topics": {"soil": ["a"]}}),
        (label_gap.change_towards_label, {"revisions": REVISIONS, "labels": PAIR, "scale": SCALE, "seed": 0}),
        (label_gap.label_gap, {"ratings": RATINGS, "labels": PAIR, "scale": SCALE, "seed": 0}),
        (
            lots.difference_by_lot,
            {"first": [1, 2], "second": [3, 2], "names": PAIR, "scale": SCALE, "many": "groups", "seed": 0},
        ),
        (maps.map_change, {"before": LINKS, "after": LINKS}),
        (network.betweenness, {"ties": TIES, "people": THREE}),
        (network.brokers, {"ties": TIES, "people": THREE}),
        (network.never_asked, {"ties": TIES, "people": THREE}),
        (network.reciprocity, {"ties": TIES, "people": THREE, "seed": 0}),
        (
            norms.norm_misperception,
            {"own": OWN, "guessed": OWN, "what": "asking", "scale": SCALE, "unit": "points", "seed": 0},
        ),
        (over_time.error_over_time, {"misses": MISSES, "scale": (0, 1), "step": "module", "seed": 0}),
        (
            finding.Wording,
            {"question": "it is so", "above": "more", "below": "less", "unit": "", "many": "groups", "times": 1},
        ),
        (
            prediction.Question,
            {"prompt": "q", "field": "f", "low": 0, "high": 9, "targets": QUESTION.targets, "unit": "", "step": 1},
        ),
        (prediction.Doors, {"predicted": DOORS.predicted, "looked": DOORS.looked, "unusable": 0}),
        (DOORS.of, {"predicted": ["p1"], "looked": ["l"]}),
        (prediction.measure_prediction, {"question": QUESTION, "taken": DOORS}),
        (prediction.nothing_yet, {"question": QUESTION, "alike": True, "reason": "Not asked yet."}),
        (
            prediction.read_prediction,
            {"question": QUESTION, "data": prediction.measure_prediction(QUESTION, DOORS).to_json()},
        ),
        (reaching.reached, {"bands": BANDS[:3], "networks": 5, "seed": 0}),
        (say_back.felt_understood, {"marks": MARKS, "ways": PAIR, "scale": (1, 7), "seed": 0}),
        (say_back.points_heard, {"marks": MARKS, "ways": PAIR, "seed": 0}),
        (scales.answered, {"items": ["i", "j"], "keyed": KEYED["a"]}),
        (scales.scale_mean, {"items": ["i", "j"], "cohort": KEYED, "scale": SCALE, "what": "Ease", "seed": 0}),
        (scales.scale_score, {"items": ["i", "j"], "keyed": KEYED["a"], "least": 0.5}),
        (scales.scale_scores, {"items": ["i", "j"], "cohort": KEYED, "least": 0.5}),
        (thresholds.counted, {"bands": BANDS, "chosen": [0, 1, 1]}),
        (thresholds.merged, {"bands": BANDS, "least": 4}),
        (thresholds.sampled_rooms, {"bands": BANDS, "people": 6, "first": 1, "easier": 1, "rooms": 5, "seed": 0}),
        (told.told, {"figure": FIGURE, "words": WORDS, "null": 0.0}),
        (turns.gini, {"amounts": [1, 2, 3]}),
        (turns.turn_gini, {"groups": TALK, "seed": 0}),
        (turns.turn_gini_by_lot, {"first": TALK, "second": TALK, "names": PAIR, "seed": 0}),
        (GIVING.keyed, {"answers": {GIVING.items[0].id: 3}}),
        (instruments.Instrument, {one.name: getattr(GIVING, one.name) for one in dataclasses.fields(GIVING)}),
        (instruments.load, {"id": "ipip-giving"}),
        (privacy.Band, {"low": 5, "high": 9}),
        (privacy.Band.around, {"count": 7}),
        (privacy.Band.from_json, {"data": {"low": 5, "high": 9}}),
        (privacy.Cut, {"name": "pod", "parts": (("one", frozenset("ab")),)}),
        (privacy.Cut.by, {"name": "pod", "part_of": {"a": "one", "b": "two"}}),
        (FIGURE.interval, {"level": 95}),
        (FIGURE.measured_from, {"origin": 1}),
        (FIGURE.within, {"low": 1, "high": 5}),
        (FIGURE.intervals[0].includes, {"value": 3}),
        (privacy.Scale(1, 5).answers, {"values": [1, 2]}),
        (privacy.Scale, {"low": 1, "high": 5, "grain": 1}),
        (privacy.Series, {"waves": PULSE.waves}),
        (privacy.Series.from_json, {"data": PULSE.to_json()}),
        (privacy.Terms, {"thresholds": privacy.Thresholds(), "kind": "text", "grain": 1, "anew": True}),
        (privacy.Thresholds, {"scores": 5, "text": 10}),
        (privacy.Thresholds.or_usual, {"given": privacy.Thresholds()}),
        (privacy.Thresholds().people, {"kind": "text"}),
        (privacy.Thresholds().kept_from, {"earlier": privacy.Thresholds()}),
        (privacy.apart, {"low": 0, "high": 10, "grain": 1}),
        (
            privacy.next_pulse,
            {
                "series": PULSE,
                "values": EIGHT,
                "cuts": [],
                "scale": privacy.Scale(1, 5),
                "dated": "2026-11-29",
                "thresholds": privacy.Thresholds(),
            },
        ),
        (
            privacy.next_wave,
            {
                "series": privacy.Series(),
                "groups": {"all": {name: (value,) for name, value in EIGHT.items()}},
                "publish": lambda _: {},
                "dated": "2026-11-29",
                "terms": privacy.Terms(),
                "known": None,
            },
        ),
        (privacy.read_figure, {"data": FIGURE.to_json()}),
        (privacy.read_pulse, {"wave": PULSE.waves[0]}),
        (privacy.read_split, {"data": SPLIT.to_json()}),
        (privacy.release, {"values": [1, 2, 3, 4, 5, 6], "thresholds": None, "among": None, "grain": 1, "apart": 1}),
        (privacy.release_cuts, {"values": EIGHT, "cuts": [CUT], "scale": privacy.Scale(1, 5), "thresholds": None}),
        (
            privacy.release_measured,
            {
                "answers": EIGHT,
                "measure": lambda _: finding.Finding(1, None, 8, ""),
                "key": lambda answer: answer,
                "known": None,
                "thresholds": None,
                "grain": 1,
                "digits": 1,
            },
        ),
        (
            privacy.release_steps,
            {"chosen": {f"p{n}": "ab"[n % 2] for n in range(12)}, "order": ["a", "b"], "thresholds": None},
        ),
        (privacy.release_talk, {"groups": {f"g{n}": (4, n / 10) for n in range(7)}, "thresholds": None, "grain": 0.1}),
        (privacy.release_texts, {"offered": {f"p{n}": f"Text {n}." for n in range(12)}, "thresholds": None}),
        (privacy.split, {"parts": {"yes": 8, "no": 9}, "thresholds": None}),
        (data.guyer().of, {"condition": "public"}),
        (data.guyer().mean, {"condition": "public"}),
        (TABLE.column, {"name": TABLE.columns[0].name}),
        (TABLE.numbers, {"name": next(one.name for one in TABLE.columns if one.kind != "word")}),
        (TABLE.words, {"name": next(one.name for one in TABLE.columns if one.kind == "word")}),
        (TABLE.where, {next(one.name for one in TABLE.columns if one.kind != "word"): 1}),
        (data.load, {"name": "daycare"}),
        (cohort.Effects, _defaults(cohort.Effects)),
        (cohort.SimulatedLearner, {"id": "sim-001", "seed": 1, "care": 0.5, "giving": 0.5, "effects": cohort.NOTHING}),
        (cohort.Cohort, {"learners": COHORT.learners, "seed": 1, "effects": cohort.NOTHING}),
        (COHORT.dice, {"": "ties"}),
        (ONE.dice, {"": "ties"}),
        (ONE.shared_dice, {"": "ties"}),
        (cohort.gather, {"learners": 4, "seed": 1, "effects": cohort.NOTHING}),
        (cohort.synthesise, {"learners": 4, "seed": 1, "effects": cohort.NOTHING}),
        (cohort.plan, {"learner": ONE, "prompts": [], "rubrics": {}}),
        (
            cohort.play,
            {"learner": ONE, "folder": folder, "module": "0-welcome", "exchange": None, "day": date(2026, 11, 22)},
        ),
        (alone.answers, {"cohort": COHORT, "instrument": GIVING, "wave": 1}),
        (alone.claims, {"cohort": COHORT, "each": 2}),
        (alone.doings, {"cohort": COHORT}),
        (alone.forecasts, {"cohort": COHORT, "each": 2}),
        (alone.misses, {"cohort": COHORT, "modules": 2}),
        (alone.ratings, {"cohort": COHORT, "notes": 2}),
        (alone.revisions, {"cohort": COHORT, "notes": 2}),
        (alone.say_backs, {"cohort": COHORT, "points": 2}),
        (together.levels, {"cohort": COHORT}),
        (together.outcomes, {"cohort": COHORT}),
        (together.steps, {"cohort": COHORT}),
        (together.talk, {"cohort": COHORT, "groups": 2}),
        (together.thresholds, {"cohort": COHORT}),
        (together.ties, {"cohort": COHORT}),
        (together.topics, {"cohort": COHORT, "known": 2}),
    ]
    return {_module(function): (function, arguments) for function, arguments in given}
