"""Prompts as versioned files, and the token counting that budgets them."""
