"""CCNet with gains: the structure that this project trains and ships.

It keeps CCNet's idea (luminance brightened once; chrominance guided by the photo's own, through CEM) and
changes what the networks predict, so that size and sliders obey by construction:

* Brightening predicts a tone curve and a residual per pixel instead of values. The curve
  ``k x / (k x + 1 - x)`` maps [0, 1] onto itself for every k > 0, so a gain alone cannot burn a highlight.
* The global view comes from a thumbnail of the whole photo instead of a Fourier transform of the whole map:
  the same for a crop, a tile and the full photo, whatever their sizes.
* How bright the result is on the whole is chosen apart, see :mod:`ccnet_core.network.exposure`, and how much
  of that light goes where, see :mod:`ccnet_core.network.light`.
* Colorization predicts 2x2 matrices per pixel that act on three pooled levels of the guidance. The guidance
  is normalized before it is encoded, so the output is exactly proportional to saturation and zero saturation
  is grey.
* Where the photo is bright already it knows its colours best: there the matrices give way to the identity on
  the finest level, and an orange lamp stays orange.

What follows a convolution is computed in the memory of its output, which spares inference the time that fresh
memory for maps of these sizes costs; in training, torch keeps a copy where a gradient needs that output.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, cast

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ccnet_core.colour.luminance import chroma_gain
from ccnet_core.colour.ramps import rise
from ccnet_core.network.black import black_level, lower_black
from ccnet_core.network.exposure import Exposure, expose, log_gain_for, whole_photo
from ccnet_core.network.fusing import (
    SIDE,
    carried,
    carrying,
    fusion_maps,
    own_detail,
    small_copy,
)
from ccnet_core.network.fusing import SIZE as FUSION_SIZE
from ccnet_core.network.fusion import ColorEmbedding, leaky_
from ccnet_core.network.highlights import SIZE as DETAIL_SIZE
from ccnet_core.network.highlights import below_white, colour_room, detail_maps, keep_colour, keep_detail
from ccnet_core.network.light import SIZE as GRID_SIZE
from ccnet_core.network.light import Light, slice_grid, surroundings
from ccnet_core.network.padding import crop
from ccnet_core.network.windows import Window, look_up, mean_around

if TYPE_CHECKING:
    from ccnet_core.network.config import CCNetConfig

_THUMBNAIL = 64
_GAMMA = 0.4
"""Exponent of the second view of L: it gives dark values resolution."""
_GAIN_SCALE = 2.0
_LARGEST_LOG_GAIN = 5.0
_RESIDUAL_SCALE = 0.2
_LEVELS = 3
"""Guidance is pooled over 2, 8 and 32 pixels."""
_EPSILON = 1e-4
_NEAR = 17
"""Side of the windows, at half size, where light is looked for: small black spots are shadows, no bars."""
_LEAST_LIGHT = 1e-6
"""Of L in such a window: less than what one pixel of the darkest grey of 8 bits leaves there."""
_FUSED = GRID_SIZE + FUSION_SIZE
"""Numbers that say how light is fused; those of what is kept follow, and the level of black."""
_OWN_COLOUR = (0.22, 0.45)
"""L of the photo from which its own colours begin to stay, and from which they stay wholly."""


def _views(L: Tensor) -> Tensor:
    """L (N, 1, H, W) -> (N, 2, H, W): L itself and a gamma of it. Finite gradients at 0 need the offset."""
    return torch.cat((L, (L.clamp_min(0) + _EPSILON) ** _GAMMA), dim=1)


def _lit(L: Tensor) -> Tensor:
    """Whether there is any light near a pixel, 0 to 1: black bars stay black, and end in no edge.

    (N, 1, H, W) -> (N, 1, H/2, W/2).
    """
    light = mean_around(F.avg_pool2d(L, 2), _NEAR // 2)
    return mean_around(light / (light + _LEAST_LIGHT), _NEAR // 2)


class View(nn.Module):
    """What the whole photo says about each part of it: a vector from a thumbnail of L."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.convs = nn.Sequential(
            nn.Conv2d(2, 24, 4, stride=4),
            nn.LeakyReLU(0.1),
            nn.Conv2d(24, 48, 3, stride=2, padding=1),
            nn.LeakyReLU(0.1),
            nn.Conv2d(48, 64, 3, padding=1),
        )
        self.mix = nn.Sequential(nn.Linear(128, channels), nn.LeakyReLU(0.1), nn.Linear(channels, channels))

    def forward(self, L: Tensor) -> Tensor:
        """L of the whole photo (N, 1, H, W), any size -> (N, K)."""
        features = self.convs(_views(F.adaptive_avg_pool2d(L, (_THUMBNAIL, _THUMBNAIL)))).float()
        # Not torch.std: its gradient is not finite where a channel is constant, as in a black photo.
        variance, mean = torch.var_mean(features, dim=(2, 3), correction=0)
        return leaky_(self.mix(torch.cat((mean, torch.sqrt(variance + 1e-6)), dim=1)))


