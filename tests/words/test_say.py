"""Python speaks the language that was chosen: refusals, reach lines, and what readers of an answer see."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kith_exercises.cards.fold import FoldCard
from kith_exercises.cards.static import fold_html, text_html
from kith_exercises.definitions import FoldPrompt, TextPrompt, load_prompts
from kith_exercises.fields import Option, Position, Text
from kith_exercises.journal import REACHES, Journal, Record
from kith_exercises.notebook import Completion
from kith_exercises.reaches import reach_line
from kith_facilitator.configure import environment
from kith_facilitator.home import ensure_home
from kith_widgets import Fold, Refused
from kith_widgets.words import _plural, _written, language, languages, say

WELCOME = load_prompts(Path(__file__).parents[2] / "course" / "0-welcome" / "prompts.toml")


@pytest.fixture
def german(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KITH_LANGUAGE", "de")


@pytest.fixture
def card(tmp_path: Path) -> FoldCard:
    (tmp_path / "0-welcome").mkdir()
    prompt = WELCOME["being-seen"]
    assert isinstance(prompt, FoldPrompt)
    return FoldCard(prompt, Journal.open(tmp_path / "0-welcome", "0-welcome", "welcome"), "key")


def test_the_language_is_the_chosen_one_then_the_variable_then_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KITH_LANGUAGE", raising=False)
    assert language() == "en"
    monkeypatch.setenv("KITH_LANGUAGE", "de")
    assert (language(), language("en")) == ("de", "en")


def test_a_language_that_is_not_there_is_named_with_those_that_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KITH_LANGUAGE", "../en")
    with pytest.raises(ValueError, match=r"does not speak “../en”.*one of: de, en"):
        say("empty", label="Why?")


def test_numbers_are_written_as_the_language_writes_them(monkeypatch: pytest.MonkeyPatch) -> None:
    assert say("outOfRange", label="Far", min=0, max=1234.5) == "“Far” must lie between 0 and 1,234.5."
    monkeypatch.setenv("KITH_LANGUAGE", "de")
    assert say("outOfRange", label="Weit", min=0, max=1234.5) == "„Weit“ muss zwischen 0 und 1.234,5 liegen."


def test_a_language_of_one_country_writes_as_people_write_there() -> None:
    assert (_written(1234.5, "pt-BR"), _written(1234.5, "de-CH")) == ("1.234,5", "1’234.5")
    assert _written(["a", "b", "c"], "pt-BR") == "a, b e c"
    assert (_plural(0, "pt-BR"), _plural(0, "pt-PT"), _plural(2, "pt-BR")) == ("one", "other", "other")


def test_what_looks_like_a_placeholder_in_a_learner_s_text_stays_as_it_is() -> None:
    assert say("mark", label="{value} \\1 {x}", value="{label}") == "{value} \\1 {x}: {label}"


def test_each_reach_has_its_sentence_in_each_language(monkeypatch: pytest.MonkeyPatch) -> None:
    sentences = []
    for code in languages():
        monkeypatch.setenv("KITH_LANGUAGE", code)
        sentences += [reach_line(reach)["sentence"] for reach in REACHES]
    assert len(set(sentences)) == len(REACHES) * len(languages())
    assert "Nur du siehst das. Es bleibt in deinem eigenen Ordner" in " ".join(sentences)


@pytest.mark.usefixtures("german")
def test_a_refusal_is_german(card: FoldCard) -> None:
    with pytest.raises(Refused, match=r"^Lege dich zuerst fest, oder lass es dir ohne Vorhersage zeigen"):
        card.act({"do": "unfold"})
    with pytest.raises(Refused, match=r"^Diese Karte kennt diese Aktion nicht\."):
        card.act({"do": "dance"})
    with pytest.raises(Refused, match=r"^„.+“ ist noch nicht beantwortet\.$"):
        card.act({"do": "commit", "answers": {}})
    card.act({"do": "look"})
    with pytest.raises(Refused, match=r"^„Deine Notiz“ ist noch leer"):
        card.act({"do": "note", "text": ""})


@pytest.mark.usefixtures("german")
def test_a_widget_answers_what_it_cannot_read_in_german(card: FoldCard) -> None:
    reply = Fold(card.card(), card.state(), card.act).answer({"id": 1, "payload": "{"})
    assert reply is not None
    assert "Dein Text liegt noch in diesem Browser" in reply["payload"]


@pytest.mark.usefixtures("german")
def test_a_widget_brings_the_script_of_its_language(card: FoldCard) -> None:
    assert "Zeig es mir ohne Vorhersage" in Fold(card.card(), card.state(), card.act).shared.script


@pytest.mark.usefixtures("german")
def test_an_answer_is_read_back_in_german() -> None:
    field = Position("p", "Wo", None, "Immer", "Nie", (Option("s", "Ziemlich sicher"),), "Keine Ahnung")
    assert field.read({"at": 37.5, "sure": "s"}) == "37,5 von 100 zwischen „Immer“ und „Nie“. Ziemlich sicher"
    with pytest.raises(ValueError, match=r"^„Warum“ ist länger als 500\.000 Zeichen"):
        Text("t", "Warum", None, None, False).check("x" * 500_001)


@pytest.mark.usefixtures("german")
def test_whoever_marks_reads_german_around_an_answer() -> None:
    turns, question, seen = WELCOME["three-turns"], WELCOME["my-question"], WELCOME["being-seen"]
    assert isinstance(turns, FoldPrompt)
    assert isinstance(seen, FoldPrompt)
    assert isinstance(question, TextPrompt)
    assert "Gehört der Person, die lernt" in fold_html(turns, ())
    assert "Es wurde keine Antwort geschrieben." in text_html(question, ())
    note = Record(1, "2026-11-20T12:03:04.123Z", "being-seen", "note", "Später", "facilitator", "w")
    assert "Eine später hinzugefügte Notiz" in fold_html(seen, (note,))


def test_nbgrader_s_sentence_about_the_end_is_german(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KITH_LANGUAGE", "de")
    assert "Ein Punkt dafür, dass du bis zum Ende" in Completion(True)._repr_html_()
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert "Bei der Abgabe noch nicht am Ende." in Completion(False)._repr_html_()


def test_kernels_of_a_german_home_speak_german(tmp_path: Path) -> None:
    home = ensure_home(tmp_path / "home", language="de")
    code = "from kith_exercises.reaches import reach_line; print(reach_line('facilitator')['sentence'])"
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code],
        env={**os.environ, **environment(home)},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout.strip() == "Deine Kursleitung liest das. Es ist vertraulich, nicht anonym."


def test_saying_a_sentence_without_numbers_loads_no_babel() -> None:
    code = "import sys; from kith_widgets.words import say; say('noAnswer'); print('babel' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
