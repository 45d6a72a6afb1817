"""The same way through a widget, once by pointer and once by keys alone."""

from collections.abc import Callable, Sequence
from typing import Literal, Protocol

from playwright.sync_api import Locator, Page

__all__ = [
    "Hand", "Keys", "Mouse", "again", "commit_by_keys", "commit_by_mouse", "point_at", "press_until", "set_text",
    "text_in", "thumb",
]  # fmt: skip

_SET = """(box, codes) => {
  box.value = codes.map((code) => String.fromCodePoint(code)).join("");
  box.dispatchEvent(new InputEvent("input"));
}"""
_CODES = "box => [...box.value].map(character => character.codePointAt(0))"


def thumb(page: Page, name: str) -> Locator:
    return page.get_by_role("slider", name=name, exact=True)


def point_at(page: Page, slider: Locator, part: float) -> None:
    """Presses on the line of a slider at a part of its length."""
    rail = slider.locator("..")
    rail.scroll_into_view_if_needed()
    box = rail.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + part * box["width"], box["y"] + box["height"] / 2)


def press_until(page: Page, target: Locator, key: str = "Tab", limit: int = 60) -> None:
    """Presses Tab until `target` has the focus; fails when it is never reached."""
    handle = target.element_handle()
    for _ in range(limit):
        if page.evaluate("element => element === document.activeElement", handle):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{target} is not reached by {limit} times {key}")


def again(page: Page, role: Literal["region", "textbox"] = "textbox") -> None:
    """Shows the widget in the page anew, as after a reload, and waits for a part of it."""
    page.reload()
    page.evaluate("() => host.show('it')")
    page.get_by_role(role).first.wait_for()


def set_text(box: Locator, text: str) -> None:
    """Puts any text in a field, as pasting does; a lone surrogate could not travel to the browser as text."""
    box.evaluate(_SET, [ord(character) for character in text])


def text_in(box: Locator) -> str:
    """What stands in a field, lone surrogates included."""
    return "".join(map(chr, box.evaluate(_CODES)))


class Hand(Protocol):
    """One way of using a page."""

    def place(self, slider: Locator, value: int, most: int) -> None:
        """Places a mark that was never placed on a line from 0 to `most`."""

    def choose(self, options: Locator, index: int) -> None:
        """Chooses one of a group of options, or checks a box."""

    def sort(self, menu: Locator, group: str) -> None:
        """Puts the card that has this menu into a group."""

    def link(self, concepts: Locator, start: int, end: int) -> None:
        """Begins a link from one concept of a map to another."""

    def shift(self, concept: Locator) -> None:
        """Moves a concept of a map one step to the right."""

    def pick(self, menu: Locator, option: str) -> None:
        """Chooses an option of a menu."""

    def rewire(self, network: Locator, pulled: tuple[str, str], chosen: Sequence[tuple[str, str]]) -> None:
        """Changes a network: one person is pulled to another, or the same is chosen in menus by their names."""

    def write(self, field: Locator, text: str) -> None:
        """Writes at the end of a field."""

    def press(self, button: Locator) -> None:
        """Presses a button."""

    def leave(self, field: Locator) -> None:
        """Leaves the field it is in."""


