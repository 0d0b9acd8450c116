"""The preview: only the site, only for this machine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from generator.model import OutputFile
from generator.problems import WenyuanError, problem
from generator.serve.live import CACHED, Live
from tests.serving import PAGE, Fixture, Reply, preview, preview_of


@pytest.fixture
def site() -> Iterator[Fixture]:
    fixture = Fixture()
    yield fixture
    fixture.close()
    assert not any("Traceback" in line for line in fixture.lines)


@pytest.mark.parametrize(
    ("target", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/index.html", "text/html; charset=utf-8"),
        ("/zh-hans/", "text/html; charset=utf-8"),
        ("/zh-hans/?q=%E7%94%B2#top", "text/html; charset=utf-8"),
        ("/zh-hans/articles/%E7%94%B2/", "text/html; charset=utf-8"),
        ("/zh-hans%2Farticles/%e7%94%b2/", "text/html; charset=utf-8"),
        ("/zh-hans/articles/甲/", "text/html; charset=utf-8"),
        ("/assets/site.css", "text/css; charset=utf-8"),
        ("/assets/site.js", "text/javascript; charset=utf-8"),
        ("/assets/icon.svg", "image/svg+xml"),
        ("/assets/icon.png", "image/png"),
        ("/assets/icon.ico", "image/x-icon"),
        ("/articles/a/article.json", "application/json"),
        ("/articles/a/a.md", "text/markdown; charset=utf-8"),
        ("/feed.xml", "application/xml"),
        ("/robots.txt", "text/plain; charset=utf-8"),
        ("/archive.jsonl.gz", "application/gzip"),
        ("/plain", "application/octet-stream"),
        ("/.wenyuan/reload.js", "text/javascript; charset=utf-8"),
    ],
)
def test_a_file_of_the_site_is_sent(site: Fixture, target: str, kind: str) -> None:
    reply = site.get(target)
    assert (reply.status, reply.headers["content-type"]) == (200, kind)
    assert int(reply.headers["content-length"]) == len(reply.body) > 0
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert reply.headers["cache-control"] == "no-store"
    assert "access-control-allow-origin" not in reply.headers
    head = site.get(target, "HEAD")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["content-length"] == reply.headers["content-length"]


@pytest.mark.parametrize(
    "target",
    [
        "/missing",
        "/missing/",
        "/assets/",
        "/assets",
        "/index.html/",
        "/.nojekyll",
        "/.well-known/x.txt",
        "/.wenyuan/",
        "/.wenyuan/other",
        "/.git/config",
        "/../../../../etc/passwd",
        "/assets/../index.html",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/..%2f..%2fetc/passwd",
        "/%252e%252e/etc/passwd",
        "/..\\..\\etc\\passwd",
        "/%5c..%5cetc",
        "/zh-hans/./index.html",
        "//etc/passwd",
        "//evil.invalid/",
        "//evil.invalid/%2e%2e",
        "/\\evil.invalid/",
        "/zh-hans//index.html",
        "/%0d%0aSet-Cookie:%20x=1",
        "/C:/Windows/win.ini",
        "/index.html::$DATA",
        "/INDEX.HTML",
        "/index.html%20",
    ],
)
def test_what_is_not_of_the_site_is_not_found(site: Fixture, target: str) -> None:
    reply = site.get(target)
    assert reply.status == 404
    assert "missing 無此頁".encode() in reply.body
    assert b"/.wenyuan/reload.js" in reply.body
    assert "location" not in reply.headers
    assert reply.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "target",
    [
        *("/%00", "/index.html%00.css", "//%00", "/%", "/%zz", "/a%2", "/%ff"),
        *("/%c0%ae%c0%ae/", "http://localhost:PORT/", "http://evil.invalid/"),
        *("*", "index.html", "?"),
    ],
)
def test_a_malformed_target_is_refused(site: Fixture, target: str) -> None:
    assert site.get(target).status == 400


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (b"GET / HTTP/1.1\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: localhost:PORT\r\nHost: evil.invalid\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost:\r\n\r\n", 403),
        (b"GET / HTTP/1.1\r\nHost: evil.invalid\r\n\r\n", 403),
        (b"GET / HTTP/1.1\r\nHost: evil.invalid:PORT\r\n\r\n", 403),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", 403),
        (b"GET / HTTP/1.1\r\nHost: localhost:1\r\n\r\n", 403),
        (b"GET / HTTP/1.1\r\nHost: localhost.evil.invalid:PORT\r\n\r\n", 403),
        (b"GET / HTTP/1.1\r\nHost: 127.0.0.1.nip.invalid:PORT\r\n\r\n", 403),
        (b"GET / HTTP/1.1\r\nHost: user@localhost:PORT\r\n\r\n", 403),
        (b"GET / HTTP/1.1\r\nHost: 0.0.0.0:PORT\r\n\r\n", 403),
        (b"GET /.wenyuan/events HTTP/1.1\r\nHost: evil.invalid\r\n\r\n", 403),
        (b"POST / HTTP/1.1\r\nHost: evil.invalid\r\n\r\n", 403),
        (b"GET / HTTP/1.1\r\nHost: LocalHost:PORT\r\n\r\n", 200),
        (b"GET / HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n", 200),
        (b"GET / HTTP/1.1\r\nHost: [::1]:PORT\r\n\r\n", 200),
        (b"GET / HTTP/1.0\r\nHost: localhost:PORT\r\n\r\n", 200),
        (b"GET / HTTP/2.0\r\nHost: localhost:PORT\r\n\r\n", 505),
        (b"GET / x HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n", 400),
        (b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n", 414),
        (b"GET / HTTP/1.1\r\n" + b"X: 1\r\n" * 200 + b"\r\n", 431),
    ],
)
def test_the_head_of_a_request_is_checked(
    site: Fixture, head: bytes, status: int
) -> None:
    reply = Reply(site.send(head))
    assert reply.status == status
    assert reply.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "method",
    ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "get", "X"],
)
def test_only_get_and_head_are_answered(site: Fixture, method: str) -> None:
    reply = site.get("/", method)
    assert (reply.status, reply.headers["allow"]) == (405, "GET, HEAD")


def test_a_second_request_in_the_body_of_the_first_is_not_read(site: Fixture) -> None:
    second = b"GET /robots.txt HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n"
    first = b"GET / HTTP/1.1\r\nHost: localhost:PORT\r\nContent-Length: 9\r\n\r\n"
    assert site.send(first + second).count(b"HTTP/1.1 200") == 1


@pytest.mark.parametrize(
    ("target", "location"),
    [
        ("/zh-hans", "./zh-hans/"),
        ("/zh-hans?q=1", "./zh-hans/?q=1"),
        ("/zh-hans?q=//evil.invalid", "./zh-hans/?q=//evil.invalid"),
        ("/zh-hans/articles/%E7%94%B2", "./%E7%94%B2/"),
        ("/zh-hans/evil:", "./evil:/"),
        ("//zh-hans", "./zh-hans/"),
    ],
)
def test_a_folder_without_its_slash_is_moved_within_the_site(
    site: Fixture, target: str, location: str
) -> None:
    reply = site.get(target)
    assert (reply.status, reply.headers["location"]) == (301, location)


def test_only_the_loopback_interface_is_bound(site: Fixture) -> None:
    assert site.server.server_address[0] == "127.0.0.1"


def test_only_pages_bear_the_script_and_only_before_the_end_of_the_body(
    site: Fixture,
) -> None:
    body = site.get("/").body.decode()
    tag = '<script src="/.wenyuan/reload.js" type="module" data-version="'
    assert body.startswith(PAGE.removesuffix("</body></html>") + tag)
    assert body.endswith('"></script></body></html>')
    assert site.get("/assets/icon.svg").body == b"<svg/>"


def counted(path: str, made: list[str]) -> OutputFile:
    def make() -> bytes:
        made.append(path)
        return b"x"

    return OutputFile(path, "1", make)


def test_a_page_is_made_when_asked_for_and_once(site: Fixture) -> None:
    made: list[str] = []
    site.next = preview({path: counted(path, made) for path in ("a.txt", "b.txt")})
    site.live.reload()
    assert made == []
    assert site.get("/a.txt").body == site.get("/a.txt").body == b"x"
    assert made == ["a.txt"]


def test_the_files_made_last_are_kept_and_no_more() -> None:
    made: list[str] = []
    files = [counted(str(n), made) for n in range(CACHED + 1)]
    live = Live(lambda _: preview({}), print)
    for file in (*files, files[1], files[0]):
        live.read(file)
    assert made == [*(file.path for file in files), "0"]


def test_without_a_page_for_it_a_missing_file_is_told_in_a_line(site: Fixture) -> None:
    site.next = preview_of({"a.txt": "1"})
    site.live.reload()
    assert (site.get("/b").status, site.get("/b").body) == (404, b"404 Not Found\n")


def test_a_page_that_cannot_be_made_shows_why(site: Fixture) -> None:
    def make() -> bytes:
        text = problem("template", "page.html", 3, reason="<b>", output="x")
        raise WenyuanError(text)

    site.next = preview({"index.html": OutputFile("index.html", "1", make)})
    site.live.reload()
    reply = site.get("/")
    assert reply.status == 500
    assert b"page.html:3: error[template] &lt;b&gt;" in reply.body
    assert b"/.wenyuan/reload.js" in reply.body


def test_a_bug_in_a_page_is_logged_and_answered() -> None:
    fixture = Fixture()

    def make() -> bytes:
        raise ZeroDivisionError

    fixture.next = preview({"index.html": OutputFile("index.html", "1", make)})
    fixture.live.reload()
    assert fixture.get("/").status == 500
    fixture.close()
    assert "ZeroDivisionError" in fixture.lines[-1]
