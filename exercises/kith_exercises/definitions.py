"""Prompts and rubrics as an author writes them (TOML), read into frozen data with every slip named."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from kith_exercises.field_tables import read_fields
from kith_exercises.fields import Field, Position
from kith_exercises.primitives import PRIMITIVES
from kith_exercises.primitives.flow import steps_of
from kith_exercises.primitives.primitive import Form, Primitive, Step
from kith_exercises.records import Reach
from kith_exercises.sealed import PACKED, SOURCE, Sealed
from kith_exercises.tables import Table, content_of, tables_in
from kith_exercises.truths import SEALED, placed
from kith_exercises.truths.sealed import Held, read_held
from kith_widgets.words import language

__all__ = [
    "Activity",
    "Criterion",
    "FoldPrompt",
    "Level",
    "Prompt",
    "Tags",
    "TextPrompt",
    "load_prompts",
    "load_rubrics",
    "renamed",
]

#: What Kith itself writes under; no prompt may be called so.
_RESERVED = frozenset({"inbox", "kept", "snags"})
#: Of how many modules what was read stays.
_KEPT = 32


@dataclass(frozen=True)
class Tags:
    """Why a fold or a text is there, for whoever plans: the elements of the course that it serves, its phase (of 5E).

    ``minutes`` is an author's estimate; 0 where it is worked out of words and fields. With ``more``, no other card
    needs it. An activity says the same itself.
    """

    elements: tuple[str, ...] = ()
    phase: str = ""
    minutes: float = 0
    more: bool = False


@dataclass(frozen=True)
class FoldPrompt:
    """A fold: fields to commit and, where ``truth`` names one, what came (see ``kith_exercises.truths``).

    ``held`` is a truth that stands in the module's own ``sealed.toml``. With ``group``, what the cohort predicted
    follows once one's own difference is told. ``above`` names questions whose own answers stand above this one, and
    ``beside`` those that stand beside its answer once that is committed, and not before.
    """

    id: str
    title: str
    intro: tuple[str, ...]
    reach: Reach
    fields: tuple[Field, ...]
    truth: str | None
    explain: str | None
    kept: str
    group: bool = False
    formerly: tuple[str, ...] = ()
    above: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    held: Held | None = field(default=None, repr=False)  # a prompt that is printed gives nothing away
    tags: Tags = Tags()


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
    tags: Tags = Tags()


@dataclass(frozen=True)
class Activity:
    """An activity of one of the kinds in ``kith_exercises.primitives``; ``spec`` is what that kind asks for besides.

    ``care`` is what to leave out of what one tells. ``forms`` are the ways in which it can be done. ``usual`` is the
    one that its author put first; None where the course's holds. ``explain`` asks what to make of a difference. With
    ``more``, no other card needs it; ``minutes`` is by part.
    """

    id: str
    kind: str
    title: str
    intro: tuple[str, ...]
    reach: Reach
    spec: Any
    care: tuple[str, ...] = ()
    forms: tuple[Form, ...] = ("cohort", "alone")
    more: bool = False
    minutes: Mapping[str, float] = field(default_factory=dict)
    elements: tuple[str, ...] = ()
    phase: str = ""
    explain: str = ""
    formerly: tuple[str, ...] = ()
    usual: Form | None = None
    #: Its steps by language, as far as ``flow`` has made them.
    made: dict[str, tuple[Step, ...]] = field(init=False, default_factory=dict, compare=False, repr=False)

    @property
    def parts(self) -> tuple[str, ...]:
        """What can be shown apart, in its order; "" where it is one piece."""
        asked = {step.part for step in steps_of(self)}
        return tuple(part for part in PRIMITIVES[self.kind].parts if part in asked)


Prompt = FoldPrompt | TextPrompt | Activity


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

    The same files are made sense of once, wherever they lie. Raises KithError.
    """
    files = tuple(map(content_of, (path, path.with_name(PACKED), path.with_name(SOURCE))))
    return dict(_prompts(_Read(path, files, language())))


