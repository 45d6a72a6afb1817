"""The desk behind one page: a card, a state, and actions that change it."""

import getpass
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from kith_facilitator.desk import bank, steps
from kith_facilitator.desk.attention import attention, job_row
from kith_facilitator.desk.jobs import STEPS
from kith_facilitator.desk.obstacles import move, obstacles, states
from kith_facilitator.desk.opened import opened, prompts_of, row
from kith_facilitator.desk.room import Room
from kith_facilitator.desk.second import agreements
from kith_facilitator.desk.snapshot import Case, Snapshot, View
from kith_facilitator.home import Home
from kith_widgets import Refused
from kith_widgets.answering import iso
from kith_widgets.words import say

__all__ = ["HARMLESS", "Desk"]

#: Actions with which a page may begin: they write nothing that was meant for a view from before.
HARMLESS = frozenset({"look", "view", "open", "module", "marker", "next", "share", "obstacles"})

_LONGEST_NAME, _MOST_MARKERS = 60, 40


class Desk:
    """One page of the marking desk. Several may share a ``room``, and then see each other's marks at once.

    >>> desk = Desk(home)  # doctest: +SKIP
    >>> desk.act({"do": "next"})["open"]["text"]  # doctest: +SKIP
    """

    def __init__(
        self,
        home: Home,
        module: str | None = None,
        *,
        room: Room | None = None,
        marker: str | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.room = room or Room.of(home)
        self._clock = clock
        self._obstacles: list[dict[str, Any]] | None = None
        self._view = View(self._module(module) if module else self._first(), marker or getpass.getuser())

    def card(self) -> dict[str, Any]:
        """The part that never changes."""
        course = self.room.course
        return {
            "title": say("deskTitle"),
            "course": course.title,
            "key": f"desk:{self.room.home.course_id}",
            "modules": [{"id": module.name, "title": module.title} for module in course.modules],
            "marker": self._view.marker,
            "states": states(),
        }

    def state(self) -> dict[str, Any]:
        """The desk as it is now; marks that were made in formgrader are in it."""
        return self._told(self._look())

    def act(self, action: Mapping[str, Any]) -> dict[str, Any]:
        """Do what the page asks, and return the new state. Raises Refused with a sentence."""
        does = action.get("do")
        act = _ACTIONS.get(does) if isinstance(does, str) else None
        if act is None:
            raise Refused(say("deskUnknown"))
        act(self, action)
        return self.state()

    def close(self) -> None:
        """End what this desk started; doing it twice is harmless."""
        self.room.close()

    def _look(self, view: View | None = None) -> Snapshot:
        return Snapshot.of(self.room, view or self._view, self._clock())

    def _meant(self, action: Mapping[str, Any]) -> Snapshot:
        """The desk as an action was meant: what waited while a server was away may come after its page stood elsewhere.

        A second reader's level is then still a second one, and one of another module is lost to nobody.
        """
        module, second = action.get("module", self._view.module), action.get("second", self._view.second)
        if not isinstance(second, bool):
            raise Refused(say("deskUnknown"))
        if (module, second) == (self._view.module, self._view.second):
            return self._look()
        return self._look(View(self._module(module), self._view.marker, second=second))

    def _here(self, action: Mapping[str, Any]) -> Snapshot:
        """The desk, if this page stands where the action was meant; raises Refused otherwise."""
        view = self._view
        if action.get("module", view.module) != view.module or action.get("second", view.second) != view.second:
            raise Refused(say("deskElsewhere"))
        return self._look()

    def _told(self, desk: Snapshot) -> dict[str, Any]:
        view = self._view
        case = desk.cases.get(view.open) if view.open else None
        jobs = self.room.jobs.look(view.module)
        return {
            "module": view.module,
            "marker": view.marker,
            "by": view.by,
            "prompt": view.prompt,
            "learner": view.learner,
            "names": view.names,
            "mine": view.mine,
            "second": view.second,
            "prompts": prompts_of(desk),
            "queue": [row(desk, one) for one in desk.queue],
            "open": opened(desk, case) if case else None,
            "bank": bank.bank(desk),
            "markers": list(desk.notes.markers),
            "undo": steps.undo_sentence(desk),
            "attention": attention(desk, jobs),
            "jobs": [job_row(desk, job) for job in jobs],
            "obstacles": self._obstacles,
            "agreement": agreements(desk),
            "counts": _counts(desk),
            "learners": _learners(desk) if view.names else None,
        }

    def _first(self) -> str:
        """The first module with something to mark, else the first with something marked, else the first."""
        modules = [module.name for module in self.room.course.modules]
        found = [name for name in modules if self.room.work.rubrics(name)]
        for name in found:
            marks = self.room.marks.read(name).marks.values()
            if any(not mark.done for page in marks for mark in page.values()):
                return name
        return (found or modules)[0]

    def _module(self, name: Any) -> str:
        if name not in [module.name for module in self.room.course.modules]:
            raise Refused(say("deskNoModule"))
        return str(name)

    def _case(self, desk: Snapshot, action: Mapping[str, Any]) -> Case:
        """The answer that an action is about."""
        answer = action.get("answer")
        if not isinstance(answer, str) or answer not in desk.cases:
            raise Refused(say("deskNoAnswer"))
        return desk.cases[answer]

    # What a page may ask for. Each is done with what is there now, not with what the page saw last.

    def _see_module(self, action: Mapping[str, Any]) -> None:
        module = self._module(action.get("module"))
        if module != self._view.module:
            self._obstacles = None
            self._view = View(module, self._view.marker, by=self._view.by, names=self._view.names)

    def _see(self, action: Mapping[str, Any]) -> None:
        desk = self._look()
        view = _seen(desk, action)
        if view.mine and view.marker not in (desk.notes.markers or (view.marker,)):
            raise Refused(say("deskNoShare", name=view.marker))
        if view.second and not self._view.second:
            view.open = None
            self._check_second(view)
        self._view = view

    def _check_second(self, view: View) -> None:
        desk = self._look(view)
        if desk.sample and not desk.cases:
            raise Refused(say("deskSecondOwn", name=view.marker))

    def _open(self, action: Mapping[str, Any]) -> None:
        self._show(self._case(self._look(), action).answer)

    def _next(self, _action: Mapping[str, Any]) -> None:
        self._go_on(self._look())

    def _go_on(self, desk: Snapshot) -> None:
        following = desk.following()
        if following is not None:
            self._show(following)
        elif self._view.open is None and desk.queue:
            self._show(desk.queue[0].answer)

    def _show(self, answer: str) -> None:
        """Open an answer, and let others know that it is open here."""
        self._view.open = answer
        if self._view.second:
            return
        held = self.room.notes(self._view.module).holds.get(self._view.marker)
        now = self._clock()
        if held is None or held[0] != answer or (now - datetime.fromisoformat(held[1])).total_seconds() > 60:
            self.room.ledger(self._view.module).add(iso(now), self._view.marker, "open", answer=answer)

    def _skip(self, action: Mapping[str, Any]) -> None:
        desk = self._here(action)
        case = self._case(desk, action)
        steps.skip(desk, case)
        self._view.open = case.answer
        self._go_on(self._look())

    def _level(self, action: Mapping[str, Any]) -> None:
        desk, seen = self._meant(action), _what_was_seen(action)
        steps.set_level(desk, self._case(desk, action), action.get("criterion", ""), action.get("points", ""), seen)

    def _comment(self, action: Mapping[str, Any]) -> None:
        desk, seen = self._meant(action), _what_was_seen(action)
        steps.set_comment(desk, self._case(desk, action), action.get("criterion", ""), action.get("text"), seen)

    def _care(self, action: Mapping[str, Any]) -> None:
        desk = self._meant(action)
        steps.set_care(desk, self._case(desk, action), action.get("on"), action.get("note", ""))

    def _phrase(self, action: Mapping[str, Any]) -> None:
        bank.keep_phrase(self._meant(action), action.get("criterion"), action.get("text"))

    def _forget(self, action: Mapping[str, Any]) -> None:
        bank.forget(self._here(action), action.get("phrase"))

    def _undo(self, action: Mapping[str, Any]) -> None:
        answer = steps.take_back(self._here(action))
        if answer in self._look().cases:
            self._show(answer)

    def _name_marker(self, action: Mapping[str, Any]) -> None:
        self._view.marker = _name(action.get("name"))
        self._view.mine = self._view.mine and self._view.marker in self.room.notes(self._view.module).markers

    def _share(self, action: Mapping[str, Any]) -> None:
        given = action.get("markers")
        if not isinstance(given, list) or len(given) > _MOST_MARKERS:
            raise Refused(say("deskUnknown"))
        self._here(action)
        markers = list(dict.fromkeys(_name(name) for name in given))
        if tuple(markers) != self.room.notes(self._view.module).markers:
            now = iso(self._clock())
            self.room.ledger(self._view.module).add(now, self._view.marker, "share", markers=markers)
        if self._view.marker not in (markers or [self._view.marker]):
            self._view.mine = False

    def _run(self, action: Mapping[str, Any]) -> None:
        for step in STEPS:
            if step == action.get("step"):
                self._here(action)
                return self.room.jobs.start(self._view.module, step)
        raise Refused(say("deskUnknown"))

    def _list_obstacles(self, _action: Mapping[str, Any]) -> None:
        """Only when asked for: each page of each learner is read for it."""
        self._obstacles = obstacles(self.room, self._view.module)

    def _move(self, action: Mapping[str, Any]) -> None:
        self._here(action)
        move(self.room, self._view.module, action, self._clock())
        self._list_obstacles(action)

    def _nothing(self, _action: Mapping[str, Any]) -> None:
        pass


_ACTIONS = {
    "module": Desk._see_module,
    "view": Desk._see,
    "open": Desk._open,
    "next": Desk._next,
    "skip": Desk._skip,
    "level": Desk._level,
    "comment": Desk._comment,
    "phrase": Desk._phrase,
    "forget": Desk._forget,
    "care": Desk._care,
    "undo": Desk._undo,
    "marker": Desk._name_marker,
    "share": Desk._share,
    "run": Desk._run,
    "obstacles": Desk._list_obstacles,
    "move": Desk._move,
    "look": Desk._nothing,
}


def _seen(desk: Snapshot, action: Mapping[str, Any]) -> View:
    """The view that is asked for; what an action does not name stays as it is."""
    view = replace(desk.view)
    for switch in {"names", "mine", "second"} & action.keys():
        if not isinstance(action[switch], bool):
            raise Refused(say("deskUnknown"))
        setattr(view, switch, action[switch])
    if action.get("by", view.by) not in ("prompt", "learner"):
        raise Refused(say("deskUnknown"))
    if action.get("prompt") not in (None, *desk.rubrics):
        raise Refused(say("deskNoPrompt"))
    view.by = action.get("by", view.by)
    view.prompt = action.get("prompt", view.prompt)
    view.learner = _learner(desk, action.get("learner", view.learner))
    return view


def _what_was_seen(action: Mapping[str, Any]) -> steps.Seen:
    return steps.Seen(action.get("version"), action.get("before", ""))


def _name(given: Any) -> str:
    if not isinstance(given, str) or not given.strip() or len(given) > _LONGEST_NAME:
        raise Refused(say("deskNoName", limit=_LONGEST_NAME))
    return given.strip()


def _learner(desk: Snapshot, given: Any) -> str | None:
    """A learner's name on the desk; that of an answer leads to who wrote it."""
    if given is None:
        return None
    known = {case.learner for case in desk.every.values()}
    if isinstance(given, str) and given in known:
        return given
    if isinstance(given, str) and given in desk.every:
        return desk.every[given].learner
    raise Refused(say("deskNoLearner"))


def _counts(desk: Snapshot) -> dict[str, int]:
    """How far the whole module is marked in the gradebook, whatever this page looks at."""
    done: dict[str, list[bool]] = {}
    marked = partly = 0
    for case in desk.every.values():
        set_ = [mark.done for mark in case.marks.values()]
        done.setdefault(case.learner, []).append(all(set_))
        marked += all(set_)
        partly += any(set_) and not all(set_)
    complete = sum(all(answers) for answers in done.values())
    return {
        "answers": len(desk.every),
        "marked": marked,
        "partly": partly,
        "learners": len(done),
        "complete": complete,
    }


def _learners(desk: Snapshot) -> list[dict[str, str]]:
    found = {case.learner: desk.who(case) for case in desk.every.values()}
    return [{"id": id, "name": name} for id, name in sorted(found.items(), key=lambda one: one[1])]
