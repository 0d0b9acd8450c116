"""What the tests of the preview share."""

from __future__ import annotations

import socket
import threading
from collections.abc import Collection, Mapping
from pathlib import Path

from generator.model import OutputFile
from generator.problems import Problem
from generator.serve import Preview
from generator.serve.live import Live
from generator.serve.server import PreviewServer

PAGE = "<!doctype html><html><body><h1>甲</h1></body></html>"
SITE = {
    "index.html": PAGE,
    "404.html": "<!doctype html><html><body>missing 無此頁</body></html>",
    "zh-hans/index.html": PAGE,
    "zh-hans/articles/甲/index.html": PAGE,
    "zh-hans/evil:/index.html": PAGE,
    "assets/site.css": "a{}",
    "assets/site.js": "1",
    "assets/icon.svg": "<svg/>",
    "assets/icon.png": "png",
    "assets/icon.ico": "ico",
    "articles/a/article.json": "{}",
    "articles/a/a.md": "# 甲",
    "feed.xml": "<feed/>",
    "robots.txt": "User-agent: *",
    "archive.jsonl.gz": "gz",
    "plain": "no suffix",
    ".nojekyll": "hidden",
    ".well-known/x.txt": "hidden",
}


def preview(
    files: Mapping[str, OutputFile], problems: tuple[Problem, ...] = ()
) -> Preview:
    """Return a preview of some files."""
    key = repr([(path, file.inputs) for path, file in files.items()])
    return Preview(files.get, key, problems)


def preview_of(site: dict[str, str], *problems: Problem) -> Preview:
    files = {
        path: OutputFile(path, text, lambda text=text: text.encode())  # type: ignore[misc]
        for path, text in site.items()
    }
    return preview(files, problems)


class Fixture:
    """A server in a thread, and the site that it will load next."""

    def __init__(self) -> None:
        """Start it on a free port."""
        self.lines: list[str] = []
        self.asked: list[Collection[Path] | None] = []
        self.next = preview_of(SITE)
        self.server = PreviewServer(0, self.lines.append)
        self.live = self.server.live = Live(self.load, self.lines.append)
        self.port = self.server.server_port
        self._thread = threading.Thread(target=self.server.serve_forever, args=(0.01,))
        self._thread.start()

    def load(self, changed: Collection[Path] | None = None) -> Preview:
        """Return the site, as `serve` is given it."""
        self.asked.append(changed)
        return self.next

    def connect(self) -> socket.socket:
        """Open a connection."""
        return socket.create_connection(("127.0.0.1", self.port), 5)

    def send(self, data: bytes) -> bytes:
        """Send bytes and return all that comes back."""
        with self.connect() as connection:
            connection.sendall(data.replace(b"PORT", str(self.port).encode()))
            connection.shutdown(socket.SHUT_WR)
            parts = list(iter(lambda: connection.recv(65536), b""))
        return b"".join(parts)

    def get(self, target: str, method: str = "GET", host: str = "localhost") -> Reply:
        """Send an ordinary request."""
        head = f"{method} {target} HTTP/1.1\r\nHost: {host}:PORT\r\n\r\n"
        return Reply(self.send(head.encode()))

    def close(self) -> None:
        """Stop it and wait for that."""
        self.live.close()
        self.server.shutdown()
        self._thread.join()
        self.server.server_close()


class Reply:
    """A parsed response."""

    def __init__(self, data: bytes) -> None:
        """Take it apart."""
        head, _, self.body = data.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        self.status = int(lines[0].split()[1])
        pairs = (line.partition(": ") for line in lines[1:])
        self.headers = {name.lower(): value for name, _, value in pairs}
