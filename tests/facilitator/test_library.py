"""The library: offered on a card, read and taken in by a facilitator, found by the next cohort in their inbox."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from textwrap import dedent

import pytest

from kith_exercises.cards.activity import ActivityCard
from kith_exercises.cards.inbox import InboxCard, came_to
from kith_exercises.definitions import Activity, load_prompts
from kith_exercises.facts import ModuleFacts, read_course, write_facts
from kith_exercises.journal import Journal
from kith_exercises.primitives.known import Pages, gatherer
from kith_exercises.recalling import around_in
from kith_exercises.status import Places
from kith_facilitator.home import Home, ensure_home
from kith_facilitator.keeping.erase import erase
from kith_facilitator.library import left_before, offered, taken_in
from kith_facilitator.sources import course_of
from tests.facilitator.steps import kith
from tests.small_course import MODULE, NOTEBOOK, write_course

PROMPTS = """
    [after]
    kind = "fold"
    reach = "facilitator"
    title = "After the fact"
    intro = ["Two short answers."]
    kept = "Kept."

    [[after.fields]]
    id = "happened"
    kind = "text"
    label = "What happened?"

    [[after.fields]]
    id = "next"
    kind = "text"
    label = "What should the next group know?"

    [left]
    kind = "offer"
    reach = "library"
    title = "For those who come after you"
    of = "after"
    fields = ["next"]

    [back]
    kind = "look-back"
    reach = "mine"
    title = "Looking back"
    of = ["after"]
    offer = true
