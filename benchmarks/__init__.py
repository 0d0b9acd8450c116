"""Measurements, run by hand; results are committed beside them."""
