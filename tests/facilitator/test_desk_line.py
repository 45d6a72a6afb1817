"""The desk in a real Jupyter server: its page, the line behind it, and who gets neither."""

import json
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest

from kith_facilitator.configure import environment, write_configuration
from kith_facilitator.desk.controller import Desk
from kith_facilitator.desk.line import Line
from kith_facilitator.home import Home, ensure_home
from kith_facilitator.nbgrader_api import Nbgrader
from kith_facilitator.processes import HOST, end, port_for
from tests.facilitator.desk_browser import Browser, base_of, logged_in, version_of
from tests.facilitator.desk_home import PEOPLE, formgrader_marks
from tests.lab import kith, served
from tests.small_course import MODULE, NOTEBOOK, copied


@pytest.fixture(scope="module")
def open_desk(once_collected: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Home, str]]:
    """A home, and the address that `kith desk` prints for it."""
    home = copied(once_collected, tmp_path_factory.mktemp("line") / "home")
    with served("desk", MODULE, "--no-browser", home=home.root) as address:
        yield home, address


def test_the_address_leads_to_one_page_and_the_key_leaves_the_address(open_desk: tuple[Home, str]) -> None:
    _, address = open_desk
    assert re.fullmatch(rf"http://127\.0\.0\.1:\d+/kith/desk\?module={MODULE}&token=\S+", address)
    page = Browser().ask(address)
    assert page.url == f"{base_of(address)}?module={MODULE}"
    text = page.read().decode()
    data = json.loads(re.search(r'<script type="application/json" id="kith-desk">(.*?)</script>', text, re.DOTALL)[1])  # type: ignore[index]
    assert data["card"]["course"] == "A small course"
    assert len(data["state"]["queue"]) == 8
    assert not any(name.removeprefix("sim-") in text for name in PEOPLE)
    policy = page.headers["Content-Security-Policy"]
    assert policy.endswith("; frame-ancestors 'none'")
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert page.headers["Referrer-Policy"] == "no-referrer"


def test_without_the_key_there_is_neither_page_nor_line(open_desk: tuple[Home, str]) -> None:
    base = base_of(open_desk[1])
    assert "/login" in Browser().ask(base).url
    assert Browser().ask(f"{base}?token=wrong").url.split("?")[0].endswith("/login")
    message = json.dumps({"session": "s", "id": 1, "payload": '{"do": "look"}'}).encode()
    assert Browser().ask(f"{base}/act", message).status == 403


def test_another_pages_script_cannot_act_for_who_is_logged_in(open_desk: tuple[Home, str]) -> None:
    base, browser = base_of(open_desk[1]), logged_in(open_desk[1])
    message = json.dumps({"session": "s", "id": 1, "payload": '{"do": "look"}'}).encode()
    assert browser.ask(f"{base}/act", message).status == 403
    assert browser.ask(f"{base}/act", message, X_XSRFToken="guessed").status == 403
    assert browser.ask(f"{base}/act", message, X_XSRFToken=browser.xsrf).status == 200


@pytest.mark.parametrize(
    ("path", "method"),
    [("/act", "GET"), ("/act", "PUT"), ("/act", "DELETE"), ("", "PUT"), ("", "DELETE"), ("", "POST")],
)
def test_other_methods_are_refused(open_desk: tuple[Home, str], path: str, method: str) -> None:
    browser = logged_in(open_desk[1])
    data = None if method == "GET" else b"{}"
    assert browser.ask(base_of(open_desk[1]) + path, data, method, X_XSRFToken=browser.xsrf).status == 405


def test_the_guide_to_which_the_desk_leads_is_there_for_who_is_logged_in(open_desk: tuple[Home, str]) -> None:
    guide = urljoin(base_of(open_desk[1]), "guide")
    page = logged_in(open_desk[1]).ask(guide).read().decode()
    assert '<section id="care"' in page
    assert "<script" not in page
    assert b'id="care"' not in Browser().ask(guide).read()


def test_a_mark_that_comes_over_the_line_stands_in_the_gradebook_and_the_same_id_is_done_once(
    open_desk: tuple[Home, str],
) -> None:
    home, address = open_desk
    base, browser = base_of(address), logged_in(address)
    begun = browser.act(base, "one", 1, {"do": "view", "names": True})
    answer = next(
        one["answer"] for one in begun["state"]["queue"] if one["who"] == PEOPLE[0] and one["prompt"] == "why"
    )
    words = version_of(browser, base, "one", answer)
    text = "As typed: \ud7ff é \0 <b> 👩🏽‍🚀"
    for points in (2, 3):  # the second comes too late: its id is answered already
        action = {"do": "level", **words, "criterion": "use", "points": points, "before": None}
        assert browser.act(base, "one", 2, action)["ok"] is True
    said = {"do": "comment", **words, "criterion": "use", "text": text, "before": ""}
    assert browser.act(base, "one", 3, said)["ok"]
    assert formgrader_marks(home, PEOPLE[0])["why--use"] == (2, False, text)
    other = browser.act(base, "two", 1, {"do": "look"})["state"]
    assert (other["names"], other["open"]) == (False, None)


