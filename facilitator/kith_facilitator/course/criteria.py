"""A criterion as the page has it that is marked: of a rubric's, or of a learner's own."""

import re
from html import escape

from kith_exercises.definitions import Criterion, Level

__all__ = ["criterion_text", "plain"]


def criterion_text(criterion: Criterion) -> str:
    """A criterion with its levels, as the Markdown of its cell."""
    levels = "\n".join(_level_text(level) for level in criterion.levels)
    return f"### {plain(criterion.title)}\n\n{plain(criterion.asks)}\n\n{levels}"


def _level_text(level: Level) -> str:
    points = "1 point" if level.points == 1 else f"{level.points:g} points"
    return f"- **{points}, {plain(level.label)}:** {plain(level.text)}"


def plain(text: str) -> str:
    """Rubrics are plain text: the widget shows them as they are, so Markdown must too."""
    # Entities, not backslashes, where a page is cleaned before it is rendered: there "\<" would show as "&lt;".
    return re.sub(r"([\\`*_\[\]$~|#])", r"\\\1", escape(" ".join(text.split()), quote=False))
