"""The engine owns the network on one device.

It is confined to one thread; results are values that may travel.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar
from weakref import WeakKeyDictionary, ref

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F
from torch import Tensor

from ccnet_core.adjustments import Adjustments
from ccnet_core.colour import AbStatistics, chroma_gain
from ccnet_core.colour.grey import balanced_for, light_of
from ccnet_core.engine.brightened import Brightened
from ccnet_core.engine.detail import (
    SHARPEN_MARGIN,
    Amounts,
    Fitted,
    WorkingDetail,
    acts,
    estimate_noise,
    sharpen,
    smooth_chroma,
)
from ccnet_core.engine.devices import choose_device, describe_device, give_back_memory, told_of_cpu_memory
from ccnet_core.engine.fullsize import Tile, brighten_full
from ccnet_core.engine.guidance import adjust_guidance, own_chroma
from ccnet_core.engine.looks import Looks, cube_of
from ccnet_core.engine.masking import Covers, amounts_within
from ccnet_core.engine.mixing import mix_colours
from ccnet_core.engine.pixels import to_lab, to_pixels
from ccnet_core.engine.quick import QuickColours
from ccnet_core.engine.style import (
    SAMPLE_PIXELS,
    PictureStyle,
    Shifts,
    Style,
    StyleMaps,
    picture_statistics,
    picture_style,
)
from ccnet_core.engine.tone import (
    Around,
    Local,
    Surroundings,
    adjust_colours,
    adjust_luminance,
    mix_chroma,
    needs_own,
    needs_shift,
)
from ccnet_core.engine.upsampling import JointUpsampler
from ccnet_core.framing import Part, compose, cut, needed, whole
from ccnet_core.geometry import WHOLE, Crop, Frame
from ccnet_core.looks import LookError
from ccnet_core.masks import Mask
from ccnet_core.messages import Message
from ccnet_core.network import Backend, load_network
from ccnet_core.network.detail import Denoiser, load_detail
from ccnet_core.noise import NoiseProfile
from ccnet_core.paths import DETAIL_WEIGHTS, WEIGHTS, weights_file
from ccnet_core.photo import Photo
from ccnet_core.photo.profile import SRGB_NAME
from ccnet_core.photo.reducing import Pixels, reduce_pixels, reduced_size
from ccnet_core.progress import Progress, ignore_progress, part_of
from ccnet_core.rendering import WORKING_PIXELS

GLIMPSE_PIXELS = 160_000
"""Size of the picture that is shown until the working picture is there."""
_AROUND = 3
"""Pixels of the working picture on each side that count for a colour that is picked."""
_log = logging.getLogger(__name__)
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Region:
    """A rectangle of what is shown of a photo at full size, in pixels."""

    x: int
    y: int
    width: int
    height: int

    def size_at(self, scale: float) -> tuple[int, int]:
        """Height and width of a picture of it with so many pixels per photo pixel, at least 1 each."""
        return max(1, round(scale * self.height)), max(1, round(scale * self.width))

    @property
    def part(self) -> Part:
        """Its rows and columns."""
        return slice(self.y, self.y + self.height), slice(self.x, self.x + self.width)


class Engine:
    """Brightens photos and renders their adjustments.

    Attributes:
        network: what runs the network in use.
        detail: takes the noise out of luminance.
        device: where it computes. Every method that computes raises MemoryError where the CPU's memory does
            not suffice; that of a GPU is given up for the CPU's.
        notices: what the person should know, such as a fall back to the CPU; the caller clears it.

    >>> from ccnet_core import Adjustments, open_photo
    >>> engine = Engine.load(device="cpu")
    >>> brightened = engine.brighten(open_photo("night.jpg"))  # once per photo
    >>> picture = engine.render(brightened, Adjustments(saturation=1.3))  # as often as you like
    >>> full = engine.export(brightened, Adjustments(saturation=1.3), bit_depth=16)  # the photo's own size
    >>> full.shape, full.dtype
    ((60, 90, 3), dtype('uint16'))
    """

    def __init__(
        self, network: Backend, device: str | torch.device = "auto", detail: Denoiser | None = None
    ) -> None:
        """Put a network to work.

        Args:
            network: a :class:`ccnet_core.network.CCNet`, or what runs one otherwise.
            device: "auto", "cpu", "cuda" or "cuda:N".
            detail: takes the noise out of luminance; the one that ships by default.

        Raises:
            ValueError: there is no such device here.
            WeightsError: the weights of the one that ships cannot be used.
        """
        self.device = choose_device(str(device))
        self.network = network
        self.network.use(self.device)
        self.detail: Denoiser = detail or load_detail(DETAIL_WEIGHTS)
        self.detail.use(self.device)
        self.notices: list[str] = []
        # The last colorization of each picture: a change of brightness alone needs no other. What is
        # remembered of a picture or photo ends with it.
        self._colours: WeakKeyDictionary[Brightened, tuple[Adjustments, Tensor]] = WeakKeyDictionary()
        self._styles: WeakKeyDictionary[Photo, StyleMaps] = WeakKeyDictionary()
        self._noises: WeakKeyDictionary[Photo, NoiseProfile] = WeakKeyDictionary()
        self._covers: WeakKeyDictionary[Brightened, Covers] = WeakKeyDictionary()
        self._shifts: WeakKeyDictionary[Brightened, Shifts] = WeakKeyDictionary()
        self._quick: QuickColours | None = None
        self._looks = Looks(self._tell_of_look)

    @classmethod
    def load(cls, weights: str | os.PathLike[str] | None = None, device: str = "auto") -> Engine:
        """An engine with the weights of a file, or those that ship.

        Args:
            weights: a file, or a name: "studio", the default, or "free".
            device: "auto", "cpu", "cuda" or "cuda:N".

        Raises:
            WeightsError: the file cannot be used.
            ValueError: there is no such device here.
        """
        return cls(load_network(weights_file(os.fspath(weights)) if weights else WEIGHTS), device)

    @property
    def description(self) -> str:
        """The device, for people."""
        return describe_device(self.device)

    def brighten(
        self, photo: Photo, progress: Progress = ignore_progress, pixels: int = WORKING_PIXELS
    ) -> Brightened:
        """Do everything about a photo that its adjustments do not change.

        Args:
            photo: the photo.
            progress: told how far the work is.
            pixels: size of the working picture.
        """
        return self._compute(lambda: self._brighten(photo, progress, pixels))

    def glimpse(self, photo: Photo, adjustments: Adjustments, progress: Progress = ignore_progress) -> Pixels:
        """What :meth:`render` will show of a photo, early: softer, and nearly of its tone.

        It is made of the photo reduced to :data:`GLIMPSE_PIXELS`, with whatever follows from its size.

        Args:
            photo: the photo.
            adjustments: what is decided about it.
            progress: told how far the work is.

        Returns:
            As much as is shown of the photo, (h, w, 3) uint8 sRGB.
        """
        size = reduced_size(photo.height, photo.width, GLIMPSE_PIXELS)
        small = replace(photo, pixels=reduce_pixels(photo.pixels, size), alpha=None, uncorrected=None)
        try:
            return self.render(self.brighten(small, progress, GLIMPSE_PIXELS), adjustments)
        finally:
            self.forget(small)

    def render(self, brightened: Brightened, adjustments: Adjustments) -> Pixels:
        """The working picture with adjustments applied: (h, w, 3) uint8 sRGB, as much as is shown of it."""
        finish = self._looks.finish_of(adjustments)
        picture = self._compute(
            lambda: to_pixels(*self._adjust(self._here(brightened), adjustments), finish=finish)
        )
        return cut(picture, adjustments.geometry)

    def reduced(self, brightened: Brightened, pixels: int) -> Brightened:
        """A smaller working picture of the same tone, for thumbnails."""
        return self._compute(lambda: self._reduced(self._here(brightened), pixels))

    def prepare_quick(self, brightened: Brightened, adjustments: Adjustments) -> None:
        """Get ready for :meth:`render_quick`: a drag may begin at these adjustments."""
        if not self._can_be_quick or (self._quick and self._quick.made_for(brightened, adjustments)):
            return

        def prepare() -> QuickColours:
            here = self._here(brightened)
            return QuickColours(
                self.network,
                here,
                adjustments,
                partial(self._style_of, here.photo),
                partial(self._luminance, here),
                self._looks.finish_of,
                self._covers_of(here).of_working,
                self._shifts_of(here),
            )

        self._quick = self._compute(prepare)

    def render_quick(self, brightened: Brightened, adjustments: Adjustments) -> Pixels | None:
        """The working picture, nearly, in a small part of the time that :meth:`render` takes.

        None where it cannot be had: :meth:`prepare_quick` did not prepare for this photo and these styles,
        the structure has no matrices to hold, or there is a GPU, on which :meth:`render` itself is quick.
        """
        quick = self._quick
        if quick is None or not self._can_be_quick or not quick.suits(brightened, adjustments):
            return None
        return cut(self._compute(lambda: quick.render(adjustments)), adjustments.geometry, quick=True)

    def cover(self, brightened: Brightened, mask: Mask) -> Pixels:
        """How far a mask covers the working picture, whatever its strength: (h, w) uint8, all of it."""

        def look() -> Pixels:
            here = self._here(brightened)
            cover = self._covers_of(here).whole(mask)[0, 0]
            return np.asarray((255 * cover + 0.5).to(torch.uint8).cpu().numpy())

        return self._compute(look)

    def colour_at(self, brightened: Brightened, x: float, y: float) -> tuple[float, float, float]:
        """L in [0, 1] and (a*, b*) / 110 of the brightened photo without adjustments, which masks ask.

        Args:
            brightened: the photo.
            x: the place, in shares of its width, 0 to 1.
            y: the same of its height.
        """

        def look() -> tuple[float, float, float]:
            here = self._here(brightened)
            sides = []
            for share, length in ((y, here.size[0]), (x, here.size[1])):
                middle = min(max(int(share * length), 0), length - 1)
                sides.append(slice(max(0, middle - _AROUND), middle + _AROUND + 1))
            rows, columns = sides
            L, ab = here.bright.L.clamp(0, 1), self._covers_of(here).neutral
            means = torch.cat((L, ab), dim=1)[0, :, rows, columns].mean(dim=(1, 2)).tolist()
            return means[0], means[1], means[2]

        return self._compute(look)

    def auto_white_balance(self, brightened: Brightened) -> tuple[float, float]:
        """The temperature and tint, -1 to 1, that the brightened photo itself asks for without adjustments.

        Of the colour of light a share stays: see :data:`ccnet_core.colour.grey.ADAPTATION`.
        """

        def look() -> tuple[float, float]:
            here = self._here(brightened)
            neutral = self._covers_of(here).neutral
            return balanced_for(
                light_of(here.bright.L.clamp(0, 1), neutral, here.bright.input_L, here.guidance)
            )

        return self._compute(look)

    def forget(self, photo: Photo) -> None:
        """Give back the memory of what is remembered of a photo, which is not worked on for now."""
        for known in (self._colours, self._covers, self._shifts):
            for brightened in [brightened for brightened in known if brightened.photo is photo]:
                del known[brightened]
        self._styles.pop(photo, None)
        if self._quick is not None and self._quick.brightened.photo is photo:
            self._quick = None

    @property
    def _can_be_quick(self) -> bool:
        return self.device.type == "cpu" and self.network.structure.has_matrices

    def statistics(self, photo: Photo) -> AbStatistics:
        """Of a reference picture: :func:`ccnet_core.engine.picture_statistics`."""
        return picture_statistics(photo)

    def picture_style(self, photo: Photo, part: Crop = WHOLE) -> PictureStyle:
        """Of a reference picture: :func:`ccnet_core.engine.picture_style`."""
        return picture_style(photo, part)

    def colour_cube(self, photo: Photo, adjustments: Adjustments, size: int) -> npt.NDArray[np.float32]:
        """What is decided about colours as a table of display values: (size^3, 3), red next to each other.

        It is meant for brightened photos. What acts on places is no part of it
        (:func:`ccnet_core.engine.looks.left_out_of_cube`).

        Args:
            photo: to whose colours a style is fitted.
            adjustments: what is decided about it.
            size: nodes of each channel.
        """
        finish = self._looks.finish_of(adjustments)
        return self._compute(lambda: cube_of(adjustments, self._style_of(photo, adjustments), finish, size))

    def brighten_full(self, brightened: Brightened, progress: Progress = ignore_progress) -> None:
        """Make the photo's bright luminance at its full size, which full-size renderings need once per photo.

        Args:
            brightened: from :meth:`brighten`; what it lacks of that luminance is added to it, and stays when
                the work is stopped.
            progress: told how far the work is.
        """
        self._compute(lambda: self._brighten_full(brightened, progress))

    def render_region(
        self,
        brightened: Brightened,
        adjustments: Adjustments,
        region: Region,
        progress: Progress = ignore_progress,
        scale: float = 1.0,
    ) -> Pixels:
        """A part of the full-size picture.

        Args:
            brightened: from :meth:`brighten`; what it lacks of the luminance that the part needs is made.
            adjustments: what to render.
            region: the part, of what the adjustments show of the photo.
            progress: told how far the work is.
            scale: pixels of the result per photo pixel, at most 1; below 1 they are averages.

        Returns:
            (height, width, 3) uint8 sRGB, of ``region.size_at(scale)``.
        """
        frame = adjustments.geometry.frame(brightened.photo.height, brightened.photo.width)
        picture = self._render_frame(brightened, adjustments, frame, region.part, 8, progress)
        return reduce_pixels(picture, region.size_at(min(scale, 1.0)))

    def export(
        self,
        brightened: Brightened,
        adjustments: Adjustments,
        bit_depth: int = 8,
        progress: Progress = ignore_progress,
        profile: str = SRGB_NAME,
        size: tuple[int, int] | None = None,
    ) -> Pixels:
        """The full-size picture with the same adjustments; of a cropped photo nothing else is made.

        Args:
            brightened: from :meth:`brighten`; what it lacks of the luminance at full size is made.
            adjustments: the same value that :meth:`render` shows.
            bit_depth: 8 or 16.
            progress: told how far the work is.
            profile: the colour space of the result, of `OUTPUT_PROFILES`.
            size: as of :meth:`ccnet_core.geometry.Geometry.frame`.

        Returns:
            (H, W, 3) of the size of what the adjustments show, uint8 or uint16.
        """
        frame = adjustments.geometry.frame(brightened.photo.height, brightened.photo.width, size)
        part = whole(frame)
        return self._render_frame(brightened, adjustments, frame, part, bit_depth, progress, profile)

    def _render_frame(
        self,
        brightened: Brightened,
        adjustments: Adjustments,
        frame: Frame,
        part: Part,
        bit_depth: int,
        progress: Progress,
        profile: str = SRGB_NAME,
    ) -> Pixels:
        """A part of what a frame shows at full size, and before that the luminance which it lacks."""
        wanted = needed(frame, part)
        # Where nothing is missing colouring is all there is to do.
        brightening = 0.8 if brightened.begin_full().missing(wanted) else 0.0
        if brightening:
            tiles = part_of(progress, 0.0, brightening)
            give_back_memory()
            self._compute(lambda: self._brighten_full(brightened, tiles, wanted))
            give_back_memory()
        colouring = part_of(progress, brightening, 1.0)
        return self._compute(
            lambda: self._render_pieces(brightened, adjustments, frame, part, bit_depth, colouring, profile)
        )

    def _brighten(self, photo: Photo, progress: Progress, pixels: int) -> Brightened:
        progress(0.0)
        size = reduced_size(photo.height, photo.width, pixels)
        L, ab = to_lab(reduce_pixels(photo.pixels, size), self.device)
        progress(0.2)
        bright = self.network.brighten(L, ab=ab)
        progress(0.8)
        neutral = AbStatistics.of(self.network.colorize(bright, ab))
        progress(1.0)
        return Brightened(photo, bright, ab, neutral, Surroundings.of(bright.L, L), self._noise_of(photo))

    def _noise_of(self, photo: Photo) -> NoiseProfile:
        """Estimated once: thumbnails and styles have smaller working pictures of the same photo."""
        if photo not in self._noises:
            self._noises[photo] = estimate_noise(photo.pixels)
        return self._noises[photo]

    def _reduced(self, brightened: Brightened, pixels: int) -> Brightened:
        small = self._brighten(brightened.photo, ignore_progress, pixels)
        L = F.interpolate(brightened.bright.L, size=small.size, mode="area")
        return replace(
            small,
            bright=replace(small.bright, L=L),
            neutral=brightened.neutral,
            surroundings=brightened.surroundings,
        )

    def _adjust(self, brightened: Brightened, adjustments: Adjustments) -> tuple[Tensor, Tensor]:
        """L and ab of the working picture."""
        masks = self._covers_of(brightened).of_working(adjustments.masks) if adjustments.masks else ()
        amounts = amounts_within(brightened.amounts(adjustments), masks, brightened.bright.L)
        style = self._style_of(brightened.photo, adjustments)
        L, shift = self._luminance(brightened, amounts), self._shifts_of(brightened).whole(style)
        ab = _moved(self._colorize(brightened, adjustments), shift)
        ab = smooth_chroma(ab, brightened.bright.L.clamp(0, 1), amounts.colour_noise)
        own = brightened.bright.input_L, brightened.guidance
        around = brightened.surroundings.around(L, 0, 0, brightened.size)
        return _adjust_pixels(own, (L, ab), around, adjustments, style, masks, shift)

    def _shifts_of(self, brightened: Brightened) -> Shifts:
        """How far styles move a photo's colours."""
        if brightened not in self._shifts:
            covers = self._covers_of(brightened)
            self._shifts[brightened] = Shifts(brightened, lambda: covers.neutral)
        return self._shifts[brightened]

    def _covers_of(self, brightened: Brightened) -> Covers:
        """How far masks cover a photo."""
        if brightened not in self._covers:
            # What is remembered of it must not keep it.
            photo = ref(brightened)

            def neutral() -> Tensor:
                there = photo()
                assert there is not None
                plain = Adjustments().for_network
                known = self._colours.get(there)
                return known[1] if known and known[0] == plain else self._run_colorization(there, plain)

            self._covers[brightened] = Covers(brightened, neutral)
        return self._covers[brightened]

    def _luminance(self, brightened: Brightened, amounts: Amounts) -> Tensor:
        """The bright luminance (1, 1, h, w) of the working picture with the noise that is asked for."""
        clean = brightened.bright.L.clamp(0, 1)
        L = self._detail_of(brightened).fitted.mixed(amounts) if amounts.change_working else clean
        scale = brightened.size[1] / brightened.photo.width
        return sharpen(L, amounts.sharpen, scale).clamp(0, 1)

    def _detail_of(self, brightened: Brightened) -> WorkingDetail:
        """The layers of the working picture, made when they are first needed."""
        if brightened.detail is None:
            bright = brightened.bright
            brightened.detail = WorkingDetail.of(
                self.detail,
                (bright.input_L, brightened.guidance),
                bright.L.clamp(0, 1),
                brightened.noise,
                (brightened.photo.height, brightened.photo.width),
            )
        return brightened.detail

    def _colorize(self, brightened: Brightened, adjustments: Adjustments) -> Tensor:
        """The ab (1, 2, h, w) of the working picture as the network gives it."""
        key = adjustments.for_network
        known = self._colours.get(brightened)
        if known is None or known[0] != key:
            known = self._colours[brightened] = key, self._run_colorization(brightened, key)
        return known[1]

    def _run_colorization(self, brightened: Brightened, adjustments: Adjustments) -> Tensor:
        guidance, reference = adjust_guidance(
            brightened, adjustments, self._style_of(brightened.photo, adjustments)
        )
        return self.network.colorize(brightened.bright, guidance, reference, adjustments.style_strength)

    def _style_of(self, photo: Photo, adjustments: Adjustments) -> Style | None:
        """The mix of the active references of a photo's adjustments, or None without."""
        if not adjustments.active_references:
            return None
        if photo not in self._styles:
            sample = self._brighten(photo, ignore_progress, SAMPLE_PIXELS)
            self._styles[photo] = StyleMaps(self.network, sample)
        return self._styles[photo].mix(adjustments)

    def _brighten_full(self, brightened: Brightened, progress: Progress, part: Tile | None = None) -> None:
        # Begun first, so that what is made on the engine's device stays with what was given.
        if brightened.begin_full().missing(part):
            here = self._here(brightened)
            brighten_full(self.detail, self._detail_of(here), here, progress, part)
        else:
            progress(1.0)

    def _regions(
        self, brightened: Brightened, adjustments: Adjustments, bit_depth: int, profile: str
    ) -> Callable[[slice, slice], Pixels]:
        """A function that renders rows and columns of the full-size photo; colorizes once."""
        full, brightened = brightened.begin_full(), self._here(brightened)
        size = brightened.photo.height, brightened.photo.width
        style, finish = self._style_of(brightened.photo, adjustments), self._looks.finish_of(adjustments)
        everywhere, tone = brightened.amounts(adjustments), brightened.bright.L.clamp(0, 1)
        covers = self._covers_of(brightened)
        shaping = [mask for mask in adjustments.masks if mask.acts and mask.values.changes_detail]
        # Of the working picture.
        amounts = (
            amounts_within(everywhere, covers.of_working(adjustments.masks), tone) if shaping else everywhere
        )
        fitted = (
            Fitted.plain(tone)
            if brightened.is_whole and not amounts.change_working
            else self._detail_of(brightened).fitted
        )
        shift = self._shifts_of(brightened).whole(style)
        ab = _moved(self._colorize(brightened, adjustments), shift)
        upsample = JointUpsampler(tone, smooth_chroma(ab, tone, amounts.colour_noise), size)
        upsample_shift = None if shift is None else JointUpsampler(tone, shift, size)
        masks = covers.at_size(adjustments.masks, size) if adjustments.masks else None
        shapes = covers.at_size(shaping, size) if shaping else None
        margin = SHARPEN_MARGIN if acts(amounts.sharpen) else 0

        def render(rows: slice, columns: slice) -> Pixels:
            tall, broad = (
                slice(max(0, side.start - margin), min(length, side.stop + margin))
                for side, length in zip((rows, columns), size, strict=True)
            )
            part = full.part(tall, broad, fitted)
            inner = (
                ...,
                slice(rows.start - tall.start, rows.stop - tall.start),
                slice(columns.start - broad.start, columns.stop - broad.start),
            )
            here = everywhere
            if shapes is not None:
                here = amounts_within(everywhere, shapes(part.clean, tall, broad), part.clean)
            L = sharpen(part.mixed(here), here.sharpen, 1.0)[inner].clamp(0, 1)
            bright = L, upsample(part.clean[inner], rows.start, columns.start)
            # What masks cover does not change with the noise that is left.
            local = () if masks is None else masks(part.clean[inner], rows, columns)
            around = brightened.surroundings.around(L, rows.start, columns.start, size)
            # Without it a third of the time is spared.
            own, moved = bright, None
            shows_own = needs_own(adjustments, around, local)
            if shows_own:
                own = to_lab(brightened.photo.pixels[rows, columns], self.device)
            if upsample_shift is not None and (shows_own or needs_shift(local)):
                moved = upsample_shift(part.clean[inner], rows.start, columns.start)
            adjusted = _adjust_pixels(own, bright, around, adjustments, style, local, moved)
            return to_pixels(*adjusted, bit_depth, profile, finish)

        return render

    def _render_pieces(
        self,
        brightened: Brightened,
        adjustments: Adjustments,
        frame: Frame,
        part: Part,
        bit_depth: int,
        progress: Progress,
        profile: str,
    ) -> Pixels:
        """A part of any size, in the memory that a piece of it takes."""
        rows, columns = part
        progress(0.0)
        render = self._regions(brightened, adjustments, bit_depth, profile)
        picture = _empty(rows.stop - rows.start, columns.stop - columns.start, bit_depth)
        compose(render, frame, part, picture, progress)
        progress(1.0)
        return picture

    def _tell_of_look(self, error: LookError) -> None:
        told = Message("{error} The photo is shown without this look.", error=error.message)
        self.notices.append(told)

    def _here(self, brightened: Brightened) -> Brightened:
        """On the engine's device, which may have changed since it was made."""
        return brightened if brightened.device == self.device else brightened.to(self.device)

    def _compute(self, work: Callable[[], _T]) -> _T:
        """Run, and run again on the CPU when the GPU's memory does not suffice.

        Raises:
            MemoryError: the CPU's does not suffice either.
        """
        try:
            with told_of_cpu_memory(), torch.inference_mode():
                return work()
        except torch.OutOfMemoryError:
            if self.device.type == "cpu":
                raise
            _log.warning("out of memory on %s, going on with the CPU", self.description)
            self.notices.append(
                Message(
                    "{device} has too little memory for this photo; going on with the CPU",
                    device=self.description,
                )
            )
            self.device = torch.device("cpu")
            self.network.use(self.device)
            self.detail.use(self.device)
            # What is remembered is in the memory that does not suffice.
            self._colours.clear()
            self._styles.clear()
            self._covers.clear()
            self._shifts.clear()
        torch.cuda.empty_cache()
        with told_of_cpu_memory(), torch.inference_mode():
            return work()