def test_formgrader_and_the_desk_can_be_used_in_turn(open_desk: tuple[Home, str]) -> None:
    home, address = open_desk
    base, browser = base_of(address), logged_in(address)
    formgrader = base.replace("kith/desk", "formgrader")
    with Nbgrader(home).gradebook() as gradebook:
        page = gradebook.find_submission_notebook(NOTEBOOK, MODULE, PEOPLE[1]).id

    def theirs(kind: str) -> dict[str, dict[str, Any]]:
        """What formgrader's page gets for one submission, by cell."""
        found = browser.ask(f"{formgrader}/api/{kind}?submission_id={page}", X_XSRFToken=browser.xsrf)
        assert found.status == 200
        return {one["name"]: one for one in json.loads(found.read())}

    def put(kind: str, id: str, content: dict[str, Any]) -> None:
        answer = browser.ask(
            f"{formgrader}/api/{kind}/{id}", json.dumps(content).encode(), "PUT", X_XSRFToken=browser.xsrf
        )
        assert answer.status == 200

    state = browser.act(base, "turns", 1, {"do": "view", "names": True})["state"]
    answer = next(one["answer"] for one in state["queue"] if one["who"] == PEOPLE[1] and one["prompt"] == "why")
    about = {**version_of(browser, base, "turns", answer), "criterion": "use"}
    browser.act(base, "turns", 2, {"do": "level", **about, "points": 1.5, "before": None})
    browser.act(base, "turns", 3, {"do": "comment", **about, "text": "*Say* when.", "before": ""})
    grade, note = theirs("grades")["why--use"], theirs("comments")["why--use"]
    assert (grade["manual_score"], grade["needs_manual_grade"], note["manual_comment"]) == (1.5, False, "*Say* when.")

    put("grade", grade["id"], {**grade, "manual_score": 3})
    put("comment", note["id"], {"manual_comment": "Better."})
    state = browser.act(base, "turns", 4, {"do": "open", "answer": answer})["state"]
    use = next(one for one in state["open"]["criteria"] if one["id"] == "use")
    assert (use["points"], use["comment"]) == (3, "Better.")

    for clear in (
        lambda: browser.act(base, "turns", 5, {"do": "level", **about, "points": None, "before": 2}),
        lambda: put("grade", grade["id"], {**grade, "manual_score": None}),
    ):
        put("grade", grade["id"], {**grade, "manual_score": 2})
        clear()
        cleared = theirs("grades")["why--use"]
        assert (cleared["manual_score"], cleared["needs_manual_grade"]) == (None, True)


def test_a_page_that_the_server_does_not_know_may_look_but_not_write(open_desk: tuple[Home, str]) -> None:
    base, browser = base_of(open_desk[1]), logged_in(open_desk[1])
    for number, does in enumerate(("level", "comment", "undo", "care", "skip", "run", "phrase", "forget")):
        assert "no longer knows this page" in browser.act(base, "forgotten", number, {"do": does})["why"]
    assert browser.act(base, "forgotten", 20, {"do": "marker", "name": "Somebody else"})["ok"] is True
    assert "nothing of yours" in browser.act(base, "forgotten", 21, {"do": "undo"})["why"]


@pytest.mark.parametrize(
    "message",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"[" * 100_000,
        b'{"id": 1, "payload": "{}"}',
        b'{"session": 5, "id": 1, "payload": ""}',
        b'{"session": "", "id": 1}',
        b'{"session": "s", "id": "1"}',
        b'{"session": "' + b"s" * 300 + b'", "id": 1}',
        b"\xff\xfe",
    ],
)
def test_what_is_no_message_is_refused(open_desk: tuple[Home, str], message: bytes) -> None:
    base, browser = base_of(open_desk[1]), logged_in(open_desk[1])
    answer = browser.ask(f"{base}/act", message, X_XSRFToken=browser.xsrf)
    assert answer.status == 400
    assert b"Traceback" not in answer.read()


def test_a_message_of_many_megabytes_is_refused(open_desk: tuple[Home, str]) -> None:
    base, browser = base_of(open_desk[1]), logged_in(open_desk[1])
    assert browser.ask(f"{base}/act", b"x" * 3_000_000, X_XSRFToken=browser.xsrf).status == 413


