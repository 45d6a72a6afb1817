"""A conversation: what is said in it, where each line leads, going back once, and the slips of who writes one."""

from dataclasses import replace
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from kith_exercises import KithError
from kith_exercises.definitions import Activity, load_prompts
from kith_exercises.primitives import flow
from kith_exercises.sealed import SOURCE
from tests.primitives.samples import CONVERSATION, Walker, in_text


@pytest.fixture
def walker(tmp_path: Path) -> Walker:
    return Walker(CONVERSATION, tmp_path / "1-some")


class Talking:
    """One learner in a talk."""

    def __init__(self, walker: Walker) -> None:
        self.card = walker.card()

    @property
    def ahead(self) -> Any:
        return self.card.state()["ahead"]

    def does(self, do: str, **answers: str) -> Any:
        return self.card.act({"do": do, "step": self.ahead["id"], "answers": answers})

    def says(self, line: str, expect: str = "") -> None:
        self.does("commit", line=line)
        self.hears(expect)

    def hears(self, expect: str = "") -> None:
        if expect:
            self.does("commit", expect=expect)
        else:
            self.does("look")


def heard(state: Any) -> list[str]:
    """What was answered, in its order on the card."""
    return [scene["words"] for one in state["passed"] if "hear" in one["id"] for scene in one["scenes"]]


def test_a_line_leads_to_its_answer_and_each_turn_is_asked_by_itself(walker: Walker) -> None:
    one = Talking(walker)
    assert "made Ana up" in in_text(one.ahead["before"])
    assert one.ahead["fields"][0]["options"][1]["label"] == "It was only two hours."
    assert [field["id"] for field in one.ahead["fields"]] == ["line"], "here no words of one's own are asked for"
    one.says("1", "That she is angry.")
    assert heard(one.card.state()) == ["Then say so next time.\n\nI would have waited gladly."]
    assert one.ahead["fields"][1]["label"] == "How would you say it?"
    one.does("commit", line="2", own="I'll ring.")
    assert one.ahead["fields"][0]["label"] == "What do you expect Ana to answer?"
    one.hears("Fine.")
    assert heard(one.card.state())[-1] == "Twelve people sat there."


def test_one_goes_back_to_a_turn_one_came_through_then_tells_what_differed(walker: Walker) -> None:
    one = Talking(walker)
    one.says("1", "That she is angry.")
    one.says("2")
    assert [option["label"] for option in one.ahead["fields"][0]["options"]] == [
        "“It was only two hours.” instead of “I was stuck, and did not say so.”",
        "“What would you have done?” instead of “I will.”",
    ]
    one.does("commit", line="1-1")
    one.hears("Nothing.")
    state = one.card.state()
    assert heard(state)[-1] == "I'd have come by with coffee."
    assert state["ended"]
    assert state["ahead"]["id"] == "explain", "there is one way back, and none behind it"
    quoted = [[part.get("words", part.get("of")) for part in scene["parts"]] for scene in state["ahead"]["before"]]
    assert quoted == [
        [["hear-1", "expect"], "Then say so next time.\n\nI would have waited gladly."],
        [["hear-1-2", "expect"], "Twelve people sat there."],
        [["again-hear-1-1", "expect"], "I'd have come by with coffee."],
    ]


def test_who_says_nothing_more_comes_to_the_end_and_tells_what_differed_so_far(walker: Walker, tmp_path: Path) -> None:
    state = Talking(walker).does("next")
    assert (state["ahead"], state["ended"]) == (None, True)
    other = Talking(Walker(CONVERSATION, tmp_path / "2-other"))
    other.says("1", "That she is angry.")
    state = other.does("next")
    assert (state["ahead"]["id"], len(state["ahead"]["before"]), state["ended"]) == ("explain", 1, True)


