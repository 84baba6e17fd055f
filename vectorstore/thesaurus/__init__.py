"""What people say and what documents write: the thesaurus of administration, and how a question is widened by it."""
