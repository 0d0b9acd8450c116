"""The codes of `bits.py` for whole arrays; with its neighbours the door to `numpy`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Numbers: TypeAlias = "NDArray[np.int64]"


@dataclass(frozen=True, slots=True)
class Row:
    """Numbers to be written, each in so many bits."""

    value: Numbers
    width: Numbers


def exponential(value: Numbers, order: Numbers | int) -> Row:
    """Return exponential Golomb codes: the zeros in front are in the widths."""
    head = (value >> order) + 1
    bits = np.frexp(head.astype(np.float64))[1].astype(np.int64)
    tail = value & ((np.int64(1) << np.asarray(order)) - 1)
    return Row(head << order | tail, 2 * bits - 1 + order)


def truncated(value: Numbers, count: Numbers) -> Row:
    """Return truncated binary codes of numbers below `count`."""
    width = bit_length(count - 1)
    short = (np.int64(1) << width) - count
    return Row(value + short * (value >= short), width - (value < short))


def bit_length(value: Numbers) -> Numbers:
    """Return how many bits each number has."""
    return np.frexp(value.astype(np.float64))[1].astype(np.int64)


def packed(*rows: Row) -> bytes:
    """Write numbers as bits, padded at the end with zeros."""
    value = np.concatenate([row.value for row in rows])
    width = np.concatenate([row.width for row in rows])
    ends = np.cumsum(width)
    shift = np.repeat(ends, width) - 1 - np.arange(ends[-1])
    bits = (np.repeat(value, width) >> shift) & 1
    return np.packbits(bits.astype(np.uint8)).tobytes()
