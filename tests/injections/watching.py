"""Whether a payload fires: a script ran, a dialog opened, an address was asked for, a style got out of its box."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Frame, Page, Route

from tests.chromium import fenced

__all__ = ["Watched", "watched"]

#: Sets off what waits for a person: handlers, and links that run something. Only payloads know `kithfire`.
_PROVOKE = """() => {
  const all = [];
  const walk = (root) => {
    for (const element of root.querySelectorAll('*')) {
      all.push(element);
      if (element.shadowRoot) walk(element.shadowRoot);
    }
  };
  walk(document);
  for (const element of all) {
    for (const attribute of element.attributes) {
      if (attribute.name.startsWith('on') && attribute.value.includes('kithfire')) {
        element.dispatchEvent(new Event(attribute.name.slice(2), { bubbles: true }));
      }
    }
    const href = element.href && element.href.baseVal !== undefined ? element.href.baseVal : element.href;
    const plain = (value) => String(value).replace(/[\\u0000-\\u0020]/g, '').toLowerCase();
    const runs = (value) => plain(value).startsWith('javascript:');
    if (runs(href)) element.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
    if (runs(element.formAction) || (element.form && runs(element.form.action))) element.click();
  }
}"""
_STYLES = """(most) => {
  const found = [];
  const roots = [document.documentElement, document.body].filter(Boolean).map((element) => getComputedStyle(element));
  for (let number = 1; number <= most; number += 1) {
    if (roots.some((style) => style.getPropertyValue(`--kith-${number}`) !== '')) found.push(number);
  }
  for (const element of document.querySelectorAll('[style*="--kith-"]')) {
    if (['fixed', 'absolute', 'sticky'].includes(getComputedStyle(element).position)) {
      found.push(Number(/--kith-(\\d+)/.exec(element.getAttribute('style'))[1]));
    }
  }
  return found;
}"""


class Watched:
    """A page, and the numbers of the payloads that fired in it."""

    def __init__(self, page: Page, most: int) -> None:
        self.page = page
        self.fired: set[int] = set()
        self.dialogs: list[str] = []
        self._most = most
        page.on("dialog", self._dialog)

    def provoke(self) -> set[int]:
        """Set off everything on the page as it stands, and return what has fired until now."""
        self.page.wait_for_timeout(500)  # what fires by itself may take a moment
        for _ in range(2):
            for frame in self.page.frames:
                self._in(frame, _PROVOKE)
            self.page.wait_for_timeout(500)
        for frame in self.page.frames:
            self.fired |= set(self._in(frame, _STYLES, self._most) or ())
        return self.fired

    def fire(self, number: int) -> None:
        """What a payload calls."""
        self.fired.add(number)

    def _in(self, frame: Frame, script: str, *words: Any) -> Any:
        try:
            return frame.evaluate(script, *words)
        except Exception:  # noqa: BLE001  # a frame may be gone, for what it held was provoked
            return None

    def _dialog(self, dialog: Any) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()


@contextmanager
def watched(browser: Browser, most: int) -> Iterator[Watched]:
    """A page in a context of its own that notes what fires; whatever it asks of others is refused and noted."""
    context, strangers = fenced(browser, viewport={"width": 1280, "height": 1000})
    watch = Watched(context.new_page(), most)
    context.expose_function("kithfire", watch.fire)

    def leaked(route: Route) -> None:
        found = re.search(r"leak\?(\d+)", route.request.url)
        assert found
        watch.fired.add(int(found[1]))
        route.abort()

    context.route(re.compile(r"leak\?\d+"), leaked)
    try:
        yield watch
    finally:
        context.close()
    assert strangers == []
