"""What a hand does after the network: to light, its curve with it, to white balance and vibrance.

All of it acts on pixels, no network runs. Where the brightness of a place decides, luminance goes through the
curve k x / (k x + 1 - x), which adds log k to its log odds log(x / (1 - x)): it is never cut at white, black
stays black, and with a k that follows the surroundings detail keeps its contrast. Colours are those of the
network's result, or between them and the photo's own as far as the light is. What is raised towards white
fades gradually.

Masks go on from there, by the same mathematics: each blends what it makes of the light with what was there
before it, by how far it covers a place, and then the colours, when the light is decided.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F
from torch import Tensor

from ccnet_core.adjustments import Adjustments
from ccnet_core.colour import RollOff, WhiteBalance, chroma_gain
from ccnet_core.engine.mixing import curve_luminance, through_table
from ccnet_core.engine.upsampling import box, sample
from ccnet_core.framing import Part
from ccnet_core.masks import LocalValues

_SIDE = 256
"""Long side of the picture on which surroundings are fitted."""
_RADIUS = 12
_EDGE = 0.002
"""Variance of L above which a window holds an edge that the surroundings keep."""
_FINE = 1
"""Radius up to which structure is too fine for clarity: texture and what noise is left."""
_VISIBLE = (0.04, 0.16)
"""Clarity: from which L of the surroundings, and over how much of L. Where it is darker, noise is most of
what it would raise."""
_CRISP, _SOFT = 1.4, 1.0
"""What clarity adds at 1 to structure of a middle grey, in parts of it, and takes away at -1. More would give
the edges between similar greys halos, or turn light and dark about."""
_LEAST_L = 0.01
"""Log odds are taken of L between this and 1 minus this."""
_LARGEST_GAIN = 6.0
"""In log odds; no network's gain is more."""
_SPREAD = (0.05, 0.95)
"""Quantiles of the log odds of the surroundings, between which lies what they spread over."""
_CLOSEST = 0.75
"""How much of the photo's own spread is gone where its range is brought together as far as it can be."""
_STOP = math.log(2.0)
"""Logarithm of k for a stop of light: exact at L* 50, where k x / (k x + 1 - x) and light double alike."""
_BRIGHT = (0.4, 0.6)
"""Highlights: from which L of the surroundings, and over how much of L."""
_SHINE = 1.6
"""The logarithm of k at white."""
_DARK = 0.65
"""Shadows: up to which L of the surroundings."""
_OPEN, _DEEP = 2.45, 1.6
"""About the logarithm of k in the dark at shadows 1 and -1; somewhat less, and none in black."""
_BLACK = 0.005
"""L of the surroundings at which shadows act by half, as they fade towards black."""
_BURNT = (0.8, 0.18)
"""From which L of the surroundings, and over how much of L, highlights go back to what they are in the photo.
Near white alone: what is halfway there would come out darker than what is darker in the photo."""
_OWN_LIGHT = (0.1, 0.3)
"""From which L of the photo's own surroundings, and over how much of L, a place is bright there, too."""
_VIVID = 0.5
"""Chroma, in units of ab / 110, that vibrance leaves alone."""
_BLEACHED = 0.8
"""L from which a style fades out towards white."""
_CLIPPED = 0.9
"""The same of white balance: what is clipped has lost the colour of its light."""


