"""The gallery: photos before and after, each with its settings, and what fails.

    python -m manual gallery

A pair is a command line. The pictures are what the command line writes; the page shows the same settings as a
value of :class:`ccnet_core.Adjustments`, which the parser of the command line gives.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from typing import NoReturn

from ccnet_core.adjustments import Adjustments, Reference
from ccnet_core.cli import build_parser, main
from ccnet_core.cli.options import read_adjustments
from ccnet_core.geometry import Crop
from ccnet_core.paths import ROOT
from ccnet_core.photo import Photo

DOCS = ROOT / "docs"
PICTURES = Path("pictures", "gallery")
"""Where results lie, below ``docs``."""
_QUALITY = 78


@dataclass(frozen=True)
class Pair:
    """A photo and what becomes of it.

    Attributes:
        photo: its file, from the root of the repository.
        title: of the pair.
        options: of ``ccnet enhance``.
        text: what was done and why, or what fails and what helps.
        fails: whether it is shown as a failure.
    """

    photo: str
    title: str
    options: str
    text: str
    fails: bool = False

    @property
    def name(self) -> str:
        """Of its files."""
        return Path(self.photo).stem.removeprefix("dark-")

    @property
    def command(self) -> str:
        """What writes the result beside the others, started in the root of the repository."""
        target = Path("docs", PICTURES, f"{self.name}.webp")
        options = f" {self.options}" if self.options else ""
        return f"ccnet enhance {self.photo} -o {target.as_posix()} --quality {_QUALITY}{options}"

    @property
    def adjustments(self) -> Adjustments:
        """What the command line decides, the same for any photo."""
        options = build_parser().parse_args(shlex.split(self.command)[1:])
        return read_adjustments(options, _no_pictures)

    @property
    def code(self) -> str:
        """The same in Python."""
        return expression(self.adjustments)


def _no_pictures(photo: Photo, part: Crop) -> NoReturn:
    raise ValueError(f"{photo.name}: pairs follow built-in styles alone")


def expression(adjustments: Adjustments) -> str:
    """The Python that makes a value.

    Raises:
        ValueError: it holds more than numbers, switches and built-in styles.
    """
    written = []
    for field in fields(Adjustments):
        value = getattr(adjustments, field.name)
        default = field.default if field.default_factory is MISSING else field.default_factory()
        if value == default:
            continue
        if field.name == "references":
            written.append(f"references=[{', '.join(map(_style, value))}]")
        elif isinstance(value, int | float):
            written.append(f"{field.name}={value!r}")
        else:
            raise ValueError(f"{field.name} has no short form")
    return f"Adjustments({', '.join(written)})"


def _style(reference: Reference) -> str:
    if reference.path or reference.weight != 1:
        raise ValueError(f"{reference.name} is no built-in style of weight 1")
    return f'find_style("{reference.name}").reference()'


PAIRS = (
    Pair(
        "resources/sample/dark-street.jpg",
        "A street at sunset",
        "",
        "Nothing was set. The street opens; the sun and the sky beside it keep their colour.",
    ),
    Pair(
        "resources/sample/dark-coffee.jpg",
        "Coffee by one lamp",
        "",
        "Nothing was set. The noise of a small sensor goes, most of the grain of the wood stays.",
    ),
    Pair(
        "docs/photos/lake.jpg",
        "A lake",
        "--clarity 0.15",
        "Snow keeps its structure while the forest opens.",
    ),
    Pair(
        "docs/photos/skyline.jpg",
        "A skyline at dusk",
        '--style "Blue hour" --style-strength 0.3',
        "The style moves the colours of the sky and the water; the lights keep theirs.",
    ),
    Pair(
        "docs/photos/osprey.jpg",
        "An osprey",
        "--vibrance 0.2",
        "Weak colours, as of the rock behind the bird, get stronger.",
    ),
    Pair(
        "docs/photos/otters.jpg",
        "Otters",
        "--brightness 0.75 --highlights -0.4",
        "The network alone makes the sand too bright. Three quarters of the way, and highlights held back.",
    ),
    Pair(
        "docs/photos/colosseum.jpg",
        "Arches at night",
        "--shadows 0.4",
        "The stone between the lit arches is opened further than the network opens it.",
    ),
    Pair(
        "docs/photos/spices.jpg",
        "Spices",
        "--saturation 0.85",
        "Colours that came out stronger than they were are taken back.",
    ),
    Pair(
        "docs/photos/astronaut.jpg",
        "A portrait",
        '--style "Golden hour" --style-strength 0.5',
        "The background follows the style. Skin is protected, as it is unless you say otherwise.",
    ),
    Pair(
        "docs/photos/courtyard.jpg",
        "A courtyard, as it was taken",
        "",
        "A photo that needs little comes out nearly as it went in: the opening stays as bright as it was.",
    ),
    Pair(
        "docs/photos/cat.jpg",
        "Too little light",
        "",
        "A sixtieth of the light on a small sensor. What the noise has drowned does not come back: the fur "
        "is blotched, and its finest pattern is that of the noise. **Luminance noise** is at 100 % already, "
        "and nothing else in the program helps.",
        fails=True,
    ),
    Pair(
        "docs/photos/saturn.jpg",
        "Black around a bright thing",
        "",
        "In space there is nothing to bring back, but the rings are lifted until they are white, and a cloud "
        "of light grey stands around them. **Brighten** at 30 % is better; the photo itself is best.",
        fails=True,
    ),
    Pair(
        "docs/photos/periwinkle.jpg",
        "Noise behind flowers",
        "",
        "The petals burn out, the leaves come out too green, and noise in the black between them stays as a "
        "crust. **Highlights** at -60, **Saturation** at 75 % and **Blacks** at -50 help with the first two.",
        fails=True,
    ),
    Pair(
        "docs/photos/trestle.jpg",
        "A colour cast",
        "",
        "A photo that was graded to teal stays teal: the network does not take a cast of the whole photo "
        "away, and cannot know whether it is meant. **Auto** in the white balance hardly changes it; "
        "**Temperature** and **Tint** do, by hand.",
        fails=True,
    ),
)


def render_gallery(wanted: Callable[[Pair], bool] = lambda pair: True) -> None:
    """Write the results of pairs anew.

    Args:
        wanted: tells which.

    Raises:
        RuntimeError: a photo failed; why was told on stderr.
    """
    (DOCS / PICTURES).mkdir(parents=True, exist_ok=True)
    for pair in filter(wanted, PAIRS):
        if main([*shlex.split(pair.command)[1:], "--overwrite"]):
            raise RuntimeError(f"{pair.photo} could not be enhanced")
