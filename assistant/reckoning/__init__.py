"""Figures worked out from several cells of tables, or from several figures of running text."""
