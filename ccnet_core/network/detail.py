"""Denoised luminance at full size: a small network of its own.

Tone, range and colour are decided on a small picture of the whole photo; what full size adds is detail, and
that is the photo's own without its noise. The network sees luminance and chrominance in units of the noise,
so one network serves every strength (the noise level as an input: Zhang, Zuo, Zhang, "FFDNet", IEEE TIP
27(9), 2018; a photo rearranged into half its size, likewise). What it takes away is bounded by a few standard
deviations of the noise: a clean photo loses nothing, whatever the weights.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Protocol, Self, cast

import torch
import torch.nn.functional as F
from safetensors.torch import save
from torch import Tensor, nn

from ccnet_core.atomic import write_whole
from ccnet_core.network.checkpoint import read_safetensors
from ccnet_core.network.gain import PlainBlock, Up
from ccnet_core.network.windows import mean_around
from ccnet_core.noise import KNOTS, LARGEST, LEAST

MULTIPLE = 8
"""Sides of what runs through it are multiples of so many pixels, and so are the places where parts begin."""
MARGIN = 104
"""Pixels around a part on which its result depends."""
_LEVELS = 3
_MOST_CHANNELS, _MOST_BLOCKS = 256, 16
_LARGEST_CONFIG = 1000
_BOUND = 6.0
"""Most that is taken away, in standard deviations of the noise."""
_EVEN = (0.9, 0.75, 0.5)
"""Deviations of fine, middle and coarse detail, in those of strong noise, below which it is taken for what
the network made of noise."""
_STRONG = 0.015
"""Deviation of noise from which it is strong: what is made of weak noise is hardly seen."""
_POOL = 4
"""Side of the squares of pixels by which detail is judged."""
_SOFT = 12.0
"""Differences in units of the noise beyond which they are compressed: they are edges, of any height."""
_CONFIG_KEY = "ccnet_detail_config"


@dataclass(frozen=True, slots=True)
class DetailConfig:
    """The sizes of a :class:`DetailNetwork`.

    Attributes:
        channels: at a half, a quarter and an eighth of the size.
        depth: blocks at each of these, at the first two on the way down and again on the way up.

    Raises:
        ValueError: a size is out of range.
    """

    channels: tuple[int, int, int] = (16, 32, 64)
    depth: tuple[int, int, int] = (1, 1, 2)

    def __post_init__(self) -> None:
        for name, most in (("channels", _MOST_CHANNELS), ("depth", _MOST_BLOCKS)):
            value = getattr(self, name)
            if (
                not isinstance(value, tuple)
                or len(value) != _LEVELS
                or any(type(n) is not int or not 1 <= n <= most for n in value)
            ):
                raise ValueError(f"{name} must be {_LEVELS} whole numbers from 1 to {most}, got {value!r}")

    def to_json(self) -> str:
        """As a line of JSON."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what :meth:`to_json` wrote.

        Raises:
            ValueError: it is none, or a size is out of range.
        """
        if len(text) > _LARGEST_CONFIG:
            raise ValueError("the configuration is too long")
        values = json.loads(text)
        if not isinstance(values, dict) or values.keys() != {"channels", "depth"}:
            raise ValueError("not the configuration of a detail network")
        if not all(isinstance(value, list) for value in values.values()):
            raise ValueError("not the configuration of a detail network")
        sizes: dict[str, Any] = {name: tuple(value) for name, value in values.items()}
        return cls(**sizes)


class Denoiser(Protocol):
    """Takes the noise out of luminance: the network of this module, or something in its place."""

    def __call__(self, L: Tensor, ab: Tensor, told: Tensor) -> Tensor:
        """As :meth:`DetailNetwork.forward`."""

    def use(self, device: torch.device) -> None:
        """Compute on a device from now on."""


class DetailNetwork(nn.Module):
    """Takes the noise out of luminance.

    Attributes:
        config: its sizes.
    """

    def __init__(self, config: DetailConfig | None = None) -> None:
        super().__init__()
        self.config = config or DetailConfig()
        channels, depth = self.config.channels, self.config.depth
        pairs = list(pairwise(channels))
        self.conv_in = nn.Conv2d(9, channels[0], 3, padding=1)
        self.encoder = nn.ModuleList(_blocks(c, d) for c, d in zip(channels, depth, strict=True))
        self.downs = nn.ModuleList(nn.Conv2d(a, b, 2, stride=2) for a, b in pairs)
        self.ups = nn.ModuleList(Up(b, a) for a, b in pairs)
        self.decoder = nn.ModuleList(_blocks(c, d) for c, d in zip(channels[:-1], depth[:-1], strict=True))
        self.conv_out = nn.Conv2d(channels[0], 4, 3, padding=1)
        nn.init.zeros_(self.conv_out.weight)
        nn.init.zeros_(cast(Tensor, self.conv_out.bias))

    def forward(self, L: Tensor, ab: Tensor, told: Tensor) -> Tensor:
        """Clean luminance.

        Args:
            L: (N, 1, H, W) in [0, 1], sides multiples of 8.
            ab: (N, 2, H, W), (a*, b*) / 110.
            told: (N, K + 1), the noise of L, see :attr:`ccnet_core.noise.NoiseProfile.told`.

        Returns:
            (N, 1, H, W) in [0, 1].
        """
        return even_out(self.estimate(L, ab, told), told)

    def estimate(self, L: Tensor, ab: Tensor, told: Tensor) -> Tensor:
        """As :meth:`forward`, with what the network itself makes of noise: what is trained."""
        mean4 = mean_around(F.avg_pool2d(L, 4), 1)
        noise4 = noise_at(told, mean4)
        mean, noise = _double(torch.cat((mean4, noise4), dim=1)).chunk(2, dim=1)
        chroma = F.avg_pool2d(ab, 2)
        seen = torch.cat((F.pixel_unshuffle(L, 2) - mean, chroma - mean_around(chroma, 2)), dim=1) / noise
        seen = seen / (1 + seen.abs() / _SOFT)
        coarse = (told[:, -1:, None, None] - 1).expand_as(mean)
        x = self.conv_in(torch.cat((seen, mean, (torch.log(noise) + 5) / 2, coarse), dim=1))
        kept = []
        for blocks, down in zip(self.encoder, self.downs, strict=False):
            kept.append(blocks(x))
            x = down(kept[-1])
        x = self.encoder[-1](x)
        for up, blocks in zip(reversed(self.ups), reversed(self.decoder), strict=True):
            x = blocks(up(x, kept.pop()))
        taken = _BOUND * torch.tanh(self.conv_out(x) / _BOUND)
        return (L - F.pixel_shuffle(noise * taken, 2)).clamp(0, 1)

    def use(self, device: torch.device) -> None:
        """Compute on a device from now on."""
        self.to(device).eval()
        # torch's stubs do not know the argument.
        self.to(memory_format=torch.channels_last)  # type: ignore[call-overload]


def even_out(L: Tensor, told: Tensor) -> Tensor:
    """Take away what is so weak beside the noise that the noise itself may have made it.

    A network sees lines in noise, the more so where JPEG left single waves of it, and what was even looks
    woven. Each band of a Laplacian pyramid (Burt, Adelson, IEEE Trans. Communications 31(4), 1983) is
    attenuated by its energy in the surroundings; edges and strong structure stay as they are.

    Args:
        L: (N, 1, H, W) in [0, 1], sides multiples of 8.
        told: (N, K + 1), see :attr:`ccnet_core.noise.NoiseProfile.told`.

    Returns:
        (N, 1, H, W) in [0, 1].
    """
    noise = noise_at(told, mean_around(F.avg_pool2d(L, _POOL), 1))
    least = (noise.square() / (noise + _STRONG)).square()
    bands, rest = [], L
    for _ in _EVEN:
        smaller = F.avg_pool2d(rest, 2)
        bands.append(rest - _double(smaller))
        rest = smaller
    for i in reversed(range(len(_EVEN))):
        pool = _POOL >> i
        energy = mean_around(F.avg_pool2d(bands[i].square(), pool), 1) ** 3
        kept = energy / (energy + (_EVEN[i] ** 2 * least) ** 3)
        if pool > 1:
            kept = F.interpolate(kept, scale_factor=pool, mode="bilinear", align_corners=False)
        rest = torch.addcmul(_double(rest), bands[i], kept)
    return rest.clamp(0, 1)


def _blocks(channels: int, depth: int) -> nn.Sequential:
    return nn.Sequential(*(PlainBlock(channels) for _ in range(depth)))


def noise_at(told: Tensor, L: Tensor) -> Tensor:
    """Deviation of the noise at a luminance.

    Args:
        told: (N, K + 1), see :attr:`ccnet_core.noise.NoiseProfile.told`.
        L: (N, 1, H, W).

    Returns:
        (N, 1, H, W).
    """
    values = told.clamp(LEAST, LARGEST)[:, :, None, None, None]
    result = values[:, 0].expand_as(L)
    for i in range(1, len(KNOTS)):
        share = ((L - KNOTS[i - 1]) / (KNOTS[i] - KNOTS[i - 1])).clamp(0, 1)
        result = torch.addcmul(result, share, values[:, i] - values[:, i - 1])
    return result


def _double(x: Tensor) -> Tensor:
    return F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False)


def load_detail(path: str | Path) -> DetailNetwork:
    """Build the network that a file of weights describes, in evaluation mode.

    Raises:
        WeightsError: the file cannot be read, its tensors are not those of the network, or hold values that
            are no finite numbers.
    """
    path = Path(path)

    def plan(text: str) -> DetailNetwork:
        return DetailNetwork(DetailConfig.from_json(text))

    network, state = read_safetensors(path, _CONFIG_KEY, plan)
    network.load_state_dict(state, assign=True)
    return network.eval().requires_grad_(requires_grad=False)


def save_detail(network: DetailNetwork, path: str | Path, metadata: Mapping[str, str] | None = None) -> None:
    """Write weights and configuration to a ``.safetensors`` file, atomically.

    Args:
        network: the network.
        path: the file; an existing one is replaced once the new one is complete.
        metadata: further facts for the file's header.
    """
    state: dict[str, Any] = {
        key: value.detach().cpu().contiguous() for key, value in network.state_dict().items()
    }
    header = {**(metadata or {}), _CONFIG_KEY: network.config.to_json()}
    write_whole(Path(path), save(state, metadata=header), overwrite=True)
