"""A course's Markdown as a page of its site has it: the same words, with links that lead to pages of the site."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import PurePosixPath

from markdown_it import MarkdownIt
from markdown_it.token import Token

__all__ = ["Prose", "heading_of"]

#: What is only so in JupyterLab, and what is only so on a page of the site, which a notebook has in a comment.
_IN_LAB = re.compile(r"<!-- lab -->.*?<!-- /lab -->", re.DOTALL)
_ON_SITE = re.compile(r"<!-- site\n(.*?)-->", re.DOTALL)
_NOTEBOOK = re.compile(r"([^/:#]+)\.ipynb(#.*)?")


def heading_of(text: str) -> str:
    """The first heading of a text, in plain words; empty where it has none."""
    tokens = _parser().parse(text)
    inline = next((after for token, after in pairwise(tokens) if token.type == "heading_open"), None)
    return "".join(one.content for one in inline.children or ()) if inline else ""


@dataclass(frozen=True)
class Prose:
    """What makes HTML of the texts of one page; ``address`` gives each of its headings one of its own."""

    address: Callable[[str], str]

    def html(self, text: str) -> str:
        """The text as HTML. An author's own HTML stays: it is checked, and the page's policy runs no script of it."""
        tokens = _parser().parse(_ON_SITE.sub(r"\1", _IN_LAB.sub("", text)))
        for token, after in pairwise(tokens):
            if token.type == "heading_open":
                token.attrSet("id", self.address("".join(one.content for one in after.children or ())))
        for one in (child for token in tokens for child in token.children or ()):
            _led(one)
        return str(_parser().renderer.render(tokens, _parser().options, {})).strip()


def _led(token: Token) -> None:
    """Another notebook of the module is a page beside this one here."""
    if token.type == "link_open" and (found := _NOTEBOOK.fullmatch(str(token.attrs.get("href", "")))):
        token.attrSet("href", f"{PurePosixPath(found[1]).name}.html{found[2] or ''}")


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark").enable("table")
