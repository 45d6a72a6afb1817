"""What the desk knows of an answer goes with it, however often and in whatever order its question is renamed."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from kith_exercises import log
from kith_facilitator.desk.controller import Desk
from kith_facilitator.desk.ledger import Ledger
from kith_facilitator.home import Home
from kith_facilitator.keeping.erase import erase
from kith_facilitator.release import release_module
from tests.facilitator.corrections import edit
from tests.facilitator.desk_home import answers_of, seen, write_two_questions
from tests.facilitator.steps import grade
from tests.small_course import MODULE, NOTEBOOK

WHO = "sim-zora"


def called(id: str, formerly: str) -> Callable[[Path], None]:
    """A change of the sources: the question “why” is called ``id``."""

    def change(sources: Path) -> None:
        edit(sources, "prompts.toml", "[why]", f"[{id}]\nformerly = {formerly}")
        edit(sources, "rubric.toml", "[[why.criteria]]", f"[[{id}.criteria]]")
        edit(sources, f"{NOTEBOOK}.md", '"why"', f'"{id}"')

    return change


def released(home: Home, folder: Path, change: Callable[[Path], None]) -> Home:
    sources = write_two_questions(folder)
    change(sources)
    other = replace(home, sources=sources)
    assert release_module(other, MODULE)
    grade(other)
    return other


def known(home: Home, prompt: str) -> dict[str, Any]:
    """What the desk knows of one answer, whatever its question is called."""
    desk = Desk(home, marker="Ann")
    answer = answers_of(desk)[WHO, prompt]
    notes = desk._look().notes
    found = {
        "care": vars(notes.care[answer]),
        "firsts": notes.firsts[answer],
        "seconds": {key: points for key, points in notes.seconds.items() if key[1] == answer},
        "answer": answer,
    }
    desk.close()
    return found


def noted(home: Home) -> dict[str, Any]:
    """The desk's own knowledge of one answer, after it was put there."""
    desk = Desk(home, marker="Ann")
    answer = answers_of(desk)[WHO, "why"]
    desk.act({"do": "care", "answer": answer, "on": True, "note": "Call them."})
    desk.act({"do": "level", **seen(desk, answer, "use", "points"), "points": 3})
    desk.close()
    second = Desk(home, marker="Bob")
    second.act({"do": "view", "second": True})
    second.act({"do": "level", **seen(second, answer, "use", "points"), "points": 0})
    second.close()
    return known(home, "why")


def test_a_care_flag_goes_with_its_answer_through_each_renaming(to_mark: Home, tmp_path: Path) -> None:
    before = noted(to_mark)
    home = released(to_mark, tmp_path / "one", called("reason", '["why"]'))
    assert known(home, "reason") == before
    home = released(home, tmp_path / "two", called("ground", '["reason", "why"]'))
    assert known(home, "ground") == before
    home = released(home, tmp_path / "three", called("ground", '["why", "reason"]'))
    assert known(home, "ground") == before


def test_a_desk_of_an_earlier_kith_is_understood(to_mark: Home, tmp_path: Path) -> None:
    before = noted(to_mark)
    path = to_mark.course / ".kith" / "desk" / f"{MODULE}.jsonl"
    lines = [entry for entry in log.read(path).entries if entry["do"] != "asked"]
    path.write_bytes(b"".join(log.encode({k: v for k, v in line.items() if k != "sha"}) for line in lines))
    home = released(to_mark, tmp_path / "one", called("ground", '["reason", "why"]'))
    assert known(home, "ground") == before


def test_a_new_question_under_an_old_name_has_answers_of_its_own(to_mark: Home, tmp_path: Path) -> None:
    before = noted(to_mark)
    home = released(to_mark, tmp_path / "one", called("reason", '["why"]'))
    known(home, "reason")

    def another(sources: Path) -> None:
        called("reason", "[]")(sources)
        edit(sources, "prompts.toml", "[how]", "[why]")
        edit(sources, "rubric.toml", "[[how.criteria]]", "[[why.criteria]]")
        edit(sources, f"{NOTEBOOK}.md", '"how"', '"why"')

    home = released(home, tmp_path / "two", another)
    assert known(home, "reason") == before
    desk = Desk(home, marker="Ann")
    answers = answers_of(desk)
    assert answers[WHO, "why"] != answers[WHO, "reason"] == before["answer"]
    again = Desk(home, marker="Ann")
    assert answers_of(again) == answers
    for one in (desk, again):
        one.close()


def gone(sources: Path) -> None:
    """A change of the sources: the question “why” is taken out."""
    edit(sources, "prompts.toml", "[why]", "[other]")
    edit(sources, "rubric.toml", "[[why.criteria]]", "[[other.criteria]]")
    edit(sources, f"{NOTEBOOK}.md", '"why"', '"other"')


def test_an_erased_person_is_gone_from_questions_that_are_gone(to_mark: Home, tmp_path: Path) -> None:
    answer = noted(to_mark)["answer"]
    home = released(to_mark, tmp_path / "one", gone)
    assert erase(home, WHO).traces == ()
    path = home.course / ".kith" / "desk" / f"{MODULE}.jsonl"
    assert answer not in path.read_text()
    assert "Call them." not in path.read_text()


def test_an_earlier_kiths_lines_on_a_question_that_is_gone_go_as_well(to_mark: Home, tmp_path: Path) -> None:
    answer = noted(to_mark)["answer"]
    home = released(to_mark, tmp_path / "one", gone)
    path = home.course / ".kith" / "desk" / f"{MODULE}.jsonl"
    lines = [entry for entry in log.read(path).entries if entry["do"] != "asked"]
    path.write_bytes(b"".join(log.encode({k: v for k, v in line.items() if k != "sha"}) for line in lines))
    assert json.dumps(answer) in path.read_text()
    erase(home, WHO)
    assert answer not in path.read_text()
    assert [entry.do for entry in Ledger(path).entries()].count("care") == 0
