"""Names of files that are not UTF-8, as archives packed elsewhere leave them."""

from __future__ import annotations

import os
import re

from generator.problems import Problem, problem

_SHOWN_BYTE = re.compile(rb"\\x([0-9a-f]{2})")


def shown_name(name: str) -> str:
    r"""Return a file's name as text; bytes that are not UTF-8 become `\xd0`.

    Python hands such bytes on as lone surrogates (PEP 383), which cannot be written.
    """
    try:
        name.encode()
    except UnicodeEncodeError:
        return os.fsencode(name).decode("utf-8", "backslashreplace")
    return name


def name_problem(shown: str) -> Problem | None:
    """Return what is wrong with a file that has no name but the one `shown`, if so."""
    name = shown.rpartition("/")[2].encode()
    if not _SHOWN_BYTE.search(name):
        return None
    data = _SHOWN_BYTE.sub(lambda byte: bytes.fromhex(byte[1].decode()), name)
    try:
        guess = f"; in GB18030 it would read: {data.decode('gb18030')}"
    except UnicodeDecodeError:
        guess = ""
    return problem("bad-name", shown, guess=guess)
