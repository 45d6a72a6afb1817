"""Activities on the page that a facilitator views: what their author holds back is folded into it."""

from pathlib import Path
from textwrap import dedent

import pytest

from kith_facilitator.sources import course_of
from kith_facilitator.viewing import view
from tests.facilitator.steps import submit
from tests.primitives.samples import BYLINE, CALIBRATION
from tests.sealing import unfolded
from tests.small_course import MODULE, NOTEBOOK, released_home, write_course

SHOWN = ('"byline", "rate"', '"byline", "came"', '"how-sure"')
SEALED = """
[how-sure.right]
square = "above"
primes = "eight"
angles = "two"

[how-sure.how]
square = "12 times 12 is 144."
primes = "2, 3, 5, 7, 11, 13, 17, 19."
angles = "Euclid, I.32."

[byline.elsewhere]
title = "Found elsewhere"
paragraphs = ["What a study found."]
"""
TEXTS = "".join(f'\n[[byline.texts]]\nid = "n{n}"\ntext = "Note text number {n}."\n' for n in range(1, 5))


@pytest.fixture
def page(tmp_path: Path) -> str:
    """What is seen of somebody who submitted a module with two activities."""
    module = write_course(tmp_path / "sources") / MODULE
    added = {
        "prompts.toml": dedent(CALIBRATION.definition) + dedent(BYLINE.definition),
        f"{NOTEBOOK}.md": "".join(f"\n```{{code-cell}}\nkith.activity({shown})\n```\n" for shown in SHOWN),
        "sealed.toml": SEALED + TEXTS,
    }
    for name, text in added.items():
        with (module / name).open("a", encoding="utf-8") as file:
            file.write(text)
    home = released_home(tmp_path / "home", module.parent)
    submit(home, "sim-001")
    return view(home, course_of(home).module(MODULE), "sim-001").page


def test_what_activities_hold_back_is_folded_into_the_page(page: str) -> None:
    for words in ("Euclid, I.32.", "What a study found."):
        assert words in unfolded(page)
        assert words not in page
