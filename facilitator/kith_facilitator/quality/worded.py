"""Whether texts read easily, and questions ask for more than a yes."""

import re
from collections.abc import Iterator

from kith_exercises.definitions import Activity, FoldPrompt, TextPrompt
from kith_facilitator.course.finding import Finding
from kith_facilitator.quality.ease import grade
from kith_facilitator.quality.prose import words_in
from kith_facilitator.quality.result import Result, judged, not_yet
from kith_facilitator.quality.seen import Seen, SeenModule

__all__ = ["HARDEST", "ease", "questions"]

#: The highest grade that a page may read at.
HARDEST = 10
_WORST, _SHORT = 5, 12


def ease(module: SeenModule, seen: Seen) -> Result:
    """Each page reads at grade 10 or below; the hardest passages are listed."""
    if seen.course.language != "en":
        return not_yet(f"the formula is for English, and this course is written in “{seen.course.language}”")
    pages = {page.name: _grade_of_page(module, page.name) for page in module.pages.pages}
    findings = [
        Finding(page.file, None, None, f"this page reads at grade {pages[page.name]:.1f}", _SHORTER)
        for page in module.pages.pages
        if pages[page.name] > HARDEST
    ]
    told = f"grade {max(pages.values(), default=0):.1f} at most, by page"
    return judged(findings, told, list(_worst(module)))


_SHORTER = "split the sentences of the passages listed here, and take plainer words"


def _grade_of_page(module: SeenModule, name: str) -> float:
    things = module.things[name]
    return grade("\n".join(one.text for one in module.passages if one in things and not one.foot))


def _worst(module: SeenModule) -> Iterator[Finding]:
    long = [one for one in module.passages if not one.foot and words_in(one.text) >= _SHORT]
    for one in sorted(long, key=lambda passage: -grade(passage.text))[:_WORST]:
        beginning = " ".join(one.text.split()[:6])
        yield Finding(
            one.cell.file, one.line, one.cell.number, f"grade {grade(one.text):.1f}: “{beginning} …”", _EASIER
        )


_EASIER = "among the five hardest passages here"


def questions(module: SeenModule, seen: Seen) -> Result:
    """What is asked in writing can't be answered with yes or no, and is about the learner's own."""
    if seen.course.language != "en":
        return not_yet(f"what is looked for is English, and this course is written in “{seen.course.language}”")
    asked = list(_written(module))
    findings = [finding for id, text, marked in asked for finding in _slips(module, id, text, marked=marked)]
    return judged(findings, f"{len(asked)} are asked in writing")


def _written(module: SeenModule) -> Iterator[tuple[str, str, bool]]:
    for id in dict.fromkeys(one.prompt.id for one in module.asked):
        match module.prompts[id]:
            case TextPrompt(question=paragraphs, rubric=rubric):
                yield id, " ".join(paragraphs), rubric
            case FoldPrompt(explain=str(text)) | Activity(explain=str(text)) if text:
                yield id, text, False


_YES_OR_NO = re.compile(
    r"(?:do|does|did|is|are|was|were|has|have|had|can|could|will|would|should|may|might|must|isn|aren|didn|don)\b",
    re.IGNORECASE,
)
_ASKS_ON = re.compile(r", (?:and |or |but )?(?:what|how|why|which|who|whom|whose|where)\b", re.IGNORECASE)
_OWN = re.compile(r"\b(?:you|your|yours|yourself|I|my|me|mine|we|our|us)\b", re.IGNORECASE)


def _slips(module: SeenModule, id: str, text: str, *, marked: bool) -> Iterator[Finding]:
    sentences = re.split(r"(?<=[.?:])\s+", text)
    asking = [one for one in sentences if one.endswith("?")]
    open_ones = [one for one in asking if not _YES_OR_NO.match(one) or _ASKS_ON.search(one)]
    telling = [one for one in sentences if not one.endswith("?") and _TELL.match(one)]
    if asking and not open_ones and not telling:
        yield module.at_prompt(id, f"“{id}” can be answered with yes or no", "ask what, how, which or why")
    if marked and not _OWN.search(text):
        yield module.at_prompt(id, f"“{id}” does not ask about anything of the learner's own", _ABOUT)


_TELL = re.compile(r"(?:take|tell|write|name|quote|say|describe|explain|give|compare|look|choose)\b", re.IGNORECASE)
_ABOUT = "ask for what they predicted, wrote or were told here"
