"""What others wrote, on nbgrader's pages: Markdown without anything that runs or fetches, names as plain text."""

import re
from functools import cache, lru_cache
from html import escape, unescape
from typing import TYPE_CHECKING, Any

import nh3
from nbconvert.preprocessors import Preprocessor

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

__all__ = ["ATTRIBUTES", "PICTURE", "TAGS", "PlainNames", "markdown_to_html", "words_of_picture"]

#: What an answer may consist of: structure and direction of writing.
TAGS = (
    *("p", "div", "span", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "br", "em", "strong", "code", "pre"),
    *("ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td", "hr", "b", "i", "a", "sup", "sub"),
)
ATTRIBUTES = {"*": ["dir"], "a": ["href"]}

#: A picture of the module's own, as it comes out: its alternative text, and its name in the folder `images`.
PICTURE = re.compile(r'<img src="images/([A-Za-z0-9][\w-]*\.(?:svg|png|jpe?g|gif|webp))" alt="([^"]*)">')
_ANY_PICTURE = re.compile(r"<img\b[^>]*>")

#: In characters: a text of a course is no longer as a rule, and stands on everybody's page.
_SHORT = 4_000


def markdown_to_html(text: str) -> str:
    """HTML that is cleaned last: a link that Markdown makes is as little trusted as one that was written."""
    return _again(text) if len(text) <= _SHORT else _once(text)


def _once(text: str) -> str:
    html = nh3.clean(
        _markdown().render(text),
        tags={*TAGS, "img"},
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()} | {"img": {"src", "alt"}},
        url_schemes={"http", "https", "mailto"},
    )
    # Of pictures only a module's own may stand on somebody's page; of any other, its words.
    return _ANY_PICTURE.sub(lambda found: found[0] if PICTURE.fullmatch(found[0]) else words_of_picture(found[0]), html)


def words_of_picture(picture: str) -> str:
    """The alternative text of a picture, as a piece of the page."""
    found = re.search(r'\balt="([^"]*)"', picture)
    return f"<em>{escape(unescape(found[1]))}</em>" if found and found[1].strip() else ""


_again = lru_cache(500)(_once)


@cache
def _markdown() -> "MarkdownIt":
    from markdown_it import MarkdownIt  # here, since grading imports this module and has no Markdown to read

    return MarkdownIt("commonmark", {"html": True}).enable("table")


class PlainNames(Preprocessor):
    """Escapes a learner's names: formgrader's page would take them for HTML."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        for key in ("first_name", "last_name"):
            if isinstance(resources.get(key), str):
                resources[key] = escape(resources[key])
        return nb, resources
