"""Saved web pages: where their text stands, and which of it is the article.

`tokens` cuts a page into text and tags, `tree` grows elements from them, `lines` are
what a reader sees, `body` chooses the article among them, `facts` reads what the page
says about it, `pictures` are its images.
"""

from generator.ingest.page.facts import credits_of_page
from generator.ingest.page.pictures import pictures_of
from generator.ingest.page.reading import Page, read_page
from generator.ingest.page.tree import Run

__all__ = ["Page", "Run", "credits_of_page", "pictures_of", "read_page"]
