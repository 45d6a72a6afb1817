"""Answers that nothing asks for now: their questions were taken out of the course."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kith_exercises.journal import Record
from kith_exercises.snags import SNAGS

__all__ = ["in_words", "unasked"]


def unasked(records: Iterable[Record], prompts: Iterable[str]) -> Mapping[str, tuple[Record, ...]]:
    """By the question that is gone: all that was committed, explained and noted, and the newest text."""
    known = {*prompts, SNAGS, ""}
    found: dict[str, dict[object, Record]] = {}
    for record in records:
        if record.prompt not in known and record.event in ("text", "commit", "explain", "note"):
            place = "text" if record.event == "text" else (record.seq, record.writer)
            found.setdefault(record.prompt, {})[place] = record
    return {id: tuple(answers.values()) for id, answers in found.items()}


def in_words(value: Any) -> str:
    """An answer in words, without the question that knew what its parts meant."""
    if isinstance(value, dict):
        return "\n".join(_parts(value))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _parts(value: Mapping[str, Any]) -> Iterator[str]:
    for name, part in value.items():
        yield f"{name}: {part if isinstance(part, str) else json.dumps(part, ensure_ascii=False)}"
