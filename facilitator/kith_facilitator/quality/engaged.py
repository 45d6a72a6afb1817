"""Whether learners do something, before they are told and instead of being told."""

from collections import Counter
from collections.abc import Iterator
from typing import get_args

from kith_exercises.definitions import Activity, FoldPrompt, Prompt
from kith_exercises.primitives import PRIMITIVES
from kith_exercises.primitives.flow import steps_of
from kith_facilitator.course.finding import Finding
from kith_facilitator.quality.doing import PACE, Mode
from kith_facilitator.quality.planned import phase_of
from kith_facilitator.quality.prose import Passage, words_in
from kith_facilitator.quality.result import Result, judged, not_yet
from kith_facilitator.quality.seen import Asked, Code, Seen, SeenModule, Thing, shown
from kith_facilitator.quality.sourced import cites

__all__ = ["LONGEST", "activation", "look_backs", "modes", "read_in", "runs", "words_read"]

#: Words that are read at most before something is done.
LONGEST = 400
_MADE, _WITH_OTHERS, _LOOK_BACKS = 0.6, 0.2, 2
#: Activities in which a model runs; what it does is guessed in a step of theirs.
_MODELS = frozenset({"cascade", "model", "network-lab"})


def modes(module: SeenModule, seen: Seen) -> Result:
    """Most of the time learners make something, and a part of it they answer each other."""
    minutes = _minutes_by_mode(module)
    total = sum(minutes.values())
    if not total:
        return not_yet("nothing is read or done here yet")
    others = minutes["interactive"] / total
    made = others + minutes["constructive"] / total
    told = f"{made:.0%} of the minutes leave something of one's own, {others:.0%} answer another person"
    findings = []
    if made < _MADE:
        remedy = "let learners predict, write or answer where they now read or tick"
        findings.append(
            module.at_module(None, f"only {made:.0%} of its minutes are constructive or interactive", remedy)
        )
    if others < _WITH_OTHERS and _could_answer(module, seen):
        remedy = "add an activity in which one answers what another learner wrote; docs/primitives lists them"
        findings.append(module.at_module(None, f"only {others:.0%} of its minutes answer another person", remedy))
    if not findings and others < _WITH_OTHERS:
        return not_yet(f"{told}; before the first exchange there is nothing of anybody's to answer")
    return judged(findings, told)


def _minutes_by_mode(module: SeenModule) -> dict[Mode, float]:
    minutes: dict[Mode, float] = dict.fromkeys(get_args(Mode), 0)
    minutes["passive"] = words_read(module) / PACE
    for doing in module.doings():
        minutes[doing.mode] += doing.minutes
    return minutes


def words_read(module: SeenModule) -> int:
    """How many words of prose a learner reads in a module."""
    return sum(map(read_in, module.things.values()))


def _could_answer(module: SeenModule, seen: Seen) -> bool:
    """Whether anything can have come from others: in the first module only what is sent on in that module itself."""
    sends = any(
        PRIMITIVES[prompt.kind].sendings(prompt) for prompt in module.prompts.values() if isinstance(prompt, Activity)
    )
    return sends or module.name != seen.course.modules[0].name


def read_in(things: tuple[Thing, ...]) -> int:
    """How many words of a page are read: of what is folded, the longest piece."""
    read = [one for one in things if isinstance(one, Passage) and not one.foot]
    folded: Counter[tuple[int, int]] = Counter()
    for one in read:
        if one.folded:
            folded[one.cell.number, one.folded] += words_in(one.text)
    by_cell: dict[int, int] = {}
    for (cell, _), words in folded.items():
        by_cell[cell] = max(by_cell.get(cell, 0), words)
    return sum(words_in(one.text) for one in read if not one.folded) + sum(by_cell.values())


def runs(module: SeenModule, _: Seen) -> Result:
    """Nobody reads for long before there is something to do."""
    found = [run for things in module.things.values() for run in _runs(things)]
    longest = max((words for words, _ in found), default=0)
    findings = [
        Finding(at.cell.file, at.line, at.cell.number, f"{words} words are read from here on before there is something "
                f"to do", "ask something on the way, or take words out")
        for words, at in found if words > LONGEST
    ]  # fmt: skip
    return judged(findings, f"the longest are {longest} words, {longest / PACE:.1f} minutes")


