"""What makes the manual: its photos, its pictures of the window, its pages, and the paper."""
