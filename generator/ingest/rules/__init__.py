"""The cleaning rules, in the order in which they act. Order is meaning.

First the characters are made whole, so that later patterns match; pinyin is judged
on the whole page, before anything is cut; facts are read where they are removed;
marks, script and Markdown come last, on what is left.
"""

from generator.ingest.rule import Rule
from generator.ingest.rules import (
    bylines,
    characters,
    datelines,
    furniture,
    interface,
    losses,
    markup,
    pinyin,
    register,
    scans,
    script,
    structure,
    titles,
    wraps,
)

RULES: tuple[Rule, ...] = (
    markup.front_matter,
    markup.page_facts,
    markup.page_furniture,
    markup.page_tags,
    characters.mojibake,
    characters.invisible,
    characters.entities,
    characters.line_ends,
    characters.blanks,
    pinyin.pinyin,
    furniture.breadcrumb,
    register.record_box,
    interface.interruption,
    furniture.split_date,
    furniture.lead_in,
    furniture.disclaimer,
    scans.page_number,
    scans.page_run,
    interface.end_mark,
    interface.split_credit,
    furniture.credit_line,
    furniture.related_list,
    interface.interface_line,
    bylines.signature,
    bylines.glued_byline,
    scans.lone_mark,
    scans.running_head,
    titles.title,
    bylines.name_line,
    wraps.hard_wraps,
    datelines.dateline,
    characters.full_width,
    losses.lost_digits,
    losses.lost_punctuation,
    losses.masked_names,
    losses.lost_colon,
    characters.punctuation,
    script.script_restored,
    structure.markdown_paragraphs,
    structure.markdown_headings,
    structure.markdown_escapes,
    markup.page_images,
)
