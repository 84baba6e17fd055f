"""Answers from table cells, and what the tables of several documents say of one thing."""
