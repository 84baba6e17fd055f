"""Public question sets in their own formats, turned into ours: one file a format."""
