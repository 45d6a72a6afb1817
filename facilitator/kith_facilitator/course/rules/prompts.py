"""Prompts and rubrics against the notebooks that use them."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from types import UnionType

from kith_exercises import truths
from kith_exercises.definitions import Activity, FoldPrompt, Prompt, TextPrompt, load_prompts
from kith_exercises.errors import KithError
from kith_exercises.primitives import PRIMITIVES
from kith_exercises.primitives.model_spec import ModelSpec
from kith_exercises.tables import tables_of
from kith_facilitator.course.finding import Finding
from kith_facilitator.course.rules.pages import ModulePages
from kith_facilitator.course.source import SourceCell

__all__ = [
    "graded_prompts",
    "misplaced_parts",
    "uncountable_completions",
    "undefined_prompts",
    "unknown_parts",
    "unknown_recalls",
    "unknown_truths",
    "unplayable_models",
    "unplayable_rounds",
    "unused_prompts",
    "wrong_words",
]

_PROMPTS, _RUBRIC = "prompts.toml", "rubric.toml"
_WORDS: Mapping[str, type[Prompt] | UnionType] = {
    "fold": FoldPrompt,
    "reflection": TextPrompt,
    "activity": Activity,
    "complete": Prompt,
}
_BARE = frozenset({"inbox", "snags", "status"})  # these show something about the course, and name no prompt


def undefined_prompts(module: ModulePages) -> Iterator[Finding]:
    """Calls for a prompt that `prompts.toml` does not have: the learner would see an error."""
    for cell, word, prompt in _calls(module):
        if module.prompts is not None and word in _WORDS and prompt and prompt not in module.prompts:
            yield cell.finding(f"{_PROMPTS} has no prompt “{prompt}”", f"add [{prompt}] to it, or mend the name")


def unused_prompts(module: ModulePages) -> Iterator[Finding]:
    """Prompts that no notebook of the module shows."""
    if len(module.pages) < len(module.module.notebooks):
        return  # the missing page may show them
    shown = {prompt for _, word, prompt in _calls(module) if word != "complete"}
    for prompt in module.prompts or {}:
        if prompt not in shown:
            line = module.line(_PROMPTS, prompt)
            message = f"no notebook of this module shows the prompt “{prompt}”"
            yield Finding(module.file(_PROMPTS), line, None, message, "show it in one, or take it out")


def wrong_words(module: ModulePages) -> Iterator[Finding]:
    """Words that `kith` does not know, and prompts shown as what they are not."""
    for cell, word, prompt in _calls(module):
        if word in _BARE:
            if prompt:
                yield cell.finding(f"kith.{word} is about the course, not about “{prompt}”", f"write kith.{word}()")
        elif word == "player":
            continue  # it names a model
        elif word not in _WORDS:
            words = (*_WORDS, "player", *sorted(_BARE))
            yield cell.finding(f"kith has no word “{word}”", f"use one of {', '.join(words)}")
        elif not prompt:
            yield cell.finding(f"kith.{word} names no prompt", f'write kith.{word}("...") with a prompt of {_PROMPTS}')
        elif (found := (module.prompts or {}).get(prompt)) and not isinstance(found, _WORDS[word]):
            right = next(word for word, kind in _WORDS.items() if isinstance(found, kind))
            yield cell.finding(f"“{prompt}” is no {word}", f'write kith.{right}("{prompt}")')


def unknown_parts(module: ModulePages) -> Iterator[Finding]:
    """Parts that a question does not have."""
    for cell, word, prompt in _calls(module):
        found = (module.prompts or {}).get(prompt)
        part = cell.call.part if cell.call else ""
        parts = found.parts if isinstance(found, Activity) else ("",)
        if word not in _WORDS or found is None or part in parts:
            continue
        if parts == ("",):
            yield cell.finding(f"“{prompt}” has no parts, and “{part}” names one", f'write kith.{word}("{prompt}")')
        else:
            message = f"“{prompt}” has no part “{part}”" if part else f"“{prompt}” is shown in parts, and none is named"
            named = ", ".join(f"“{one}”" for one in parts)
            yield cell.finding(message, f'write kith.{word}("{prompt}", "{parts[0]}"); its parts are {named}')


def misplaced_parts(module: ModulePages) -> Iterator[Finding]:
    """Parts of an activity that stand twice, nowhere, or before the part that leads to them."""
    if len(module.pages) < len(module.module.notebooks):
        return  # the missing page may show them
    shown = [cell for cell, word, _ in _calls(module) if word == "activity"]
    for name, prompt in (module.prompts or {}).items():
        cells = [cell for cell in shown if cell.call and cell.call.prompt == name]
        if isinstance(prompt, Activity) and cells:
            found = [cell.call.part for cell in cells if cell.call]
            yield from _out_of_place(name, prompt.parts, found, cells)


def _out_of_place(
    name: str, parts: Sequence[str], found: Sequence[str], cells: Sequence[SourceCell]
) -> Iterator[Finding]:
    for part in parts:
        of = f"the part “{part}” of “{name}”" if part else f"“{name}”"
        places = [place for place, one in enumerate(found) if one == part]
        if not places:
            yield cells[-1].finding(f"{of} stands on no page", "show each part once, in their order")
        elif len(places) > 1:
            yield cells[places[1]].finding(f"{of} is shown twice", "show it once; answers are kept by page")
    order = [part for part in found if part in parts]
    for place, (before, after) in enumerate(pairwise(order), 1):
        if parts.index(after) < parts.index(before):
            message = f"the part “{after}” of “{name}” stands behind “{before}”, which follows from it"
            yield cells[place].finding(message, f"show them in their order: {', '.join(parts)}")
            return


def unplayable_models(module: ModulePages) -> Iterator[Finding]:
    """Players of models that do not go step by step, or that there are not."""
    for cell, word, model in _calls(module):
        if word != "player":
            continue
        from kith_exercises.playing import playable, plays  # bring all models, which few pages need

        if not plays(model):
            remedy = f"use one of {', '.join(playable())}, or one of these with a dot and the number of a thing to try"
            yield cell.finding(f"no model “{model}” can be played", remedy)


def unplayable_rounds(module: ModulePages) -> Iterator[Finding]:
    """Rounds of a model that it can't run, or whose figures nobody could guess."""
    tables = tables_of(module.module.folder / _PROMPTS) if module.prompts else {}
    for name, prompt in (module.prompts or {}).items():
        if not isinstance(prompt, Activity) or not isinstance(prompt.spec, ModelSpec):
            continue
        from kith_exercises.primitives.model_runs import slips  # brings all models, which few modules need

        for slip in slips(prompt.spec):
            place = tables[name].within(slip.key, slip.n) if slip.key else tables[name]
            message = f"[{name}] {slip.key} {slip.n or ''}".rstrip() + f": {slip.what}"
            yield Finding(module.file(_PROMPTS), place.line, None, message, slip.remedy)


