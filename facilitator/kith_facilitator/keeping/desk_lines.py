"""The marking desk's own log without one person: their answers stand in it under names that only its key gives away."""

import secrets
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from kith_exercises import log
from kith_exercises.definitions import load_prompts
from kith_exercises.files import put_in_place
from kith_facilitator.desk.ledger import Ledger
from kith_facilitator.desk.naming import answer_name
from kith_facilitator.desk.order import Order
from kith_facilitator.files import read_object

__all__ = ["forget_in_desk"]


def forget_in_desk(course: Path, learner: str, texts: Collection[str]) -> None:
    """Take every line about a learner out of the logs, and every phrase that quotes them out of the bank."""
    folder = course / ".kith" / "desk"
    if not (folder / "key").is_file():
        return
    order = Order((folder / "key").read_bytes())
    for path in sorted(folder.glob("*.jsonl")):
        names = _names(order, course, path.stem, learner)
        with log.locked(path.with_suffix(".lock")):
            entries = log.read(path).entries
            kept = [_seated(entry, names) for entry in entries if not _about(entry, names, texts)]
            if tuple(kept) != entries:
                put_in_place(path, b"".join(log.encode(_bare(entry)) for entry in kept), mode=0o600)


def _names(order: Order, course: Path, module: str, learner: str) -> frozenset[str]:
    answers = {answer_name(order, module, id, learner) for id in _questions(course, module)}
    return frozenset({order.name("learner", module, learner), *answers})


def _questions(course: Path, module: str) -> set[str]:
    """Every id that a question of the module has or had, also one that was taken out since."""
    prompts = load_prompts(course / "release" / module / "prompts.toml")
    found = {*prompts, *(old for prompt in prompts.values() for old in prompt.formerly)}
    named = Ledger(course / ".kith" / "desk" / f"{module}.jsonl").named()
    found |= {*named, *named.values()}
    # An earlier Kith's ledger does not say by what it named answers; these know each question that was marked.
    for path in course.glob(f".kith/removed/{module}/*.json"):
        marks = read_object(path).get("marks", ())
        found |= {str(mark.get("cell", "")).partition("--")[0] for mark in marks}
    for path in course.glob(f".kith/answers/{module}/*/*.json"):
        kept = read_object(path)
        found |= {*kept, *kept.get("prompts", ())}
    return found


def _about(entry: Mapping[str, Any], names: Collection[str], texts: Collection[str]) -> bool:
    data = entry.get("data")
    if not isinstance(data, dict):
        return False
    quoted = str(data.get("text", ""))
    return data.get("answer") in names or any(text in quoted for text in texts)


def _seated(entry: dict[str, Any], names: frozenset[str]) -> dict[str, Any]:
    """The same line with nobody in the person's seat: the others keep their numbers."""
    data = entry.get("data")
    if entry.get("do") != "seats" or not isinstance(data, dict) or not isinstance(data.get("names"), list):
        return entry
    if not names.intersection(data["names"]):
        return entry
    seats = [secrets.token_hex(10) if name in names else name for name in data["names"]]
    return {**entry, "data": {**data, "names": seats}}


def _bare(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if key != "sha"}