class Block(nn.Module):
    """Two 3x3 convolutions on a residual path; the view scales and shifts what lies between them."""

    def __init__(self, channels: int, view: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(channels, channels, 3, padding=1)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1)
        self.modulate = nn.Linear(view, 2 * channels)
        nn.init.normal_(self.modulate.weight, std=0.02)
        nn.init.zeros_(self.modulate.bias)

    def forward(self, x: Tensor, view: Tensor) -> Tensor:
        """(N, C, H, W) and view (N, K) -> (N, C, H, W)."""
        scale, shift = self.modulate(view)[:, :, None, None].chunk(2, dim=1)
        modulated = cast(Tensor, self.conv1(x)).mul_(1 + scale).add_(shift)
        return cast(Tensor, self.conv2(leaky_(modulated))).add_(x)


class Stage(nn.ModuleList):
    """The blocks of one level, one after the other."""

    def __init__(self, channels: int, view: int, depth: int) -> None:
        super().__init__(Block(channels, view) for _ in range(depth))

    def forward(self, x: Tensor, view: Tensor) -> Tensor:
        """(N, C, H, W) and view (N, K) -> (N, C, H, W)."""
        for block in self:
            x = block(x, view)
        return x


class PlainBlock(nn.Module):
    """Two 3x3 convolutions on a residual path."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(channels, channels, 3, padding=1)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        """(N, C, H, W) -> the same shape."""
        return cast(Tensor, self.conv2(leaky_(self.conv1(x)))).add_(x)


class Up(nn.Module):
    """Double the size and add the skip connection."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.reduce = nn.Conv2d(inputs, outputs, 1)
        self.skip = nn.Conv2d(outputs, outputs, 1)

    def forward(self, x: Tensor, skip: Tensor) -> Tensor:
        """(N, C, H, W) and skip (N, C', 2H, 2W) -> (N, C', 2H, 2W)."""
        up = F.interpolate(self.reduce(x), scale_factor=2, mode="bilinear", align_corners=False)
        return leaky_(cast(Tensor, self.skip(skip)).add_(up))


def _down(inputs: int, outputs: int) -> nn.Conv2d:
    return nn.Conv2d(inputs, outputs, 2, stride=2)


