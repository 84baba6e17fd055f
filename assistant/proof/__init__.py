"""Whether a quote proves a sentence: what is claimed, what agrees, what is confused or denied."""
