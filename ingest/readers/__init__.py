"""Readers: one file per format, chosen by content; each turns bytes into plain text with layout hints."""
