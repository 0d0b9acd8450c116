"""What describes and vouches for the files offered: datapackage.json, SHA256SUMS."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence

from generator.build.measured import Measured
from generator.render import table
from generator.render.html import printable
from generator.render.structured import is_web
from generator.site import Site
from generator.value import Struct

PACKAGE = "datapackage.json"
SUMS = "SHA256SUMS"

_TYPES: Mapping[str, Mapping[str, object]] = {
    "jsonl.gz": {
        "format": "jsonl",
        "mediatype": "application/x-ndjson",
        "compression": "gz",
        "encoding": "utf-8",
    },
    "zip": {"format": "zip", "mediatype": "application/zip"},
    "epub": {"format": "epub", "mediatype": "application/epub+zip"},
    "xml": {"format": "xml", "mediatype": "application/xml", "encoding": "utf-8"},
}
"""What a file's ending says of it; CSV tables are described in full."""


class Offered(Struct, frozen=True):
    """A file that is offered for download."""

    path: str
    size: int
    """In bytes."""
    sha256: str

    @classmethod
    def of(cls, path: str, data: bytes | Measured) -> Offered:
        """Measure a file."""
        if isinstance(data, Measured):
            return cls(path, data.entry.size, data.entry.sha256)
        return cls(path, len(data), hashlib.sha256(data).hexdigest())


def data_package(site: Site, offered: Sequence[Offered]) -> bytes:
    """Describe the offered files (Frictionless Data Package, version 1)."""
    package: dict[str, object] = {
        "profile": "data-package",
        "name": "archive",
        "title": printable(site.title),
        "description": printable(site.description),
        "homepage": site.base_url,
        "licenses": _licences(site.licence),
        "resources": [_resource(site, one) for one in offered],
    }
    known = {name: value for name, value in package.items() if value}
    return (json.dumps(known, ensure_ascii=False, indent=1) + "\n").encode()


def checksums(offered: Iterable[Offered]) -> bytes:
    """Return the SHA-256 of each file, as `sha256sum --check` reads them."""
    return "".join(f"{one.sha256}  {one.path}\n" for one in offered).encode()


def _resource(site: Site, one: Offered) -> dict[str, object]:
    stem, _, ending = one.path.partition(".")
    described: dict[str, object] = {
        "name": stem.replace("/", "-"),
        "path": one.path,
        "bytes": one.size,
        "hash": f"sha256:{one.sha256}",
    }
    if ending != "csv":
        return {"profile": "data-resource", **described, **_TYPES.get(ending, {})}
    return {
        "profile": "tabular-data-resource",
        **described,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig",
        "schema": table.schema(site),
    }


def _licences(licence: str) -> list[dict[str, str]]:
    """Return the licence as the specification wants it: an address or a name."""
    if is_web(licence):
        return [{"path": licence}]
    name = re.sub(r"\s+", "-", licence.strip())
    return [{"name": name}] if re.fullmatch(r"[-A-Za-z0-9._]+", name) else []
