"""The HTTP server of the preview: sockets and headers, no decisions."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from generator.serve.answer import EVENT_STREAM, Answer, Request, answer
from generator.serve.live import Live

HEARTBEAT = 15.0
"""Seconds after which an event stream without news shows that it still lives."""


class PreviewServer(ThreadingHTTPServer):
    """Listens on the loopback interface only; `live` must be set before it serves."""

    live: Live
    request_queue_size = 64

    def __init__(self, port: int, log: Callable[[str], None]) -> None:
        """Take the port, any free one for 0; raises OSError when it is in use."""
        super().__init__(("127.0.0.1", port), Handler)
        self.log = log

    @property
    def address(self) -> str:
        """The site's address for a browser."""
        return f"http://127.0.0.1:{self.server_port}/"

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401, ARG002
        """Tell of a bug; a browser that went away is none."""
        if not isinstance(sys.exception(), (ConnectionError, TimeoutError)):
            self.log(traceback.format_exc())


class Handler(BaseHTTPRequestHandler):
    """Reads one request, sends its answer, and closes the connection."""

    server: PreviewServer
    protocol_version = "HTTP/1.1"
    default_request_version = "HTTP/1.0"  # so that refusals always bear headers
    server_version = "wenyuan"
    sys_version = ""
    timeout = 30

    def parse_request(self) -> bool:
        """Answer as soon as the head is read, whatever the method is called."""
        if super().parse_request():
            hosts = self.headers.get_all("Host", [])
            port = self.server.server_port
            request = Request(self.command, self.path, hosts, port)
            try:
                self._send(answer(request, self.server.live))
            except ConnectionError:
                raise
            except Exception:
                self.send_error(HTTPStatus.INTERNAL_SERVER_ERROR)
                raise
        self.close_connection = True
        return False

    def _send(self, response: Answer) -> None:
        self.send_response(response.status)
        for name, value in response.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", response.kind)
        self.send_header("Connection", "close")
        streams = response.kind == EVENT_STREAM
        if not streams:
            self.send_header("Content-Length", str(len(response.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(response.body)
            if streams:
                self._stream()

    def _stream(self) -> None:
        """Send the state now and whenever it changes, until the browser goes away."""
        serial = -1
        with suppress(ConnectionError, TimeoutError):
            while state := self.server.live.wait(serial, HEARTBEAT):
                is_news = state.serial != serial
                event = f"data: {state.to_json()}\n\n" if is_news else ": no news\n\n"
                self.wfile.write(event.encode())
                serial = state.serial

    def end_headers(self) -> None:
        """Add what every response bears, those of the standard library too."""
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Keep quiet: only reloads and bugs are told."""