@dataclass(frozen=True, slots=True, eq=False)
class Surroundings:
    """How bright it is around each pixel, how much brighter than in the photo, and what stands out.

    All follow edges. They are linear functions of the bright L per small window (fast guided filter: He, Sun,
    arXiv 1505.00996); what stands out is the difference between two such filters, of a small and of a large
    window.

    Attributes:
        maps: slope and intercept of L, then of the log odds gained, then of what stands out, (1, 6, h', w').
        own_range: how far the network has brought light and dark together: 0 where the log odds of L spread
            as far as the photo's own, 1 where over a quarter of that.
        middle: the median of the log odds of L.
    """

    maps: Tensor
    own_range: float
    middle: float

    @classmethod
    def of(cls, L: Tensor, input_L: Tensor) -> Self:
        """Fit to the bright luminance of a whole photo, and its own, both (1, 1, h, w)."""
        factor = min(1.0, _SIDE / max(L.shape[-2:]))
        size = [max(1, round(side * factor)) for side in L.shape[-2:]]
        bright, own = (F.interpolate(x.clamp(0, 1), size=size, mode="area") for x in (L, input_L))
        gain = _log_odds(bright) - _log_odds(own)
        means = box(torch.cat((bright, bright.square(), gain, bright * gain), dim=1), _RADIUS)
        mean, mean_square, mean_gain, product = means.chunk(4, dim=1)
        variance = _variance(mean, mean_square)
        slope = variance / (variance + _EDGE)
        of_gain = (product - mean * mean_gain) / (variance + _EDGE)
        maps = box(
            torch.cat((slope, mean - slope * mean, of_gain, mean_gain - of_gain * mean), dim=1), _RADIUS
        )
        L_around = maps[:, :1] * bright + maps[:, 1:2]
        around = _log_odds(L_around)
        own_around = around - (maps[:, 2:3] * bright + maps[:, 3:])
        spread, own_spread = (_spread(x) for x in (around, own_around))
        closer = 0.0 if own_spread <= spread else 1 - spread / own_spread
        maps = torch.cat((maps, _structure(bright, maps, L_around)), dim=1)
        return cls(maps, min(1.0, closer / _CLOSEST), float(around.median()))

    def around(self, L: Tensor, y: int, x: int, size: tuple[int, int]) -> Around:
        """Of a part of the photo with bright luminance (1, 1, H', W') at row y, column x of ``size``."""
        return Around(self, L, y, x, size)

    def to(self, device: torch.device) -> Surroundings:
        """The same on another device."""
        return Surroundings(self.maps.to(device), self.own_range, self.middle)


@dataclass(frozen=True, eq=False)
class Around:
    """The surroundings of a part of the photo; each is made when it is first asked for."""

    whole: Surroundings
    part: Tensor
    y: int
    x: int
    size: tuple[int, int]

    @cached_property
    def L(self) -> Tensor:
        """Bright luminance around each pixel, (1, 1, H', W') in [0, 1]."""
        return self._sample(0).clamp_(0, 1)

    @cached_property
    def gain(self) -> Tensor:
        """The log odds that the network added there, (1, 1, H', W')."""
        return self._sample(2).clamp_(-_LARGEST_GAIN, _LARGEST_GAIN)

    @cached_property
    def structure(self) -> Tensor:
        """How much brighter structure of middle size is there than its surroundings, (1, 1, H', W')."""
        return self._sample(4)

    @cached_property
    def own_luminance(self) -> Tensor:
        """The photo's own luminance around each pixel, (1, 1, H', W') in [0, 1]."""
        return _amplify(self.L, torch.exp(-self.gain))

    def shift(self, wanted: float) -> Tensor:
        """Log odds that bring light and dark together as far as is wanted, 0 to 1; 0 at the photo's own."""
        factor = (1 - _CLOSEST * wanted) / (1 - _CLOSEST * self.whole.own_range)
        return (_log_odds(self.L) - self.whole.middle).mul_(factor - 1)

    def _sample(self, first: int) -> Tensor:
        part = (self.part.shape[-2], self.part.shape[-1])
        maps = sample(self.whole.maps[:, first : first + 2], self.y, self.x, part, self.size)
        return torch.addcmul(maps[:, 1:], maps[:, :1], self.part)


@dataclass(frozen=True, eq=False)
class Tone:
    """The light that is shown, and the share of the network's result in its colours.

    Attributes:
        shown: luminance (1, 1, H, W) in [0, 1].
        mixed: luminance between the photo's own and the result's, mixed as the colours are; the same object
            as ``shown`` where nothing else changed it.
        share: of the result in the colours, 0 to 1, the same everywhere or (1, 1, H, W).
        part: rows and columns outside of which both luminances are the result's own; None where they need not
            be anywhere.
        mixed_part: the same of ``mixed`` alone.
    """

    shown: Tensor
    mixed: Tensor
    share: Tensor | float
    part: Part | None = None
    mixed_part: Part | None = None

    @cached_property
    def roll_off(self) -> RollOff | None:
        """What becomes of the colours of that part with the light; None where it is as mixed."""
        if self.shown is self.mixed:
            return None
        return RollOff(self.of(self.mixed), self.of(self.shown))

    def of(self, x: Tensor) -> Tensor:
        """The part of (N, C, H, W) where it need not be the result's own."""
        return x if self.part is None else x[..., self.part[0], self.part[1]]

    def of_mixed(self, x: Tensor) -> Tensor:
        """The part of (N, C, H, W) where ``mixed`` need not be the result's own luminance."""
        return x if self.mixed_part is None else x[..., self.mixed_part[0], self.mixed_part[1]]