class Mouse:
    """Points at things; letters alone come from the keyboard."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def place(self, slider: Locator, value: int, most: int) -> None:
        point_at(self.page, slider, value / most)

    def choose(self, options: Locator, index: int) -> None:
        options.nth(index).click()

    def sort(self, menu: Locator, group: str) -> None:
        """Drags the card by its grip."""
        card = menu.locator("xpath=ancestor::li")
        place = menu.locator("xpath=ancestor::*[@role='group'][2]").get_by_role("group", name=group, exact=True)
        card.evaluate("card => card.scrollIntoView()")
        start, goal = card.bounding_box(), place.bounding_box()
        assert start is not None
        assert goal is not None
        self.page.mouse.move(start["x"] + 12, start["y"] + 16)
        self.page.mouse.down()
        self.page.mouse.move(goal["x"] + 20, goal["y"] + 20, steps=3)
        self.page.mouse.up()

    def link(self, concepts: Locator, start: int, end: int) -> None:
        """Drags from the dot on one to the other."""
        concepts.nth(start).evaluate("concept => concept.scrollIntoView({ block: 'center' })")
        goal = concepts.nth(end).bounding_box()
        assert goal is not None
        self._drag(concepts.nth(start).locator("i"), lambda _: (goal["x"] + 20, goal["y"] + 20))

    def shift(self, concept: Locator) -> None:
        """Drags it by three hundredths of the picture, which is a step."""
        concept.evaluate("concept => concept.scrollIntoView({ block: 'center' })")
        far = concept.evaluate("concept => concept.parentElement.clientWidth") * 0.03
        self._drag(concept, lambda middle: (middle[0] + far, middle[1]))

    def _drag(self, thing: Locator, to: Callable[[tuple[float, float]], tuple[float, float]]) -> None:
        box = thing.bounding_box()
        assert box is not None
        middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        self.page.mouse.move(*middle)
        self.page.mouse.down()
        self.page.mouse.move(*to(middle), steps=3)
        self.page.mouse.up()

    def pick(self, menu: Locator, option: str) -> None:
        menu.select_option(option)

    def rewire(self, network: Locator, pulled: tuple[str, str], chosen: Sequence[tuple[str, str]]) -> None:  # noqa: ARG002
        """Drags from one person's dot to the other's, or points at one."""
        dots = network.locator("svg g")
        network.locator("svg").evaluate("svg => svg.scrollIntoView({ block: 'center' })")
        places = []
        for name in pulled:
            dot = dots.filter(has=self.page.get_by_text(name, exact=True)).locator("circle")
            box = dot.bounding_box()
            assert box is not None
            places.append((box["x"] + box["width"] / 2, box["y"] + box["height"] / 2))
        self.page.mouse.move(*places[0])
        self.page.mouse.down()
        self.page.mouse.move(*places[1], steps=3)
        self.page.mouse.up()

    def write(self, field: Locator, text: str) -> None:
        field.click()
        self.page.keyboard.press("Control+End")
        self.page.keyboard.type(text)

    def press(self, button: Locator) -> None:
        button.click()

    def leave(self, field: Locator) -> None:  # noqa: ARG002 (hands share one signature)
        self.page.get_by_role("heading").first.click()


class Keys:
    """Goes by Tab from wherever the focus is, and never touches the mouse."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def place(self, slider: Locator, value: int, most: int) -> None:
        press_until(self.page, slider)
        way = value - most // 2
        # The first key puts the mark in the middle.
        for key in ["ArrowRight", *["ArrowRight" if way > 0 else "ArrowLeft"] * abs(way)]:
            self.page.keyboard.press(key)

    def choose(self, options: Locator, index: int) -> None:
        press_until(self.page, options.first)
        for key in ["Space", *["ArrowRight"] * index]:
            self.page.keyboard.press(key)

    def sort(self, menu: Locator, group: str) -> None:
        """Goes down the card's menu; the card goes along, and keeps the focus."""
        handle = menu.element_handle()
        self.pick(menu, group)
        assert self.page.evaluate("menu => menu === document.activeElement", handle), "the card has lost the focus"

    def link(self, concepts: Locator, start: int, end: int) -> None:
        """Presses one and the other."""
        for place in (start, end):
            press_until(self.page, concepts.nth(place))
            self.page.keyboard.press("Enter")

    def shift(self, concept: Locator) -> None:
        press_until(self.page, concept)
        self.page.keyboard.press("ArrowRight")

    def pick(self, menu: Locator, option: str) -> None:
        options = menu.evaluate("menu => [...menu.options].map(option => option.text)")
        press_until(self.page, menu)
        for key in ["Home", *["ArrowDown"] * options.index(option)]:
            self.page.keyboard.press(key)

    def rewire(self, network: Locator, pulled: tuple[str, str], chosen: Sequence[tuple[str, str]]) -> None:  # noqa: ARG002
        for name, option in chosen:
            self.pick(network.get_by_role("combobox", name=name, exact=True), option)

    def write(self, field: Locator, text: str) -> None:
        press_until(self.page, field)
        self.page.keyboard.press("Control+End")
        self.page.keyboard.type(text)

    def press(self, button: Locator) -> None:
        press_until(self.page, button)
        self.page.keyboard.press("Enter")

    def leave(self, field: Locator) -> None:
        press_until(self.page, field)
        self.page.keyboard.press("Shift+Tab")


def _commit(page: Page, hand: Hand, second: str) -> None:
    hand.place(thumb(page, "In public"), 40, 120)
    hand.place(thumb(page, second), 45, 120)
    hand.write(page.get_by_role("textbox", name="How far off might you be, up or down?"), "15")
    hand.write(page.get_by_label("Why there?"), "People like to look kind.")
    hand.press(page.get_by_role("button", name="Commit", exact=True))


def commit_by_mouse(page: Page, second: str = "In secret") -> None:
    """Places 40 and 45 of 120, give or take 15, with a reason."""
    _commit(page, Mouse(page), second)


def commit_by_keys(page: Page, second: str = "In secret") -> None:
    """The same by keys alone."""
    _commit(page, Keys(page), second)