@dataclass(frozen=True)
class _Read:
    """Files as they were read, whose content alone matters, and the language of what an author leaves unsaid."""

    path: Path = field(compare=False)
    files: tuple[bytes | None, ...]
    language: str


@lru_cache(_KEPT)
def _prompts(read: _Read) -> Mapping[str, Prompt]:
    prompts: dict[str, Prompt] = {}
    earlier: dict[str, str] = {}
    text, *sealing = read.files
    tables, sealed = tables_in(read.path, text), Sealed.read(read.path.parent, *sealing)
    for id, table in tables.items():
        prompts[id] = _with_truth(_prompt(table, sealed), table, sealed)
        for name in prompts[id].formerly:
            if name in tables:
                table.fail(f"“formerly” names “{name}”, which is still a prompt here; rename one of the two")
            if earlier.setdefault(name, id) != id:
                table.fail(f"“formerly” names “{name}”, and so does [{earlier[name]}]; its answers can go to one only")
    return prompts


def _with_truth(prompt: Prompt, table: Table, sealed: Sealed) -> Prompt:
    """A fold whose truth is data, with that; any other prompt as it is."""
    if not isinstance(prompt, FoldPrompt):
        return prompt
    if prompt.truth == SEALED:
        found = sealed.table(prompt.id)
        if found is None:
            table.fail(
                f"“truth” is “{SEALED}”, and {sealed.path} holds nothing for it; write [[{prompt.id}.steps]] there"
            )
        prompt = replace(prompt, held=read_held(found, prompt.fields))
    if prompt.group:
        line = placed(prompt.truth, prompt.fields, prompt.held) if prompt.truth else None
        if line is None or (line.reach or prompt.reach) != "count":
            table.fail("“group” needs marks whose true place is known, with the reach count; leave “group” out")
    return prompt


def _with_held(spec: Any, primitive: Primitive, table: Table, sealed: Sealed) -> Any:
    """What a kind asks for, with what of it is held back."""
    if primitive.holds is None:
        return spec
    found = sealed.table(table.id)
    if found is None:
        table.fail(f"{sealed.path} holds nothing for it; write [{table.id}] there, with {_listed(primitive.needs)}")
    return primitive.holds(spec, found)


def _listed(keys: Iterable[str]) -> str:
    return ", ".join(f"“{key}”" for key in sorted(keys))


def renamed(prompts: Mapping[str, Prompt]) -> dict[str, str]:
    """The id of today for each id that a prompt once had."""
    return {name: id for id, prompt in prompts.items() for name in prompt.formerly}


def load_rubrics(path: Path) -> dict[str, tuple[Criterion, ...]]:
    """The criteria of ``rubric.toml`` by prompt; no file, no rubrics. Raises KithError."""
    return dict(_rubrics(_Read(path, (content_of(path),), language())))


@lru_cache(_KEPT)
def _rubrics(read: _Read) -> Mapping[str, tuple[Criterion, ...]]:
    return {id: _rubric(table) for id, table in tables_in(read.path, *read.files).items()}


def _prompt(table: Table, sealed: Sealed) -> Prompt:
    kind = table.text("kind")
    if kind not in ("fold", "text", *PRIMITIVES):
        table.fail(f"“kind” must be one of {', '.join(('fold', 'text', *PRIMITIVES))}")
    if table.id in _RESERVED:
        table.fail(f"“{table.id}” is what Kith calls something of its own; rename the prompt")
    if kind in PRIMITIVES:
        return _activity(table, PRIMITIVES[kind], sealed)
    prompt = _fold(table) if kind == "fold" else _text_prompt(table)
    table.done()
    return prompt


