"""Follow-up questions: what they refer to in the turns before them."""
