"""A questionnaire: lines from an instrument, each of which can be left out, and one's own score worked out by its key.

Lines stand in the order of the instrument and look all the same, whichever way they count. The own score is worked out
where it is drawn and kept nowhere. No norm is told, since none fits: whom others asked is not who sits here. What a
cohort answered comes out as the mean of each scale, and as that alone. Of a survey that was asked ``before`` it is how
much each scale changed in those who answered both: the two together would tell of whoever answered only once.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from kith_exercises.errors import KithError
from kith_exercises.field_tables import read_options
from kith_exercises.fields import Choice, Option, Text
from kith_exercises.instruments import ANSWERED, Instrument, load
from kith_exercises.more_fields import Taken
from kith_exercises.primitives import flow, scenes
from kith_exercises.primitives.figures import Asked, Journals, Released, averaged, counted, differing, measured, worded
from kith_exercises.primitives.primitive import Form, Known, Primitive, Scene, Scenes, Step, nothing
from kith_exercises.primitives.published import Published, read_published
from kith_exercises.primitives.survey_took import Took, read_took, took_asked, took_id, took_step
from kith_exercises.records import Reach
from kith_exercises.tables import Table
from kith_widgets.words import say

if TYPE_CHECKING:
    from kith_exercises.definitions import Activity
    from kith_exercises.measures.finding import Finding

__all__ = ["OUT", "SURVEY", "Survey", "keyed", "scores"]

#: What is chosen in place of an answer. A line that nobody touched can't be told from one that was overlooked.
OUT = "out"
#: So many lines stand on one form.
_PAGE = 6
_TOGETHER: frozenset[Form] = frozenset({"cohort", "room"})


@dataclass(frozen=True)
class Survey:
    """An instrument, which of its scales are asked, words for it where it brings none, and an open question besides.

    ``lines`` are what is asked, by item, and ``names`` what scales are called, where the author calls them something.
    ``before`` is the same survey, asked earlier, and ``published`` what a scale's mean was elsewhere. Of
    ``steps``, each the name of a question, one can be chosen that was in one's way, if one took it; of ``changes``, one
    that would help. ``took`` asks how many minutes it was.
    """

    instrument: Instrument
    scales: tuple[str, ...]
    lines: Mapping[str, str]
    ask: str
    names: Mapping[str, str] = field(default_factory=dict)
    before: str = ""
    published: Mapping[str, Published] = field(default_factory=dict)
    steps: tuple[Option, ...] = ()
    changes: tuple[Option, ...] = ()
    took: Took | None = None

    def name(self, scale: str) -> str:
        """What a scale is called: by the author, else by its id."""
        return self.names.get(scale) or scale.replace("-", " ").capitalize()

    @property
    def of_two(self) -> bool:
        """Whether lines have two answers, the lower one and the higher: then a mean is told as a share."""
        return self.instrument.high - self.instrument.low == 1

    @property
    def scored(self) -> tuple[str, ...]:
        """The scales with a score of one's own: a line alone has none besides its answer, and a group's is nobody's."""
        if self.instrument.of_group:
            return ()
        return tuple(scale for scale in self.scales if len(self.instrument.scales[scale]) > 1)


# The definition


def _read(table: Table) -> Survey:
    instrument = _instrument(table)
    scales = table.texts("scales", tuple(instrument.scales))
    if not scales or not set(scales) <= instrument.scales.keys() or len(set(scales)) < len(scales):
        table.fail(f"“scales” must be different ones of {', '.join(instrument.scales)}; a scale is asked whole")
    asked = [item for item in instrument.items if item.scale in scales]
    lines = {item.id: item.text for item in asked} if all(item.text for item in asked) else {}
    words = _worded(table, instrument, asked, lines)
    ask, before = table.text("ask", ""), table.text("before", "")
    published = _published(table, instrument, scales)
    if before and published:
        table.fail("“published” is a mean, and with “before” the group sees a change; take one of them out")
    steps, changes = (read_options(table, key) if key in table.rest else () for key in ("steps", "changes"))
    names = _names(table, scales)
    return Survey(instrument, scales, words, ask, names, before, published, steps, changes, read_took(table))


def _names(table: Table, scales: Sequence[str]) -> dict[str, str]:
    """What the author calls the scales; all of them, or none."""
    given = table.table("names")
    if given is None:
        return {}
    found = {scale: given.text(scale) for scale in scales}
    given.done()
    return found


def _published(table: Table, instrument: Instrument, scales: Sequence[str]) -> dict[str, Published]:
    """What the mean of a scale was elsewhere, for those scales of which the author says it."""
    given = table.table("published")
    if given is None:
        return {}
    low, high = instrument.low, instrument.high
    found = {scale: one for scale in scales if (one := read_published(given.table(scale), low, high))}
    given.done()
    return found


def _instrument(table: Table) -> Instrument:
    id = table.text("instrument")
    try:
        return load(id)
    except KithError as error:
        table.fail(f"“instrument”: {str(error).rstrip('.')}")


