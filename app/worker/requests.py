"""What the window asks of the engine's thread, and what it gets back: frozen values with ids."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect
from PySide6.QtGui import QImage

from app.document.autosave import Found
from app.worker.cache import FileVersion
from ccnet_core.adjustments import Adjustments, Reference
from ccnet_core.develop import OneRendering
from ccnet_core.geometry import WHOLE, Crop
from ccnet_core.masks import Mask, Point
from ccnet_core.messages import Message
from ccnet_core.photo import ExportOptions, Photo

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ccnet_core.engine import Engine


@dataclass(frozen=True, slots=True, eq=False)
class OpenRequest:
    """Read a photo and what was decided about it, brighten it, and render it so.

    Attributes:
        source: its file; or the photo itself, where it was pasted.
        find: called where it is read: what was decided about it.
    """

    id: int
    source: Path | Photo
    find: Callable[[], Found] = Found

    @property
    def photo_id(self) -> int:
        """The id that the photo has once it is open."""
        return self.id


@dataclass(frozen=True, slots=True, eq=False)
class BrightenRequest:
    """Brighten a photo that is read, and render it.

    Attributes:
        photo_id: of the request that opened it.
        version: the file that it was read from, as it was then; None for a pasted picture, and where that is
            known since it was brightened before.
    """

    id: int
    photo_id: int
    photo: Photo
    adjustments: Adjustments
    version: FileVersion | None = None


@dataclass(frozen=True, slots=True)
class RenderRequest:
    """Render the working picture of the photo that ``photo_id`` opened.

    Attributes:
        cover: the mask of which is to be shown what it covers; None for none.
    """

    id: int
    photo_id: int
    adjustments: Adjustments
    exact: bool = False
    cover: Mask | None = None


@dataclass(frozen=True, slots=True)
class RegionRequest:
    """Render a part of the full-size picture.

    Attributes:
        region: of what the adjustments show of the photo.
        scale: device pixels per photo pixel at which it is shown; below 1 it is reduced to them.
        compared: what is to be seen in the place of the photo as it was; None for that.
    """

    id: int
    photo_id: int
    adjustments: Adjustments
    region: QRect
    scale: float = 1.0
    compared: Adjustments | None = None


@dataclass(frozen=True, slots=True)
class ColourRequest:
    """Tell the colour of a place of the brightened photo.

    Attributes:
        place: in shares of the photo's width and height.
    """

    id: int
    photo_id: int
    place: Point


@dataclass(frozen=True, slots=True)
class CompareRequest:
    """Render the working picture with other adjustments, to be compared with."""

    id: int
    photo_id: int
    adjustments: Adjustments


@dataclass(frozen=True, slots=True)
class WhiteRequest:
    """Tell the white balance that the brightened photo itself asks for."""

    id: int
    photo_id: int


@dataclass(frozen=True, slots=True)
class ThumbnailsRequest:
    """Render the photo in several styles, small."""

    id: int
    photo_id: int
    adjustments: tuple[Adjustments, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ReferenceRequest:
    """Measure reference pictures, or a part of each, for the photo that is open."""

    id: int
    photo_id: int
    sources: Sequence[Path | Photo]
    part: Crop = WHOLE


@dataclass(frozen=True, slots=True)
class ReferencePicturesRequest:
    """Read the pictures of references whose statistics are known, to show them beside a photo."""

    id: int
    photo_id: int
    references: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """Write the full-size picture to a file.

    Attributes:
        photo: its photo, which need not be open any more when its turn comes.
        once: what it shares with exports of the same in other sizes; None where there are none.
    """

    id: int
    photo_id: int
    photo: Photo
    adjustments: Adjustments
    path: Path
    options: ExportOptions
    once: OneRendering | None = None


@dataclass(frozen=True, slots=True)
class CopyRequest:
    """Make the full-size picture, for the clipboard.

    Attributes:
        photo: its photo, which need not be open any more when its turn comes.
    """

    id: int
    photo_id: int
    photo: Photo
    adjustments: Adjustments


@dataclass(frozen=True, slots=True)
class LookRequest:
    """Write the colours of a photo as a look.

    Attributes:
        photo: the photo, to which a style is fitted.
        overwrite: whether a file of the name may be replaced.
    """

    id: int
    photo_id: int
    photo: Photo
    adjustments: Adjustments
    path: Path
    overwrite: bool


@dataclass(frozen=True, slots=True, eq=False)
class ConfigureRequest:
    """Compute with another engine from now on; the open photo is brightened anew."""

    id: int
    load_engine: Callable[[], Engine]
    preview_pixels: int


@dataclass(frozen=True, slots=True)
class FullSizeRequest:
    """Make what is missing of the photo's full size, while nothing else is to be done; nobody is answered."""

    photo_id: int
    id: int = 0


