"""What can't be measured is refused, each time with the same error: parameter, value, range."""

from collections.abc import Callable
from math import inf, nan
from typing import Any

import numpy as np
import pytest

from kith_exercises.errors import OutOfRange
from kith_exercises.measures.agreement import kappa_of_counts, weighted_kappa
from kith_exercises.measures.alpha import alpha_interval, alpha_of_variances, cronbach_alpha, scale_alpha
from kith_exercises.measures.calibration import Claim, brier_score, calibration_curve, decompose, overconfidence
from kith_exercises.measures.chance import flips, shuffles
from kith_exercises.measures.change import change
from kith_exercises.measures.forecasts import Forecast, forecast_error, forecast_miss
from kith_exercises.measures.funnel import exact_interval, funnel
from kith_exercises.measures.holders import answerable, single_holders
from kith_exercises.measures.label_gap import Rating, Revision, change_towards_label, label_gap
from kith_exercises.measures.lots import difference_by_lot
from kith_exercises.measures.network import betweenness, brokers, never_asked, reciprocity
from kith_exercises.measures.norms import norm_misperception
from kith_exercises.measures.over_time import Miss, error_over_time
from kith_exercises.measures.reaching import reached
from kith_exercises.measures.say_back import Marked, felt_understood, points_heard
from kith_exercises.measures.scales import scale_mean, scale_score
from kith_exercises.measures.thresholds import Band, counted, merged, sampled_rooms
from kith_exercises.measures.turns import gini, turn_gini, turn_gini_by_lot

LABELS = ("senior", "new")
WAYS = ("full", "words")
NAMES = ("early", "late")
BOTH = [Rating("a", "n", "senior", 5), Rating("a", "m", "new", 5)]
ROOM = [Band(0, 3, 5)]

#: What a file might hold, or a slip bring, in place of anything.
NONE: Any = None
WORD: Any = "senior"
ONE: Any = (1,)
#: An array without dimensions looks like a list to Python, and has no length.
FLAT: Any = np.array(1)

