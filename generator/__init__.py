"""Wenyuan 文渊: dirty Chinese articles in, a clean bilingual searchable archive out."""

__version__ = "0.1.0"
