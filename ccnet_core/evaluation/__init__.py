"""Measuring the product: fidelity on pairs of dark and bright photos, and how well its colours obey."""
