"""What photos are known by: files by their canonical names, pasted pictures by themselves."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ccnet_core.canonical import canonical_path, canonical_paths
from ccnet_core.photo import Photo

Source = Path | Photo
"""What a photo is opened from: its file, or itself where it was pasted."""


def photo_source(photo: Photo) -> Source:
    """What an open photo was opened from."""
    return photo if photo.path is None else photo.path


def photo_key(source: Source) -> Source:
    """What tells a photo from others, by whatever name its file was opened; hashable."""
    return canonical_path(source) if isinstance(source, Path) else source


def photo_keys(sources: Sequence[Source]) -> list[Source]:
    """Those of several, which may lie in the same folder."""
    paths = iter(canonical_paths(source for source in sources if isinstance(source, Path)))
    return [next(paths) if isinstance(source, Path) else source for source in sources]
