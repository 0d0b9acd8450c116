"""Dates as the archive writes them: EDTF (ISO 8601-2) levels 0 and 1."""

from __future__ import annotations

import datetime as dt
import re

_EDTF = re.compile(
    r"(?P<y>\d{4})(?:-(?P<m>\d{2})(?:-(?P<d>\d{2})"
    r"(?:T(?P<h>\d{2}):(?P<min>\d{2})(?::(?P<s>\d{2}))?)?)?)?(?P<q>[?~%]?)",
    re.ASCII,  # full-width digits are digits, too
)


def is_edtf(text: str) -> bool:
    """Tell whether `text` is a date we accept: 2020, 2020-12, 2020-12-19T10:44, 2022?."""
    match = _EDTF.fullmatch(text)
    if not match:
        return False
    numbers = [int(match[key] or default) for key, default in _DEFAULTS]
    try:
        dt.datetime(*numbers)  # type: ignore[arg-type]  # noqa: DTZ001
    except ValueError:
        return False
    return True


_DEFAULTS = (("y", "1"), ("m", "1"), ("d", "1"), ("h", "0"), ("min", "0"), ("s", "0"))