def _worded(table: Table, instrument: Instrument, asked: Sequence[Any], lines: dict[str, str]) -> dict[str, str]:
    """What is asked: as the instrument has it or, where only its key may be here, as the author may ask it."""
    wording = table.table("wording")
    if wording is None and not lines:
        table.fail(
            f"“wording” is missing: only the key of “{instrument.id}” is here, for its words are not free. If you have "
            f"a right to them, write them under [{table.id}.wording], one for each of "
            f"{', '.join(item.id for item in asked)}"
        )
    if wording is None:
        return lines
    if lines:
        wording.fail(f"“{instrument.id}” has its own words, and other words would be another scale; take “wording” out")
    found = {item.id: wording.text(item.id) for item in asked}
    wording.done()
    return found


# The steps


def _steps(activity: "Activity") -> tuple[Step, ...]:
    spec: Survey = activity.spec
    together = activity.reach == "count"
    read: Reach | None = "facilitator" if together else None
    words = Text("ask", spec.ask, read, None, optional=False)
    return (
        *_pages(spec),
        *([_own(spec)] if spec.scored else []),
        *([took_step(spec.took)] if spec.took else []),
        *_hindered(spec, read),
        *([Step("ask", fields=(words,), door="skip", invites=True)] if spec.ask else []),
        *([_group(activity.id, spec)] if together else []),
    )


def _pages(spec: Survey) -> Iterator[Step]:
    pages = math.ceil(len(spec.lines) / _PAGE)
    options = _options(spec.instrument)
    fields = [Choice(item, line, None, options) for item, line in spec.lines.items()]
    instruction = [spec.instrument.instruction] if spec.instrument.instruction else []
    rules = [say("surveyFree"), *([say("surveyEnough")] if spec.scored else [])]
    told = [scenes.text("", [*instruction, " ".join(rules)])]
    for page, part in enumerate(_even(fields, pages), 1):
        above: Scenes = (lambda _: told) if page == 1 else nothing
        yield Step(f"lines-{page}", fields=tuple(part), door="skip", before=above)


def _hindered(spec: Survey, reach: Reach | None) -> Iterator[Step]:
    """Which step was in the way, of those that were really taken, and which change would help; each can be left out."""
    if spec.steps:
        options = (*spec.steps, Option("other", say("surveyOther")))
        step = Taken("step", say("surveyStep"), reach, options)
        yield Step("step", fields=(step,), door="skip", when=lambda known: len(step.of(known.earlier)) > 1)
    if spec.changes:
        yield Step("change", fields=(Choice("change", say("surveyChange"), reach, spec.changes),), door="skip")


