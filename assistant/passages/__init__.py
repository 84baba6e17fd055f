"""Which sentence of the passages found is the best evidence."""
