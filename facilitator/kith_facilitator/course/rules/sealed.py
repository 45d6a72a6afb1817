"""What a module holds back, against the prompts that it is held back for."""

from collections.abc import Iterator

from kith_exercises.definitions import Activity, FoldPrompt, TextPrompt
from kith_exercises.primitives import PRIMITIVES
from kith_exercises.sealed import PACKED, SOURCE, Sealed
from kith_exercises.truths import SEALED
from kith_facilitator.course.finding import Finding
from kith_facilitator.course.model import Module
from kith_facilitator.course.rules.pages import ModulePages

__all__ = ["packed", "packed_in_sources", "unasked", "unsaid"]

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
    """Activities that show what nobody wrote."""
    if module.prompts is None or (module.module.folder / PACKED).exists():
        return
    sealed = Sealed.load(module.module.folder)
    for id, prompt in module.prompts.items():
        if isinstance(prompt, Activity):
            kind, held = PRIMITIVES[prompt.kind], sealed.of(id)
            lacking = [f"“{key}” is missing" for key in sorted(kind.needs - held.keys())]
            for slip in lacking or kind.slips(prompt, held):
                message = f"what {SOURCE} says for “{id}” is not whole: {slip}"
                yield Finding(
                    module.file(_PROMPTS), module.line(_PROMPTS, id), None, message, f"mend [{id}] of {SOURCE}"
                )


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
