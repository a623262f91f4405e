"""Observed assessments: planned, scored on a phone, submitted."""
