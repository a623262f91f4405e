"""Quarterly tests: planned, opened, reminded of, reported, made up for."""
