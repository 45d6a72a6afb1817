"""Write one graded submission into a course again and again, killed one step later each time; say what was left.

``python dying.py COURSE PICKLE``: a process of its own, which forks itself for each death.
"""

import json
import os
import pickle
import shutil
import signal
import sys
from pathlib import Path

from kith_facilitator.grading.course import Course, Settings
from kith_facilitator.grading.job import Outcome
from kith_facilitator.grading.rows import Rows
from kith_facilitator.grading.stamps import Stamps
from kith_facilitator.grading.writer import write

#: What a process does to files and databases, as Python itself tells it (sys.addaudithook).
STEPS = {
    "os.remove",
    "os.rename",
    "os.mkdir",
    "os.rmdir",
    "os.chmod",
    "sqlite3.connect",
    "ctypes.dlsym",
    "shutil.rmtree",
}


def main(kept: Path, saved: Path) -> None:
    module, outcome, digest = pickle.loads(saved.read_bytes())
    for death in range(40):
        root = kept.with_name(f"{kept.name}-{death}")
        shutil.copytree(kept, root, symlinks=True)
        child = os.fork()
        if child == 0:
            die_at(death, root, module, outcome, digest)
        _, status = os.waitpid(child, 0)
        print(json.dumps({"root": str(root), "killed": os.WIFSIGNALED(status)}), flush=True)
        if not os.WIFSIGNALED(status):
            return


def die_at(death: int, root: Path, module: str, outcome: Outcome, digest: str) -> None:
    course = Course(Settings(str(root)))
    rows = Rows(course.directory.db_url, course.directory.course_id)
    stamps = Stamps(course.kept, course.place("release", ".", module), module)
    here = Outcome(outcome.student, str(root / ".kith" / "grading" / "it"), outcome.changes)
    left = [death]

    def count(event: str, _facts: object) -> None:
        if event in STEPS or (event == "open" and "w" in str(_facts)):
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            left[0] -= 1

    sys.addaudithook(count)
    write(course, rows, stamps, here, digest)
    os._exit(0)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
