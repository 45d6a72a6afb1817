"""Waves: a figure is worked out once and kept, and a later one may only be of others, or of many others more.

Whoever has two editions can subtract one from the other. If somebody came late, or took their answer back, in
between, the difference would be theirs. So whoever comes late waits until enough others did; whoever goes stays in the
figures that are out, and from the next on they are missing together with others, drawn by lot. People who are in the
same waves are one *lot*: whatever is added and subtracted, no smaller group comes of it, and in each lot answers differ
(``alike``). Where something is known of people, such as an arm of a trial, those of each arm are a lot by themselves,
and wait for others of their own.

What somebody who is gone had answered is known no more, so nobody can ask who must go with them for answers to differ;
and a choice made by the answers of those who are left would tell theirs. So each wave, as long as it has all answers,
says from how many people of a lot on answers differ, whoever they are: as many as gave the same, one more, and one for
the reader. Later a lot is parted only into lots of so many, or goes as a whole. Whatever is decided and shown is then
the same if two of a lot change their answers. Who is gone is counted again only where everybody is asked anew: they
might bring another answer, and they alone.

So who is counted in a later wave depends on answers: on those that decided what earlier waves released, and from how
many people on they differ. Which parts of it are shown goes by who is counted, as on any one page.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from kith_exercises.errors import KithError, OutOfRange
from kith_exercises.inputs import by_name, function, instance, listed, number, several, yes_or_no
from kith_exercises.privacy.alike import alike, most_alike
from kith_exercises.privacy.cuts import atoms_of
from kith_exercises.privacy.thresholds import Kind, Thresholds

__all__ = ["Answers", "Series", "Terms", "Wave", "next_wave"]

#: What each person answered: numbers that may not be told, or none where there is nothing to hide.
Answers = Mapping[str, Sequence[float]]
#: From the people who are counted, by group, to what is published of them.
Publish = Callable[[Mapping[str, frozenset[str]]], Mapping[str, Any]]


@dataclass(frozen=True)
class Terms:
    """On which terms a wave opens.

    ``thresholds`` are those of the wave before, if not given, and ``kind`` says which of them holds. Answers closer
    than ``grain`` count as the same. ``anew`` says that everybody was asked again, so that nobody need have come.
    """

    thresholds: Thresholds | None = None
    kind: Kind = "scores"
    grain: float = 1
    anew: bool = False

    def __post_init__(self) -> None:
        Thresholds.or_usual(self.thresholds).people(self.kind)
        if number("grain", self.grain) <= 0:
            raise OutOfRange("grain", self.grain, "a number above 0")
        yes_or_no("anew", self.anew)


@dataclass(frozen=True)
class Wave:
    """Who was counted, by group, and what was published of them: nothing, if their answers were too much alike.

    ``arms`` are those of them of whom the same is known, where something is. Of people whom no figure tells apart, any
    ``differ`` (by group) did not answer alike. ``kind`` says which threshold held.
    """

    dated: str
    thresholds: Thresholds
    counted: Mapping[str, frozenset[str]]
    published: Mapping[str, Any] | None
    arms: tuple[frozenset[str], ...] = ()
    differ: Mapping[str, int] = field(default_factory=dict)
    kind: Kind = "scores"

    def to_json(self) -> dict[str, Any]:
        """The wave as it is kept in a file."""
        return {
            "dated": self.dated,
            "thresholds": self.thresholds.to_json(),
            "counted": {group: sorted(people) for group, people in sorted(self.counted.items())},
            "published": self.published,
            "arms": [sorted(people) for people in self.arms],
            "differ": dict(self.differ),
            "kind": self.kind,
        }


@dataclass(frozen=True)
class Series:
    """All waves of one question, the first one first."""

    waves: tuple[Wave, ...] = ()

    def __post_init__(self) -> None:
        listed("waves", self.waves, Wave)

    @property
    def thresholds(self) -> Thresholds | None:
        """Those of the last wave."""
        return self.waves[-1].thresholds if self.waves else None

    @property
    def latest(self) -> Wave | None:
        """The last wave of which something was published."""
        return next((wave for wave in reversed(self.waves) if wave.published is not None), None)

    def to_json(self) -> list[Any]:
        """The series as it is kept in a file."""
        return [wave.to_json() for wave in self.waves]

    @classmethod
    def from_json(cls, data: Any) -> "Series":
        """The series that ``to_json`` wrote; raises KithError if it isn't one."""
        try:
            return cls(
                tuple(
                    Wave(
                        str(wave["dated"]),
                        Thresholds(**wave["thresholds"]),
                        {str(group): frozenset(map(str, people)) for group, people in wave["counted"].items()},
                        None if wave["published"] is None else dict(wave["published"]),
                        tuple(frozenset(map(str, people)) for people in wave.get("arms", ())),
                        # Waves from before this was kept know nothing of it: their lots are not parted.
                        {str(group): int(people) for group, people in wave.get("differ", {}).items()},
                        wave.get("kind", "scores"),
                    )
                    for wave in data
                )
            )
        except (AttributeError, LookupError, TypeError, ValueError) as error:
            raise KithError(f"The waves can't be read ({error!r}). Bring their file back from a backup.") from None