Request = (
    ConfigureRequest
    | OpenRequest
    | BrightenRequest
    | RenderRequest
    | RegionRequest
    | ColourRequest
    | CompareRequest
    | WhiteRequest
    | ThumbnailsRequest
    | ReferenceRequest
    | ReferencePicturesRequest
    | LookRequest
    | CopyRequest
    | ExportRequest
    | FullSizeRequest
)


WrittenRequest = ExportRequest | CopyRequest | LookRequest
"""What ends in a thread that writes."""


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """The photo is read; its brightening follows, and is answered with a :class:`Rendered`.

    Attributes:
        version: the file that it was read from, as it was then; None for a pasted picture.
        found: what was decided about it before.
    """

    photo_id: int
    photo: Photo
    picture: QImage
    version: FileVersion | None
    found: Found


@dataclass(frozen=True, slots=True)
class Pictured:
    """The photo as it was looks otherwise from here on: its lens is corrected now, or not any more."""

    photo_id: int
    picture: QImage


@dataclass(frozen=True, slots=True)
class Glimpsed:
    """What the rendering of a photo that is being brightened will be: small, and soon.

    Attributes:
        adjustments: what it shows; it is cut as they ask for.
    """

    photo_id: int
    adjustments: Adjustments
    picture: QImage


@dataclass(frozen=True, slots=True)
class Rendered:
    """The working picture, rendered: by the network itself, or nearly so while a hand drags.

    Attributes:
        id: of the :class:`RenderRequest`, or of what had the photo brightened.
        picture: what the adjustments show of the photo.
        own: the values of controls that are the photo's own where none is chosen, by their names.
        noise: standard deviation of the noise of L* in dark parts of the photo.
        whole: all of the photo as it is stored, of an exact rendering.
        cover: what the mask that was asked for covers of the picture, grey.
    """

    id: int
    photo_id: int
    adjustments: Adjustments
    picture: QImage
    seconds: float
    exact: bool
    own: Mapping[str, float]
    noise: float
    whole: QImage | None = None
    cover: QImage | None = None


@dataclass(frozen=True, slots=True)
class ColourTold:
    """The colour of a place of the brightened photo without adjustments.

    Attributes:
        L: in [0, 1].
        ab: (a*, b*) / 110.
    """

    id: int
    photo_id: int
    L: float
    ab: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Compared:
    """The working picture as was asked for to compare with it, as much as is shown of it."""

    id: int
    photo_id: int
    adjustments: Adjustments
    picture: QImage


@dataclass(frozen=True, slots=True)
class WhiteTold:
    """The white balance that the photo itself asks for.

    Attributes:
        temperature: -1 (bluer) to 1 (warmer).
        tint: -1 (greener) to 1 (more magenta).
    """

    id: int
    photo_id: int
    temperature: float
    tint: float


@dataclass(frozen=True, slots=True)
class RegionRendered:
    """A part of the full-size picture, rendered, and the same part of the photo, both as was asked for."""

    id: int
    photo_id: int
    adjustments: Adjustments
    region: QRect
    picture: QImage
    original: QImage


@dataclass(frozen=True, slots=True)
class ThumbnailRendered:
    """One of the thumbnails of a request."""

    id: int
    photo_id: int
    index: int
    picture: QImage


@dataclass(frozen=True, slots=True)
class ReferenceMeasured:
    """A reference picture, ready to be followed."""

    id: int
    photo_id: int
    reference: Reference
    thumbnail: QImage


@dataclass(frozen=True, slots=True)
class ReferencePictured:
    """The picture of a reference that is followed already."""

    id: int
    reference: Reference
    thumbnail: QImage


@dataclass(frozen=True, slots=True)
class Exported:
    """The file is written.

    Attributes:
        notices: what of the metadata did not fit into it.
    """

    id: int
    path: Path
    seconds: float
    notices: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class LookSaved:
    """The look is written.

    Attributes:
        left_out: the names of what is decided and cannot be part of it.
    """

    id: int
    path: Path
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Copied:
    """The full-size picture is made.

    Attributes:
        adjustments: what it shows.
        name: of its photo.
        png: the picture as a PNG file, which takes longer to make than a window may stand still.
    """

    id: int
    photo_id: int
    adjustments: Adjustments
    name: str
    picture: QImage
    png: bytes


@dataclass(frozen=True, slots=True)
class Configured:
    """Another engine computes from now on; what was rendered before is out of date."""

    id: int


@dataclass(frozen=True, slots=True)
class Failed:
    """A request could not be carried out; everything else is as it was."""

    id: int
    message: str


@dataclass(frozen=True, slots=True)
class Stopped:
    """A request was cancelled by the person or superseded by a newer one."""

    id: int


@dataclass(frozen=True, slots=True)
class Progressed:
    """How far a long request is: 0 to 1."""

    id: int
    task: str
    share: float
