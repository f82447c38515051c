"""The controls of light and colour, each declared once.

A control is a number that a person sets; a switch is on or off. What the rest of the program knows of one
follows from its declaration in :class:`Controls`: the field of :class:`ccnet_core.adjustments.Adjustments`
with its default and its check, its entry in files, the option of the command line, the slider or the tick of
the window and the names of steps in the history; whether it belongs to the light or to the colours of a
photo, and whether a change of it needs the network. A new one takes its declaration here, with the schema of
files that is the first to hold it (:data:`ccnet_core.adjustments.SCHEMA`), its mathematics
(:mod:`ccnet_core.engine.tone`, :mod:`ccnet_core.photo.lens`), a test, and its words in the other languages
(``make translations``).
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from enum import Enum, StrEnum, auto
from typing import Any

from ccnet_core.messages import QT_TRANSLATE_NOOP

LARGEST_SCALE = 3.0
LARGEST_BRIGHTNESS = 1.5
LARGEST_EXPOSURE = 5.0


class Section(StrEnum):
    """Where a control stands."""

    BRIGHTEN = "brighten"
    LIGHT = "light"
    WHITE_BALANCE = "white balance"
    COLOUR = "colour"
    STYLE = "style"
    DETAIL = "detail"
    LENS = "lens"


class Stage(Enum):
    """What a control changes."""

    GUIDANCE = auto()
    """What the network is given: a change needs another colorization."""
    PIXELS = auto()
    """What the network gave."""


class Unit(Enum):
    """How a value is shown."""

    PERCENT = auto()
    """1 is 100 %."""
    POINTS = auto()
    """1 is 100, without a unit: both ways from 0."""
    STOPS = auto()
    """Stops of light, with two decimals."""
    DEGREES = auto()
    """Degrees of an angle, with two decimals."""


@dataclass(frozen=True, slots=True)
class Control:
    """A number that a person sets.

    Attributes:
        name: of its field and of its entry in files.
        low: its least value.
        high: its largest value.
        neutral: the value that changes nothing; None where that is the photo's own, whatever it is.
        label: what it is called in the window, in English.
        tip: what it does, in English.
        help: the same for the command line.
        section: where it stands.
        stage: what it changes.
        unit: how its value is shown.
        step: the least difference that the window makes.
        options: further names of its option, without the dashes.
        schema: the first of adjustments that has it.
    """

    name: str
    low: float
    high: float
    neutral: float | None
    label: str
    tip: str
    help: str
    section: Section
    stage: Stage = Stage.PIXELS
    unit: Unit = Unit.PERCENT
    step: float = 0.01
    options: tuple[str, ...] = ()
    schema: int = 1

    @property
    def is_tone(self) -> bool:
        """Whether it decides on light alone."""
        return self.section in (Section.BRIGHTEN, Section.LIGHT)

    @property
    def option(self) -> str:
        """The name of its option, without the dashes."""
        return self.name.replace("_", "-")

    def check(self, value: object) -> None:
        """Refuse what it cannot be.

        Raises:
            ValueError: it is no number, or out of range.
        """
        if value is not None or self.neutral is not None:
            check_range(self.name, value, self.low, self.high)


def check_range(name: str, value: object, low: float, high: float) -> None:
    """Refuse what is no number from ``low`` to ``high``.

    Raises:
        ValueError: in words, with the name.
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"{name} must be a number, got {value!r}")
    # So written, it also refuses what is not a number, and whole numbers too large for a float.
    if not low <= value <= high:
        raise ValueError(f"{name} must lie between {low:g} and {high:g}, got {str(value)[:20]}")


def _control(low: float, high: float, neutral: float | None, *declared: Any, **more: Any) -> Any:
    """A field with its declaration: what :class:`Control` has but for the name, in the same order."""
    more.setdefault("unit", Unit.POINTS if low < 0 else Unit.PERCENT)
    control = Control("", low, high, neutral, *declared, **more)
    return field(default=neutral, metadata={"control": control})