def uncountable_completions(module: ModulePages) -> Iterator[Finding]:
    """Completion of an answer that stays with the learner: nothing of it arrives where points are given."""
    for cell, word, prompt in _calls(module):
        found = (module.prompts or {}).get(prompt)
        if word == "complete" and found and found.reach == "mine" and not isinstance(found, Activity):
            yield cell.finding(f"“{prompt}” stays with the learner, so nobody can count it", "take this cell out")


def unknown_truths(module: ModulePages) -> Iterator[Finding]:
    """Folds that promise something to unfold which does not exist."""
    for name, prompt in (module.prompts or {}).items():
        if isinstance(prompt, FoldPrompt) and prompt.truth and prompt.truth not in truths.NAMES:
            message = f"the fold “{name}” has an unknown truth “{prompt.truth}”"
            remedy = f"use one of {', '.join(truths.NAMES)}"
            yield Finding(module.file(_PROMPTS), module.line(_PROMPTS, name), None, message, remedy)


def unknown_recalls(module: ModulePages) -> Iterator[Finding]:
    """Prompts that lay before a learner what they said to a question that there is not."""
    for name, prompt in (module.prompts or {}).items():
        for asked in _recalled(prompt):
            other, _, id = asked.rpartition("/")
            if id not in (_prompts_of(module, other) if other else module.prompts or {}):
                message = f"“{name}” looks back on “{asked}”, which nobody is asked"
                remedy = 'name a question of this module, or of another as "0-welcome/why"'
                yield Finding(module.file(_PROMPTS), module.line(_PROMPTS, name), None, message, remedy)


def _recalled(prompt: Prompt) -> Sequence[str]:
    """The questions whose answers a prompt lays before their own learner again."""
    if isinstance(prompt, FoldPrompt):
        return (*prompt.above, *prompt.beside)
    return PRIMITIVES[prompt.kind].recalls(prompt) if isinstance(prompt, Activity) else ()


def _prompts_of(module: ModulePages, other: str) -> Mapping[str, Prompt]:
    """The prompts of another module of the course; what is wrong with them is that module's own finding."""
    try:
        return load_prompts(module.module.folder.parent / other / _PROMPTS)
    except KithError:
        return {}


def graded_prompts(module: ModulePages) -> Iterator[Finding]:
    """Marked prompts without criteria or that no marker may read, and criteria without a marked prompt."""
    if module.prompts is None or module.rubrics is None:
        return
    marked = {name: p for name, p in module.prompts.items() if isinstance(p, TextPrompt) and p.rubric}
    for name, prompt in marked.items():
        line = module.line(_PROMPTS, name)
        if name not in module.rubrics:
            message = f"the prompt “{name}” is graded but has no rubric"
            yield Finding(module.file(_PROMPTS), line, None, message, f"add [[{name}.criteria]] to {_RUBRIC}")
        if prompt.reach in {"mine", "count"}:
            message = f"the prompt “{name}” is graded, but its reach “{prompt.reach}” lets nobody read it"
            yield Finding(module.file(_PROMPTS), line, None, message, 'write reach = "facilitator"')
    for name in module.rubrics:
        if name not in marked:
            line = module.line(_RUBRIC, name)
            message = f"there are criteria for “{name}”, which is no graded prompt"
            remedy = f"write rubric = true in [{name}], or take them out"
            yield Finding(module.file(_RUBRIC), line, None, message, remedy)


def _calls(module: ModulePages) -> Iterator[tuple[SourceCell, str, str]]:
    for page in module.pages:
        for cell in page.cells:
            if cell.call:
                yield cell, cell.call.word, cell.call.prompt
