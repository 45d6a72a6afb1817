"""Prompts and rubrics as an author writes them (TOML), read into frozen data with every slip named."""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from kith_exercises.errors import KithError
from kith_exercises.fields import Choice, Field, Marks, Number, Option, Position, Scale, Text
from kith_exercises.records import REACHES, Reach

__all__ = ["Criterion", "FoldPrompt", "Level", "Prompt", "TextPrompt", "load_prompts", "load_rubrics", "renamed"]


@dataclass(frozen=True)
class FoldPrompt:
    """A fold: fields to commit and, where ``truth`` names one, what came (see ``kith_exercises.truths``)."""

    id: str
    title: str
    intro: tuple[str, ...]
    reach: Reach
    fields: tuple[Field, ...]
    truth: str | None
    explain: str | None
    kept: str
    formerly: tuple[str, ...] = ()


@dataclass(frozen=True)
class TextPrompt:
    """A question answered in writing; ``words`` is a target (low, high), never a gate.

    ``own`` says whether a learner may put a criterion of their own in the place of one of the rubric's.
    """

    id: str
    title: str
    question: tuple[str, ...]
    reach: Reach
    words: tuple[int, int] | None
    rubric: bool
    own: bool = True
    formerly: tuple[str, ...] = ()


Prompt = FoldPrompt | TextPrompt


@dataclass(frozen=True)
class Level:
    """What earns ``points`` in one criterion."""

    points: float
    label: str
    text: str


@dataclass(frozen=True)
class Criterion:
    """One thing a reader looks for, with its levels from lowest to highest."""

    id: str
    title: str
    asks: str
    levels: tuple[Level, ...]

    @property
    def max_points(self) -> float:
        """Points of the highest level."""
        return self.levels[-1].points

    def level(self, points: float) -> str:
        """The label that fits ``points``; a score between two levels says so."""
        for level in self.levels:
            if level.points == points:
                return level.label
        below = [level.label for level in self.levels if level.points < points]
        above = [level.label for level in self.levels if level.points > points]
        return f"between {below[-1]} and {above[0]}" if below and above else (below or above)[-1]


def load_prompts(path: Path) -> dict[str, Prompt]:
    """The prompts of ``prompts.toml``, in its order; no file, no prompts. Raises KithError."""
    prompts: dict[str, Prompt] = {}
    earlier: dict[str, str] = {}
    tables = _tables(path)
    for id, content in tables.items():
        table = _Table(path, id, content)
        prompts[id] = _prompt(table)
        for name in prompts[id].formerly:
            if name in tables:
                table.fail(f"“formerly” names “{name}”, which is still a prompt here; rename one of the two")
            if earlier.setdefault(name, id) != id:
                table.fail(f"“formerly” names “{name}”, and so does [{earlier[name]}]; its answers can go to one only")
    return prompts


def renamed(prompts: Mapping[str, Prompt]) -> dict[str, str]:
    """The id of today for each id that a prompt once had."""
    return {name: id for id, prompt in prompts.items() for name in prompt.formerly}


def load_rubrics(path: Path) -> dict[str, tuple[Criterion, ...]]:
    """The criteria of ``rubric.toml`` by prompt; no file, no rubrics. Raises KithError."""
    return {id: _rubric(_Table(path, id, table)) for id, table in _tables(path).items()}


class _Table:
    """One table of a file, which hands out each key once, checked, and complains of what is left over."""

    def __init__(self, path: Path, id: str, table: Any, within: str = "") -> None:
        self.path, self.id, self.within = path, id, within
        if not isinstance(table, dict):
            self.fail("it must be a table")
        self.rest: dict[str, Any] = dict(table)

    def fail(self, what: str) -> NoReturn:
        line = _line(self.path, self.id)
        raise KithError(f"{self.path}, line {line}: [{self.id}]{self.within}: {what}.")

    def take(self, key: str, kind: type | tuple[type, ...], remedy: str, default: Any = ...) -> Any:
        value = self.rest.pop(key, default)
        if value is ...:
            self.fail(f"“{key}” is missing; add {remedy}")
        if value is not default and (not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool)):
            self.fail(f"“{key}” must be {remedy}")
        return value

    def text(self, key: str, default: Any = ...) -> Any:
        return self.take(key, str, f'a text: {key} = "..."', default)

    def texts(self, key: str, default: Any = ...) -> tuple[str, ...]:
        found = self.take(key, list, f'a list of texts: {key} = ["..."]', default)
        if not all(isinstance(item, str) for item in found):
            self.fail(f"“{key}” must hold texts only")
        return tuple(found)

    def number(self, key: str, default: Any = ...) -> float:
        return self.take(key, (int, float), f"a number: {key} = 10", default)  # type: ignore[no-any-return]

    def words(self) -> tuple[int, int] | None:
        words = self.take("words", list, "two whole numbers: words = [200, 400]", None)
        if words is None:
            return None
        if len(words) != 2 or not all(type(word) is int for word in words) or not 0 <= words[0] <= words[1] > 0:
            self.fail("“words” must be two whole numbers, low then high: words = [200, 400]")
        return words[0], words[1]

    def reach(self, default: Any = ...) -> Any:
        reach = self.text("reach", default)
        if reach is not default and reach not in REACHES:
            self.fail(f"“reach” must be one of {', '.join(REACHES)}; it says who sees the answer")
        return reach

    def tables(self, key: str, default: Any = ...) -> list["_Table"]:
        found = self.take(key, list, f"at least one [[{self.id}.{key}]]", default)
        return [_Table(self.path, self.id, item, f" {key} {n}{self.within}") for n, item in enumerate(found, 1)]

    def options(self, key: str) -> tuple[Option, ...]:
        options = []
        for table in self.tables(key):
            options.append(Option(table.text("id"), table.text("label")))
            table.done()
        if not options or len({option.id for option in options}) < len(options):
            self.fail(f"“{key}” needs options with different ids")
        return tuple(options)

    def done(self) -> None:
        if self.rest:
            self.fail(f"there is no such key as “{next(iter(self.rest))}”; look for a typing slip")


