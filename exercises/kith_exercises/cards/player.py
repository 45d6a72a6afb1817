"""The card of a player: how the runs of a model are drawn, what tells them apart, and the same without a browser."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from kith_exercises.errors import KithError
from kith_exercises.escaping import plain
from kith_exercises.models import MODELS, Trajectory
from kith_exercises.models.picture import Curves, Frames, Levels, Picture, Switch
from kith_exercises.trying import source_of
from kith_widgets.words import say

__all__ = ["player_card", "player_html", "refuse_too_much", "steps"]

#: A notebook with such a player in it still opens at once, and nbgrader takes files up to 100 MB.
_MOST_BYTES = 24 * 2**20


def player_card(
    runs: Sequence[Trajectory], key: str, title: str = "", labels: Sequence[str] = (), intro: str = ""
) -> dict[str, Any]:
    """The card of one run or of two; models that the catalogue does not know are drawn as their arrays suggest."""
    picture = _picture(runs[0])
    frames = picture.frames if all(run.frames is not None for run in runs) else None
    model = MODELS.get(runs[0].model)
    return {
        "prompt": runs[0].model,
        "key": key,
        "title": title or (model.question if model else _words(runs[0].model)),
        "intro": intro,
        "step": picture.step,
        "first": picture.first,
        "code": source_of(runs[0].model),
        "frames": None if frames is None else _shown(frames.shows),
        "runs": [
            {"label": label, "layout": _standing(frames, run)}
            for run, label in zip(runs, labels or _labels(runs, changed=bool(intro)), strict=True)
        ],
        "curves": [
            {"label": one.label, "share": one.share, "series": [list(pair) for pair in one.series.items()]}
            for one in picture.curves
        ],
    }


def player_html(runs: Sequence[Trajectory], card: Mapping[str, Any]) -> str:
    """What came of the runs, in their sentences, and the curves at the first, the middle and the last step."""
    parts = [f"<div><strong>{plain(card['title'])}</strong></div>"]
    for run, shown in zip(runs, card["runs"], strict=True):
        label = f"{plain(shown['label'])}: " if shown["label"] else ""
        parts += [f"<div>{label}{plain(run.outcome)}</div>", _table(run, card)]
    return "".join(parts)


def refuse_too_much(runs: Sequence[bytes]) -> None:
    """Nothing, or a sentence where a notebook would become too heavy with these runs in it."""
    size = sum(map(len, runs))
    if size > _MOST_BYTES:
        raise KithError(
            f"These runs are {size / 2**20:.0f} MB, more than a page should carry ({_MOST_BYTES // 2**20} MB). "
            "Take fewer steps or fewer people, and show them again."
        )


def steps(run: Trajectory) -> int:
    """How many steps a run has, the first one counted."""
    arrays = [run.frames] if run.frames is not None else list(run.series.values())
    return max((len(np.asarray(one)) for one in arrays), default=0)


def _table(run: Trajectory, card: Mapping[str, Any]) -> str:
    """Three rows of figures that pass the sanitisers of formgrader and feedback."""
    curves = [
        (run[name], label, group["share"])
        for group in card["curves"]
        for name, label in group["series"]
        if name in run.series
    ]
    last = steps(run) - 1
    head = "".join(f"<th>{plain(text)}</th>" for text in (card["step"], *(label for _, label, _ in curves)))
    rows = (
        "".join(
            f"<td>{cell}</td>" for cell in (at + card["first"], *(_figure(row, at, share) for row, _, share in curves))
        )
        for at in sorted({0, last // 2, last})
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(f'<tr>{row}</tr>' for row in rows)}</tbody></table>"


def _figure(values: Any, at: int, share: bool) -> str:
    value = float(values[min(at, len(values) - 1)])
    return f"{value:.1%}" if share else f"{value:.4g}"


def _picture(run: Trajectory) -> Picture:
    """The model's own picture; for any other run, its curves in words of their names, and its frames as amounts."""
    model = MODELS.get(run.model)
    if model is not None and model.picture is not None:
        return model.picture
    names = {name: _words(name) for name in run.series}
    together = len(names) > 3 or run.model in MODELS
    curves = (Curves("", names),) if together else tuple(Curves(word, {name: word}) for name, word in names.items())
    if run.frames is None:
        return Picture(curves)
    shape = np.asarray(run.frames).shape
    return Picture(curves, Frames(Levels(""), "grid" if len(shape) == 3 else "rows") if len(shape) in (2, 3) else None)


def _words(name: str) -> str:
    """A name of Python's as words."""
    return name.replace("_", " ").strip().capitalize()


def _shown(shows: Switch | Levels) -> dict[str, Any]:
    if isinstance(shows, Switch):
        return {"kind": "switch", "on": shows.on, "off": shows.off, "coded": shows.coded}
    return {"kind": "levels", "of": shows.of}


def _standing(frames: Frames | None, run: Trajectory) -> str:
    return frames.standing(run.parameters) if frames is not None else "rows"


def _labels(runs: Sequence[Trajectory], *, changed: bool) -> list[str]:
    """What tells the runs apart: the parameters in which they differ, else the dice, else their order."""
    if len(runs) == 1:
        return [""]
    one, other = ({**run.parameters, "seed": run.seed} for run in runs)
    differ = [name for name in one if one[name] != other.get(name) and name in other]
    told = [name for name in differ if name != "seed"] or differ
    short = len(told) in (1, 2) and all(
        isinstance(value[name], int | float | str) for value in (one, other) for name in told
    )
    if runs[0].model != runs[1].model or not short:
        return [say("asItIs"), say("withChange")] if changed else [say("firstRun"), say("secondRun")]
    return [", ".join(_told(name, value[name]) for name in told) for value in (one, other)]


def _told(name: str, value: Any) -> str:
    """A parameter as its rule writes it; names stay as the code has them, so that one finds them there."""
    return f"{name.replace('_', ' ')}{': ' if isinstance(value, str) else ' = '}{value}"