class GainBrightening(nn.Module):
    """Brightening by a tone curve and a residual per pixel; works at half of the size and below."""

    multiple = 32

    def __init__(self, config: CCNetConfig) -> None:
        super().__init__()
        c, k = config.channels, config.view
        self.channels = k
        self.view = View(k)
        self.exposure = Exposure()
        self.light = Light() if config.light else None
        self.conv_in = nn.Conv2d(8, c[0], 3, padding=1)
        self.encoder = nn.ModuleList(Stage(n, k, d) for n, d in zip(c, config.depth, strict=True))
        self.downs = nn.ModuleList(_down(a, b) for a, b in pairwise(c))
        self.bottom = Block(c[-1], k)
        self.ups = nn.ModuleList(Up(b, a) for a, b in pairwise(c))
        self.decoder = nn.ModuleList(Stage(n, k, d) for n, d in zip(c[:-1], config.depth[:-1], strict=True))
        self.conv_out = nn.Conv2d(c[0], 5, 3, padding=1)
        nn.init.zeros_(self.conv_out.weight)
        nn.init.zeros_(cast(Tensor, self.conv_out.bias))

    def context(self, L: Tensor, ab: Tensor, mean: Tensor | None = None) -> Tensor:
        """What every part of a photo must know of the whole: features, the logarithm of a gain, and light.

        All of it is that of a small copy of the photo, as training on crops needs it. The light, of
        :mod:`ccnet_core.network.light`, is there where the network chooses it per place.

        Args:
            L: (N, 1, H, W) of the whole photo, any size.
            ab: (N, 2, H, W), its (a*, b*) / 110.
            mean: (N,), the mean luminance that the exposure shall give; chosen by the network otherwise.

        Returns:
            (N, K + 1) or (N, K + 1 + G).
        """
        canvas = whole_photo(L)
        view = self.view(canvas)
        raw, _ = self(canvas, view)
        wanted = self.exposure(canvas, canvas.mean(dim=(1, 2, 3))) if mean is None else mean
        log_gain = log_gain_for(raw, wanted)
        copies = small_copy(canvas), small_copy(ab), small_copy(raw)
        light = self.choose_light(canvas, whole_photo(ab), raw, log_gain, *copies, log_gain)
        return torch.cat((view, log_gain[:, None], light), dim=1)

    def choose_light(
        self,
        canvas: Tensor,
        canvas_ab: Tensor,
        canvas_raw: Tensor,
        canvas_log_gain: Tensor,
        L: Tensor,
        ab: Tensor,
        raw: Tensor,
        log_gain: Tensor,
    ) -> Tensor:
        """How much light goes where, and where black is: (N, G), or (N, 0) where the network chooses no light
        per place.

        Args:
            canvas: L of the whole photo, (N, 1, 96, 96).
            canvas_ab: its (a*, b*) / 110, (N, 2, 96, 96).
            canvas_raw: what :meth:`forward` makes of its L.
            canvas_log_gain: of its exposure, (N,).
            L: of the photo, (N, 1, 256, 256), from :func:`ccnet_core.network.fusing.small_copy`.
            ab: such a copy of its (a*, b*) / 110.
            raw: such a copy of what :meth:`forward` makes of the photo at the size at which it is shown.
            log_gain: of the exposure of that.
        """
        if self.light is None:
            return canvas.new_zeros((len(canvas), 0))
        with torch.autocast(canvas.device.type, enabled=False):
            raw, log_gain = raw.detach(), log_gain.detach()
            grid: Tensor = self.light(canvas, canvas_ab, canvas_raw.detach(), canvas_log_gain.detach())
            whole = Window.whole(L)
            around = surroundings(grid, L, whole.positions(L))
            light = torch.cat((grid, fusion_maps(raw, L, around, log_gain)), dim=1)
            fused, own = _fuse_light(L, raw, log_gain, light, whole)
            # Each looks at what those before it make of the photo.
            kept = detail_maps(L, _keep_lights(fused, L, own, light[:, :0], whole))
            room = colour_room(L, ab, _keep_lights(fused, L, own, kept, whole), own_detail(around))
            kept = torch.cat((kept, room), dim=1)
            black = black_level(L, _keep_lights(fused, L, own, kept, whole))
            return torch.cat((light, kept, black[:, None]), dim=1)

    def give_light(self, L: Tensor, raw: Tensor, context: Tensor, window: Window | None = None) -> Tensor:
        """Expose a part of a photo, each place as the whole photo says.

        Args:
            L: (N, 1, H, W), even sides.
            raw: what :meth:`forward` makes of it.
            context: of the whole photo.
            window: where the part lies in it; all of it by default.

        Returns:
            The bright L (N, 1, H, W).
        """
        log_gain = context[:, self.channels].float()
        if self.light is None:
            return expose(raw, log_gain)
        light = context[:, self.channels + 1 :]
        window = window or Window.whole(L)
        fused, own = _fuse_light(L, raw, log_gain, light[:, :_FUSED], window)
        bright = _keep_lights(fused, L, own, light[:, _FUSED:-1], window)
        return lower_black(bright, light[:, -1].float())

    def brighten(
        self,
        L: Tensor,
        padded: Tensor,
        context: Tensor | None,
        window: Window | None,
        ab: Tensor | None,
    ) -> tuple[Tensor, tuple[Tensor, ...], Tensor]:
        """Brighten a photo or a part of it, exposure and all.

        Args:
            L: (N, 1, H, W) in [0, 1].
            padded: the same, with sides that are multiples of 32.
            context: of the whole photo, from :meth:`context`; None where L is all of it.
            window: where L lies in its photo; all of it by default.
            ab: (N, 2, H, W), (a*, b*) / 110 of the whole photo, which a network that chooses light per place
                needs where the context is not given.

        Returns:
            The bright L and the features of the padded picture, and the context.

        Raises:
            ValueError: ab is needed and not given.
        """
        size, padded_size = (L.shape[-2], L.shape[-1]), (padded.shape[-2], padded.shape[-1])
        if context is not None:
            raw, features = self(padded, context[:, : self.channels])
        else:
            # Of the picture itself: padding is no part of what the photo says.
            canvas = whole_photo(L)
            view = self.view(canvas)
            raw, features = self(padded, view)
            wanted = self.exposure(canvas, L.mean(dim=(1, 2, 3)))
            whole = crop(raw, size)
            log_gain = log_gain_for(whole, wanted)
            context = torch.cat((view, log_gain[:, None]), dim=1)
            if self.light is not None:
                if ab is None:
                    raise ValueError("a network that chooses light per place needs ab of the whole photo")
                small, _ = self(canvas, view)
                copies = small_copy(L), small_copy(ab), small_copy(whole)
                light = self.choose_light(
                    canvas, whole_photo(ab), small, log_gain_for(small, wanted), *copies, log_gain
                )
                context = torch.cat((context, light), dim=1)
        place = (window or Window.whole(L)).padded(size, padded_size)
        with torch.autocast(L.device.type, enabled=False):
            return self.give_light(padded, raw.float(), context, place), features, context

    def forward(self, L: Tensor, view: Tensor) -> tuple[Tensor, tuple[Tensor, ...]]:
        """Brighten, all but the exposure.

        Args:
            L: (N, 1, H, W), sides multiples of 32.
            view: (N, K), what :attr:`view` gives for the whole photo.

        Returns:
            L (N, 1, H, W) to be exposed, and the encoder's features from 1/2 to 1/32 followed by the view.
        """
        x = self.conv_in(F.pixel_unshuffle(_views(L), 2))
        features = []
        for level, stage in enumerate(self.encoder):
            x = stage(self.downs[level - 1](x) if level else x, view)
            features.append(x)
        x = self.bottom(x, view)
        for level in reversed(range(len(self.decoder))):
            x = self.decoder[level](self.ups[level](x, features[level]), view)
        with torch.autocast(L.device.type, enabled=False):
            maps = self.conv_out(x.float())
            gain = F.interpolate(maps[:, :1], scale_factor=2, mode="bilinear", align_corners=False)
            k = torch.exp((_GAIN_SCALE * gain).clamp(-_LARGEST_LOG_GAIN, _LARGEST_LOG_GAIN))
            amplified = k * L
            # Summed so, the denominator is never below the numerator: rounding does not lift white above 1.
            residual = F.pixel_shuffle(maps[:, 1:] * _lit(L), 2)
            bright = amplified / (amplified + (1 - L)) + _RESIDUAL_SCALE * residual
        return bright, (*features, view)