class Local(NamedTuple):
    """What is adjusted in a part of a picture alone.

    Attributes:
        values: what becomes of it.
        rows: the rows that it covers any of.
        columns: the columns.
        cover: how far it covers their pixels, (1, 1, H', W') in [0, 1].
    """

    values: LocalValues
    rows: slice
    columns: slice
    cover: Tensor

    def of(self, x: Tensor) -> Tensor:
        """A view of what it covers of (N, C, H, W)."""
        return x[..., self.rows, self.columns]

    def part_of(self, rows: slice, columns: slice) -> Part:
        """Rows and columns of what it covers, as those of the picture."""
        top, left = self.rows.start, self.columns.start
        return slice(top + rows.start, top + rows.stop), slice(left + columns.start, left + columns.stop)


def adjust_luminance(
    input_L: Tensor,
    L: Tensor,
    around: Around,
    value: Adjustments,
    masks: Sequence[Local] = (),
    matched: npt.NDArray[np.float64] | None = None,
) -> Tone:
    """The luminance that is shown.

    Args:
        input_L: of the dim photo, (1, 1, H, W) in [0, 1].
        L: of the brightened one.
        around: the surroundings of L.
        value: the adjustments.
        masks: those that act, in their order.
        matched: the curve by which a style's luminance is matched, at even steps of L; None without.
    """
    share: Tensor | float = min(value.brightness, 1.0)
    mixed = L if share == 1.0 else torch.lerp(input_L, L, share)
    shift = None if value.range is None else around.shift(value.range)
    shown = mixed
    if shift is not None:
        shown = _amplify(L, torch.exp(shift))
        if share < 1.0:
            shown = torch.lerp(input_L, shown, share)
    more = _more(around, value)
    if more is not None:
        shown = _amplify(shown, more)
    stops = math.exp(_STOP * value.exposure)
    if value.exposure:
        shown = _amplify(shown, stops)
    if value.highlights or value.shadows:
        bright = _brightened(around, shift, more, value)
        # What exposure made bright is a highlight, too.
        seen = _amplify(bright, stops) if value.exposure else bright
        shown = _amplify(shown, torch.exp(_local(seen, value)))
        if value.highlights < 0:
            restored = _rise(bright, _BURNT).square_().mul_(_rise(around.own_luminance, _OWN_LIGHT))
            restored.mul_(-value.highlights)
            own_tone = _amplify(input_L, stops) if value.exposure else input_L
            shown = torch.lerp(shown, torch.minimum(shown, own_tone), restored)
            share = (1 - restored).mul_(share)
            mixed = torch.lerp(input_L, L, share)
    if value.clarity:
        shown = _amplify(shown, torch.exp(_clarity(value) * around.structure))
    tone = Tone(_curve(shown, value), mixed, share)
    light = [mask for mask in masks if mask.values.changes_light]
    if light:
        local = any(mask.values.highlights or mask.values.shadows for mask in light)
        bright = _brightened(around, shift, more, value) if local else around.L
        tone = _adjust_places(tone, (input_L, L), around, bright, value.exposure, light)
    shown = tone.shown if matched is None else through_table(tone.shown, matched)
    curved = curve_luminance(shown, value.curve)
    return tone if curved is tone.shown else replace(tone, shown=curved, part=None)


