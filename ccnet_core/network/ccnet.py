"""The network as its users see it: brighten once, colorize as often as the guidance changes."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from ccnet_core.network.config import CCNetConfig
from ccnet_core.network.exposure import log_gain_for, whole_photo
from ccnet_core.network.fusing import small_copy
from ccnet_core.network.gain import GainBrightening, GainColorization
from ccnet_core.network.padding import crop, pad_to_multiple
from ccnet_core.network.published import PublishedBrightening, PublishedColorization
from ccnet_core.network.windows import Window


@dataclass(frozen=True, slots=True, eq=False)
class BrightLuminance:
    """A bright luminance and everything colorization needs that does not depend on the guidance.

    Attributes:
        L: (N, 1, H, W), the bright luminance; not clipped.
        input_L: (N, 1, H, W), the luminance that was brightened.
        prepared: features of the padded picture, for the colorization network only.
        context: what parts of the photo must know of it when they are brightened by themselves, (N, K); None
            for the published structure, which has no such thing.
    """

    L: Tensor
    input_L: Tensor
    prepared: tuple[Tensor, ...]
    context: Tensor | None = None


class CCNet(nn.Module):
    """CCNet in either structure.

    Attributes:
        config: the structure.
        lightness: the brightening network.
        chrominance: the colorization network.
    """

    lightness: PublishedBrightening | GainBrightening
    chrominance: PublishedColorization | GainColorization

    def __init__(self, config: CCNetConfig | None = None) -> None:
        super().__init__()
        self.config = config or CCNetConfig()
        if self.config.structure == "published":
            self.lightness = PublishedBrightening(self.config)
            self.chrominance = PublishedColorization(self.config)
        else:
            self.lightness = GainBrightening(self.config)
            self.chrominance = GainColorization(self.config)

    def brighten(
        self,
        L: Tensor,
        context: Tensor | None = None,
        window: Window | None = None,
        *,
        ab: Tensor | None = None,
    ) -> BrightLuminance:
        """Brighten a luminance and prepare its colorization.

        Args:
            L: (N, 1, H, W) in [0, 1], any size from 1x1.
            context: that of the whole photo, when L is only a part of it.
            window: where that part lies in the photo.
            ab: (N, 2, H, W), (a*, b*) / 110 of the whole photo, of which a network that chooses light per
                place needs to know where its context is not given.

        Raises:
            ValueError: L or ab has another shape, or ab is needed and not given.
        """
        _expect_channels("L", L, 1)
        padded, bright, features, context = self._lightness(L, context, window, ab)
        if isinstance(self.chrominance, GainColorization):
            # Colour must not be bought with luminance: its loss does not reach the bright L.
            prepared = self.chrominance.prepare(features, padded, bright.detach())
        else:
            prepared = self.chrominance.prepare(features)
        return BrightLuminance(crop(bright, _size(L)), L, prepared, context)

    def brighten_part(self, L: Tensor, context: Tensor | None, window: Window | None = None) -> Tensor:
        """Only the bright luminance (N, 1, H, W) of a part of a photo, at less cost than :meth:`brighten`.

        The context is None for the published structure alone.
        """
        _expect_channels("L", L, 1)
        _, bright, _, _ = self._lightness(L, context, window, None)
        return crop(bright, _size(L))

    def context(self, L: Tensor, ab: Tensor, mean: Tensor | None = None) -> Tensor | None:
        """What a part of a photo must know of the whole.

        Args:
            L: (N, 1, H, W) of the whole photo, at any size.
            ab: (N, 2, H, W), its (a*, b*) / 110.
            mean: (N,), the mean luminance that the exposure shall give; the network's choice otherwise.

        Returns:
            (N, K), or None for the published structure, which has no such thing.
        """
        return self.lightness.context(L, ab, mean) if isinstance(self.lightness, GainBrightening) else None

    def colorize(
        self,
        bright: BrightLuminance,
        guidance: Tensor,
        reference: Tensor | None = None,
        reference_weight: float = 1.0,
    ) -> Tensor:
        """Give a bright luminance its colours.

        Args:
            bright: from :meth:`brighten`.
            guidance: (N, 2, H, W), (a*, b*) / 110 of the dim photo, as the person adjusted it.
            reference: (N, 2, H, W), the guidance in the style of a reference picture, or None.
            reference_weight: the share of the reference in what CEM receives, 0 to 1 (all of it).

        Returns:
            ab (N, 2, H, W), (a*, b*) / 110.

        Raises:
            ValueError: guidance or reference is not (N, 2, H, W) of the luminance's size.
        """
        for name, value in (("guidance", guidance), ("reference", reference)):
            if value is not None:
                _expect_channels(name, value, 2)
                if _size(value) != _size(bright.L):
                    raise ValueError(f"{name} is {_size(value)}, the luminance {_size(bright.L)}")
        multiple = self.lightness.multiple
        ab: Tensor = self.chrominance(
            bright.prepared,
            pad_to_multiple(guidance, multiple),
            None if reference is None else pad_to_multiple(reference, multiple),
            reference_weight,
        )
        return crop(ab, _size(guidance))

    def colorize_with_bins(self, bright: BrightLuminance, guidance: Tensor) -> tuple[Tensor, Tensor]:
        """As :meth:`colorize`, and what the training head makes of it; the published structure only.

        Args:
            bright: from :meth:`brighten`.
            guidance: (N, 2, H, W), sides multiples of 16.

        Returns:
            ab (N, 2, H, W), and logits (N, 313, H/4, W/4) of the bins of :mod:`ccnet_core.training.bins`.
        """
        if not isinstance(self.chrominance, PublishedColorization):
            raise ValueError("only the published structure predicts bins")
        return self.chrominance.with_bins(bright.prepared, guidance)

    def forward(self, L: Tensor, guidance: Tensor) -> tuple[Tensor, Tensor]:
        """Both networks in one pass: bright L (N, 1, H, W) and ab (N, 2, H, W)."""
        bright = self.brighten(L, ab=guidance)
        return bright.L, self.colorize(bright, guidance)

    def _lightness(
        self, L: Tensor, context: Tensor | None, window: Window | None, ab: Tensor | None
    ) -> tuple[Tensor, Tensor, tuple[Tensor, ...], Tensor | None]:
        """The padded L, its bright luminance, the features, and the context."""
        padded = pad_to_multiple(L, self.lightness.multiple)
        if isinstance(self.lightness, PublishedBrightening):
            return padded, *self.lightness(padded), None
        lightness, size = self.lightness, _size(L)
        if context is not None:
            raw, features = lightness(padded, context[:, : self.config.view])
        else:
            # Of the picture itself: padding is no part of what the photo says.
            canvas = whole_photo(L)
            view = lightness.view(canvas)
            raw, features = lightness(padded, view)
            wanted = lightness.exposure(canvas, L.mean(dim=(1, 2, 3)))
            whole = crop(raw, size)
            log_gain = log_gain_for(whole, wanted)
            context = torch.cat((view, log_gain[:, None]), dim=1)
            if lightness.light is not None:
                if ab is None:
                    raise ValueError("a network that chooses light per place needs ab of the whole photo")
                _expect_channels("ab", ab, 2)
                small, _ = lightness(canvas, view)
                copies = small_copy(L), small_copy(whole)
                light = lightness.choose_light(
                    canvas, whole_photo(ab), small, log_gain_for(small, wanted), *copies, log_gain
                )
                context = torch.cat((context, light), dim=1)
        place = (window or Window.whole(L)).padded(size, _size(padded))
        with torch.autocast(L.device.type, enabled=False):
            return padded, lightness.give_light(padded, raw.float(), context, place), features, context


def _size(x: Tensor) -> tuple[int, int]:
    return x.shape[-2], x.shape[-1]


def _expect_channels(name: str, x: Tensor, channels: int) -> None:
    if x.dim() != 4 or x.shape[1] != channels or not torch.is_floating_point(x):
        raise ValueError(
            f"{name} must be a float tensor (N, {channels}, H, W), got {x.dtype} {tuple(x.shape)}"
        )
