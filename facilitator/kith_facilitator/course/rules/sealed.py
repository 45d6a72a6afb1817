"""What a module holds back, against the prompts that it is held back for."""

from collections.abc import Iterator

from kith_exercises.definitions import Activity, FoldPrompt, TextPrompt
from kith_exercises.primitives import PRIMITIVES
from kith_exercises.primitives.slips import Slip
from kith_exercises.sealed import PACKED, SOURCE, Sealed
from kith_exercises.truths import SEALED
from kith_facilitator.course.finding import Finding
from kith_facilitator.course.model import Module
from kith_facilitator.course.rules.pages import ModulePages

__all__ = ["packed", "packed_in_sources", "unasked", "unsaid", "unsound"]

_PROMPTS = "prompts.toml"


def packed_in_sources(module: Module) -> Finding:
    """The finding on a file that only a build makes."""
    file, message = f"{module.name}/{PACKED}", f"the build makes this file of {SOURCE}; here it would be read instead"
    return Finding(file, None, None, message, f"delete it, and write {SOURCE}")


def packed(module: ModulePages) -> Iterator[Finding]:
    """A built file among the sources: what it says is out of date as soon as somebody writes on."""
    if (module.module.folder / PACKED).exists():
        yield packed_in_sources(module.module)


def unsaid(module: ModulePages) -> Iterator[Finding]:
    """Activities for which something is not held back that they show."""
    for id, prompt, sealed in _activities(module):
        for key in sorted(PRIMITIVES[prompt.kind].needs - sealed.of(id).keys()):
            line, message = module.line(_PROMPTS, id), f"what {SOURCE} says for “{id}” is not whole: “{key}” is missing"
            yield Finding(module.file(_PROMPTS), line, None, message, f"mend [{id}] of {SOURCE}")


def unsound(module: ModulePages) -> Iterator[Finding]:
    """What is held back for an activity, and can't be shown as it stands."""
    for id, prompt, sealed in _activities(module):
        kind, table = PRIMITIVES[prompt.kind], sealed.table(id)
        if table is None or kind.needs - sealed.of(id).keys():
            continue
        for found in kind.slips(prompt, sealed.of(id)):
            slip = found if isinstance(found, Slip) else Slip(found)
            line = table.within(slip.key, slip.n).line if slip.key else table.line
            place = f"[{id}] {slip.key} {slip.n or ''}".strip() if slip.key else f"[{id}]"
            message, remedy = f"{place}: {slip.what}", slip.remedy or "mend it there"
            yield Finding(module.file(SOURCE), line, None, message, remedy)


def _activities(module: ModulePages) -> Iterator[tuple[str, Activity, Sealed]]:
    if module.prompts is None or (module.module.folder / PACKED).exists():
        return
    sealed = Sealed.load(module.module.folder)
    for id, prompt in module.prompts.items():
        if isinstance(prompt, Activity):
            yield id, prompt, sealed


def unasked(module: ModulePages) -> Iterator[Finding]:
    """What is held back for a prompt that there is not, or that never shows it."""
    if module.prompts is None or (module.module.folder / PACKED).exists():
        return
    for id in Sealed.load(module.module.folder).tables:
        prompt = module.prompts.get(id)
        if prompt is None:
            message, remedy = f"there is no prompt “{id}” to hold this back for", "mend the name, or take it out"
        elif isinstance(prompt, TextPrompt):
            message, remedy = f"“{id}” is answered in writing, and shows nothing of this", "take it out"
        elif isinstance(prompt, FoldPrompt) and prompt.truth != SEALED:
            message, remedy = f"the fold “{id}” never shows this", f'write truth = "{SEALED}" in [{id}] of prompts.toml'
        else:
            continue
        yield Finding(module.file(SOURCE), module.line(SOURCE, id), None, message, remedy)