def _adjust_pixels(
    own: tuple[Tensor, Tensor],
    bright: tuple[Tensor, Tensor],
    around: Around,
    adjustments: Adjustments,
    style: Style | None,
    masks: Sequence[Local] = (),
    shift: Tensor | None = None,
) -> tuple[Tensor, Tensor]:
    """What acts after the network, on the working picture or a part of the full size.

    Args:
        own: L and ab of the photo.
        bright: the same of the network's result.
        around: the surroundings of its L.
        adjustments: what to render.
        style: the mix of the active references, or None without.
        masks: what becomes of parts of it.
        shift: by how much the style has moved the result's colours, where the photo's own are seen or masks
            ask; None where it has not.
    """
    (input_L, own_ab), (L, ab) = own, bright
    tone = adjust_luminance(input_L, L, around, adjustments, masks, style.curve if style else None)
    if tone.mixed is not L:
        of = tone.of_mixed
        moved = None if shift is None else of(shift)
        own_ab = own_chroma(of(own_ab), of(input_L), of(L), adjustments, style, moved)
        shift = None if shift is None else shift * chroma_gain(L, tone.mixed)
        ab = mix_chroma(own_ab, ab, input_L, L, tone)
    ab = adjust_colours(ab, tone, adjustments, masks, shift)
    return mix_colours(tone.shown, ab, adjustments.mixer)


def _moved(ab: Tensor, shift: Tensor | None) -> Tensor:
    return ab if shift is None else ab + shift


def _empty(height: int, width: int, bit_depth: int) -> Pixels:
    return np.empty((height, width, 3), np.uint8 if bit_depth == 8 else np.uint16)
