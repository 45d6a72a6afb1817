"""Markdown becomes a tree of plain data: nothing in it can run, and no word of a comment is lost."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith_exercises.markdown import Node, tree

KINDS = {"p", "h", "quote", "ul", "ol", "li", "code", "text", "em", "strong", "a", "br"}


def text(words: str) -> Node:
    return {"kind": "text", "text": words}


def nodes(found: list[Node]) -> Iterator[Node]:
    for node in found:
        yield node
        yield from nodes(node.get("in", []))


def words(found: list[Node]) -> str:
    return "".join(node.get("text", "") for node in nodes(found))


def test_what_people_write_in_comments_has_a_node_of_its_own() -> None:
    assert tree("Which *page*, **and**\nwhich `line`?") == [
        {
            "kind": "p",
            "in": [
                text("Which "),
                {"kind": "em", "in": [text("page")]},
                text(", "),
                {"kind": "strong", "in": [text("and")]},
                {"kind": "br"},
                text("which "),
                {"kind": "code", "text": "line"},
                text("?"),
            ],
        }
    ]
    blocks = tree("# H\n\n- one\n\n2. two\n\n> said\n\n```\na < b\n```")
    assert [node["kind"] for node in blocks] == ["h", "ul", "ol", "quote", "code"]
    assert blocks[1]["in"][0]["kind"] == "li"
    assert blocks[-1] == {"kind": "code", "text": "a < b\n"}


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "a <b onclick='x'>b</b>",
        "<!-- <svg onload=x> -->",
        "<style>* { display: none }</style>",
    ],
)
def test_markup_stays_words(hostile: str) -> None:
    found = tree(hostile)
    assert words(found) == hostile
    assert {node["kind"] for node in nodes(found)} <= {"p", "text"}


@pytest.mark.parametrize(
    ("href", "leads"),
    [
        ("https://example.org/a?b=c", True),
        ("http://example.org", True),
        ("mailto:ana@example.org", True),
        ("javascript:alert(1)", False),
        ("JavaScript:alert(1)", False),
        ("data:text/html,x", False),
        ("vbscript:x", False),
        ("file:///etc/passwd", False),
        ("//example.org", False),
        ("/relative", False),
        ("ftp://example.org", False),
    ],
)
def test_a_link_leads_to_the_web_or_a_mailbox_or_is_none(href: str, leads: bool) -> None:
    found = tree(f"See [this]({href}).")
    assert [node["href"] for node in nodes(found) if node["kind"] == "a"] == ([href] if leads else [])
    assert "this" in words(found)


def test_a_picture_becomes_its_alternative_text_and_asks_no_network() -> None:
    assert tree("![a list](https://example.org/x.png)") == [{"kind": "p", "in": [text("a list")]}]


def test_where_people_just_write_no_word_is_swallowed_and_none_made_large() -> None:
    assert tree("Not a heading\n---") == [{"kind": "p", "in": [text("Not a heading")]}]
    assert tree("    set in by spaces")[0]["kind"] == "p"
    assert words(tree("[note]: https://example.org")) == "[note]: https://example.org"
    assert tree("") == []


@given(st.text(st.characters(), max_size=300))
def test_any_text_becomes_nodes_of_known_kinds_that_travel_as_json(given_text: str) -> None:
    found = tree(given_text)
    assert {node["kind"] for node in nodes(found)} <= KINDS
    json.dumps(found).encode("ascii")
    sent: Any = json.dumps(found, ensure_ascii=False)
    sent.encode("utf-8")