def _fold(table: Table) -> FoldPrompt:
    fields = read_fields(table.tables("fields"))
    if len({field.id for field in fields}) < len(fields):
        table.fail("two fields have the same id; rename one")
    truth = table.text("truth", None)
    if truth and any(isinstance(field, Position) for field in fields):
        # It would be drawn with pictures, and the bundle that has the lines between claims has none.
        table.fail("asks for a position and has a truth; ask for the position in a fold that has “kept” instead")
    return FoldPrompt(
        id=table.id,
        title=table.text("title"),
        intro=table.texts("intro", ()),
        reach=table.reach(),
        fields=fields,
        truth=truth,
        explain=table.text("explain", None),
        kept=table.text("kept", "" if truth else ...),
        tags=_tags(table),
        group=table.flag("group", False),
        formerly=table.texts("formerly", ()),
        above=table.texts("above", ()),
        beside=table.texts("beside", ()),
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
        tags=_tags(table),
    )


def _tags(table: Table) -> Tags:
    elements, phase = table.texts("elements", ()), table.text("phase", "")
    return Tags(elements, phase, table.number("minutes", 0), table.flag("more", False))


def _activity(table: Table, primitive: Primitive, sealed: Sealed) -> Activity:
    listed = "forms" in table.rest
    forms = _forms(table, primitive)
    activity = Activity(
        id=table.id,
        kind=primitive.kind,
        title=table.text("title"),
        intro=table.texts("intro", ()),
        reach=_reach(table, primitive),
        care=table.texts("care", ()),
        forms=forms,
        usual=forms[0] if listed else None,
        more=table.flag("more", False),
        minutes=_minutes(table, primitive),
        elements=table.texts("elements", ()),
        phase=table.text("phase", ""),
        explain=table.text("explain", ""),
        formerly=table.texts("formerly", ()),
        spec=_with_held(primitive.read(table), primitive, table, sealed),
    )
    table.done()
    _refuse_slips(table, activity)
    return activity


def _reach(table: Table, primitive: Primitive) -> Reach:
    reach: Reach = table.reach()
    if reach not in primitive.reaches:
        table.fail(f"“reach” must be {' or '.join(primitive.reaches)}: more people have no need to see these answers")
    return reach


def _forms(table: Table, primitive: Primitive) -> tuple[Form, ...]:
    asked = table.texts("forms", primitive.forms)
    forms: list[Form] = [form for form in primitive.forms if form in asked]
    if not forms or len(forms) < len(asked):
        table.fail(f"“forms” must be some of {', '.join(primitive.forms)}")
    forms.sort(key=asked.index)
    return tuple(forms)


def _minutes(table: Table, primitive: Primitive) -> dict[str, float]:
    minutes = table.take("minutes", (int, float, dict), "a number, or numbers by part", {})
    found = minutes if isinstance(minutes, dict) else {primitive.parts[0]: minutes}
    if not found.keys() <= set(primitive.parts) or any(type(one) not in (int, float) for one in found.values()):
        table.fail(f"“minutes” must be numbers, for some of its parts: {', '.join(primitive.parts) or 'it has none'}")
    return found


def _refuse_slips(table: Table, activity: Activity) -> None:
    steps = steps_of(activity)
    ids = [step.id for step in steps]
    twice = next((id for id in ids if ids.count(id) > 1), None)
    if twice is not None:
        table.fail(f"two steps are called “{twice}”; rename what makes one of them")
    if "{" in activity.title:
        table.fail("“title” has a brace in it, and only sentences about figures are filled in; write it without")
    _refuse_what_cannot_go(table, activity, steps)
    if not activity.care and any(step.invites for step in steps):
        table.fail('“care” is missing: it invites to tell of oneself; say what to leave out: care = ["..."]')


def _refuse_what_cannot_go(table: Table, activity: Activity, steps: Sequence[Step]) -> None:
    """Whatever goes from one learner to another says so under its field."""
    for sending in PRIMITIVES[activity.kind].sendings(activity):
        asked = [step for step in steps if step.id in (sending.step, f"{sending.step}-1")]
        for one in (one for step in asked for one in step.fields if one.id in sending.fields):
            if one.reach not in ("partner", "library"):
                table.fail(f"“{one.id}” goes to somebody else, and its reach is {one.reach}; make that “partner”")


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