def next_wave(
    series: Series,
    groups: Mapping[str, Answers],
    publish: Publish,
    *,
    dated: str,
    terms: Terms = Terms(),
    known: Mapping[str, str] | None = None,
) -> Series:
    """The series with one wave more, if enough people have come since the last; else as it is.

    ``groups`` are all who answered until now, by the way they took; the first of them opens a wave. What others know of
    somebody, such as an arm that is told by lot, is ``known``: of each arm enough must have come. What ``publish``
    returns is kept with the wave and never worked out again. People who came together and were too much alike are not
    shown, then or later.
    """
    instance("series", series, Series)
    instance("terms", terms, Terms)
    function("publish", publish)
    instance("dated", dated, str)
    _checked(groups)
    by_name("known", known or {}, str)
    thresholds = (terms.thresholds or series.thresholds or Thresholds()).kept_from(series.thresholds)
    least, grain = thresholds.people(terms.kind), terms.grain
    if any(wave.kind != terms.kind for wave in series.waves):
        raise KithError(
            f"An earlier wave of this question was of {series.waves[-1].kind}, with the threshold for these. "
            "Keep the kind, or ask anew under another name."
        )
    lead, answers = next(iter(groups.items()))
    arms = [arm for arm in _arms(_newcomers(series, lead, answers), known) if len(arm) >= least]
    come = frozenset[str]().union(*arms)
    if any(_alike(arm, answers, grain) for arm in arms):
        return Series((*series.waves, Wave(dated, thresholds, {lead: come}, None, kind=terms.kind)))
    now = {lead: _kept(series, lead, answers, least, terms) | come}
    for group, theirs in groups.items():
        if group != lead:
            new = _newcomers(series, group, theirs)
            enough = series.latest is None or len(new) >= least
            now[group] = _kept(series, group, theirs, least, terms) | (new if enough else frozenset())
    if len(now[lead]) < least or not (terms.anew or come):
        return series
    told = tuple(_arms(now[lead], known)) if known else ()
    opened = Wave(dated, thresholds, now, publish(now), told, kind=terms.kind)
    return _with_differ(Series((*series.waves, opened)), groups, grain)


def _with_differ(series: Series, groups: Mapping[str, Answers], grain: float) -> Series:
    """The series, its last wave saying how many people of a lot it takes for their answers to differ."""
    *before, wave = series.waves
    differ = {
        group: max((_differ(lot, groups[group], grain) for lot in _lots(series, group) if lot <= people), default=0)
        for group, people in wave.counted.items()
    }
    return Series((*before, replace(wave, differ=differ)))


def _checked(groups: Mapping[str, Answers]) -> None:
    by_name("groups", groups)
    if not groups:
        raise OutOfRange("groups", groups, "at least one way to answer, with those who took it")
    for name, answers in groups.items():
        by_name(f"answers of “{name}”", answers)
        for who, numbers in answers.items():
            several(f"answers of “{name}” for {who}", numbers)
            for value in numbers:
                number(f"answer of “{name}”", value)
        if len({len(numbers) for numbers in answers.values()}) > 1:
            raise OutOfRange(f"answers of “{name}”", answers, "as many numbers for each person")


def _newcomers(series: Series, group: str, answers: Answers) -> frozenset[str]:
    """Who is in no wave yet."""
    return frozenset(answers).difference(*(wave.counted.get(group, ()) for wave in series.waves))


def _arms(people: frozenset[str], known: Mapping[str, str] | None) -> list[frozenset[str]]:
    """These people by what is known of them: all together, if that is nothing."""
    of = {who: (known or {}).get(who, "") for who in sorted(people)}
    return [frozenset(who for who in of if of[who] == arm) for arm in sorted({*of.values()})]


def _kept(series: Series, group: str, answers: Answers, least: int, terms: Terms) -> frozenset[str]:
    """Who of those of a group that were shown before may be counted again."""
    shown = _shown(series)
    found = frozenset[str]()
    for together in atoms_of([wave.counted.get(group, frozenset()) for wave in shown]):
        those = [wave for wave in shown if together <= wave.counted.get(group, frozenset())]
        if terms.anew or those[-1] is shown[-1]:
            enough = max(least, *(wave.differ.get(group, len(together) + 1) for wave in those))
            lots = [lot for lot in _lots(series, group) if lot <= together]
            stay = _stay(lots, answers, enough)
            if not any(_alike(stay & lot, answers, terms.grain) for lot in lots if stay & lot):
                found |= stay
    return found


def _shown(series: Series) -> list[Wave]:
    return [wave for wave in series.waves if wave.published is not None]


def _lots(series: Series, group: str) -> list[frozenset[str]]:
    """People of a group whom no figure that is out tells apart."""
    shown = _shown(series)
    sets = [wave.counted.get(group, frozenset[str]()) for wave in shown]
    everybody = frozenset[str]().union(*sets)
    return atoms_of([*sets, *(arm & everybody for wave in shown for arm in wave.arms)])


def _stay(lots: Sequence[frozenset[str]], answers: Answers, enough: int) -> frozenset[str]:
    """Who of people that were shown together may be shown again: ``enough`` or none of each lot, or nobody."""
    found = frozenset[str]()
    for lot in lots:
        here = sorted(lot & answers.keys())  # by digests (see the ledger), so the order is as good as drawn by lot
        gone = len(lot) - len(here)
        if gone and len(lot) < enough:
            return frozenset()
        stay = here[max(0, enough - gone) :] if gone else here
        found |= frozenset(stay if len(stay) >= enough or not gone else ())
    return found


def _differ(people: frozenset[str], answers: Answers, grain: float) -> int:
    """More than gave the same answer to anything: one more, and one for the reader."""
    rows = [answers[person] for person in sorted(people)]
    return 2 + max((most_alike(column, grain) for column in zip(*rows, strict=True)), default=0)


def _alike(people: frozenset[str], answers: Answers, grain: float) -> bool:
    """Whether any of the numbers that these people gave is much the same in all of them."""
    rows = [answers[person] for person in sorted(people)]
    return any(alike(column, grain) for column in zip(*rows, strict=True))
