"""Markdown as a tree of plain data, which a widget draws element by element: what somebody wrote never becomes HTML.

Raw HTML stays text, a picture becomes its alternative text, and a link leads to the web or to a mailbox or is none.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode

__all__ = ["Node", "tree"]

#: ``{"kind": ..., "in": [...]}`` for what holds more, ``{"kind": "text" | "code", "text": ...}`` for words.
Node = dict[str, Any]

_BLOCKS = {
    "paragraph": "p",
    "heading": "h",
    "blockquote": "quote",
    "bullet_list": "ul",
    "ordered_list": "ol",
    "list_item": "li",
    "em": "em",
    "strong": "strong",
}
_LEADS = re.compile(r"(?:https?://|mailto:)\S+", re.IGNORECASE)
# Half a pair of surrogates can stand in a text that was typed, and in no link.
_HALVES = re.compile("[\ud800-\udfff]")


def tree(text: str) -> list[Node]:
    """The blocks of a Markdown text, as data that can travel as JSON.

    >>> tree("Which *page*?")[0]["in"][1]
    {'kind': 'em', 'in': [{'kind': 'text', 'text': 'page'}]}
    """
    from markdown_it.tree import SyntaxTreeNode  # here: a page, and grading, begin before there is something to read

    return _nodes(SyntaxTreeNode(_parser().parse(_HALVES.sub("\ufffd", text))).children)


@cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    # Where people just write, dashes under a line are no heading and leading spaces no code; no rule may swallow words.
    return MarkdownIt("commonmark", {"html": False}).disable(["lheading", "code", "reference"])


def _nodes(found: "Sequence[SyntaxTreeNode]") -> list[Node]:
    return [node for one in found for node in _node(one)]


def _node(one: "SyntaxTreeNode") -> list[Node]:
    if one.type in _BLOCKS:
        return [{"kind": _BLOCKS[one.type], "in": _nodes(one.children)}]
    if one.type == "link":
        href, inside = str(one.attrGet("href") or ""), _nodes(one.children)
        return [{"kind": "a", "href": href, "in": inside}] if _LEADS.fullmatch(href) else inside
    if one.type in ("softbreak", "hardbreak"):
        return [{"kind": "br"}]
    if one.type in ("text", "image"):
        return [_text(one.content)] if one.content else []
    if one.type in ("fence", "code_block", "code_inline"):
        return [{"kind": "code", "text": one.content}]
    # "inline" and what no list names: its words stay, whatever held them.
    return _nodes(one.children)


def _text(words: str) -> Node:
    return {"kind": "text", "text": words}