def test_a_second_go_asks_each_turn_anew_and_leaving_it_leads_to_the_difference(walker: Walker, tmp_path: Path) -> None:
    one = Talking(walker)
    one.says("2", "That she shrugs.")
    one.does("commit", line="1")
    one.hears()
    assert one.ahead["id"] == "again-say-1"
    one.says("1")
    assert one.ahead["id"] == "explain"
    other = Talking(Walker(CONVERSATION, tmp_path / "2-other"))
    other.says("2")
    other.does("next")
    assert other.ahead["id"] == "explain"


def test_one_goes_back_as_often_as_the_course_lets_one_and_may_leave_it_earlier(tmp_path: Path) -> None:
    definition = CONVERSATION.definition.replace('other = "Ana"', 'other = "Ana"\n    returns = 2')
    one, other = (Talking(Walker(replace(CONVERSATION, definition=definition), tmp_path / name)) for name in "ab")
    one.says("2")
    one.does("commit", line="1")
    one.hears("Thanks.")
    one.says("1")
    assert one.ahead["id"] == "again-back-1-1", "the second way can be gone back on, too"
    assert [option["id"] for option in one.ahead["fields"][0]["options"]] == ["2", "1-2"]
    one.does("commit", line="1-2")
    one.hears("Nothing.")
    state = one.card.state()
    assert heard(state)[-1] == "Twelve people sat there."
    assert (state["ahead"]["id"], state["ended"]) == ("explain", True)
    assert len(state["ahead"]["before"]) == len(heard(state)) == 4, "on all three ways"
    other.says("2")
    other.does("commit", line="1")
    other.hears()
    other.says("2")
    other.does("next")
    assert (other.ahead["id"], other.card.state()["ended"]) == ("explain", True)


def test_nothing_that_follows_stands_in_a_definition_that_is_printed(walker: Walker) -> None:
    assert "Twelve" not in repr(walker.activity)


# What an author writes


def loaded(folder: Path, talk: str, sealed: str = "[talk-it]\n# a comment\ntalk = '''\n{}'''\n") -> Activity:
    folder.mkdir(exist_ok=True)
    prompt = '[talk-it]\nkind = "conversation"\nreach = "mine"\ntitle = "T"\nother = "Ana"\n'
    (folder / "prompts.toml").write_text(prompt, encoding="utf-8")
    (folder / SOURCE).write_text(sealed.format(dedent(talk)), encoding="utf-8")
    [found] = load_prompts(folder / "prompts.toml").values()
    assert isinstance(found, Activity)
    return found


END = "\n# end-it\nBye.\n-> end\n"
TWO = "> Yes. -> {}\n> No. -> {}\n"
A, B, BOTH = "# a\nHello.\n", "# b\nHm.\n", TWO.format("end-it", "end-it")


