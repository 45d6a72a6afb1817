"""A fold whose truth is data, and the words of it that nobody may read before it unfolds."""

import re
from base64 import b64decode
from pathlib import Path
from textwrap import dedent

__all__ = ["ANSWERS", "PROMPT", "PROMPTS", "SEALED", "WORDS", "in_clear", "seal_course", "unfolded"]

PROMPT = "tapped"

PROMPTS = dedent("""
    [tapped]
    kind = "fold"
    reach = "count"
    title = "Will they name the tune?"
    intro = ["You tapped a tune that you hear in your head. Of 120 such tunes, how many did listeners name?"]
    truth = "sealed"
    explain = "What do you make of the difference?"

    [[tapped.fields]]
    id = "tunes"
    kind = "marks"
    label = "Tunes, of 120"
    min = 0
    max = 120
    unit = "tunes"
    ends = ["none", "every one"]
    marks = [{ id = "named", label = "Named" }]

    [[tapped.fields]]
    id = "why"
    kind = "text"
    label = "One sentence why"
    reach = "facilitator"
""").lstrip()

SEALED = dedent("""
    [[tapped.steps]]
    button = "Show what listeners named"
    title = "Listeners named {named} of 120"
    sentence = "Those who tapped had expected every second one."
    axis = "tunes named, of 120"
    values = { named = 3 }
    how = "E. L. Newton 1990, doctoral thesis (Stanford), unpublished; known from later papers that quote it."

    [[tapped.steps]]
    button = "Show what that was called"
    title = "It was called a curse"
    paragraphs = ["Who knows a thing cannot hear it as somebody who does not."]
    ask = { label = "How many in a hundred have a word for it?", min = 0, max = 100, came = 21 }
""").lstrip()

ANSWERS = {"tunes": {"values": {"named": 60}, "width": None}, "why": "It is a clear tune."}

#: What is to be found in clear nowhere: each is a piece of a sealed text.
WORDS = ("Listeners named", "expected every second", "Newton 1990", "called a curse", "cannot hear it as somebody")


def unfolded(page: str) -> str:
    """A page, and after it in clear what lies folded in it."""
    pieces = re.findall(r'"folded":\s*"([A-Za-z0-9+/=]+)"', page)
    return "\n".join([page, *(b64decode(piece).decode() for piece in pieces)])


def in_clear(text: str | bytes) -> list[str]:
    """The sealed words that anybody could read in this."""
    found = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return [word for word in WORDS if word in found]


def seal_course(module: Path, page: str) -> None:
    """Put the fold into a module's sources, and onto one of its pages, where its end counts."""
    for name, text in (("prompts.toml", PROMPTS), ("sealed.toml", SEALED)):
        with (module / name).open("a", encoding="utf-8") as file:
            file.write(f"\n{text}")
    with (module / f"{page}.md").open("a", encoding="utf-8") as file:
        file.writelines(f'\n```{{code-cell}}\nkith.{word}("{PROMPT}")\n```\n' for word in ("fold", "complete"))
