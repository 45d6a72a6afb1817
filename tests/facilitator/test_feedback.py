"""Feedback is given once, says what is new to whom, and loses nothing that was said before."""

from kith_exercises.envelope import Envelope, newest
from kith_facilitator.feedback import give_feedback, last_given
from kith_facilitator.home import Home
from kith_facilitator.issued import add_parts, kept_folder
from kith_facilitator.nbgrader_api import Nbgrader
from tests.facilitator.steps import feedback, folder_of, grade, mark, submit, write
from tests.small_course import MODULE, NOTEBOOK, PROMPT

ADA, BOB = "sim-001", "sim-002"
LOW, HIGH = {"evidence": 0, "use": 3}, {"evidence": 2, "use": 3}


def fetched(home: Home, learner: str) -> Envelope:
    Nbgrader(home, learner=learner).fetch_feedback(MODULE)
    envelope = newest(folder_of(home, learner), NOTEBOOK, learner)
    assert envelope is not None
    return envelope


def page_of(home: Home, learner: str) -> str:
    return (home.course / "feedback" / learner / MODULE / f"{NOTEBOOK}.html").read_text(encoding="utf-8")


def test_it_says_who_got_what(graded: Home) -> None:
    mark(graded, ADA, HIGH)
    first = feedback(graded)
    assert (first.new, first.changed, first.unchanged, first.unmarked) == ((ADA,), {}, (), {BOB: 2})
    assert first.sentences() == ("1 got feedback: sim-001", "1 wait until they are marked: sim-002 (2 marks)")
    mark(graded, BOB, HIGH)
    mark(graded, ADA, LOW)
    second = feedback(graded)
    assert (second.new, second.changed, second.unchanged) == ((BOB,), {ADA: ("Evidence",)}, ())
    assert "1 got changed feedback: sim-001 (Evidence)" in second.sentences()


def test_it_says_whose_newer_words_wait_to_be_graded(graded: Home) -> None:
    mark(graded, ADA, HIGH)
    mark(graded, BOB, HIGH)
    submit(graded, ADA, "Newer words")
    report = feedback(graded)
    assert (report.new, report.newer) == ((ADA, BOB), (ADA,))
    assert report.sentences()[-1] == "A newer submission waits to be graded; run “kith grade”: sim-001"
    grade(graded)
    mark(graded, ADA, HIGH)
    assert feedback(graded).newer == ()


def test_the_second_time_nothing_is_made_again_unless_asked_for(graded: Home) -> None:
    mark(graded, ADA, HIGH)
    feedback(graded)
    page = graded.course / "feedback" / ADA / MODULE / f"{NOTEBOOK}.html"
    page.write_text("left alone")
    report = feedback(graded)
    assert (report.new, report.changed, report.unchanged) == ((), {}, (ADA,))
    assert page.read_text() == "left alone"
    assert feedback(graded, again=True).unchanged == (ADA,)
    assert page.read_text() != "left alone"


def test_what_moved_says_what_it_was(graded: Home) -> None:
    mark(graded, ADA, LOW)
    feedback(graded)
    mark(graded, ADA, HIGH)
    feedback(graded)
    feedback(graded, again=True)
    marks = {mark.id: (mark.points, mark.before) for mark in fetched(graded, ADA).feedback[PROMPT].criteria}
    assert marks == {"evidence": (2, 0), "use": (3, None)}


def test_what_was_last_given_is_known_by_prompt(graded: Home) -> None:
    assert last_given(graded, MODULE, ADA) == {}
    mark(graded, ADA, LOW)
    feedback(graded)
    given = last_given(graded, MODULE, ADA)[PROMPT]
    assert (given.on, given.points) == (f"Words of {ADA}", {"evidence": 0, "use": 3})
    assert given.issued == fetched(graded, ADA).issued
    mark(graded, ADA, HIGH)
    assert last_given(graded, MODULE, ADA)[PROMPT] == given  # a mark is no word until it is given


def test_what_an_earlier_kith_kept_is_read(graded: Home) -> None:
    mark(graded, ADA, LOW)
    feedback(graded)
    given = last_given(graded, MODULE, ADA)
    kept = kept_folder(graded.course, MODULE, ADA) / f"{NOTEBOOK}.json"
    kept.write_text(f'{{"content": "0", "issued": "{given[PROMPT].issued}"}}')
    assert last_given(graded, MODULE, ADA) == given
    assert feedback(graded, again=True).unchanged == (ADA,)
    assert last_given(graded, MODULE, ADA) == given


def test_suggestions_are_apart_from_the_comment(graded: Home) -> None:
    mark(graded, ADA, LOW, "A *clear* moment. <script>alert(1)</script>\n→ Ask Mira.")
    feedback(graded)
    found = fetched(graded, ADA).feedback[PROMPT].criteria[0]
    assert found.comment == "A *clear* moment. <script>alert(1)</script>"
    assert [suggestion.text for suggestion in found.suggestions] == ["Ask Mira."]
    assert "<em>clear</em>" in page_of(graded, ADA)
    assert "<script>alert(1)" not in page_of(graded, ADA)


