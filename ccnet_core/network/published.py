"""CCNet as published: Jin, Wang, Luo, "Colorization-Inspired Customized Low-Light Image Enhancement by a
Decoupled Network", IEEE TNNLS 2024, doi 10.1109/TNNLS.2024.3502424.

Attribute names and the nesting of the Sequentials give the keys of the authors' checkpoints and must stay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ccnet_core.network.fusion import ColorEmbedding
from ccnet_core.network.windows import Window

if TYPE_CHECKING:
    from ccnet_core.network.config import CCNetConfig

_SLOPE = 0.1
_BINS = 313
"""In-gamut ab bins of the training head (Zhang et al., Colorful Image Colorization, ECCV 2016)."""


def _conv3(inputs: int, outputs: int) -> nn.Sequential:
    return nn.Sequential(nn.Conv2d(inputs, outputs, 3, padding=1, bias=False))


def _pair1(channels: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(channels, channels, 1), nn.LeakyReLU(_SLOPE), nn.Conv2d(channels, channels, 1)
    )


class _Body(nn.Module):
    """Gives its layers the key ``body.0.bot`` of the published checkpoints."""

    def __init__(self, *layers: nn.Module) -> None:
        super().__init__()
        inner = nn.Module()
        inner.bot = nn.Sequential(*layers)
        self.body = nn.Sequential(inner)

    def forward(self, x: Tensor) -> Tensor:
        inner = self.body[0]
        return cast(Tensor, cast(nn.Sequential, inner.bot)(x))


class _SpatialBranch(nn.Module):
    def __init__(self, channels: int) -> None:
        super().__init__()
        self.block = nn.Sequential(
            nn.Conv2d(channels, channels, 3, padding=1),
            nn.LeakyReLU(_SLOPE),
            nn.Conv2d(channels, channels, 3, padding=1),
            nn.LeakyReLU(_SLOPE),
        )

    def forward(self, x: Tensor) -> Tensor:
        return x + cast(Tensor, self.block(x))


class _FrequencyBranch(nn.Module):
    """Processes magnitude and phase of the whole map's Fourier transform; depends on the map's size."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.fpre = nn.Conv2d(channels, channels, 1)
        self.process1 = _pair1(channels)
        self.attn = nn.Sequential(nn.Conv2d(channels, channels, 1), nn.Sigmoid())
        self.process2 = _pair1(channels)

    def forward(self, x: Tensor) -> Tensor:
        spectrum = torch.fft.rfft2(self.fpre(x), norm="backward")
        magnitude = self.process1(torch.abs(spectrum))
        magnitude = magnitude * self.attn(magnitude)
        phase = self.process2(torch.angle(spectrum))
        spectrum = torch.complex(magnitude * torch.cos(phase), magnitude * torch.sin(phase))
        return x + cast(Tensor, torch.fft.irfft2(spectrum, s=x.shape[-2:], norm="backward"))


class SpatialFrequencyLayer(nn.Module):
    """SFL: a spatial and a frequency branch, joined by a 1x1 convolution on a residual path."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.spatial_process = _SpatialBranch(channels)
        self.frequency_process = _FrequencyBranch(channels)
        self.cat = nn.Conv2d(2 * channels, channels, 1)

    def forward(self, x: Tensor) -> Tensor:
        """(N, C, H, W) -> the same shape."""
        branches = torch.cat((self.spatial_process(x), self.frequency_process(x)), dim=1)
        return x + cast(Tensor, self.cat(branches))


class EncoderBlock(nn.Module):
    """Halve the size, double the channels, then one SFL."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.down = _Body(
            nn.AvgPool2d(2, ceil_mode=True, count_include_pad=False),
            nn.Conv2d(channels, 2 * channels, 1, bias=False),
        )
        self.conv = nn.Sequential(SpatialFrequencyLayer(2 * channels))

    def forward(self, x: Tensor) -> Tensor:
        """(N, C, H, W) -> (N, 2C, H/2, W/2)."""
        return cast(Tensor, self.conv(self.down(x)))


