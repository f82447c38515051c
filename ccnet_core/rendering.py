"""What becomes of photos, in numbers; nothing here needs torch."""

from __future__ import annotations

RENDERING = 12
"""Version of what becomes of a photo, its adjustments and a network's weights.

To be raised with every change after which the same three give a picture that looks different: in how a
network is computed, in tone, colour or gamut, or in how photos are read. A batch makes anew what an older one
made. It is not the program's version, by which thousands of photos would be made anew for another button.
"""
WORKING_PIXELS = 1_000_000
"""Size of the picture on which tone and colour are decided, and which the window shows, unless another is
wanted."""
