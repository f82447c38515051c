"""The photo on the screen, and what is read from it."""
