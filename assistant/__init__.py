"""Composition root: settings, the chain, the command line, the chat page and batch answering."""
