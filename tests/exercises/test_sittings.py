"""Which earlier versions of a text are offered: those that stand for a step, never every save."""

from kith_exercises.journal import Record
from kith_exercises.sittings import MOST, versions


def saves(*steps: tuple[int, str]) -> list[Record]:
    """Records by the minute; “(sent)” is a submission."""
    return [
        Record(seq, f"2026-01-10T{9 + minute // 60:02}:{minute % 60:02}:00.000Z", "" if sent else "why",
               "submitted" if sent else "text", None if sent else text, "mine" if sent else "facilitator", "me")
        for seq, (minute, text) in enumerate(steps, 1)
        for sent in [text == "(sent)"]
    ]  # fmt: skip


def offered(*steps: tuple[int, str]) -> list[str]:
    return [record.value for record in versions(saves(*steps))]


def test_the_last_text_of_each_sitting_is_offered_and_the_present_one_is_not() -> None:
    assert offered((0, "I"), (1, "I was"), (11, "I was here"), (12, "I was here."), (40, "So?")) == [
        "I was",
        "I was here.",
    ]


def test_what_was_submitted_is_offered_though_nobody_paused() -> None:
    assert offered((0, "I"), (1, "I was."), (2, "(sent)"), (3, "I was here.")) == ["I was."]


def test_who_wrote_in_one_go_meets_the_first_text_that_is_half_of_the_present_one() -> None:
    growing = [(i // 20, "x" * i) for i in range(1, 120)]
    assert [len(text) for text in offered(*growing)] == [60]
    assert offered((0, "I"), (0, "I pasted all the rest.")) == ["I"]


def test_an_empty_text_is_no_version_and_neither_is_the_only_one() -> None:
    assert offered((0, " \n"), (30, "I was.")) == []
    assert offered((0, "I was.")) == []
    assert offered() == []


def test_the_first_and_the_newest_are_left_where_there_are_too_many() -> None:
    found = offered(*((i * 10, str(i)) for i in range(80)))
    assert (len(found), found[0], found[1], found[-1]) == (MOST, "0", "50", "78")


def test_a_time_that_is_none_parts_nothing() -> None:
    one, two = saves((0, "One."), (30, "Two."))
    odd = Record(one.seq, "once", one.prompt, one.event, one.value, one.reach, one.writer)
    assert [record.value for record in versions([odd, two])] == ["One."]
