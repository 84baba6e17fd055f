"""The embedding model that ships with the program, its card, and the recipe that trains it."""
