"""Whoever wants a line to a kernel, or whatever else a Jupyter server gives, from a server of dashboards."""

import json
import re
import socket
from collections.abc import Iterator
from importlib import import_module
from urllib.parse import urlsplit
from uuid import uuid4

from jupyter_server.serverapp import JUPYTER_SERVICE_HANDLERS
from websockets.exceptions import InvalidStatus
from websockets.frames import Frame, Opcode
from websockets.sync.client import connect

from tests.dashboards.visitors import cookie

__all__ = ["jupyter_routes", "messages", "refused", "said_all_the_same"]


def jupyter_routes(kernel: str) -> Iterator[str]:
    """An address for each route that a Jupyter server has, with a kernel that runs and a file that is there."""
    for names in JUPYTER_SERVICE_HANDLERS.values():
        for name in names or ():
            for pattern, *_ in import_module(name).default_handlers:
                with_kernel = re.sub(r"\(\?P<(?:kernel|session)_id>[^()]*\)", kernel, pattern)
                path = re.sub(r"\(\?P<path>(?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)", "/figures.json", with_kernel)
                yield re.sub(r"\([^()]*\)", "restart", path).replace("?", "")


def messages(code: str) -> Iterator[str]:
    """What a page of Jupyter's says to its kernel."""
    comm = {"comm_id": uuid4().hex, "target_name": "jupyter.widget", "data": {"state": {"value": 7}}}
    said = {
        "execute_request": ("shell", {"code": code, "silent": False}),
        "comm_open": ("shell", comm),
        "comm_msg": ("shell", {**comm, "data": {"method": "update", "state": {"value": 8}}}),
        "input_reply": ("stdin", {"value": code}),
        "debug_request": ("control", {"type": "request", "seq": 1, "command": "evaluate", "arguments": {}}),
        "shutdown_request": ("control", {"restart": False}),
    }
    for kind, (channel, content) in said.items():
        header = {"msg_id": uuid4().hex, "msg_type": kind, "session": "s", "username": "u", "version": "5.3"}
        message = {"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": channel}
        yield json.dumps(message)


def refused(url: str, path: str) -> int:
    """The status by which a line is refused to a member who asks for one as a browser does."""
    address = f"ws://{urlsplit(url).netloc}{path}"
    try:
        with connect(address, additional_headers=cookie(), origin=None, proxy=None, open_timeout=20):
            return 101
    except InvalidStatus as error:
        return error.response.status_code


def said_all_the_same(url: str, path: str, code: str) -> bytes:
    """What comes back where somebody asks for a line, and speaks on it whatever the answer is."""
    host = urlsplit(url).netloc
    asked = {
        "Host": host,
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "a" * 22 + "==",
        **cookie(),
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in asked.items())
    frames = [Frame(Opcode.TEXT, one.encode()).serialize(mask=True) for one in messages(code)]
    name, _, port = host.partition(":")
    heard = b""
    with socket.create_connection((name, int(port)), timeout=20) as line:
        line.sendall(f"GET {path} HTTP/1.1\r\n{head}\r\n".encode() + b"".join(frames))
        line.shutdown(socket.SHUT_WR)
        while part := line.recv(65536):
            heard += part
    return heard