@dataclass(frozen=True, slots=True)
class Switch:
    """What a person switches on and off.

    Attributes:
        name: of its field and of its entry in files.
        default: whether it is on where nobody decided.
        label: what it is called in the window, in English.
        tip: what it does, in English.
        help: the same for the command line.
        section: where it stands.
        schema: the first of adjustments that has it.
    """

    name: str
    default: bool
    label: str
    tip: str
    help: str
    section: Section
    schema: int

    @property
    def option(self) -> str:
        """The name of its option, without the dashes; with ``no-`` before it is that which switches off."""
        return self.name.replace("_", "-")

    def check(self, value: object) -> None:
        """Refuse what is neither on nor off.

        Raises:
            ValueError: in words, with the name.
        """
        if not isinstance(value, bool):
            raise ValueError(f"{self.name} must be true or false, got {value!r}")


def _switch(default: bool, *declared: Any) -> Any:
    """A field with its declaration: what :class:`Switch` has but for the name, in the same order."""
    return field(default=default, metadata={"switch": Switch("", default, *declared)})


@dataclass(frozen=True, slots=True)
class Controls:
    """A value for every control and switch; the defaults are neutral.

    Raises:
        ValueError: a value is out of its range.
    """

    brightness: float = _control(
        0,
        LARGEST_BRIGHTNESS,
        1.0,
        QT_TRANSLATE_NOOP("Controls", "Brighten"),
        QT_TRANSLATE_NOOP(
            "Controls",
            "0 % is the photo itself, 100 % what the network makes of it; more is more of the same.",
        ),
        "{low:g} (the photo itself) to {high:g}; {neutral:g} is the network's result",
        Section.BRIGHTEN,
        options=("brighten",),
    )
    exposure: float = _control(
        -LARGEST_EXPOSURE,
        LARGEST_EXPOSURE,
        0.0,
        QT_TRANSLATE_NOOP("Controls", "Exposure"),
        QT_TRANSLATE_NOOP("Controls", "Stops of light, more or less; highlights are compressed, not cut."),
        "{low:g} to {high:g}: less or more light",
        Section.LIGHT,
        unit=Unit.STOPS,
    )
    contrast: float = _control(
        -1,
        1,
        0.0,
        QT_TRANSLATE_NOOP("Controls", "Contrast"),
        QT_TRANSLATE_NOOP("Controls", "To the left light and dark come closer, to the right they part."),
        "{low:g} to {high:g}: less or more of it",
        Section.LIGHT,
        schema=3,
    )
    highlights: float = _control(
        -1,
        1,
        0.0,
        QT_TRANSLATE_NOOP("Controls", "Highlights"),
        QT_TRANSLATE_NOOP(
            "Controls",
            "To the left bright areas get the photo's own tone and colour back, to the right they shine.",
        ),
        "{low:g} (give them back their own tone and colour) to {high:g}",
        Section.LIGHT,
    )
    shadows: float = _control(
        -1,
        1,
        0.0,
        QT_TRANSLATE_NOOP("Controls", "Shadows"),
        QT_TRANSLATE_NOOP(
            "Controls", "To the left dark areas deepen, to the right they open; black stays black."
        ),
        "{low:g} to {high:g} (open them)",
        Section.LIGHT,
    )
    whites: float = _control(
        -1,
        1,
        0.0,
        QT_TRANSLATE_NOOP("Controls", "Whites"),
        QT_TRANSLATE_NOOP(
            "Controls", "To the left the brightest tones keep away from white, to the right they approach it."
        ),
        "{low:g} to {high:g}: where white begins, and never passed",
        Section.LIGHT,
        schema=3,
    )
    blacks: float = _control(
        -1,
        1,
        0.0,
        QT_TRANSLATE_NOOP("Controls", "Blacks"),
        QT_TRANSLATE_NOOP("Controls", "To the left the darkest tones deepen, to the right they lift."),
        "{low:g} (deepen them) to {high:g}",
        Section.LIGHT,
        schema=3,
    )
    clarity: float = _control(
        -1,
        1,
        0.0,
        QT_TRANSLATE_NOOP("Controls", "Clarity"),
        QT_TRANSLATE_NOOP(
            "Controls", "To the left structure of middle size softens, to the right it stands out."
        ),
        "{low:g} (soften structure of middle size) to {high:g} (let it stand out)",
        Section.LIGHT,
        schema=4,
    )
    range: float | None = _control(
        0,
        1,
        None,
        QT_TRANSLATE_NOOP("Controls", "Range"),
        QT_TRANSLATE_NOOP(
            "Controls",
            "How far bright and dark places are brought closer together, so that both show detail: to the "
            "left the contrast stays, to the right it gets flat. Untouched, as it suits the photo.",
        ),
        "how far light and dark are brought together: auto (as the network chose) or {low:g} to {high:g}",
        Section.LIGHT,
        schema=3,
    )
    temperature: float = _control(
        -1,
        1,
        0.0,
        QT_TRANSLATE_NOOP("Controls", "Temp"),
        QT_TRANSLATE_NOOP("Controls", "To the left the light gets bluer, to the right warmer."),
        "{low:g} (bluer) to {high:g} (warmer); of camera raw files the light's own, such as 3200K",
        Section.WHITE_BALANCE,
    )
    tint: float = _control(
        -1,
        1,
        0.0,
        QT_TRANSLATE_NOOP("Controls", "Tint"),
        QT_TRANSLATE_NOOP("Controls", "To the left the light gets greener, to the right more magenta."),
        "{low:g} (greener) to {high:g} (more magenta)",
        Section.WHITE_BALANCE,
    )
    saturation: float = _control(
        0,
        LARGEST_SCALE,
        1.0,
        QT_TRANSLATE_NOOP("Controls", "Saturation"),
        QT_TRANSLATE_NOOP("Controls", "Strength of all colours; 0 % is grey."),
        "{low:g} (grey) to {high:g}; {neutral:g} is neutral",
        Section.COLOUR,
        stage=Stage.GUIDANCE,
    )
    vibrance: float = _control(
        -1,
        1,
        0.0,
        QT_TRANSLATE_NOOP("Controls", "Vibrance"),
        QT_TRANSLATE_NOOP("Controls", "Strength of weak colours; vivid ones stay as they are."),
        "{low:g} to {high:g}: less or more of weak colours",
        Section.COLOUR,
    )
    green_magenta: float = _control(
        0,
        LARGEST_SCALE,
        1.0,
        QT_TRANSLATE_NOOP("Controls", "Greens, magentas"),
        QT_TRANSLATE_NOOP("Controls", "Saturation of greens and magentas alone; 0 % takes them away."),
        "scale of that axis, {low:g} to {high:g}",
        Section.COLOUR,
        stage=Stage.GUIDANCE,
    )
    blue_yellow: float = _control(
        0,
        LARGEST_SCALE,
        1.0,
        QT_TRANSLATE_NOOP("Controls", "Blues, yellows"),
        QT_TRANSLATE_NOOP("Controls", "Saturation of blues and yellows alone; 0 % takes them away."),
        "scale of that axis, {low:g} to {high:g}",
        Section.COLOUR,
        stage=Stage.GUIDANCE,
    )
    style_strength: float = _control(
        0,
        1,
        0.5,
        QT_TRANSLATE_NOOP("Controls", "Strength"),
        QT_TRANSLATE_NOOP("Controls", "How far the colours move towards the style."),
        "{low:g} to {high:g}",
        Section.STYLE,
        stage=Stage.GUIDANCE,
    )
    protect_skin: float = _control(
        0,
        1,
        0.7,
        QT_TRANSLATE_NOOP("Controls", "Protect skin"),
        QT_TRANSLATE_NOOP("Controls", "How far colours such as skin has keep out of the style."),
        "how far colours such as skin has keep out of a style that is followed by main colours, "
        "{low:g} to {high:g} (default: {neutral:g})",
        Section.STYLE,
        schema=9,
    )
    match_luminance: bool = _switch(
        False,
        QT_TRANSLATE_NOOP("Controls", "Match luminance"),
        QT_TRANSLATE_NOOP("Controls", "Brings light and dark towards the style's, too."),
        "bring light and dark towards a style's, too, where it is followed by main colours",
        Section.STYLE,
        9,
    )
    lens_correction: bool = _switch(
        True,
        QT_TRANSLATE_NOOP("Controls", "Lens correction"),
        QT_TRANSLATE_NOOP(
            "Controls",
            "Straightens lines, brightens corners and takes away coloured edges, "
            "as is known of the lens of a camera raw file.",
        ),
        "correct distortion, vignetting and chromatic aberration of camera raw files whose lens is known",
        Section.LENS,
        4,
    )

    luminance_noise: float | None = _control(
        0,
        1,
        None,
        QT_TRANSLATE_NOOP("Controls", "Luminance noise"),
        QT_TRANSLATE_NOOP(
            "Controls", "How much of the grain is taken away; untouched, as it suits the photo's noise."
        ),
        "how much grain is taken away: auto (by the photo's noise) or {low:g} to {high:g}",
        Section.DETAIL,
        schema=8,
    )
    colour_noise: float | None = _control(
        0,
        1,
        None,
        QT_TRANSLATE_NOOP("Controls", "Colour noise"),
        QT_TRANSLATE_NOOP(
            "Controls", "How much of colour blotches is taken away; untouched, as it suits the photo's noise."
        ),
        "how much of colour blotches is taken away: auto (by the photo's noise) or {low:g} to {high:g}",
        Section.DETAIL,
        options=("color-noise",),
        schema=8,
    )
    detail: float | None = _control(
        0,
        1,
        None,
        QT_TRANSLATE_NOOP("Controls", "Detail"),
        QT_TRANSLATE_NOOP(
            "Controls",
            "How much fine structure comes back that went with the grain; untouched, as it suits the photo.",
        ),
        "how much fine structure comes back: auto (by the photo's noise) or {low:g} to {high:g}",
        Section.DETAIL,
        schema=8,
    )
    sharpen: float | None = _control(
        0,
        1,
        None,
        QT_TRANSLATE_NOOP("Controls", "Sharpen"),
        QT_TRANSLATE_NOOP(
            "Controls", "How crisp the finest structure is at full size; edges get no halo, grain stays soft."
        ),
        "how crisp fine structure is: auto (by the photo's noise) or {low:g} to {high:g}",
        Section.DETAIL,
        schema=8,
    )

    def __post_init__(self) -> None:
        for declared in DECLARED:
            declared.check(getattr(self, declared.name))


