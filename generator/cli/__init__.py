"""The command line: each command calls one function and prints its answer.

The one door to Click; Python callers find the same functions without it.
"""

from __future__ import annotations

import click

from generator import __version__
from generator.cli.common import Group


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="wenyuan")
def main() -> None:
    """Wenyuan 文渊: dirty Chinese articles in, a bilingual searchable archive out.

    \b
    Begin:  wenyuan new my-archive
            cd my-archive, put files into content/sources
            wenyuan serve --open
    """
