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
from generator.render.pages.changes import Moved, changes
from generator.render.pages.found import Audit, found
from generator.render.pages.indexes import index_pages, index_places, named
from generator.render.pages.listed import Head, Listed, ListPage, Sheet
from generator.render.pages.lists import (
    days_page,
    label_of,
    list_page,
    list_pages,
    listing,
    lists,
    page_count,
    slugs_on,
    years,
)
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
    "Head",
    "Kin",
    "ListPage",
    "Listed",
    "Mention",
    "Moved",
    "Note",
    "Related",
    "Sheet",
    "around",
    "article",
    "changes",
    "chooser",
    "data_page",
    "days_page",
    "found",
    "home",
    "index_pages",
    "index_places",
    "label_of",
    "list_page",
    "list_pages",
    "listing",
    "lists",
    "named",
    "not_found",
    "note",
    "notes_index",
    "page_count",
    "search_page",
    "slugs_on",
    "surrounded",
    "years",
]
