"""Measuring the assistant with `evals`: question sets, tiers, broken systems, and the tables of figures."""
