"""The part of fsspec that uploading uses."""

from . import core as core
