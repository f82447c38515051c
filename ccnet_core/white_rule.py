"""How white balance follows from each photo, where many are treated alike: by its own light, or in kelvin."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ccnet_core.adjustments import Adjustments
from ccnet_core.colour.illuminant import LEAST_KELVIN, MOST_KELVIN, Light
from ccnet_core.photo import PhotoError

if TYPE_CHECKING:
    from ccnet_core.engine import Brightened, Engine


@dataclass(frozen=True, slots=True)
class WhiteRule:
    """What temperature and tint are to be, once a photo is there. By default, what adjustments say.

    Attributes:
        automatic: told by the photo itself, as brightened.
        kelvin: the temperature of the light, of camera raw files; tint stays what adjustments say.

    Raises:
        ValueError: the temperature is out of range, or both are given.
    """

    automatic: bool = False
    kelvin: float | None = None

    def __post_init__(self) -> None:
        if self.kelvin is None:
            return
        if self.automatic:
            raise ValueError("white balance is either automatic or of a temperature in kelvin")
        if not LEAST_KELVIN <= self.kelvin <= MOST_KELVIN:
            limits = f"between {LEAST_KELVIN:g} and {MOST_KELVIN:g} K"
            raise ValueError(f"temperature must lie {limits}, got {self.kelvin:g} K")

    @property
    def is_neutral(self) -> bool:
        """Whether it leaves adjustments as they are."""
        return not self.automatic and self.kelvin is None

    def settled(self, engine: Engine, brightened: Brightened, adjustments: Adjustments) -> Adjustments:
        """The adjustments of a photo.

        Raises:
            PhotoError: a temperature in kelvin is asked for, and the photo does not tell the camera's own.
        """
        if self.automatic:
            temperature, tint = engine.auto_white_balance(brightened)
            return replace(adjustments, temperature=temperature, tint=tint)
        if self.kelvin is None:
            return adjustments
        photo = brightened.photo
        light = photo.camera.light if photo.camera else None
        if light is None:
            problem = "it does not tell the light that the camera was balanced for, so it has no kelvin"
            raise PhotoError(photo.path, problem, "Give a temperature from -1 to 1.")
        # Tint is what it was, in the same units as in the window.
        _, magenta = light.chosen(0.0, adjustments.tint)
        warmth, _ = light.distance(Light(self.kelvin, light.own.tint))
        temperature, tint = light.adjusted(warmth, magenta)
        return replace(adjustments, temperature=temperature, tint=tint)


AS_DECIDED = WhiteRule()
"""Temperature and tint are those of the adjustments."""
