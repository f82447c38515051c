"""Photos to learn from and to judge by: where they lie, which they are, and dark ones made of bright ones."""
