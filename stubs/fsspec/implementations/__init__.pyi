"""File systems that are shipped."""