"""
SAID = {"zora": "Ask Mara before noon.", "anselm": "Write to me@example.org, and bring bread."}
SECRET = "Nobody came to the hall."


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_course(tmp_path_factory.mktemp("sources"))
    with (folder / MODULE / "prompts.toml").open("a", encoding="utf-8") as file:
        file.write(dedent(PROMPTS))
    return folder


def home_at(root: Path, sources: Path) -> Home:
    home = ensure_home(root, identity="claimed", sources=sources)
    place = Path(home.exchange, home.course_id)
    place.mkdir(parents=True)
    write_facts(place, [ModuleFacts(MODULE, "Small")])
    return home


def offers(home: Home, sources: Path, who: str, door: dict[str, object]) -> None:
    """A learner answers, offers, and hands in what travels."""
    folder = home.simulated / who / "assignments" / MODULE
    folder.mkdir(parents=True)
    (folder / "prompts.toml").write_bytes((sources / MODULE / "prompts.toml").read_bytes())
    journal = Journal.open(folder, MODULE, NOTEBOOK, {})
    journal.write("after", "commit", {"happened": SECRET, "next": SAID[who]}, reach="facilitator")
    prompts = load_prompts(folder / "prompts.toml")
    activity = prompts["left"]
    assert isinstance(activity, Activity)
    around = around_in(activity, folder, MODULE, who, None)
    known = gatherer(activity, "", lambda: Pages(folder, MODULE, {}).of("left"), around)
    card = ActivityCard(activity, "", journal, known, "key")
    [look, words] = card.state()["ahead"]["before"]
    assert words["words"] == SAID[who]
    assert "“me@example.org”" in str(look) if who == "anselm" else "“Mara”" in str(look)
    card.act({"step": "offer", **door})
    sent = home.course / "submitted" / who / MODULE / "responses" / f"{NOTEBOOK}.jsonl"
    sent.parent.mkdir(parents=True)
    sent.write_bytes(journal.travelling.read_bytes())


def commit(how: str, name: str = "") -> dict[str, object]:
    return {"do": "commit", "answers": {"how": how, "name": name}}


def test_what_one_cohort_leaves_is_read_taken_in_and_found_by_the_next(tmp_path: Path, sources: Path) -> None:
    home, later = (home_at(tmp_path / name, sources) for name in ("first", "later"))
    offers(home, sources, "zora", commit("unnamed", "Zora"))
    offers(home, sources, "anselm", commit("named", "Anselm  B."))
    found = {one.student: one for one in offered(home, course_of(home))}
    assert {who: (one.note.name, one.flagged.words, one.kept) for who, one in found.items()} == {
        "zora": ("", ("Mara",), False),
        "anselm": ("Anselm B.", ("me@example.org",), False),
    }
    assert {who: one.note.words for who, one in found.items()} == {
        who: (("What should the next group know?", text),) for who, text in SAID.items()
    }
    zora, anselm = (found[who].note.id for who in ("zora", "anselm"))
    listed = kith("library", "--keep", zora, "--keep", anselm, home=home.root)
    assert f"{zora} {MODULE}/left, by zora, without a name: taken in" in " ".join(listed.split())
    assert "Look at: Mara" in listed
    file = tmp_path / "library.json"
    assert "2 notes in" in kith("library", "--write", str(file), home=home.root)
    written = file.read_text(encoding="utf-8")
    assert not [word for word in ("zora", "Zora", zora, anselm, SECRET) if word in written]
    assert "2 notes of an earlier" in " ".join(kith("library", "--show", str(file), home=later.root).split())
    shown = inbox(later)
    assert [(one["who"], one["words"]) for one in shown] == [
        ("From somebody who was here before you", [["What should the next group know?", SAID["zora"]]]),
        ("From Anselm B., who was here before you", [["What should the next group know?", SAID["anselm"]]]),
    ]
    assert inbox(later, "2-other/page") == [], "it stands with its own module"
    assert inbox(home) == [], "and not where it was left"


def test_of_a_look_back_each_piece_is_left_by_itself(tmp_path: Path, sources: Path) -> None:
    home = home_at(tmp_path / "home", sources)
    folder, who = home.simulated / "zora" / "assignments" / MODULE, "zora"
    folder.mkdir(parents=True)
    (folder / "prompts.toml").write_bytes((sources / MODULE / "prompts.toml").read_bytes())
    journal, back = Journal.open(folder, MODULE, NOTEBOOK, {}), load_prompts(folder / "prompts.toml")["back"]
    said = {"happened": "It rained.", "next": "Bring boots."}
    journal.write("after", "commit", said, reach="facilitator", at="2026-01-10T09:00:00.000Z")
    assert isinstance(back, Activity)
    known = gatherer(back, "", lambda: Pages(folder, MODULE, {}).of("back"), around_in(back, folder, MODULE, who, None))
    card = ActivityCard(back, "", journal, known, "key")
    card.act({"do": "commit", "step": "after-21", "answers": {"now": "still", "why": ""}})
    card.act({**commit("unnamed"), "step": "offer-after-21"})
    sent = home.course / "submitted" / who / MODULE / "responses" / f"{NOTEBOOK}.jsonl"
    sent.parent.mkdir(parents=True)
    sent.write_bytes(journal.travelling.read_bytes())
    [one] = offered(home, course_of(home))
    assert (one.note.prompt, one.note.title) == ("back-after-21", "Looking back")
    assert one.note.words == (
        ("What happened? (then)", "It rained."),
        ("What should the next group know? (then)", "Bring boots."),
        ("How is that for you today?", "Still true"),
    )
    kith("library", "--keep", one.note.id, home=home.root)
    assert erase(home, who).traces == ()
    assert taken_in(home) == ()


def test_what_is_taken_out_or_whose_writer_is_erased_is_left_to_nobody(tmp_path: Path, sources: Path) -> None:
    home = home_at(tmp_path / "home", sources)
    for who in SAID:
        offers(home, sources, who, commit("unnamed"))
    ids = {one.student: one.note.id for one in offered(home, course_of(home))}
    kith("library", *(word for id in ids.values() for word in ("--keep", id)), home=home.root)
    assert len(taken_in(home)) == 2
    kith("library", "--drop", ids["anselm"], home=home.root)
    assert [note.id for note in taken_in(home)] == [ids["zora"]]
    assert "Nobody offered “nothing”" in kith("library", "--keep", "nothing", home=home.root, expect_code=2)
    assert erase(home, "zora").traces == ()
    assert taken_in(home) == ()


def test_who_says_no_and_what_no_card_wrote_is_offered_to_nobody(tmp_path: Path, sources: Path) -> None:
    home = home_at(tmp_path / "home", sources)
    offers(home, sources, "zora", {"do": "next"})
    assert offered(home, course_of(home)) == ()
    forged = home.course / "submitted" / "eve" / MODULE / "responses" / f"{NOTEBOOK}.jsonl"
    forged.parent.mkdir(parents=True)
    record = {"v": 1, "at": "2026-11-20T12:00:00.000Z", "prompt": "left", "event": "commit", "reach": "library"}
    odd = [[["a"]], [["a", 1]], "text", [["a", "b" * 9_000]], [["a", "b"]] * 25, None]
    lines = [
        {**record, "seq": n, "value": {"step": "offer", "answers": {"how": "named", "name": 3}, "words": words}}
        for n, words in enumerate(odd, 1)
    ]
    forged.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    assert offered(home, course_of(home)) == ()
    assert "holds no notes" in kith("library", "--show", str(forged), home=home.root, expect_code=2)
    assert left_before(home) == ()


def inbox(home: Home, page: str = f"{MODULE}/{NOTEBOOK}") -> list[dict[str, object]]:
    """What stands in somebody's inbox of what was left."""
    place = Path(home.exchange, home.course_id)
    assert replace(read_course(place)) == read_course(place)
    places = Places(home.learner, place, home.cache / home.course_id)
    card = InboxCard(page, lambda: came_to(places), "key", lambda: datetime(2026, 11, 22, tzinfo=UTC))
    left: list[dict[str, object]] = card.state()["left"]
    return left