def _adjust_places(
    tone: Tone,
    given: tuple[Tensor, Tensor],
    around: Around,
    bright: Tensor,
    exposure: float,
    masks: Sequence[Local],
) -> Tone:
    """What masks make of the light.

    Args:
        tone: of the whole photo.
        given: luminance of the dim photo, and of the brightened one.
        around: the surroundings of that.
        bright: them as brightening leaves them.
        exposure: of the whole photo, in stops.
        masks: those that change light, in their order.
    """
    (input_L, L), shown, share = given, tone.shown.clone(), tone.share
    restoring: list[Part] = []
    for mask in masks:
        values, before = mask.values, mask.of(shown)
        # What is added to log odds, so that luminance goes through one curve for all of it.
        added: Tensor | float = _STOP * values.exposure
        stops, after = added, before
        if values.highlights or values.shadows:
            places, odds = mask.of(bright), math.exp(stops + _STOP * exposure)
            # What exposure made bright is a highlight, too.
            seen = places if odds == 1 else _amplify(places, odds)
            added = _local(seen, values).add_(stops)
            # Few places are so bright that they are restored: of the rest nothing of the photo is asked for.
            burnt = part_above(places, _BURNT[0]) if values.highlights < 0 else None
            if burnt is not None:
                after, added = _amplify(before, added.exp_()), 0.0
                inner = (..., *burnt)
                restored = _rise(places[inner], _BURNT).square_().mul_(-values.highlights)
                restored.mul_(_rise(mask.of(around.own_luminance)[inner], _OWN_LIGHT))
                own = _amplify(mask.of(input_L)[inner], odds)
                after[inner] = torch.lerp(after[inner], torch.minimum(after[inner], own), restored)
                share = share.clone() if isinstance(share, Tensor) else torch.full_like(shown, share)
                mask.of(share)[inner].mul_(1 - restored.mul_(mask.cover[inner]))
                restoring.append(mask.part_of(*burnt))
        if values.clarity:
            added = added + _clarity(values) * mask.of(around.structure)
        if isinstance(added, Tensor):
            after = _amplify(after, added.exp_())
        elif added:
            after = _amplify(after, math.exp(added))
        before.lerp_(_curve(after, values), mask.cover)
    part = mixed_part = None
    if not isinstance(tone.share, Tensor) and tone.share == 1.0:
        # Where no mask is there is nothing to be done about colours, either.
        part = _around([(mask.rows, mask.columns) for mask in masks]) if tone.shown is L else None
        mixed_part = _around(restoring) if restoring else None
    changed = Tone(shown, tone.mixed, share, part, mixed_part)
    if not isinstance(share, Tensor) or share is tone.share:
        return changed
    mixed = L.clone()
    of = changed.of_mixed
    of(mixed).copy_(torch.lerp(of(input_L), of(L), of(share)))
    return replace(changed, mixed=mixed)


def _around(parts: Sequence[Part]) -> Part:
    """The rows and columns that hold several parts."""
    rows, columns = (
        slice(min(side.start for side in sides), max(side.stop for side in sides))
        for sides in zip(*parts, strict=True)
    )
    return rows, columns


def part_above(x: Tensor, limit: float) -> Part | None:
    """The rows and columns in which (1, 1, H, W) is above a limit anywhere; None where it is nowhere."""
    sides = []
    for axis in (1, 0):
        places = np.flatnonzero((x[0, 0].amax(axis) > limit).cpu().numpy())
        if not len(places):
            return None
        sides.append(slice(int(places[0]), int(places[-1]) + 1))
    return sides[0], sides[1]


def _clarity(value: Adjustments | LocalValues) -> float:
    """The factor on structure, in log odds: at 4 it is all of it at L* 50, and nothing in black and white."""
    return 4 * value.clarity * (_CRISP if value.clarity > 0 else _SOFT)


def needs_own(value: Adjustments, around: Around, masks: Sequence[Local] = ()) -> bool:
    """Whether the photo's own light and colours are seen in what is shown of a part, anywhere."""
    if value.brightness < 1.0 or value.highlights < 0:
        return True
    restoring = [mask for mask in masks if mask.values.highlights < 0]
    if value.brightness > 1.0 or value.range is not None:
        # How bright it is around follows from these.
        return bool(restoring)
    return any(bool((mask.of(around.L) > _BURNT[0]).any()) for mask in restoring)


def needs_shift(masks: Sequence[Local]) -> bool:
    """Whether masks ask how far a style has moved colours."""
    return any(mask.values.style for mask in masks)


def _more(around: Around, value: Adjustments) -> Tensor | None:
    """The factor on the odds with which brightening goes on beyond the network's result."""
    if value.brightness <= 1.0:
        return None
    return torch.exp(around.gain.clamp_min(0).mul_(value.brightness - 1))


def _brightened(around: Around, shift: Tensor | None, more: Tensor | None, value: Adjustments) -> Tensor:
    """The surroundings as brightening leaves them."""
    bright = around.L
    if shift is not None:
        bright = _amplify(bright, torch.exp(shift))
    if more is not None:
        bright = _amplify(bright, more)
    return bright if value.brightness >= 1.0 else torch.lerp(around.own_luminance, bright, value.brightness)


