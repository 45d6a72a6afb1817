"""The Python side of a widget: messages in, replies out, and what is saved in a notebook."""

import json
import logging
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import kith_widgets
from kith_widgets import Fold, Player, Reflection, Refused, Widget, _page
from kith_widgets.words import languages
from tests.widgets.cards import ODD_TEXTS, PREDICTION, REFLECTION, Controller, Desk


def noon() -> datetime:
    return datetime(2026, 11, 22, 12, 3, 4, 123_000, tzinfo=UTC)


def message(action: Any, number: int = 7) -> dict[str, Any]:
    """What the browser sends for an action."""
    return {"id": number, "payload": json.dumps(action)}


def payload(reply: dict[str, Any] | None) -> dict[str, Any]:
    assert reply is not None
    found = json.loads(reply["payload"])
    assert isinstance(found, dict)
    return found


def reflection(act: Any = None) -> Reflection:
    desk = Desk()
    return Reflection(REFLECTION, desk.state, act or desk.act, clock=noon)


def test_an_action_is_answered_with_its_id_its_time_and_the_new_state() -> None:
    widget = reflection()
    reply = widget.answer(message({"do": "save", "text": "Hello."}, 41))
    assert reply is not None
    assert reply["id"] == 41
    assert payload(reply)["ok"] is True
    assert payload(reply)["at"] == "2026-11-22T12:03:04.123Z"
    assert payload(reply)["state"]["text"] == "Hello."
    assert json.loads(widget.state) == payload(reply)["state"]


def test_a_refusal_carries_its_sentence_and_leaves_the_state() -> None:
    widget = reflection()
    before = widget.state
    reply = payload(widget.answer(message({"do": "save", "text": "refuse me"})))
    assert reply == {"ok": False, "why": "This text is refused by the test. Change it."}
    assert widget.state == before


def test_an_unexpected_exception_becomes_a_sentence_and_a_log_entry(caplog: pytest.LogCaptureFixture) -> None:
    def broken(_action: Any) -> Any:
        raise OSError("/home/somebody/secret: disk full")

    with caplog.at_level(logging.ERROR):
        reply = payload(reflection(broken).answer(message({"do": "save", "text": "x"})))
    assert reply["why"].startswith("Not saved: OSError. Your text is still in this browser.")
    assert "secret" not in reply["why"]
    assert "disk full" in caplog.text


def test_a_state_that_is_no_json_is_not_called_saved() -> None:
    reply = payload(reflection(lambda _action: {"text": object()}).answer(message({"do": "save", "text": "x"})))
    assert reply["why"].startswith("Not saved: TypeError.")


def test_an_action_that_arrives_twice_happens_once() -> None:
    desk = Desk()
    widget = Reflection(REFLECTION, desk.state, desk.act)
    first = widget.answer(message({"do": "save", "text": "once"}))
    assert widget.answer(message({"do": "save", "text": "once"})) == first
    assert desk.texts == ["once"]


@pytest.mark.parametrize("content", [None, [], "x", {}, {"id": "1", "payload": "{}"}, {"payload": "{}"}])
def test_what_is_no_action_is_passed_over(content: Any) -> None:
    assert reflection().answer(content) is None


@pytest.mark.parametrize("text", ["", "{", "null", "[1]", '"text"', "[" * 100_000, None, 5])
def test_a_payload_that_cannot_be_read_is_refused_in_words(text: Any) -> None:
    assert payload(reflection().answer({"id": 1, "payload": text}))["why"].startswith("Not saved: the message")


def test_without_a_controller_a_widget_is_for_reading() -> None:
    widget = Fold(PREDICTION, Controller(PREDICTION).state)
    assert "reading only" in payload(widget.answer(message({"do": "look"})))["why"]


@pytest.mark.parametrize("text", ODD_TEXTS.values(), ids=ODD_TEXTS)
def test_any_text_comes_back_as_typed_through_ascii(text: str) -> None:
    widget = reflection()
    reply = widget.answer(message({"do": "save", "text": text}))
    assert reply is not None
    assert reply["payload"].isascii()
    assert widget.state.isascii()
    assert json.loads(widget.state)["text"] == text


def test_replies_go_out_over_the_widgets_own_line() -> None:
    sent: list[Any] = []

    class Heard(Reflection):
        def send(self, content: Any, buffers: Any = None) -> None:  # noqa: ARG002 (ipywidgets passes it)
            sent.append(content)

    desk = Desk()
    widget = Heard(REFLECTION, desk.state, desk.act)
    widget._handle_msg(
        {"content": {"data": {"method": "custom", "content": message({"do": "drafts"}, 3)}}, "buffers": []}
    )
    assert [one["id"] for one in sent] == [3]


def test_a_saved_notebook_holds_the_view_and_no_word_of_the_state() -> None:
    desk = Desk("My private sentence.")
    bundle = Reflection(REFLECTION, desk.state, desk.act)._repr_mimebundle_()
    assert bundle is not None
    data = bundle[0]
    assert set(data) == {"text/plain", "application/vnd.jupyter.widget-view+json"}
    assert data["text/plain"] == "Reflection('why')"
    assert "private" not in json.dumps(data)


def test_static_text_stands_beside_the_view() -> None:
    bundle = Player({"prompt": "lattice"}, [], static="<p>read me</p>")._repr_mimebundle_()
    assert bundle is not None
    assert bundle[0]["text/html"] == "<p>read me</p>"
    assert "application/vnd.jupyter.widget-view+json" in bundle[0]


def test_unbuilt_widgets_name_the_next_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_page, "_STATIC", tmp_path)
    _page.bundle_text.cache_clear()
    try:
        with pytest.raises(FileNotFoundError, match=r"`python3 kith\.py start` builds them"):
            reflection()
    finally:
        _page.bundle_text.cache_clear()


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("name", ["fold", "player", "reflection", "shared"])
def test_a_bundle_is_small_and_asks_no_network(name: str, language: str) -> None:
    static = Path(kith_widgets.__file__).parent / "static"
    parts = [(static / file).read_text("utf-8") for file in (f"{language}/{name}.js", f"{name}.css")]
    assert sum(len(part.encode()) for part in parts) <= 40 * 1024
    for part in parts:
        assert "://" not in part.replace("http://www.w3.org/2000/svg", "")


def test_what_widgets_share_is_sent_once_and_again_where_it_was_closed() -> None:
    one, other = reflection(), reflection()
    assert one.shared is other.shared
    assert one.get_state()["shared"] == f"IPY_MODEL_{other.shared.model_id}"
    one.shared.close()
    assert reflection().shared.comm is not None


def test_importing_the_package_loads_no_widget_machinery() -> None:
    code = "import sys, kith_widgets; kith_widgets.Refused; print('ipywidgets' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_the_public_names_are_there_and_no_others() -> None:
    assert issubclass(kith_widgets.Fold, Widget)
    assert issubclass(Refused, Exception)
    with pytest.raises(AttributeError, match="no attribute 'Slider'"):
        _ = kith_widgets.Slider