def test_a_sentence_that_is_quoted_from_the_answer_stands_by_itself(graded: Home) -> None:
    mark(graded, ADA, LOW)
    feedback(graded)
    text = fetched(graded, ADA).feedback[PROMPT].on
    mark(graded, ADA, LOW, f"> Not theirs.\n\n> {text}\n\nHow do you know?")
    feedback(graded)
    found = fetched(graded, ADA).feedback[PROMPT].criteria[0]
    assert (found.sentence, found.comment) == (text, "> Not theirs.\n\n\nHow do you know?")


def test_an_own_criterion_is_named_on_every_page(home: Home) -> None:
    write(home, ADA, "criterion", {"replaces": "use", "title": "Is it *kind*?", "good": "Read <b>twice</b>."})
    submit(home, ADA)
    grade(home)
    mark(home, ADA, HIGH)
    feedback(home)
    found = fetched(home, ADA).feedback[PROMPT].criteria
    assert [(item.id, item.title, item.own, item.points) for item in found] == [
        ("evidence", "Evidence", False, 2),
        ("use", "Is it *kind*?", True, 3),
    ]
    page = page_of(home, ADA)
    assert ">Is it *kind*?<" in page
    assert "Read &lt;b&gt;twice&lt;/b&gt;." in page
    assert "in place of “Use”" in page
    assert "Who is better off?" not in page


def test_replies_that_were_read_go_back_and_are_no_news_by_themselves(graded: Home) -> None:
    mark(graded, ADA, LOW)
    feedback(graded)
    issued = fetched(graded, ADA).issued
    write(graded, ADA, "reply", {"to": issued, "criterion": "evidence", "text": "It was the blue one."})
    submit(graded, ADA, None)
    grade(graded)
    assert feedback(graded).unchanged == (ADA,)
    envelope = fetched(graded, ADA)
    assert envelope.issued == issued
    assert [reply["text"] for reply in envelope.feedback[PROMPT].replies] == ["It was the blue one."]


def test_other_parts_of_the_envelope_stay(graded: Home) -> None:
    add_parts(graded, MODULE, ADA, NOTEBOOK, cohort={"n": 7}, delivery=({"from": "a partner"},))
    mark(graded, ADA, LOW)
    assert feedback(graded).new == (ADA,)
    mark(graded, ADA, HIGH)
    feedback(graded)
    add_parts(graded, MODULE, ADA, NOTEBOOK, cohort={}, delivery=({"from": "another"},))
    assert feedback(graded).unchanged == (ADA,)
    envelope = fetched(graded, ADA)
    assert (envelope.cohort, envelope.delivery) == ({"n": 7}, ({"from": "a partner"}, {"from": "another"}))


def test_one_that_cannot_be_made_is_named_with_the_remedy_and_the_others_get_theirs(graded: Home) -> None:
    for learner in (ADA, BOB):
        mark(graded, learner, HIGH)
    (graded.course / "autograded" / ADA).rename(graded.root / "gone")
    report = give_feedback(graded, MODULE, track=list)
    assert report.new == (BOB,)
    assert [(student, "kith grade" in reason) for student, reason in report.failed] == [(ADA, True)]
    assert "kith grade" in (graded.logs / "feedback" / MODULE / f"{ADA}.log").read_text(encoding="utf-8")


def test_what_was_said_and_cannot_be_opened_is_named_and_not_written_over(graded: Home) -> None:
    for learner in (ADA, BOB):
        mark(graded, learner, LOW)
    feedback(graded)
    kept = kept_folder(graded.course, MODULE, ADA) / f"{NOTEBOOK}.json"
    kept.write_text("{")
    said = feedback(graded, again=True)
    [(learner, why)] = said.failed
    assert (learner, said.unchanged) == (ADA, (BOB,))
    assert f"{kept} can't be opened" in why
    assert kept.read_text() == "{"


def test_what_could_not_be_released_was_not_given(graded: Home) -> None:
    mark(graded, ADA, LOW)
    (graded.course / "autograded" / ADA / MODULE / "submission_secret.txt").unlink()
    assert [student for student, _ in feedback(graded).failed] == [ADA]
    assert last_given(graded, MODULE, ADA) == {}


def test_an_own_criterion_without_a_title_replaces_nothing(home: Home) -> None:
    write(home, ADA, "criterion", {"replaces": "use", "title": " ", "good": "?"})
    submit(home, ADA)
    grade(home)
    mark(home, ADA, HIGH)
    feedback(home)
    assert [found.title for found in fetched(home, ADA).feedback[PROMPT].criteria] == ["Evidence", "Use"]
