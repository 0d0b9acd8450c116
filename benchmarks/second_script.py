"""What the second script of an article costs, against one render of its Markdown.

Run: python -m benchmarks.second_script [FOLDER]

FOLDER holds article files; the default is the sample archive. In twenty rounds each
body is rendered by Python-Markdown alone, then by our room around it, which hands it
only what is more than plain paragraphs; then the HTML is converted to the other
script, quotation marks too, as in a build. The quickest of
the rounds counts, since other work can only slow one.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import markdown

from generator.render.markdown import to_html
from generator.script import convert, convert_html, quotes

ROUNDS = 20
SAMPLE = Path(__file__).resolve().parents[1] / "content/articles"


def main() -> None:
    """Print the ratio of each round, and that of all."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLE
    files = [path.read_text("utf-8") for path in sorted(folder.glob("*.md"))]
    bodies = [text.partition("\n---\n")[2] for text in files]
    pages = [to_html(body)[0] for body in bodies]
    second(pages[0])
    library = markdown.Markdown()
    works = (
        (lambda body: library.reset().convert(body), bodies),
        (to_html, bodies),
        (second, pages),
    )
    rounds = [[seconds(*work) for work in works] for _ in range(ROUNDS)]
    alone, ours, other = map(min, zip(*rounds, strict=True))
    print(f"{len(bodies)} articles, {sum(map(len, bodies))} characters")
    print(f"second script / Python-Markdown: {other / alone:.2f}")
    print(f"second script / our render: {other / ours:.2f}")


def seconds(work: Callable[[str], object], texts: list[str]) -> float:
    """Return the processor seconds that `work` takes for all texts."""
    started = time.process_time()
    for text in texts:
        work(text)
    return time.process_time() - started


def second(page: str) -> str:
    """Convert a page as a build does."""

    def change(text: str) -> str:
        return quotes(convert(text, "hant", source="hans"), "hant")

    return convert_html(page, change)


if __name__ == "__main__":
    main()
