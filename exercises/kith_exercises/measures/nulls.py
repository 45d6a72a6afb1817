"""Which measures can say that nothing happened, and why the others can't."""

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["WITHOUT_NULL", "WITH_NULL"]

#: Measures with a value that means "nothing happened". Where their interval includes it, they can't tell yet.
WITH_NULL: Mapping[str, float] = MappingProxyType(
    {
        "change.change": 0.0,
        "calibration.overconfidence": 0.0,
        "forecasts.forecast_error": 0.0,
        "label_gap.change_towards_label": 0.0,
        "label_gap.label_gap": 0.0,
        "lots.difference_by_lot": 0.0,
        "network.reciprocity": 0.0,
        "norms.norm_misperception": 0.0,
        "over_time.error_over_time": 0.0,
        "say_back.felt_understood": 0.0,
        "say_back.points_heard": 0.0,
        "turns.turn_gini_by_lot": 0.0,
        "agreement.weighted_kappa": 0.0,
    }
)

#: Measures that only describe, and why no value of theirs means that nothing happened.
WITHOUT_NULL: Mapping[str, str] = MappingProxyType(
    {
        "alpha.scale_alpha": "items of a scale are made to hang together; how much is the question",
        "calibration.brier_score": "0 is perfect, not nothing",
        "calibration.calibration_curve": "each point is held against what was said; `overconfidence` tests the whole",
        "calibration.decompose": "terms of one score, biased in small samples",
        "forecasts.forecast_miss": "nobody is never off",
        "funnel.funnel": "a share that is used or not has no value that means nothing",
        "holders.answerable": "counted, not sampled",
        "holders.single_holders": "counted, not sampled",
        "network.brokers": "counted, not sampled",
        "network.never_asked": "counted, not sampled",
        "scales.scale_mean": "a scale has no zero",
        "reaching.reached": "a range of outcomes, not a difference",
        "thresholds.sampled_rooms": "a range of outcomes, not a difference",
        "turns.turn_gini": "no group talks in exactly equal shares",
    }
)
