"""How the white balance of a camera raw file is written: temperature in kelvin, tint in units of DNG."""

from __future__ import annotations

from ccnet_core.colour.illuminant import CameraLight, Light


class KelvinScale:
    """Between the place of a handle, -1 to 1, and a temperature, in steps that a person would type."""

    suffix = " K"

    def __init__(self, light: CameraLight) -> None:
        self._light = light

    def text(self, value: float) -> str:
        """The temperature at a place."""
        kelvin = self._light.moved(value, 0).kelvin
        step = 50 if kelvin < 7000 else 100 if kelvin < 12_000 else 500
        return str(step * round(kelvin / step))

    def value(self, number: float) -> float:
        """The place of a temperature."""
        return self._light.distance(Light(max(number, 1.0), 0.0))[0]


class TintScale:
    """The same of tint: above 0 the photo is made more magenta."""

    suffix = ""

    def __init__(self, light: CameraLight) -> None:
        self._light = light

    def text(self, value: float) -> str:
        """The tint at a place."""
        tint = round(self._light.moved(0, value).tint)
        return f"+{tint}" if tint > 0 else str(tint)

    def value(self, number: float) -> float:
        """The place of a tint."""
        return self._light.distance(Light(self._light.own.kelvin, number))[1]
