"""One pure function per kind of page, each returning the page's bytes."""

from generator.render.pages.around import (
    Around,
    Beside,
    Copy,
    Kin,
    Mention,
    Related,
    around,
    surrounded,
)
from generator.render.pages.article import article
from generator.render.pages.found import Audit, found
from generator.render.pages.listed import ListPage
from generator.render.pages.lists import facet_index, list_pages, listing, years
from generator.render.pages.site import (
    Note,
    chooser,
    data_page,
    home,
    not_found,
    note,
    notes_index,
    search_page,
)

__all__ = [
    "Around",
    "Audit",
    "Beside",
    "Copy",
    "Kin",
    "ListPage",
    "Mention",
    "Note",
    "Related",
    "around",
    "article",
    "chooser",
    "data_page",
    "facet_index",
    "found",
    "home",
    "list_pages",
    "listing",
    "not_found",
    "note",
    "notes_index",
    "search_page",
    "surrounded",
    "years",
]
