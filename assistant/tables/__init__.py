"""Answers from table cells, and figures worked out from several of them."""
