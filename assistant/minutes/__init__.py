"""Answers from minutes: what was voted, who holds an office, what a member asked about."""
