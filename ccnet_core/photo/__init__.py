"""Photo files in and out: `open_photo` and `save_photo`, with what a photo carries besides its pixels."""

from ccnet_core.errors import PhotoError
from ccnet_core.photo.formats import READABLE_SUFFIXES, WRITABLE_SUFFIXES
from ccnet_core.photo.photo import Photo
from ccnet_core.photo.reading import MAX_PIXELS, check_kind, open_photo, read_thumbnail
from ccnet_core.photo.writing import ExportOptions, default_export_path, save_photo

__all__ = [
    "MAX_PIXELS",
    "READABLE_SUFFIXES",
    "WRITABLE_SUFFIXES",
    "ExportOptions",
    "Photo",
    "PhotoError",
    "check_kind",
    "default_export_path",
    "open_photo",
    "read_thumbnail",
    "save_photo",
]
