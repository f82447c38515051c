"""The photos of the window in a row, and the small pictures that stand for them."""
