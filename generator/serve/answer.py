"""What the preview answers to a request: a value, decided without a socket."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from functools import cache
from http import HTTPStatus
from pathlib import Path
from urllib.parse import unquote_to_bytes

from generator.model import OutputFile
from generator.problems import WenyuanError
from generator.serve.live import Live
from generator.value import Struct, field

EVENTS = "/.wenyuan/events"
RELOADER = "/.wenyuan/reload.js"
TEXT = "text/plain; charset=utf-8"
HTML = "text/html; charset=utf-8"
EVENT_STREAM = "text/event-stream; charset=utf-8"
CONTENT_TYPES: Mapping[str, str] = {
    "html": HTML,
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "mjs": "text/javascript; charset=utf-8",
    "json": "application/json",
    "jsonl": "application/jsonl; charset=utf-8",
    "xml": "application/xml",
    "txt": TEXT,
    "md": "text/markdown; charset=utf-8",
    "bib": TEXT,
    "ris": TEXT,
    "gz": "application/gzip",
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "ico": "image/x-icon",
    "woff2": "font/woff2",
    "webmanifest": "application/manifest+json",
}
"""By suffix; what is not here is sent as bytes of no known kind."""


class Request(Struct, frozen=True):
    """The parts of a request that decide the answer."""

    method: str
    target: str
    """As it stands in the request line, each byte a character."""
    hosts: Sequence[str]
    """Every Host header."""
    port: int
    """The port that we listen to."""


class Answer(Struct, frozen=True):
    """A response; the kind EVENT_STREAM means that the body follows bit by bit."""

    status: HTTPStatus
    body: bytes = b""
    kind: str = TEXT
    headers: Mapping[str, str] = field(default_factory=dict)


def answer(request: Request, live: Live) -> Answer:
    """Return the response to a request.

    Only the site's own files can be reached, since the path is a key of a mapping and
    never a place on the disk. The Host must name this machine, lest a foreign page
    read the preview under a name of its own (DNS rebinding, CVE-2025-24010).
    """
    if refusal := _refuse(request):
        return refusal
    path = _decoded(request.target.partition("?")[0])
    if path is None:
        return _failure(HTTPStatus.BAD_REQUEST)
    if path == EVENTS:
        return Answer(HTTPStatus.OK, kind=EVENT_STREAM)
    if path == RELOADER:
        return Answer(HTTPStatus.OK, _reloader(), CONTENT_TYPES["js"])
    return _page(path, request.target, live)


def _page(path: str, target: str, live: Live) -> Answer:
    version = live.state.version  # first: a page older than its version stays old
    name = path[1:] + ("index.html" if path.endswith("/") else "")
    if "/." not in path:
        if file := live.find(name):
            return _sent(file, live, version)
        if live.find(f"{name}/index.html"):
            return _moved(target)
    if file := live.find("404.html"):
        return _sent(file, live, version, HTTPStatus.NOT_FOUND)
    return _failure(HTTPStatus.NOT_FOUND)


def _refuse(request: Request) -> Answer | None:
    names = {"localhost", "127.0.0.1", "[::1]"}
    allowed = {f"{name}:{request.port}" for name in names}
    if request.port == 80:
        allowed |= names
    if len(request.hosts) != 1 or not request.target.startswith("/"):
        return _failure(HTTPStatus.BAD_REQUEST)
    if request.hosts[0].strip().lower() not in allowed:
        return _failure(HTTPStatus.FORBIDDEN)
    if request.method not in {"GET", "HEAD"}:
        return _failure(HTTPStatus.METHOD_NOT_ALLOWED, {"Allow": "GET, HEAD"})
    return None


def _failure(status: HTTPStatus, headers: Mapping[str, str] | None = None) -> Answer:
    return Answer(status, f"{status} {status.phrase}\n".encode(), TEXT, headers or {})


def _decoded(raw: str) -> str | None:
    """Undo percent-encoding; None when an escape, the UTF-8 or a NUL is bad."""
    if re.search(r"%(?![0-9A-Fa-f]{2})", raw):
        return None
    try:
        path = unquote_to_bytes(raw.encode("latin-1")).decode()
    except UnicodeDecodeError:
        return None
    return None if "\0" in path else path


def _moved(target: str) -> Answer:
    """Send the browser to the folder, relative to where it is: never to another host.

    The dot keeps a name with a colon from being read as a scheme.
    """
    raw, mark, query = target.partition("?")
    location = f"./{raw.rpartition('/')[2]}/{mark}{query}"
    return Answer(HTTPStatus.MOVED_PERMANENTLY, headers={"Location": location})


def _sent(
    file: OutputFile, live: Live, version: str, status: HTTPStatus = HTTPStatus.OK
) -> Answer:
    kind = CONTENT_TYPES.get(file.path.rpartition(".")[2], "application/octet-stream")
    try:
        body = live.read(file)
    except WenyuanError as error:
        status, kind = HTTPStatus.INTERNAL_SERVER_ERROR, HTML
        body = _error_page(str(error))
    if kind == HTML:
        body = with_reloader(body, version)
    return Answer(status, body, kind)


def _error_page(text: str) -> bytes:
    title = "<!doctype html><html lang=en><meta charset=utf-8><title>wenyuan</title>"
    return f"{title}<body><pre>{html.escape(text)}</pre></body></html>".encode()


def with_reloader(page: bytes, version: str) -> bytes:
    """Return the page with our script before the end of its body."""
    tag = f'<script src="{RELOADER}" type="module" data-version="{version}"></script>'
    end = page.rfind(b"</body>")
    end = len(page) if end < 0 else end
    return page[:end] + tag.encode() + page[end:]


@cache
def _reloader() -> bytes:
    return Path(__file__).with_name("reload.js").read_bytes()