def _runs(things: tuple[Thing, ...]) -> Iterator[tuple[int, Passage]]:
    """Each stretch of reading, with where it begins; the head of the question at its end is read too."""
    run: list[Thing] = []
    for one in (*things, None):
        if isinstance(one, Passage):
            run.append(one)
        elif one is None or isinstance(one, Asked) or not one.shows_only:
            start = next((each for each in run if isinstance(each, Passage)), None)
            head = sum(map(words_in, shown(one.prompt))) if isinstance(one, Asked) and _is_first(one) else 0
            if start is not None:
                yield read_in(tuple(run)) + head, start
            run = []


def _is_first(one: Asked) -> bool:
    """Whether the head of a question stands here, and not above an earlier part."""
    return not isinstance(one.prompt, Activity) or one.part == one.prompt.parts[0]


def activation(module: SeenModule, _: Seen) -> Result:
    """What learners know already is asked before they are told, and what a model will do before it runs."""
    findings = [*_not_activated(module), *_not_predicted(module)]
    models = sum(_is_model(one) for things in module.things.values() for one in things)
    engaging = sum(phase_of(one.prompt) == "engage" for one in module.asked)
    return judged(findings, f"questions of the phase engage: {engaging}; models: {models}")


def _not_activated(module: SeenModule) -> Iterator[Finding]:
    engaged = False
    for one in (one for things in module.things.values() for one in things):
        if isinstance(one, Asked):
            if phase_of(one.prompt) == "engage":
                return
        elif isinstance(one, Passage) and not one.foot and not engaged and cites(one.text):
            message = "this tells what is known before anybody was asked what they think"
            yield Finding(one.cell.file, one.line, one.cell.number, message, _ENGAGE)
            return
    yield module.at_module(None, "nothing here asks for what learners know or think already", _ENGAGE)


_ENGAGE = 'ask it in a question with phase = "engage", ahead of this'


def _not_predicted(module: SeenModule) -> Iterator[Finding]:
    for things in module.things.values():
        predicted = False
        for one in things:
            if isinstance(one, Asked) and _is_model(one):
                steps = steps_of(one.prompt) if isinstance(one.prompt, Activity) else ()
                if not any(step.door == "both" and step.fields for step in steps):
                    yield one.cell.finding("a model runs here that nobody predicts", _PREDICT)
            elif isinstance(one, Asked):
                predicted = predicted or _predicts(one)
            elif isinstance(one, Code) and one.plays:
                if not predicted:
                    yield one.cell.finding("a model runs here that nobody predicts", _PREDICT)
                predicted = False


_PREDICT = "ask ahead of it, in a fold or a model's own round, what it will do"


def _predicts(one: Asked) -> bool:
    if isinstance(one.prompt, FoldPrompt):
        return one.prompt.truth is not None or bool(one.prompt.kept)
    return isinstance(one.prompt, Activity) and any(step.door == "both" for step in steps_of(one.prompt))


def _is_model(one: Thing) -> bool:
    if isinstance(one, Asked):
        return isinstance(one.prompt, Activity) and one.prompt.kind in _MODELS
    return isinstance(one, Code) and one.plays


def look_backs(seen: Seen) -> Result:
    """Later modules bring back what learners said earlier, in their own words."""
    later = [module for module in seen.modules if module.name != seen.course.modules[0].name]
    if not later:
        return not_yet("there is one module, and look-backs stand in later ones")
    found = sum(map(_looks_back, (prompt for module in later for prompt in module.prompts.values())))
    remedy = "add one to a later module; docs/primitives/look-back.md has a definition to copy"
    lacking = later[-1].at_module(None, f"{found} questions of later modules bring back earlier words", remedy)
    told = f"{found} in {len(later)} later {'module' if len(later) == 1 else 'modules'}"
    return judged([] if found >= _LOOK_BACKS else [lacking], told)


def _looks_back(prompt: Prompt) -> bool:
    """Whether one's own earlier words stand beside it."""
    if isinstance(prompt, Activity):
        return prompt.kind == "look-back"
    return bool(getattr(prompt, "above", ()) or getattr(prompt, "beside", ()))