@pytest.mark.parametrize(
    ("talk", "line", "says"),
    [
        ("", 4, "“talk” is empty; write “# name” and under it"),
        ("Hello.\n", 4, "this stands in no turn; write “# name” above it"),
        ("# two words\nHello.\n", 4, "“# two words” names no turn; write one word"),
        ("# end\nHello.\n-> end\n", 4, "“# end” names no turn"),
        ("# a\nHello.\n> Yes.\n> No. -> b\n", 6, "“> Yes.” leads nowhere; write “-> name” behind it"),
        ("# a\nHello.\n> Yes\n  indeed.\n\n", 6, "“> Yes indeed.” leads nowhere"),
        (A + TWO.format("b", "end-it") + END, 6, "there is no turn “b”; write “# b” below, or one of a,"),
        (A + TWO.format("end", "end-it") + END, 6, "lead to a turn in which the other has the last word"),
        ("# a\nHello.\n", 4, "“a” is a dead end; write lines under it, or “-> end” where the talk is over"),
        ("# a\nHello.\n-> end\n", 4, "the first turn ends the talk; write lines under it"),
        ("# a\n" + BOTH + END, 4, "in “a” nobody says anything"),
        ("# a\nHello.\n> Yes. -> end-it\n" + END, 4, "“a” has 1 lines to choose from; write 2 to 5"),
        ("# a\nHello.\n> Yes. -> end-it\n> yes. -> end-it\n" + END, 7, "“a” has this line above already"),
        ("# a\nHello.\n> -> end-it\n> No. -> end-it\n" + END, 6, "this line has no words"),
        (A + BOTH + "Late.\n" + END, 8, "“Late.” stands behind what leads on from “a”"),
        ("# a\nHello.\n? Own?\n? Own?\n", 7, "“a” asks for own words twice"),
        ("# a\nHello.\n-> end\n? Own?\n", 7, "stands behind what leads on"),
        (A + BOTH + "-> end\n" + END, 4, "“a” ends the talk and goes on"),
        (A + TWO.format("b", "end-it") + B + TWO.format("a", "b") + END, 10, "leads back (a -> b -> a)"),
        (A + BOTH + B + "-> end\n" + END, 8, "no line leads to “b”"),
        ("# a\nHello.\n-> end\n# a\nHello.\n", 7, "there is a turn “a” above, in line 4; rename one"),
        ("# a\n" + "Ha. " * 200 + "\n" + BOTH + END, 4, "is 799 characters long, and 600 is much"),
        ("# a\nHello.\n> " + "Ha. " * 60 + "-> end-it\n> No. -> end-it\n" + END, 6, "this line is 239 characters long"),
    ],
)  # fmt: skip
def test_a_slip_is_named_with_its_file_its_line_and_a_remedy(tmp_path: Path, talk: str, line: int, says: str) -> None:
    with pytest.raises(KithError) as slip:
        loaded(tmp_path, talk)
    assert str(slip.value).startswith(f"{tmp_path / SOURCE}, line {line}: [talk-it]: ")
    assert says in str(slip.value)


def ladder(turns: int, lines: str) -> str:
    """A talk in which each turn leads to the next by some of its lines."""
    steps = [f"# t{n}\nHm.\n" + lines.format(f"t{n + 1}" if n < turns else "end-it") for n in range(1, turns + 1)]
    return "".join(steps) + END


def test_a_talk_that_is_too_long_says_so(tmp_path: Path) -> None:
    short, forked = "> Yes. -> {0}\n> No. -> end-it\n", "> Yes. -> {0}\n> No. -> {0}\n"
    assert flow.steps_of(loaded(tmp_path, ladder(8, short)))
    with pytest.raises(KithError, match=r"line 4: .* one way through has 9 turns; shorten it to 8"):
        loaded(tmp_path, ladder(9, short))
    with pytest.raises(KithError, match=r"line 4: .* it has 2001 turns; shorten it to 41"):
        loaded(tmp_path, ladder(2000, short))
    assert flow.steps_of(loaded(tmp_path, ladder(4, forked)))
    with pytest.raises(KithError, match="all ways together have 62 answers"):
        loaded(tmp_path, ladder(5, forked))


def test_a_text_in_one_line_a_missing_table_and_a_key_too_many_are_named(tmp_path: Path) -> None:
    with pytest.raises(KithError, match=r"line 2: .*leads nowhere"):
        loaded(tmp_path, "", '[talk-it]\ntalk = "# a\\nHello.\\n> Yes."\n')
    with pytest.raises(KithError, match=r"line 2: .*in “b” nobody says anything"):
        loaded(tmp_path, "", '[talk-it]\ntalk = """# b\n# a\n-> end"""\n')
    with pytest.raises(
        KithError, match=r"prompts.toml, line 1: .*holds nothing for it; write \[talk-it\] there, with “talk”"
    ):
        loaded(tmp_path, "", "")
    with pytest.raises(KithError, match="no such key as “with”"):
        loaded(tmp_path, A + BOTH + END, "[talk-it]\nwith = 1\ntalk = '''\n{}'''\n")