@pytest.mark.parametrize("payload", ["", "{", "null", "[1]", "[" * 100_000, '{"do": "look", "x": NaN}', '{"do": 1}'])
def test_a_payload_that_makes_no_sense_is_answered_in_words(open_desk: tuple[Home, str], payload: str) -> None:
    base, browser = base_of(open_desk[1]), logged_in(open_desk[1])
    reply = browser.act(base, f"odd {hash(payload)}", 1, None, payload)
    assert reply["ok"] is True or reply["why"].endswith(".")
    assert "Traceback" not in json.dumps(reply)


def test_a_module_that_is_none_has_no_page(open_desk: tuple[Home, str]) -> None:
    assert logged_in(open_desk[1]).ask(f"{base_of(open_desk[1])}?module=../../etc").status == 404
    assert "has no module “9-none”" in kith("desk", "9-none", "--no-browser", home=open_desk[0].root, expect_code=2)


def test_the_desks_address_is_its_own(open_desk: tuple[Home, str]) -> None:
    home, address = open_desk
    assert (home.root / ".port-desk").read_text().strip() == str(urlsplit(address).port)
    assert not (home.root / ".port").exists()


def test_a_gradebook_that_is_in_use_stops_nobody_elses_page(open_desk: tuple[Home, str]) -> None:
    home, address = open_desk
    base, browser = base_of(address), logged_in(address)
    answer = browser.act(base, "patient", 1, {"do": "view", "prompt": "how"})["state"]["queue"][0]["answer"]
    words = version_of(browser, base, "patient", answer)
    action = {"do": "level", **words, "criterion": "sign", "points": 4, "before": None}
    with Nbgrader(home).gradebook() as gradebook, ThreadPoolExecutor() as pool:
        connection = gradebook.engine.raw_connection()
        connection.execute("BEGIN EXCLUSIVE")
        waiting = pool.submit(browser.act, base, "patient", 2, action)
        for _ in range(5):
            assert Browser().ask(address.replace("kith/desk", "api/status")).status == 200
        assert not waiting.done()
        connection.rollback()
        assert waiting.result(60)["ok"] is True


def test_a_server_that_ends_takes_its_jobs_along(to_mark: Home) -> None:
    for stamp in (to_mark.course / ".kith" / "graded" / MODULE).iterdir():
        stamp.unlink()
    with served("desk", "--no-browser", home=to_mark.root) as address:
        base, browser = base_of(address), logged_in(address)
        browser.act(base, "one", 1, {"do": "look"})
        state = browser.act(base, "one", 2, {"do": "run", "step": "grade"})["state"]
        assert state["jobs"][1]["running"] is True
    (_, grade, _) = Desk(to_mark).state()["jobs"]
    assert (grade["running"], grade["ok"]) == (False, False)


@contextmanager
def jupyter_server(home: Home) -> Iterator[str]:
    """A Jupyter server with the configuration of a home, and nothing of Kith's own command."""
    import os

    port, log = port_for(None), home.root / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "jupyter_server", "--allow-root", "--no-browser", f"--ServerApp.port={port}"],
            cwd=home.root,
            env={**os.environ, **environment(home), "JUPYTER_TOKEN": "key"},
            stdout=output,
            stderr=output,
        )
    base = f"http://{HOST}:{port}"
    try:
        until = time.monotonic() + 90
        while time.monotonic() < until:
            assert process.poll() is None, log.read_text()
            with suppress(urllib.error.URLError), urllib.request.urlopen(f"{base}/api/status?token=key", timeout=5):
                break
            time.sleep(0.1)
        yield base
    finally:
        end(process)


def test_a_learners_server_has_no_desk(to_mark: Home, tmp_path: Path) -> None:
    learner = ensure_home(tmp_path / "learner", role="learner", exchange_given=to_mark.exchange)
    write_configuration(learner)
    with jupyter_server(learner) as base:
        browser = Browser()
        assert browser.ask(f"{base}/kith/desk?token=key").status == 404
        assert browser.ask(f"{base}/kith/desk/act?token=key", b'{"session": "s", "id": 1}').status == 404
    assert "learner's home" in kith("desk", "--no-browser", home=learner.root, expect_code=2)


def test_sessions_are_remembered_but_not_for_ever(to_mark: Home) -> None:
    line = Line(to_mark)

    def tell(session: str, id: int, action: dict[str, Any]) -> dict[str, Any]:
        reply = line.answer({"session": session, "id": id, "payload": json.dumps(action)})
        assert reply is not None
        found: dict[str, Any] = json.loads(reply["payload"])
        return found

    assert tell("first", 1, {"do": "view", "names": True})["state"]["names"] is True
    for number in range(63):
        tell(f"other {number}", 1, {"do": "look"})
    assert tell("first", 2, {"do": "look"})["state"]["names"] is True
    for number in range(64):
        tell(f"more {number}", 1, {"do": "look"})
    assert "Reload it" in tell("first", 3, {"do": "undo"})["why"]
    assert tell("first", 4, {"do": "look"})["state"]["names"] is False
    line.close()