def _local(seen: Tensor, value: Adjustments | LocalValues) -> Tensor:
    """Log odds that highlights and shadows add, by the surroundings; one of them at least does."""
    added = None
    if value.highlights:
        added = _rise(seen, _BRIGHT).square_().mul_(_SHINE * value.highlights)
    if value.shadows:
        dark = (1 - seen / _DARK).clamp_(0, 1)
        dark = dark.mul_(dark.sqrt()).mul_(seen / (seen + _BLACK))
        strength = value.shadows * (_OPEN if value.shadows > 0 else _DEEP)
        added = dark.mul_(strength) if added is None else added.add_(dark, alpha=strength)
    assert added is not None
    return added


def _curve(L: Tensor, value: Adjustments | LocalValues) -> Tensor:
    """Contrast, whites and blacks: one curve for the whole photo, which rises and keeps 0 and 1.

    Contrast is the cubic S about L* 50, at 1 the curve 3 x^2 - 2 x^3; whites and blacks bend one end alone.
    """
    if value.contrast:
        L = L + value.contrast * (L * (1 - L)).mul_(2 * L - 1)
    if value.whites:
        L = L + value.whites * (L * L).mul_(L).mul_(1 - L)
    if value.blacks:
        rest = 1 - L
        L = L + value.blacks * (rest * rest).mul_(rest).mul_(L)
    return L


def mix_chroma(
    own: Tensor,
    ab: Tensor,
    input_L: Tensor,
    L: Tensor,
    tone: Tone,
    weights: tuple[Tensor, Tensor] | None = None,
) -> Tensor:
    """The chrominance (1, 2, H, W) between the photo's own and the result's that goes with ``tone.mixed``.

    Both are scaled to one luminance first, so that no hue but theirs and those between comes up.

    Args:
        own: the photo's own, as adjusted, which goes with ``input_L``; of ``tone.mixed_part`` alone where
            that is.
        ab: the network's, which goes with ``L``.
        input_L: of the dim photo, (1, 1, H, W) in [0, 1].
        L: of the brightened one.
        tone: from :func:`adjust_luminance`.
        weights: those of :func:`mixing_weights` where they are known.
    """
    of_own, of_result = weights or mixing_weights(input_L, L, tone)
    mixed = torch.addcmul(tone.of_mixed(ab) * of_result, own, of_own)
    if tone.mixed_part is None:
        return mixed
    whole = ab.clone()
    tone.of_mixed(whole).copy_(mixed)
    return whole


def mixing_weights(input_L: Tensor, L: Tensor, tone: Tone) -> tuple[Tensor, Tensor]:
    """The factors (1, 1, H, W) on the photo's own chrominance and the result's, of ``tone.mixed_part``."""
    of, share = tone.of_mixed, tone.share
    mixed, share = of(tone.mixed), of(share) if isinstance(share, Tensor) else share
    of_own = chroma_gain(of(input_L), mixed).mul_(1 - share)
    return of_own, chroma_gain(of(L), mixed).mul_(share)


def adjust_colours(
    ab: Tensor, tone: Tone, value: Adjustments, masks: Sequence[Local] = (), shift: Tensor | None = None
) -> Tensor:
    """The chrominance that is shown: that which goes with the light, adjusted as a whole, then by masks.

    Args:
        ab: (1, 2, H, W) that goes with ``tone.mixed``.
        tone: from :func:`adjust_luminance`.
        value: the adjustments.
        masks: those that act, in their order.
        shift: by how much a style has moved ``ab``, like it; None where it has not.
    """
    given, after = ab, tone.shown
    shown = _adjust_all(ab, tone, value)
    colours = [mask for mask in masks if mask.values.changes_colour]
    if not colours:
        return shown
    # What is given stays as it is.
    shown = shown.clone() if shown is given else shown
    for mask in colours:
        values, old = mask.values, mask.of(shown)
        changed = old
        if values.temperature or values.tint:
            L = mask.of(after)
            changed = WhiteBalance.of(values.temperature, values.tint).apply(old, L, value.scales)
            changed.lerp_(old, _whiteness(L, _CLIPPED))
        if values.style and shift is not None:
            gain = chroma_gain(mask.of(tone.mixed), mask.of(after))
            changed = torch.addcmul(changed, mask.of(shift), gain, value=values.style)
        if values.saturation != 1.0:
            changed = changed * values.saturation
        old.lerp_(changed, mask.cover)
    return shown


