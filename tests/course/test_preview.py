import threading
import time

from kith_facilitator.course import load_course
from kith_facilitator.course.preview import preview


class Author:
    """Previews in a thread, and waits for what it says."""

    def __init__(self, folder, destination):
        self.said = []
        self.stop = threading.Event()
        self.thread = threading.Thread(
            target=preview,
            args=(load_course(folder), "1-first", destination),
            kwargs={"say": self.said.append, "stop": self.stop},
        )

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.stop.set()
        self.thread.join(10)
        assert not self.thread.is_alive()

    def hears(self, words, save=lambda: None):
        """Save until it is heard: a save before the watcher stands is seen by nobody."""
        deadline = time.monotonic() + 20
        while not any(words in sentence for sentence in self.said):
            assert self.thread.is_alive()
            assert time.monotonic() < deadline, self.said
            save()
            time.sleep(0.3)


def test_each_save_is_built_and_an_error_does_not_stop_it(small_folder, tmp_path):
    page, built = small_folder / "1-first/page.md", tmp_path / "preview"
    good = page.read_text(encoding="utf-8")
    notebook = built / "1-first/page.ipynb"
    with Author(small_folder, built) as author:
        author.hears("Built 1-first: page.ipynb, prompts.toml, rubric.toml, square.svg.")
        author.hears(
            "Not built: 1-first/page.md, cell 5", lambda: page.write_text(good + code("x y"), encoding="utf-8")
        )
        assert "A page" in notebook.read_text(encoding="utf-8")
        tried = built / "1-first/responses/page.jsonl"
        tried.parent.mkdir()
        tried.write_text("{}\n", encoding="utf-8")
        better = good.replace("# A page", "# A better page")
        author.hears("Built 1-first: page.ipynb.", lambda: page.write_text(better, encoding="utf-8"))
        assert "A better page" in notebook.read_text(encoding="utf-8")
        assert tried.exists()


def code(prompt):
    return f'\n```{{code-cell}}\nkith.fold("{prompt}")\n```\n'
