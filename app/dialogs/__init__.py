"""Dialogs, and what they begin with."""
