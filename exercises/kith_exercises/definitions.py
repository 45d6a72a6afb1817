"""Prompts and rubrics as an author writes them (TOML), read into frozen data with every slip named."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from kith_exercises.field_tables import read_fields
from kith_exercises.fields import Field
from kith_exercises.records import Reach
from kith_exercises.sealed import Sealed
from kith_exercises.tables import Table, tables_of
from kith_exercises.truths import SEALED
from kith_exercises.truths.sealed import Held, read_held

__all__ = ["Criterion", "FoldPrompt", "Level", "Prompt", "TextPrompt", "load_prompts", "load_rubrics", "renamed"]


@dataclass(frozen=True)
class FoldPrompt:
    """A fold: fields to commit and, where ``truth`` names one, what came (see ``kith_exercises.truths``).

    ``held`` is a truth that stands in the module's own ``sealed.toml``.
    """

    id: str
    title: str
    intro: tuple[str, ...]
    reach: Reach
    fields: tuple[Field, ...]
    truth: str | None
    explain: str | None
    kept: str
    formerly: tuple[str, ...] = ()
    held: Held | None = field(default=None, repr=False)  # a prompt that is printed gives nothing away


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
    """The prompts of ``prompts.toml``, in its order, with what is held back beside it; no file, no prompts.

    Raises KithError.
    """
    prompts: dict[str, Prompt] = {}
    earlier: dict[str, str] = {}
    tables, sealed = tables_of(path), Sealed.load(path.parent)
    for id, table in tables.items():
        prompts[id] = _with_truth(_prompt(table), table, sealed)
        for name in prompts[id].formerly:
            if name in tables:
                table.fail(f"“formerly” names “{name}”, which is still a prompt here; rename one of the two")
            if earlier.setdefault(name, id) != id:
                table.fail(f"“formerly” names “{name}”, and so does [{earlier[name]}]; its answers can go to one only")
    return prompts


def _with_truth(prompt: Prompt, table: Table, sealed: Sealed) -> Prompt:
    """A fold whose truth is data, with that; any other prompt as it is."""
    if not isinstance(prompt, FoldPrompt) or prompt.truth != SEALED:
        return prompt
    found = sealed.table(prompt.id)
    if found is None:
        table.fail(f"“truth” is “{SEALED}”, and {sealed.path} holds nothing for it; write [[{prompt.id}.steps]] there")
    return replace(prompt, held=read_held(found, prompt.fields))


def renamed(prompts: Mapping[str, Prompt]) -> dict[str, str]:
    """The id of today for each id that a prompt once had."""
    return {name: id for id, prompt in prompts.items() for name in prompt.formerly}


def load_rubrics(path: Path) -> dict[str, tuple[Criterion, ...]]:
    """The criteria of ``rubric.toml`` by prompt; no file, no rubrics. Raises KithError."""
    return {id: _rubric(table) for id, table in tables_of(path).items()}


def _prompt(table: Table) -> Prompt:
    kind = table.text("kind")
    if kind not in ("fold", "text"):
        table.fail('“kind” must be "fold" or "text"')
    prompt = _fold(table) if kind == "fold" else _text_prompt(table)
    table.done()
    return prompt


def _fold(table: Table) -> FoldPrompt:
    fields = read_fields(table.tables("fields"))
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


def _text_prompt(table: Table) -> TextPrompt:
    rubric = table.flag("rubric", False)
    return TextPrompt(
        id=table.id,
        title=table.text("title"),
        question=table.texts("question"),
        reach=table.reach(),
        words=table.words(),
        rubric=rubric,
        # Where nothing is marked there is nothing to put in place, so the key would be a slip.
        own=table.flag("own", True) if rubric else False,
        formerly=table.texts("formerly", ()),
    )


def _rubric(table: Table) -> tuple[Criterion, ...]:
    criteria = tuple(_criterion(item) for item in table.tables("criteria"))
    if len({criterion.id for criterion in criteria}) < len(criteria):
        table.fail("two criteria have the same id; rename one")
    table.done()
    return criteria


def _criterion(table: Table) -> Criterion:
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
