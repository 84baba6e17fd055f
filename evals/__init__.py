"""Scoring: cases, measures, floors and reports; knows nothing of how an answer was made."""