CONTROLS: tuple[Control, ...] = tuple(
    replace(f.metadata["control"], name=f.name) for f in fields(Controls) if "control" in f.metadata
)
"""All that are numbers, as they stand below each other."""
SWITCHES: tuple[Switch, ...] = tuple(
    replace(f.metadata["switch"], name=f.name) for f in fields(Controls) if "switch" in f.metadata
)
"""All that are on or off."""
DECLARED: tuple[Control | Switch, ...] = (*CONTROLS, *SWITCHES)
LOCAL_STYLE = Control(
    "style",
    -1,
    1,
    0.0,
    QT_TRANSLATE_NOOP("Controls", "Style"),
    QT_TRANSLATE_NOOP(
        "Controls", "To the left a style that is followed by colours gives way here, to the right it doubles."
    ),
    "",
    Section.STYLE,
    unit=Unit.POINTS,
    schema=9,
)
"""Of masks alone: how far the photo's style counts there, beside what it does everywhere."""
LOCAL_DETAIL = tuple(
    Control(name, -1, 1, 0.0, label, tip, "", Section.DETAIL, unit=Unit.POINTS, schema=10)
    for name, label, tip in (
        (
            "luminance_noise",
            QT_TRANSLATE_NOOP("Controls", "Luminance noise"),
            QT_TRANSLATE_NOOP(
                "Controls", "To the left more of the grain stays here, to the right more of it is taken away."
            ),
        ),
        (
            "colour_noise",
            QT_TRANSLATE_NOOP("Controls", "Colour noise"),
            QT_TRANSLATE_NOOP(
                "Controls", "To the left more colour blotches stay here, to the right more are taken away."
            ),
        ),
        (
            "detail",
            QT_TRANSLATE_NOOP("Controls", "Detail"),
            QT_TRANSLATE_NOOP(
                "Controls", "To the left less fine structure comes back here, to the right more."
            ),
        ),
        (
            "sharpen",
            QT_TRANSLATE_NOOP("Controls", "Sharpen"),
            QT_TRANSLATE_NOOP(
                "Controls", "To the left it is sharpened less here, to the right more; edges get no halo."
            ),
        ),
    )
)
"""Of masks alone: where between none and all each control of detail is there. What it is everywhere is 0."""
TONE = tuple(control.name for control in CONTROLS if control.is_tone)
"""The names of those that decide on light alone; all other adjustments are about colours."""