def _fuse_light(
    L: Tensor, raw: Tensor, log_gain: Tensor, light: Tensor, window: Window
) -> tuple[Tensor, Tensor]:
    """A part of a photo, each place exposed as the grid and the maps of the fusion say.

    The light is both of them, as one row of numbers.

    Returns:
        Bright luminance, and where the photo's own detail counts, (N, 1, H, W) each.
    """
    exposed = expose(raw, log_gain)
    grid, maps = light[:, :GRID_SIZE], light[:, GRID_SIZE:]
    half = F.avg_pool2d(L, 2)
    positions = window.positions(half)
    around = surroundings(grid, half, positions)
    values = (*slice_grid(grid, around, positions), own_detail(around), carrying(maps, positions))
    share, gain, own, *slopes, intercept = _doubled(values)
    fused = carried((slopes[0], slopes[1]), intercept, exposed, L)
    return expose(torch.lerp(exposed, fused, share), gain), own


def _keep_lights(bright: Tensor, L: Tensor, own: Tensor, kept: Tensor, window: Window) -> Tensor:
    """Keep the detail and colour of what is bright, and let nothing become white.

    What is kept is the maps of detail and of what colours bear, if there, as one row of numbers.
    """
    detail, room = kept[:, :DETAIL_SIZE], kept[:, DETAIL_SIZE:]
    positions = window.positions(F.avg_pool2d(L, 2))
    values = [carrying(detail, positions)] if detail.shape[1] else []
    if room.shape[1]:
        values.append(look_up(room.reshape(-1, 1, SIDE, SIDE), positions))
    maps = _doubled(values) if values else ()
    if maps:
        bright = keep_detail(bright, L, own, *maps[:2])
    bright = below_white(bright, L)
    return keep_colour(bright, L, own, *maps[2:]) if maps[2:] else bright


