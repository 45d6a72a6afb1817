"""A PostgreSQL server of our own, for tests: reached by a Unix socket only, gone with all that was in it."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from tests.run import find_postgres

__all__ = ["PASSWORD", "USER", "Server", "running_server"]

USER, PASSWORD = "kith", "said-to-nobody"
_PATIENCE = 60  # seconds
#: It refuses to be run by root.
_NOBODY = "nobody"
#: Nothing has to outlast a power cut, and nobody but this machine asks.
_SETTINGS = {"listen_addresses": "", "fsync": "off", "max_connections": "20", "shared_buffers": "16MB"}


@dataclass
class Server:
    """A server that can be asked to stop, killed, and started again."""

    folder: Path
    programs: Path
    process: "subprocess.Popen[Any] | None" = None

    def url(self, database: str, *, user: str = USER, password: str = PASSWORD) -> str:
        """How SQLAlchemy finds a database of this server."""
        return f"postgresql+psycopg2://{user}:{password}@/{database}?host={self.folder}"

    def make(self, database: str) -> str:
        """The address of a new, empty database."""
        self.run("postgres", f'CREATE DATABASE "{database}"')
        return self.url(database)

    def run(self, database: str, statements: str) -> None:
        """It has done so much SQL in one of its databases."""
        with self._connected(database) as connection:
            connection.autocommit = True
            connection.cursor().execute(statements)

    def start(self) -> None:
        """It answers."""
        settings = [f"-c{name}={value}" for name, value in _SETTINGS.items()]
        command = [self.programs / "postgres", "-D", self.folder / "data", "-k", self.folder, *settings]
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True, **_somebody())
        self.process = process
        end = time.monotonic() + _PATIENCE
        while True:
            assert process.poll() is None, (self.folder / "log").read_text()
            try:
                with self._connected():
                    return
            except psycopg2.OperationalError:
                assert time.monotonic() < end, (self.folder / "log").read_text()
                time.sleep(0.05)

    def stop(self) -> None:
        """It has ended in order."""
        self._end(signal.SIGINT)

    def die(self) -> None:
        """It has ended at once, as if its machine had."""
        self._end(signal.SIGQUIT)

    def _end(self, how: signal.Signals) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait(_PATIENCE)

    @contextmanager
    def _connected(self, database: str = "postgres") -> "Iterator[psycopg2.extensions.connection]":
        found = psycopg2.connect(host=str(self.folder), user=USER, password=PASSWORD, dbname=database)
        try:
            yield found
        finally:
            found.close()


@contextmanager
def running_server() -> Iterator[Server]:
    """A new server, which asks for a password, until the block ends."""
    folder = Path(tempfile.mkdtemp(prefix="kith-pg-"))  # short: a socket's path has 107 letters at most
    server = Server(folder, _programs())
    try:
        (folder / "password").write_text(PASSWORD)
        if os.geteuid() == 0:
            for path in (folder, folder / "password"):
                shutil.chown(path, _NOBODY)
        words = ["--auth=scram-sha-256", f"--username={USER}", f"--pwfile={folder / 'password'}", "--no-sync"]
        command = [server.programs / "initdb", "-D", folder / "data", "--encoding=UTF8", "--locale=C", *words]
        subprocess.run(command, check=True, capture_output=True, timeout=_PATIENCE, **_somebody())
        server.start()
        yield server
    finally:
        server.die()
        shutil.rmtree(folder)


def _somebody() -> dict[str, Any]:
    return {"user": _NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}


def _programs() -> Path:
    found = find_postgres()
    if found is None:
        pytest.fail("These tests start PostgreSQL, and it is not here. Debian: apt install postgresql; macOS: brew.")
    return found
