"""What stands around a dashboard's figures is said in the language of its home, wherever it is written down."""

import re
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest

from kith_facilitator.dashboards.leaf import TEMPLATES, Link, published
from kith_widgets.words import languages, say, speaking
from tests.dashboards.visitors import asked, serving

FRAME = TEMPLATES / "voila" / "templates" / "kith"
_UNSEEN = {"style", "script"}


class Said(HTMLParser):
    """All that a page says to people: its text and its labels, but for styles and scripts."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self._hidden = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden = tag in _UNSEEN
        self.words += [value or "" for name, value in attrs if name in {"aria-label", "title", "alt", "placeholder"}]

    def handle_endtag(self, tag: str) -> None:
        self._hidden = self._hidden and tag not in _UNSEEN

    def handle_data(self, data: str) -> None:
        self.words += [] if self._hidden else [data.strip()]


@pytest.mark.parametrize("name", ["index.html.j2", "cell.html.j2"])
def test_the_frame_of_a_dashboard_has_no_words_of_its_own(name: str) -> None:
    bare = re.sub(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", "", (FRAME / name).read_text(encoding="utf-8"), flags=re.DOTALL)
    assert [one for one in Said(bare).words if one] == []


@pytest.mark.parametrize("language", languages())
def test_skip_link_and_headings_are_in_the_language_of_the_page(language: str) -> None:
    notebook = nbformat.v4.new_notebook(metadata={"kith": {"language": language}, "title": "–"})  # type: ignore[no-untyped-call]
    links = [Link(name="other", title="–", href="other.html")]
    said = {one for one in Said(published("page", notebook, links)).words if one}
    with speaking(language):
        assert said == {"–", say("frameSkip"), say("framePages")}


def test_whoever_comes_in_is_led_on_without_words(tmp_path: Path) -> None:
    with serving(tmp_path) as url:
        page = asked(url, "/?token=" + url.partition("token=")[2], member=False).body
    assert {one for one in Said(page).words if one} == {"Kith"}
