"""Statistics of tests that were taken, and what they say in plain words."""