def _prompt(table: _Table) -> Prompt:
    kind = table.text("kind")
    if kind not in ("fold", "text"):
        table.fail('“kind” must be "fold" or "text"')
    prompt = _fold(table) if kind == "fold" else _text_prompt(table)
    table.done()
    return prompt


def _fold(table: _Table) -> FoldPrompt:
    fields = tuple(_field(item) for item in table.tables("fields"))
    if len({field.id for field in fields}) < len(fields):
        table.fail("two fields have the same id; rename one")
    truth = table.text("truth", None)
    return FoldPrompt(
        id=table.id,
        title=table.text("title"),
        intro=table.texts("intro", ()),
        reach=table.reach(),
        fields=fields,
        truth=truth,
        explain=table.text("explain", None),
        kept=table.text("kept", "" if truth else ...),
        formerly=table.texts("formerly", ()),
    )


def _text_prompt(table: _Table) -> TextPrompt:
    rubric = table.take("rubric", bool, "true or false", False)
    return TextPrompt(
        id=table.id,
        title=table.text("title"),
        question=table.texts("question"),
        reach=table.reach(),
        words=table.words(),
        rubric=rubric,
        # Where nothing is marked there is nothing to put in place, so the key would be a slip.
        own=table.take("own", bool, "true or false", True) if rubric else False,
        formerly=table.texts("formerly", ()),
    )


def _field(table: _Table) -> Field:
    kind = table.text("kind")
    if kind not in _FIELDS:
        table.fail(f"“kind” must be one of {', '.join(_FIELDS)}")
    field = _FIELDS[kind](table, (table.text("id"), table.text("label"), table.reach(None)))
    table.done()
    return field


def _scale(table: _Table) -> Scale:
    scale = Scale(table.number("min"), table.number("max"), table.number("step", 1), table.text("unit", ""))
    if not scale.min < scale.max or scale.step <= 0:
        table.fail("“min” must be below “max”, and “step” above 0")
    return scale


def _marks(table: _Table, common: tuple[str, str, Reach | None]) -> Field:
    ends = table.texts("ends")
    if len(ends) != 2:
        table.fail("“ends” must be two texts, for the left and the right end")
    marks = table.options("marks")
    width, hint = table.text("width", None), table.text("hint", None)
    return Marks(*common, _scale(table), (ends[0], ends[1]), marks, width, hint)


def _position(table: _Table, common: tuple[str, str, Reach | None]) -> Field:
    return Position(*common, table.text("left"), table.text("right"), table.options("sure"), table.text("none"))


def _choice(table: _Table, common: tuple[str, str, Reach | None]) -> Field:
    return Choice(*common, table.options("options"))


def _number(table: _Table, common: tuple[str, str, Reach | None]) -> Field:
    return Number(*common, _scale(table), table.text("hint", None))


def _text(table: _Table, common: tuple[str, str, Reach | None]) -> Field:
    return Text(*common, table.words(), table.take("optional", bool, "true or false", False))


_FIELDS: Mapping[str, Callable[[_Table, tuple[str, str, Reach | None]], Field]] = {
    "marks": _marks,
    "position": _position,
    "choice": _choice,
    "number": _number,
    "text": _text,
}


def _rubric(table: _Table) -> tuple[Criterion, ...]:
    criteria = tuple(_criterion(item) for item in table.tables("criteria"))
    if len({criterion.id for criterion in criteria}) < len(criteria):
        table.fail("two criteria have the same id; rename one")
    table.done()
    return criteria


def _criterion(table: _Table) -> Criterion:
    levels = []
    for item in table.tables("levels"):
        levels.append(Level(item.number("points"), item.text("label"), item.text("text")))
        item.done()
    points = [level.points for level in levels]
    if len(levels) < 2 or points[0] != 0 or sorted(set(points)) != points:
        table.fail("“levels” needs at least two levels, the first with 0 points, each with more than the one before")
    criterion = Criterion(table.text("id"), table.text("title"), table.text("asks"), tuple(levels))
    table.done()
    return criterion


def _tables(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise KithError(f"{path} can't be read: {error.strerror}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise KithError(f"{path}: this is not valid TOML: {error}. Mend that line and try again.") from None


def _line(path: Path, id: str) -> int:
    """Where the table starts; TOML readers don't keep it, so look for its header."""
    header = re.compile(rf'\[+\s*"?{re.escape(id)}"?\s*[\].]')
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if header.match(line.strip()):
            return number
    return 1
