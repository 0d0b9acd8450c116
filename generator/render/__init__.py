"""Article and script in, the bytes of a page out; the one room that knows HTML."""