BAD: list[tuple[str, Callable[[], object]]] = [
    # Nobody is there.
    ("ratings", lambda: label_gap([], LABELS)),
    ("ratings", lambda: change_towards_label([], LABELS)),
    ("marks", lambda: points_heard([], WAYS)),
    ("marks", lambda: felt_understood([], WAYS)),
    ("after", lambda: change({}, {}, what="ease", scale=(1, 7))),
    ("first", lambda: difference_by_lot([], [1], names=NAMES, scale=(0, 5))),
    ("forecasts", lambda: forecast_error([], scale=(0, 20))),
    ("forecasts", lambda: forecast_miss([], scale=(0, 20))),
    ("misses", lambda: error_over_time([])),
    ("guessed", lambda: norm_misperception({}, {}, what="asking", scale=(0, 10))),
    ("groups", lambda: turn_gini([])),
    ("second", lambda: turn_gini_by_lot([(1, 2)], [], names=NAMES)),
    ("claims", lambda: brier_score([])),
    ("claims", lambda: overconfidence([])),
    ("claims", lambda: decompose([])),
    ("claims", lambda: calibration_curve([])),
    ("pairs", lambda: weighted_kappa([], levels=4)),
    ("cohort", lambda: scale_mean(["a"], {}, scale=(1, 5))),
    ("cohort", lambda: scale_alpha(["a", "b"], {})),
    ("bands", lambda: sampled_rooms([])),
    ("bands", lambda: reached([])),
    ("bands", lambda: reached([Band(0, 2, 1)])),
    ("bands", lambda: merged([Band(0, 0, 0)], least=6)),
    ("topics", lambda: single_holders({})),
    ("differences", lambda: flips([])),
    # A value lies outside its scale, or is no number.
    ("rating", lambda: label_gap([Rating("a", "n", "senior", 11)], LABELS)),
    ("rating", lambda: label_gap([Rating("a", "n", "senior", nan)], LABELS)),
    ("before", lambda: change_towards_label([Revision("a", "n", "new", -1, 3)], LABELS)),
    ("after", lambda: change_towards_label([Revision("a", "n", "new", 1, inf)], LABELS)),
    ("understood", lambda: felt_understood([Marked("a", "full", ("there",), 8)], WAYS)),
    ("point", lambda: points_heard([Marked("a", "full", ("half",), 4)], WAYS)),
    ("points", lambda: points_heard([Marked("a", "full", (), 4)], WAYS)),
    ("before", lambda: change({"a": 0}, {"a": 1}, what="ease", scale=(1, 7))),
    ("second", lambda: difference_by_lot([1], [6], names=NAMES, scale=(0, 5))),
    ("said", lambda: forecast_error([Forecast("a", 21, 3)], scale=(0, 20))),
    ("came", lambda: forecast_miss([Forecast("a", 2, nan)], scale=(0, 20))),
    ("size", lambda: error_over_time([Miss("a", 0, 1.5), Miss("a", 1, 0.5)])),
    ("time", lambda: error_over_time([Miss("a", nan, 0.5), Miss("a", 1, 0.5)])),
    ("own", lambda: norm_misperception({"a": 11}, {"a": 1}, what="asking", scale=(0, 10))),
    ("amounts", lambda: gini([1, -1])),
    ("amounts", lambda: gini([0, 0])),
    ("amounts", lambda: turn_gini([(1, nan)])),
    ("said", lambda: brier_score([Claim("a", 1.5, True)])),
    ("said", lambda: overconfidence([Claim("a", nan, True)])),
    ("level", lambda: weighted_kappa([(0, 4)], levels=4)),
    ("counts", lambda: kappa_of_counts([[1, 2, 3], [1, 2, 3]])),
    ("counts", lambda: kappa_of_counts([[5, 0], [0, 0]])),
    ("weights", lambda: kappa_of_counts([[5, 1], [1, 5]], weights=[[0]])),
    ("a", lambda: scale_score(["a"], {"a": nan})),
    ("The scale", lambda: scale_mean(["a"], {"x": {"a": 6}}, scale=(1, 5))),
    ("answers", lambda: cronbach_alpha([[1.0, nan], [2.0, 3.0]])),
    ("answers", lambda: cronbach_alpha([[1, 2]])),
    ("of_sum", lambda: alpha_of_variances([1, 1], 0)),
    ("alpha", lambda: alpha_interval(1.5, 24, 5)),
    ("chosen", lambda: counted([Band(0, 0)], [1])),
    ("people", lambda: sampled_rooms([Band(0, 0, -1)])),
    ("steps", lambda: funnel({"shared": 3, "read": 4})),
    ("read", lambda: funnel({"shared": 3, "read": -4})),
    ("reached", lambda: exact_interval(4, 3)),
    ("right", lambda: overconfidence([Claim("a", 0.5, "yes")])),  # type: ignore[arg-type]  # as a file might hold it
    ("right", lambda: brier_score([Claim("a", 0.5, 0.5)])),  # type: ignore[arg-type]
    # Somebody has no name.
    ("learner", lambda: label_gap([Rating(nan, "n", "senior", 5), *BOTH], LABELS)),  # type: ignore[arg-type]
    ("teller", lambda: felt_understood([Marked("", "full", ("there",), 4)], WAYS)),
    ("learner", lambda: forecast_error([Forecast(None, 2, 3)], scale=(0, 20))),  # type: ignore[arg-type]
    ("learner", lambda: error_over_time([Miss("", 0, 0.5)])),
    ("learner", lambda: overconfidence([Claim("", 0.5, True)])),
    # A design that can't be.
    ("labels", lambda: label_gap(BOTH, ("senior", "senior"))),
    ("ways", lambda: points_heard([Marked("a", "full", ("there",), 4)], ("full", "full"))),
    ("time", lambda: error_over_time([Miss("a", 0, 0.5), Miss("a", 1e-300, 0.6)])),
    ("levels", lambda: weighted_kappa([(0, 0)], levels=10**9)),
    ("levels", lambda: weighted_kappa([(0, 0)], levels=(0, 2, 1))),
    ("level", lambda: weighted_kappa([(0, 0.5)], levels=(0, 1))),
    ("ratings", lambda: label_gap([*BOTH, BOTH[0]], LABELS)),
    ("ratings", lambda: label_gap(BOTH[:1], LABELS)),
    ("label", lambda: label_gap([Rating("a", "n", "boss", 1)], LABELS)),
    ("way", lambda: points_heard([Marked("a", "sung", ("there",), 4)], WAYS)),
    ("scale", lambda: label_gap(BOTH, LABELS, scale=(10, 0))),
    ("scale", lambda: label_gap(BOTH, LABELS, scale=(0, inf))),
    ("seed", lambda: label_gap(BOTH, LABELS, seed=-1)),
    ("edges", lambda: decompose([Claim("a", 0.2, True)], edges=(0.5, 1))),
    ("weights", lambda: weighted_kappa([(0, 1)], levels=2, weights="cubic")),  # type: ignore[arg-type]  # as somebody might
    ("levels", lambda: weighted_kappa([(0, 0)], levels=1)),
    ("items", lambda: scale_score(["a", "a"], {"a": 1})),
    ("bands", lambda: sampled_rooms([Band(0, 2, 5), Band(2, 3, 5)])),
    ("bands", lambda: reached([Band(0, 2, 5), Band(2, 3, 5)])),
    ("bands", lambda: sampled_rooms([Band(None, None, 5), Band(2, 3, 5)])),
    ("high", lambda: sampled_rooms([Band(None, 3, 5)])),
    ("high", lambda: sampled_rooms([Band(3, 2, 5)])),
    ("people", lambda: reciprocity([], ["alone"])),
    ("people", lambda: brokers([], ["alone"])),
    ("people", lambda: never_asked([], [])),
    ("people", lambda: betweenness([], ["a", "a"])),
    ("ties", lambda: reciprocity([("a", "a")], ["a", "b"])),
    ("ties", lambda: reciprocity([("a", "stranger")], ["a", "b"])),
    ("gone", lambda: answerable({"soil": ["a"]}, ["stranger"])),
    ("steps", lambda: funnel({"shared": 3})),
    ("first", lambda: shuffles([1], [1, 2])),
    # Not of the kind at all.
    ("ratings", lambda: label_gap(NONE, LABELS)),
    ("revisions", lambda: change_towards_label(WORD, LABELS)),
    ("marks", lambda: points_heard(ONE, WAYS)),
    ("points", lambda: points_heard([Marked("a", "full", WORD, 4)], WAYS)),
    ("forecasts", lambda: forecast_miss(NONE, scale=(0, 20))),
    ("misses", lambda: error_over_time(ONE)),
    ("claims", lambda: brier_score(ONE)),
    ("bands", lambda: sampled_rooms(ONE)),
    ("bands", lambda: counted(NONE, [])),
    ("chosen", lambda: counted(ROOM, NONE)),
    ("groups", lambda: turn_gini(NONE)),
    ("amounts", lambda: turn_gini(ONE)),
    ("note", lambda: label_gap([Rating("a", NONE, "senior", 5), *BOTH], LABELS)),
    ("labels", lambda: label_gap(BOTH, WORD)),
    ("labels", lambda: label_gap(BOTH, (*LABELS, "none"))),  # type: ignore[arg-type]
    ("ways", lambda: felt_understood([Marked("a", "full", ("there",), 4)], ONE)),
    ("names", lambda: difference_by_lot([1], [2], names=NONE, scale=(0, 5))),
    ("names", lambda: turn_gini_by_lot([(1, 2)], [(1, 2)], names=ONE)),
    ("scale", lambda: label_gap(BOTH, LABELS, scale=ONE)),
    ("scale", lambda: forecast_error([Forecast("a", 1, 2)], scale=NONE)),
    ("before", lambda: change(NONE, {}, what="ease", scale=(1, 7))),
    ("guessed", lambda: norm_misperception({"a": 1}, ONE, what="asking", scale=(0, 10))),
    ("own", lambda: norm_misperception({NONE: 1}, {"a": 1}, what="asking", scale=(0, 10))),
    ("pairs", lambda: weighted_kappa(NONE, levels=3)),
    ("pairs", lambda: weighted_kappa([ONE], levels=3)),
    ("cohort", lambda: scale_mean(["a"], NONE, scale=(1, 5))),
    ("cohort", lambda: scale_alpha(["a", "b"], {NONE: {"a": 1, "b": 1}})),
    ("keyed", lambda: scale_score(["a"], NONE)),
    ("items", lambda: scale_score(NONE, {"a": 1})),
    ("people", lambda: reciprocity([], NONE)),
    ("people", lambda: brokers([], ["a", NONE])),
    ("ties", lambda: reciprocity(NONE, ["a", "b"])),
    ("ties", lambda: never_asked([ONE], ["a", "b"])),
    ("ties", lambda: betweenness([("a", NONE)], ["a", "b"])),
    ("topics", lambda: single_holders(NONE)),
    ("topics", lambda: single_holders({"soil": WORD})),
    ("gone", lambda: answerable({"soil": ["a"]}, NONE)),
    ("steps", lambda: funnel(NONE)),
    ("people", lambda: brokers([], FLAT)),
    ("items", lambda: scale_score(FLAT, {"a": 1})),
    ("groups", lambda: turn_gini(FLAT)),
    ("topics", lambda: single_holders({"soil": FLAT})),
    ("chosen", lambda: counted(ROOM, FLAT)),
    ("low", lambda: counted([Band(nan, 3)], [0])),  # type: ignore[arg-type]
    ("counts", lambda: kappa_of_counts([[1e308, 1], [1, 5]])),
    ("levels", lambda: weighted_kappa([(0, 1)], levels=(-1e308, 0, 1e308))),
    # A few zeros too many.
    ("scale", lambda: label_gap(BOTH, LABELS, scale=(-1e308, 1e308))),
    ("amounts", lambda: gini([1e308, 1])),
    ("differences", lambda: flips([1e308, 1])),
    ("times", lambda: flips([1, 2], times=10**9)),
    ("answers", lambda: cronbach_alpha([[1e200, 1], [2, 3]])),
    ("learners", lambda: alpha_interval(0.5, 10**400, 5)),
    ("of", lambda: exact_interval(1, 10**400)),
    ("shared", lambda: funnel({"shared": 10**400, "read": 1})),
    ("rooms", lambda: sampled_rooms(ROOM, rooms=10**9)),
    ("first", lambda: sampled_rooms(ROOM, first=10**400)),
    ("people", lambda: sampled_rooms([Band(0, 3, 10**400)])),
    ("people", lambda: brokers([], [str(number) for number in range(5000)])),
    ("pairs", lambda: weighted_kappa([(0, 1)] * 10**5, levels=2)),
]


@pytest.mark.parametrize(("parameter", "call"), BAD)
def test_it_is_refused_by_name(parameter: str, call: Callable[[], object]) -> None:
    with pytest.raises(OutOfRange) as refused:
        call()
    assert refused.value.parameter == parameter
    assert str(refused.value).startswith(f"{parameter} is ")
