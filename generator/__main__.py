"""`python -m generator` is the same program as `wenyuan`."""

from generator.cli import main

main()