class DecoderBlock(nn.Module):
    """Double the size, halve the channels, then join the skip connection."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        half = channels // 2
        self.up = _Body(
            nn.Conv2d(channels, half, 1, bias=False),
            nn.Upsample(scale_factor=2, mode="bilinear", align_corners=False),
        )
        self.conv0 = nn.Conv2d(half, half, 3, padding=1, bias=False)
        self.fusion = _conv3(channels, half)

    def forward(self, x: Tensor, skip: Tensor) -> Tensor:
        """(N, C, H, W) and skip (N, C/2, 2H, 2W) -> (N, C/2, 2H, 2W)."""
        return cast(Tensor, self.fusion(torch.cat((self.conv0(self.up(x)), skip), dim=1)))


def luminance_attention(L: Tensor) -> Tensor:
    """LAM: where to trust the skips, (1 - L) (1 + E), E the Sobel magnitude of L. (N, 1, H, W) -> same."""
    sobel = [[-1.0, 0.0, 1.0], [-2.0, 0.0, 2.0], [-1.0, 0.0, 1.0]]
    x = torch.tensor(sobel, dtype=L.dtype, device=L.device) / 8
    gradients = F.conv2d(F.pad(L, (1, 1, 1, 1), mode="replicate"), torch.stack((x, x.T)).unsqueeze(1))
    edges = torch.sqrt(gradients.square().sum(1, keepdim=True) + 1e-6)
    return (1 - L) * (1 + edges)


class PublishedBrightening(nn.Module):
    """The brightening network; sees luminance only."""

    multiple = 16

    def __init__(self, config: CCNetConfig) -> None:
        super().__init__()
        c0, c1, c2, c3, c4 = config.channels
        self.conv_in = _conv3(1, c0)
        self.down1, self.down2 = EncoderBlock(c0), EncoderBlock(c1)
        self.down3, self.down4 = EncoderBlock(c2), EncoderBlock(c3)
        self.up1, self.up2 = DecoderBlock(c4), DecoderBlock(c3)
        self.up3, self.up4 = DecoderBlock(c2), DecoderBlock(c1)
        self.conv_out = _conv3(c0, 1)

    def brighten(
        self,
        L: Tensor,
        padded: Tensor,
        context: Tensor | None,
        window: Window | None,
        ab: Tensor | None,
    ) -> tuple[Tensor, tuple[Tensor, ...], None]:
        """The bright L and the features of the padded picture; a part is brightened as a whole would be."""
        return *self(padded), None

    def context(self, L: Tensor, ab: Tensor, mean: Tensor | None = None) -> None:
        """A part needs to know nothing of the whole."""

    def forward(self, L: Tensor) -> tuple[Tensor, tuple[Tensor, ...]]:
        """L (N, 1, H, W), sides multiples of 16 -> bright L of the same shape, features f0 .. f4."""
        f0 = self.conv_in(L)
        f1 = self.down1(f0)
        f2 = self.down2(f1)
        f3 = self.down3(f2)
        f4 = self.down4(f3)
        weight = luminance_attention(L)
        y = self.up1(f4, f3 * weight[..., ::8, ::8])
        y = self.up2(y, f2 * weight[..., ::4, ::4])
        y = self.up3(y, f1 * weight[..., ::2, ::2])
        y = self.up4(y, f0 * weight)
        return self.conv_out(y) + L, (f0, f1, f2, f3, f4)


class PublishedColorization(nn.Module):
    """The colorization network; the guidance enters at a quarter of the size."""

    def __init__(self, config: CCNetConfig) -> None:
        super().__init__()
        c0, c1, c2, c3, c4 = config.channels
        self.conv_in = _conv3(2, c0)
        self.down1, self.down2 = EncoderBlock(c0), EncoderBlock(c1)
        self.fusion2 = ColorEmbedding(c2)
        self.up1, self.up2 = DecoderBlock(c4), DecoderBlock(c3)
        self.up3, self.up4 = DecoderBlock(c2), DecoderBlock(c1)
        self.encode_q = nn.Conv2d(c2, _BINS, 1)
        self.conv_out = _conv3(c0, 2)

    def prepare(self, features: tuple[Tensor, ...], L: Tensor, bright: Tensor) -> tuple[Tensor, ...]:
        """What does not depend on the guidance: u2 at a quarter of the size, and the skips f1, f0.

        Luminance says nothing beyond its features.
        """
        f0, f1, f2, f3, f4 = features
        return self.up2(self.up1(f4, f3), f2), f1, f0

    def encode_guidance(self, guidance: Tensor) -> Tensor:
        """Guidance (N, 2, H, W) -> g2 (N, C, H/4, W/4)."""
        return cast(Tensor, self.down2(self.down1(self.conv_in(guidance))))

    def embed(self, prepared: tuple[Tensor, ...], encoded: Tensor) -> Tensor:
        """The output of CEM at a quarter of the size, input of the decoder and of :attr:`encode_q`."""
        return cast(Tensor, self.fusion2(prepared[0], encoded))

    def forward(
        self,
        prepared: tuple[Tensor, ...],
        guidance: Tensor,
        reference: Tensor | None,
        reference_weight: float,
    ) -> Tensor:
        """Prepared features and guidance (N, 2, H, W), sides multiples of 16 -> ab (N, 2, H, W)."""
        encoded = self.encode_guidance(guidance)
        if reference is not None:
            encoded = (1 - reference_weight) * encoded + reference_weight * self.encode_guidance(reference)
        return self._decode(prepared, self.embed(prepared, encoded))

    def with_bins(self, prepared: tuple[Tensor, ...], guidance: Tensor) -> tuple[Tensor, Tensor]:
        """As :meth:`forward` without a reference, and the bins' logits (N, 313, H/4, W/4): for training."""
        embedded = self.embed(prepared, self.encode_guidance(guidance))
        return self._decode(prepared, embedded), self.encode_q(embedded)

    def _decode(self, prepared: tuple[Tensor, ...], embedded: Tensor) -> Tensor:
        _, f1, f0 = prepared
        return cast(Tensor, self.conv_out(self.up4(self.up3(embedded, f1), f0)))
