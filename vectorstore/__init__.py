"""Searching: the catalogue, the word index, the vectors and the fusion of both."""