def adjust_chroma(ab: Tensor, before: Tensor, after: Tensor, value: Adjustments) -> Tensor:
    """The chrominance that goes with a changed luminance, white balanced, and rolled off towards white.

    What is shown nearly white takes no style that guides the network: lamps, suns and clouds that the light
    has bleached would be tinted, which no film and no sensor does. White balance leaves alone what is
    clipped: of that no light can be taken away.

    Args:
        ab: (1, 2, H, W) that goes with ``before``.
        before: luminance (1, 1, H, W).
        after: the luminance that is shown; the same object where nothing changed it.
        value: the adjustments.
    """
    return _adjust_all(ab, Tone(after, before, 1.0), value)


def _adjust_all(ab: Tensor, tone: Tone, value: Adjustments) -> Tensor:
    """As :func:`adjust_chroma`: what masks leave alone comes out as it went in, but for its colours."""
    given, after, roll_off = ab, tone.shown, tone.roll_off
    if value.guiding_references:
        ab = ab * (1 - value.style_strength * _whiteness(after, _BLEACHED))
    if value.temperature or value.tint:
        balanced = WhiteBalance.of(value.temperature, value.tint).apply(ab, tone.mixed, value.scales)
        ab = balanced.lerp_(ab, _whiteness(after, _CLIPPED))
    if value.vibrance:
        # Not vector_norm, which takes 20 times as long over an axis of two.
        chroma = torch.hypot(ab[:, :1], ab[:, 1:])
        if roll_off is not None:
            tone.of(chroma).mul_(roll_off.gain)
        ab = ab * (1 + value.vibrance * (1 - chroma / _VIVID).clamp(0, 1).square())
    if roll_off is None:
        return ab
    if tone.part is None:
        return roll_off.apply(ab)
    shown = ab.clone() if ab is given else ab
    tone.of(shown).copy_(roll_off.apply(tone.of(shown)))
    return shown


def _variance(mean: Tensor, mean_square: Tensor) -> Tensor:
    # Rounding leaves less than nothing where a window is constant.
    return (mean_square - mean.square()).clamp_min(0)


def _structure(bright: Tensor, maps: Tensor, around: Tensor) -> Tensor:
    """Slope and intercept (1, 2, h, w) of what passes the small window and not the large one.

    The slope lies between 0 and 1, and is next to 0 where the large window holds an edge.

    Args:
        bright: the small picture's L, (1, 1, h, w).
        maps: slope and intercept of its surroundings, (1, 2 or more, h, w).
        around: the surroundings, which these make of it.
    """
    mean, mean_square = box(torch.cat((bright, bright.square()), dim=1), _FINE).chunk(2, dim=1)
    variance = _variance(mean, mean_square)
    slope = variance / (variance + _EDGE)
    slope, intercept = box(torch.cat((slope, mean - slope * mean), dim=1), _FINE).chunk(2, dim=1)
    # The surroundings of what the small window leaves, taken from it.
    rest = 1 - maps[:, :1]
    structure = torch.cat((rest * slope, rest * intercept - maps[:, 1:2]), dim=1)
    return structure.mul_(_rise(around, _VISIBLE))


def _rise(L: Tensor, over: tuple[float, float]) -> Tensor:
    """From 0 to 1 over a part of the luminances, given by where it begins and how long it is."""
    return ((L - over[0]) / over[1]).clamp_(0, 1)


def _whiteness(L: Tensor, begin: float) -> Tensor:
    """How nearly white a luminance is: 0 up to ``begin``, 1 at white."""
    return _rise(L, (begin, 1 - begin)).square_()


def _amplify(L: Tensor, k: Tensor | float) -> Tensor:
    # In place, as most of the time goes into memory for intermediate values.
    amplified = k * L
    return amplified.div_((1 - L).add_(amplified))


def _log_odds(L: Tensor) -> Tensor:
    return torch.logit(L, eps=_LEAST_L)


def _spread(x: Tensor) -> float:
    low, high = torch.quantile(x.flatten(), torch.tensor(_SPREAD, device=x.device)).tolist()
    return float(high - low)
