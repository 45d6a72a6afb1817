"""Editions from before Kith kept account of whose figures are out (``kept``), or whose account is lost.

Nobody knows any more whose answers are in them. So whoever has answered such a question by now counts as one of them,
and is in no new figure of it: new ones are of others only, and nothing comes of subtracting.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kith_exercises import KithError
from kith_exercises.privacy import Series, Thresholds, Wave
from kith_facilitator.dashboards import FIGURES

__all__ = ["shown_earlier", "with_all_out"]

#: From this version of figures on there is an account.
_KEPT = 3


def shown_earlier(editions: Path, waves: Path) -> frozenset[str]:
    """The questions of which figures are out that no account says anything of.

    Raises KithError where there was an account: it can be brought back.
    """
    found = set[str]()
    for path in sorted(editions.glob(f"[!.]*/{FIGURES}")):
        figures = _read(path)
        questions = {str(panel["id"]).rsplit("--", 1)[0] for panel in figures["panels"] if _tells(panel)}
        if questions and figures["version"] >= _KEPT and not waves.is_file():
            raise KithError(
                f"{waves} is missing, though figures are out in {path.parent}. Without it nobody knows whose answers "
                "they are: bring it back from a backup. If they are of another cohort, move that folder away."
            )
        if figures["version"] < _KEPT:
            found |= questions
    return frozenset(found)


def with_all_out(series: Series, groups: Mapping[str, Mapping[str, Any]], dated: str) -> Series:
    """The series with a wave in which everybody is who answered by now, and of which nothing is shown."""
    if series.waves:
        return series
    counted = {group: frozenset(answers) for group, answers in groups.items()}
    return Series((Wave(dated, Thresholds(), counted, None),))


def _read(path: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(path.read_bytes())
        return {"version": int(found["version"]), "panels": list(found["panels"])}
    except (KeyError, TypeError, ValueError) as error:
        raise KithError(
            f"{path} can't be read ({error!r}), so nobody knows which figures are out. Bring it back from a backup."
        ) from None


def _tells(panel: Any) -> bool:
    """Whether any figure stands in a panel, whatever version it is of."""
    if panel.get("kind") == "told":
        return "short" not in panel["figure"]
    text = json.dumps(panel)
    return '"estimate"' in text or '"parts"' in text
