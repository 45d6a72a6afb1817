"""How a text changed is told so that a person can read it, and exactly."""

import doctest
import itertools
import random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kith_exercises import changes
from kith_exercises.changes import Segment, difference

#: What breaks those who cut texts: marks that join, signs of half a character, spaces and ends of lines of all kinds.
PIECES = [
    "a", "b", "word", "Word", " ", "  ", "\n", "\r\n", "\u2028", "\x85", "\0", "\t", ".", ". ", "? ", "!”", "…", "。",
    "\ud83d", "🤝", "👩🏽\u200d🏫", "e\u0301", "é", "ß", "שלום", "知识", "، ", "(", ")", "-", "_", "'", "’s",
]  # fmt: skip
texts = st.lists(st.sampled_from(PIECES), max_size=60).map("".join) | st.text(alphabet=st.characters(), max_size=60)


def check(first: str, last: str) -> tuple[Segment, ...]:
    segments = difference(first, last)
    assert "".join(text for kind, text in segments if kind != "new") == first
    assert "".join(text for kind, text in segments if kind != "gone") == last
    assert all(text for _, text in segments)
    kinds = [kind for kind, _ in segments]
    pairs = set(itertools.pairwise(kinds))
    assert pairs <= {("same", "gone"), ("same", "new"), ("gone", "new"), ("gone", "same"), ("new", "same")}
    return segments


@settings(deadline=None)
@given(texts, texts)
@example("", "")
@example("a", "")
@example("", "a")
def test_the_segments_make_up_both_texts_exactly(first: str, last: str) -> None:
    check(first, last)


@settings(deadline=None)
@given(texts, texts, texts)
def test_what_was_left_alone_is_the_same(before: str, middle: str, after: str) -> None:
    segments = check(before + middle + after, before + middle + after)
    assert all(kind == "same" for kind, _ in segments)
    assert len(segments) <= 1


def test_the_example_in_the_code_is_true() -> None:
    assert doctest.testmod(changes).failed == 0


def test_a_word_that_changed_stands_out_in_its_sentence() -> None:
    assert check("I held back because I was tired.", "I held back because I was afraid.") == (
        ("same", "I held back because I was "),
        ("gone", "tired"),
        ("new", "afraid"),
        ("same", "."),
    )


def test_a_sentence_that_was_put_in_or_taken_out_is_told_whole() -> None:
    short, long = "Nobody asked. I left without a word.", "Mira asked. I left without a word. Then I wrote."
    assert check(short, long)[-2:] == (("same", " asked. I left without a word."), ("new", " Then I wrote."))
    assert check(long, short)[-2:] == (("same", " asked. I left without a word."), ("gone", " Then I wrote."))


def test_a_passage_that_moved_goes_and_comes_as_a_whole() -> None:
    one, two, three = "First I waited. Nobody spoke.\n\n", "Then Mira asked me why. I told her.\n\n", "It helped.\n"
    segments = check(one + two + three, two + one + three)
    assert [kind for kind, _ in segments] == ["gone", "same", "new", "same"]
    assert {text for kind, text in segments if kind in {"gone", "new"}} == {one}


def test_a_sentence_written_anew_is_no_confetti() -> None:
    before = "It was late. I think that the people in the team did not want to know about it. We went home."
    after = "It was late. Nobody asks what I know, and I believe the reason is that we never meet. We went home."
    segments = check(before, after)
    assert [kind for kind, _ in segments] == ["same", "gone", "new", "same"]


def test_between_two_changes_no_word_or_two_stand_alone() -> None:
    chance = random.Random(4)
    words = [
        chance.choice(
            ["we", "share", "what", "people", "know", "and", "could", "use", "if", "they", "asked", "for", "it"]
        )
        for _ in range(200)
    ]
    changed = [word if chance.random() < 0.6 else f"{word}s" for word in words]
    segments = check(" ".join(words), " ".join(changed))
    inner = [text for kind, text in segments[1:-1] if kind == "same"]
    assert all(len(text.split()) >= 3 for text in inner)
    assert len(inner) > 3


CHANCE = random.Random(11)
VOCABULARY = [f"word{number}" for number in range(3_000)]
WRITTEN = [CHANCE.choice(VOCABULARY) + CHANCE.choice([" "] * 12 + [". ", ", ", ".\n"]) for _ in range(20_000)]
LARGE = {
    "edited": [word if CHANCE.random() > 0.05 else "other " for word in WRITTEN],
    "shuffled": CHANCE.sample(WRITTEN, len(WRITTEN)),
    "other": [CHANCE.choice(VOCABULARY) + " " for _ in range(20_000)],
    "two words": [CHANCE.choice(["yes ", "no "]) for _ in range(20_000)],
    "two sentences": [CHANCE.choice(["Yes. ", "No. "]) for _ in range(20_000)],
    "one word": ["word "] * 20_000,
    "signs": ["."] * 200_000,
    "spaces": [" "] * 200_000,
    "lines": ["\n"] * 200_000,
    "no spaces": ["x"] * 200_000,
}


@pytest.mark.parametrize("last", LARGE.values(), ids=LARGE.keys())
def test_twenty_thousand_words_are_told_apart_however_they_changed(last: list[str]) -> None:
    for first in (WRITTEN, [*last[: len(last) // 2], "so ", *last[len(last) // 2 + 9 :]], LARGE["two words"]):
        check("".join(first), "".join(last))
