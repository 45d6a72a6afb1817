"""The same way through a widget, once by pointer and once by keys alone."""

from playwright.sync_api import Locator, Page

__all__ = ["commit_by_keys", "commit_by_mouse", "press_until"]


def thumb(page: Page, name: str) -> Locator:
    return page.get_by_role("slider", name=name, exact=True)


def point_at(page: Page, name: str, part: float) -> None:
    """Presses on the line of the slider `name` at a part of its length."""
    rail = thumb(page, name).locator("..")
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


def commit_by_mouse(page: Page) -> None:
    point_at(page, "In public", 40 / 120)
    point_at(page, "In secret", 45 / 120)
    page.get_by_label("How far off would you not be surprised to be?").fill("15")
    page.get_by_label("Why there?").fill("People like to look kind.")
    page.get_by_role("button", name="Commit", exact=True).click()


def commit_by_keys(page: Page) -> None:
    press_until(page, thumb(page, "In public"))
    page.keyboard.press("ArrowRight")
    for key in ["PageDown", "ArrowLeft", "ArrowLeft", *["ArrowLeft"] * 6]:
        page.keyboard.press(key)
    press_until(page, thumb(page, "In secret"))
    for key in ["ArrowLeft", "PageDown", *["ArrowDown"] * 3]:
        page.keyboard.press(key)
    press_until(page, page.get_by_label("How far off would you not be surprised to be?"))
    page.keyboard.type("15")
    press_until(page, page.get_by_label("Why there?"))
    page.keyboard.type("People like to look kind.")
    press_until(page, page.get_by_role("button", name="Commit", exact=True))
    page.keyboard.press("Enter")
