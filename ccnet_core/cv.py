"""OpenCV without the traces its import leaves: always ``from ccnet_core.cv import cv2``.

On Linux the ``opencv-python`` wheel points ``QT_QPA_PLATFORM_PLUGIN_PATH`` and ``QT_QPA_FONTDIR`` at the
Qt it carries, which would make PySide6 load another Qt's plugins and die, and it puts an empty entry
(the working folder) on ``LD_LIBRARY_PATH``, which every child process would inherit.
"""

from __future__ import annotations

import os

_TOUCHED = ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR", "LD_LIBRARY_PATH")
_before = {name: os.environ.get(name) for name in _TOUCHED}

import cv2  # noqa: E402

for _name, _value in _before.items():
    if _value is None:
        os.environ.pop(_name, None)
    else:
        os.environ[_name] = _value

# A file that cannot be decoded is told of by an exception; a second report on stderr helps nobody.
cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)

__all__ = ["cv2"]
