"""Whether each activity says what it is for, and whether each objective leads to something that shows it."""

from collections.abc import Iterator

from kith_exercises.definitions import Activity, Prompt
from kith_facilitator.course.aims import Objective
from kith_facilitator.course.finding import Finding
from kith_facilitator.quality.result import Result, judged
from kith_facilitator.quality.seen import Seen, SeenModule

__all__ = ["PHASES", "objectives", "phase_of", "tags"]

#: The five E: engage, explore, explain, elaborate, evaluate (Bybee and others 2006).
PHASES = ("engage", "explore", "explain", "elaborate", "evaluate")


def tags(module: SeenModule, seen: Seen) -> Result:
    """Each question has a phase and the elements that it serves; mode and minutes are worked out.

    A course that has an `elements.toml` may say there what a question serves, and names in a question are among its.
    """
    prompts = [module.prompts[id] for id in dict.fromkeys(one.prompt.id for one in module.asked)]
    findings = [finding for prompt in prompts for finding in _untagged(module, seen, prompt)]
    tagged = len(prompts) - len({finding.line for finding in findings})
    return judged(findings, f"{tagged} of {len(prompts)} questions say their phase and what they serve")


def phase_of(prompt: Prompt) -> str:
    """The phase that an author gave."""
    return prompt.phase if isinstance(prompt, Activity) else prompt.tags.phase


def _untagged(module: SeenModule, seen: Seen, prompt: Prompt) -> Iterator[Finding]:
    elements = prompt.elements if isinstance(prompt, Activity) else prompt.tags.elements
    if phase_of(prompt) not in PHASES:
        said = f"has the phase “{phase_of(prompt)}”, which is none" if phase_of(prompt) else "has no phase"
        yield module.at_prompt(
            prompt.id, f"“{prompt.id}” {said}", f'write phase = "explore", or another of {_listed()}'
        )
    listed = any(f"{module.name}/{prompt.id}" in activities for activities in seen.elements.values())
    for name in elements if seen.elements else ():
        if name not in seen.elements:
            message = f"“{prompt.id}” serves “{name}”, which is not in elements.toml"
            yield module.at_prompt(prompt.id, message, "mend the name, or add it there")
    if not elements and not listed:
        message = f"“{prompt.id}” does not say what of the course it serves"
        yield module.at_prompt(prompt.id, message, 'name it, as your course does: elements = ["E1"]')


def _listed() -> str:
    return ", ".join(PHASES)


def objectives(module: SeenModule, seen: Seen) -> Result:
    """Each objective is practised and shown somewhere, and each criterion of a rubric belongs to one."""
    aims = module.aims.objectives
    if not aims:
        remedy = 'add [[objectives]] with a text, activities = ["..."] and shown = ["..."]'
        return judged([module.at_module(None, "this module names no objective", remedy)], "none is named")
    findings = [finding for aim in aims for finding in _dangling(module, seen, aim)]
    findings += _loose_criteria(module, seen)
    return judged(findings, f"objectives named: {len(aims)}")


def _dangling(module: SeenModule, seen: Seen, aim: Objective) -> Iterator[Finding]:
    for key, names in (("activities", aim.activities), ("shown", aim.shown)):
        if not names:
            yield module.at_module(aim.line, f"an objective has nothing in “{key}”", "name a question there")
        for name in names:
            if not _found(module, seen, name):
                message = f"“{name}” in “{key}” is no question of this course, nor a criterion of one"
                yield module.at_module(aim.line, message, "mend the name, as prompt, prompt/criterion or module/prompt")


def _found(module: SeenModule, seen: Seen, name: str) -> bool:
    if not seen.can_judge(name):
        return True
    if (there := seen.prompt(name, module)) is not None:
        owner, prompt = there
        return prompt.id in {one.prompt.id for one in owner.asked}
    return name in _criteria(module) or any(
        name == f"{one.name}/{own}" for one in seen.modules for own in _criteria(one)
    )


def _loose_criteria(module: SeenModule, seen: Seen) -> Iterator[Finding]:
    named = {name for aim in module.aims.objectives for name in aim.shown}
    named |= {
        name.removeprefix(f"{module.name}/")
        for one in seen.modules
        for aim in one.aims.objectives
        for name in aim.shown
        if name.startswith(f"{module.name}/")
    }
    for name in _criteria(module):
        prompt, _, id = name.partition("/")
        if name not in named and prompt not in named:
            file, line = module.pages.file("rubric.toml"), module.pages.line("rubric.toml", prompt)
            message = f"the criterion “{id}” of “{prompt}” belongs to no objective"
            yield Finding(file, line, None, message, f"name {name} in “shown” of an objective in module.toml")


def _criteria(module: SeenModule) -> list[str]:
    rubrics = module.pages.rubrics or {}
    return [f"{prompt}/{criterion.id}" for prompt, criteria in rubrics.items() for criterion in criteria]