def _even(fields: Sequence[Choice], pages: int) -> Iterator[Sequence[Choice]]:
    """As many parts, as long as each other, or one line apart."""
    for page in range(pages):
        yield fields[len(fields) * page // pages : len(fields) * (page + 1) // pages]


def _options(instrument: Instrument) -> tuple[Option, ...]:
    values = range(instrument.low, instrument.high + 1)
    anchors = instrument.anchors
    if len(anchors) == len(values):
        said = dict(zip(values, anchors, strict=True))
    else:
        said = {value: str(value) for value in values}
        for value, anchor in ((instrument.low, anchors[0]), (instrument.high, anchors[-1])):
            said[value] = say("mark", label=str(value), value=anchor)
    return (*(Option(str(value), label) for value, label in said.items()), Option(OUT, say("surveyOut")))


def _own(spec: Survey) -> Step:
    return Step("score", button=say("surveyScore"), scene=lambda _: [_score(spec)])


def _score(spec: Survey) -> Scene:
    instrument = spec.instrument
    turned = any(item.reversed and item.scale in spec.scored for item in instrument.items)
    told = [instrument.caution] if instrument.caution else []
    source = say("surveyFrom", citation=f"{instrument.citation} {instrument.source}")
    paragraphs = [say("surveyTurned" if turned else "surveyMean"), say("surveyNorm"), *told, source]
    return scenes.text(say("surveyTitle"), paragraphs, [_said(spec, scale) for scale in spec.scored])


def _said(spec: Survey, scale: str) -> dict[str, Any]:
    """The sentence on one's own score, worked out by the measure's own rule (``measures.scales.scale_score``)."""
    one = spec.instrument
    items = [item for item in one.items if item.scale == scale]
    step = {field.id: page.id for page in _pages(spec) for field in page.fields}
    least = math.ceil(ANSWERED * len(items) - 1e-9)  # a share such as 0.8 is a little more than four of five
    name, low, high = spec.name(scale), str(one.low), str(one.high)
    first, last = one.anchors[0], one.anchors[-1]
    return {
        "of": scenes.mean(((step[item.id], item.id, item.reversed) for item in items), (one.low, one.high), least),
        "with": say("surveyMine", scale=name, mine="{mine}", low=low, high=high, first=first, last=last),
        "without": say("surveyTooFew", scale=name, least=least, n=len(items)),
    }


def _group(id: str, spec: Survey) -> Step:
    def came(known: Known) -> list[Scene]:
        found = [
            scene
            for scale in spec.scales
            for scene in scenes.figure(known, _figure(id, spec, scale), published=spec.published.get(scale))
        ]
        return [*found, *(scenes.figure(known, took_id(id)) if spec.took else [])]

    return Step(
        "group",
        button=say("showGroup"),
        scene=came,
        waits=lambda known: "" if came(known) else say("waitsForGroup"),
        held=True,
        forms=_TOGETHER,
    )


# From journals to figures


def _figure(id: str, spec: Survey, scale: str) -> str:
    return f"{id}/{scale}/change" if spec.before else f"{id}/{scale}"


def _asked(activity: "Activity", _: Mapping[str, Any]) -> tuple[Asked, ...]:
    """A cohort's mean on each scale, or its change, and its minutes; what stays with its learner asks it nothing."""
    spec: Survey = activity.spec
    one = _changed if spec.before else _of_scale
    if activity.reach != "count":
        return ()
    took = (took_asked(activity, spec.took),) if spec.took else ()
    return (*(one(activity, scale) for scale in spec.scales), *took)


def _of_scale(activity: "Activity", scale: str) -> Asked:
    spec: Survey = activity.spec
    one = spec.instrument
    id, name, grain = f"{activity.id}/{scale}", spec.name(scale), 1 / len(one.scales[scale])
    claim = say("surveyOurs", scale=name, size="{size}", low=str(one.low), high=str(one.high))
    share = say("surveyShare", size="{size}", last=one.anchors[-1])

    def answers(journals: Journals) -> dict[str, float]:
        # With a line left out a score can lie between two steps, and would say that one was.
        return {who: round(score / grain) * grain for who, score in scores(activity, journals)[scale].items()}

    def release(values: Mapping[str, float]) -> Mapping[str, Released]:
        if spec.of_two:
            values = {who: 100 * (value - one.low) for who, value in values.items()}
            return {id: averaged(values, share, (0, 100), say("surveyShareAxis"), grain=100 * grain)}
        return {id: averaged(values, claim, (one.low, one.high), name, grain=grain)}

    apart = differing(one.low, one.high, grain)
    return Asked(id=id, figures=(id,), answers=answers, hidden=float, release=release, grain=apart)


def _changed(activity: "Activity", scale: str) -> Asked:
    spec: Survey = activity.spec
    one, grain = spec.instrument, 1 / len(spec.instrument.scales[scale])
    apart = differing(one.low, one.high, grain)
    id, reach, name = _figure(activity.id, spec, scale), one.high - one.low, spec.name(scale)

    def answers(journals: Journals) -> dict[str, tuple[float, float]]:
        earlier = replace(activity, id=spec.before)
        before, after = (
            {who: round(score / grain) * grain for who, score in scores(asked, journals)[scale].items()}
            for asked in (earlier, activity)
        )
        return {who: (before[who], after[who]) for who in before.keys() & after.keys()}

    def release(pairs: Mapping[str, tuple[float, float]]) -> Mapping[str, Released]:
        words = worded("changed", scale=name)
        axis = say("changedAxis", scale=name)
        if spec.of_two:
            words = worded("changedShare", unit="unitPercent", scale=name)
            axis = say("changedShareAxis", scale=name)
        line = (-reach * words.times, reach * words.times)
        return {id: measured(pairs, _measured(one), words, line, axis, key=_by_how_much, grain=apart)}

    return Asked(id=id, figures=(id,), answers=answers, hidden=_by_how_much, release=release, grain=apart)


def _by_how_much(pair: tuple[float, float]) -> float:
    before, after = pair
    return after - before


def _measured(one: Instrument) -> "Callable[[Sequence[tuple[float, float]]], Finding]":
    from kith_exercises.measures.change import change

    def measure(pairs: Sequence[tuple[float, float]]) -> "Finding":
        before, after = ({f"{place:06}": pair[time] for place, pair in enumerate(pairs)} for time in (0, 1))
        return change(before, after, what="it", scale=(one.low, one.high))

    return measure


SURVEY = Primitive(
    kind="survey",
    bundle="leaves",
    read=_read,
    steps=_steps,
    reaches=("count", "mine"),
    asked=_asked,
    recalls=lambda activity: (*filter(None, [activity.spec.before]), *(one.id for one in activity.spec.steps)),
)


def keyed(activity: "Activity", journals: Journals) -> dict[str, dict[str, float]]:
    """What each learner answered, by item, turned round where the key says so. Who left everything out is not in it."""
    spec: Survey = activity.spec
    found = {}
    for learner, records in counted(activity, journals):
        done = flow.passed(flow.steps_of(activity), None, records)
        given = {
            item: said for one in done if one.id.startswith("lines-") for item, said in (one.answers or {}).items()
        }
        answers = {item: float(said) for item, said in given.items() if said != OUT}
        if answers:
            found[learner] = spec.instrument.keyed(answers)
    return found


def scores(activity: "Activity", journals: Journals) -> dict[str, dict[str, float]]:
    """The scores of those who answered enough, by scale and learner."""
    from kith_exercises.measures.scales import scale_scores  # brings NumPy, which a page can do without

    spec: Survey = activity.spec
    cohort = keyed(activity, journals)
    return {scale: scale_scores(spec.instrument.scales[scale], cohort) for scale in spec.scales}
