"""Fixtures of the window's tests; their helpers are in window_fixtures."""

from window_fixtures import make_photo, make_window, network, opened, reading, settings, window

__all__ = ["make_photo", "make_window", "network", "opened", "reading", "settings", "window"]