def _doubled(maps: Sequence[Tensor]) -> tuple[Tensor, ...]:
    """Each channel of some maps (N, C, H, W) at twice the size: (N, 1, 2H, 2W)."""
    up = F.interpolate(torch.cat(tuple(maps), dim=1), scale_factor=2, mode="bilinear", align_corners=False)
    return up.chunk(up.shape[1], dim=1)


class GainColorization(nn.Module):
    """Colorization by matrices on the guidance; works at a quarter of the size, gives half of it."""

    def __init__(self, config: CCNetConfig) -> None:
        super().__init__()
        _, c1, c2, c3, c4 = config.channels
        k = config.view
        self._keeps_colour = config.light
        self.up3, self.up2, self.up1 = Up(c4, c3), Up(c3, c2), Up(c2, c1)
        self.block3, self.block2, self.block1 = Block(c3, k), Block(c2, k), Block(c1, k)
        self.guidance_in = nn.Conv2d(2, c1, 4, stride=2, padding=1)
        self.guidance1 = PlainBlock(c1)
        self.guidance_down2, self.guidance2 = _down(c1, c2), PlainBlock(c2)
        self.guidance_down3, self.guidance3 = _down(c2, c3), PlainBlock(c3)
        self.guidance_up2, self.guidance_up1 = Up(c3, c2), Up(c2, c1)
        self.fusion = ColorEmbedding(c1)
        self.mix = PlainBlock(c1)
        self.conv_out = nn.Conv2d(c1, 4 * _LEVELS, 3, padding=1)
        nn.init.zeros_(self.conv_out.weight)
        with torch.no_grad():
            # The start is the mean of the two finer levels, amplified as luminance was.
            half, none = (0.5, 0.0, 0.0, 0.5), (0.0,) * 4
            cast(Tensor, self.conv_out.bias).copy_(torch.tensor(half + half + none))

    def prepare(self, features: tuple[Tensor, ...], L: Tensor, bright: Tensor) -> tuple[Tensor, ...]:
        """What does not depend on the guidance.

        It is u at a quarter of the size, the chroma gain per level, and, where the network keeps colours, the
        share of the photo's own at half of the size.
        """
        _, f1, f2, f3, f4, view = features
        pooled = F.avg_pool2d(L, 2)
        u = self.block3(self.up3(f4, f3), view)
        u = self.block2(self.up2(u, f2), view)
        u = self.block1(self.up1(u, f1), view)
        before, after = pooled, F.avg_pool2d(bright, 2)
        gains = []
        for level in range(_LEVELS):
            gains.append(chroma_gain(before, after))
            if level < _LEVELS - 1:
                before, after = F.avg_pool2d(before, 4), F.avg_pool2d(after, 4)
        if not self._keeps_colour:
            return u, *gains
        near = F.avg_pool2d(pooled, 5, stride=1, padding=2, count_include_pad=False)
        return u, *gains, rise(near, *_OWN_COLOUR)

    def levels(self, prepared: tuple[Tensor, ...], guidance: Tensor) -> list[Tensor]:
        """The guidance pooled over 2, 8 and 32 pixels and amplified as luminance was.

        Guidance (N, 2, H, W) -> three times (N, 2, H/2, W/2).
        """
        pooled = F.avg_pool2d(guidance, 2)
        size = pooled.shape[-2:]
        levels = [pooled * prepared[1]]
        for gain in prepared[2 : 1 + _LEVELS]:
            pooled = F.avg_pool2d(pooled, 4)
            levels.append(F.interpolate(pooled * gain, size=size, mode="bilinear", align_corners=False))
        return levels

    def encode(self, levels: list[Tensor]) -> Tensor:
        """The pattern of colours of a guidance, whatever its saturation: (N, C, H/4, W/4)."""
        x1 = self.guidance1(leaky_(self.guidance_in(_normalize(levels[0]))))
        x2 = self.guidance2(self.guidance_down2(x1))
        x3 = self.guidance3(self.guidance_down3(x2))
        return cast(Tensor, self.guidance_up1(self.guidance_up2(x3, x2), x1))

    def matrices(self, prepared: tuple[Tensor, ...], encoded: Tensor) -> Tensor:
        """What to do with the levels: a matrix per pixel and level, row by row, (N, 12, H/2, W/2)."""
        features = self.mix(self.fusion(prepared[0], encoded))
        with torch.autocast(encoded.device.type, enabled=False):
            maps = self.conv_out(features.float())
            maps = F.interpolate(maps, scale_factor=2, mode="bilinear", align_corners=False)
            if not self._keeps_colour:
                return maps
            own = maps.new_tensor((1.0, 0.0, 0.0, 1.0, *(0.0,) * (4 * (_LEVELS - 1)))).view(1, -1, 1, 1)
            return torch.lerp(maps, own, prepared[-1].float())

    def terms(self, prepared: tuple[Tensor, ...], guidance: Tensor, pattern: Tensor) -> Tensor:
        """What the colours of affine maps of a guidance are sums of, with the matrices of a pattern held.

        For the map x -> B x + c it is the sum of these pictures by the entries of B, row by row, and of c.

        Args:
            prepared: of one photo, N = 1.
            guidance: (1, 2, H, W), sides multiples of 32.
            pattern: the guidance that decides on the matrices, like it.

        Returns:
            (6, 2, H/2, W/2).
        """
        plain = self.levels(prepared, guidance)
        matrices = self.matrices(prepared, self.encode(self.levels(prepared, pattern)))
        terms = torch.zeros((6, *plain[0].shape[1:]), device=guidance.device)
        for level, matrix in zip(plain, matrices.chunk(len(plain), dim=1), strict=True):
            # Column i of a matrix, (2, h, w), says what becomes of component i of the guidance.
            columns = matrix[0].view(2, 2, *matrix.shape[-2:]).transpose(0, 1)
            terms[:4] += (columns[:, None] * level[0][None, :, None]).flatten(0, 1)
            terms[4:] += columns
        return terms

    def half_size(
        self,
        prepared: tuple[Tensor, ...],
        guidance: Tensor,
        reference: Tensor | None,
        reference_weight: float,
    ) -> Tensor:
        """As :meth:`forward`, but ab at the half size at which it is made: (N, 2, H/2, W/2)."""
        if reference is not None and reference_weight == 1.0:
            # All of it: the guidance's own part is not worth encoding.
            guidance, reference = reference, None
        levels = self.levels(prepared, guidance)
        encoded = self.encode(levels)
        if reference is not None:
            w = reference_weight
            reference_levels = self.levels(prepared, reference)
            encoded = (1 - w) * encoded + w * self.encode(reference_levels)
            levels = [(1 - w) * a + w * b for a, b in zip(levels, reference_levels, strict=True)]
        ab = torch.zeros_like(levels[0])
        for level, matrix in zip(levels, self.matrices(prepared, encoded).chunk(_LEVELS, dim=1), strict=True):
            a, b = level[:, :1], level[:, 1:]
            ab = ab + torch.cat(
                (matrix[:, 0:1] * a + matrix[:, 1:2] * b, matrix[:, 2:3] * a + matrix[:, 3:4] * b), dim=1
            )
        return ab

    def forward(
        self,
        prepared: tuple[Tensor, ...],
        guidance: Tensor,
        reference: Tensor | None,
        reference_weight: float,
    ) -> Tensor:
        """Prepared features and guidance (N, 2, H, W), sides multiples of 32 -> ab (N, 2, H, W)."""
        ab = self.half_size(prepared, guidance, reference, reference_weight)
        return F.interpolate(ab, scale_factor=2, mode="bilinear", align_corners=False)


def _normalize(guidance: Tensor) -> Tensor:
    """Divide by the root mean square over the picture, so that only the pattern of colours is encoded.

    Below a root mean square of ``_EPSILON``, a hundredth of a unit of a*, no colour is visible and only zero
    must not divide.
    """
    rms = guidance.float().square().mean(dim=(1, 2, 3), keepdim=True).sqrt()
    return guidance / rms.clamp_min(_EPSILON)
