"""Adjusts parts of the open photo: a mode in which masks are drawn over it and decided about beside it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QColor

from app.canvas.canvas import Canvas
from app.masks.layer import MaskLayer
from app.masks.panel import MaskPanel, mask_names
from app.masks.swatch import Swatches, seen_at
from app.studio import Studio
from app.widgets.notice import Notice
from app.worker.requests import ColourTold, Rendered
from ccnet_core.masks import (
    MOST_MASKS,
    MOST_STROKES,
    ColourRange,
    Linear,
    LuminanceRange,
    Mask,
    MaskKind,
    Point,
    Radial,
    Stroke,
)

_PICKED = 0.1
"""How much darker and brighter than a place that is picked a mask covers, in [0, 1]."""


class Masking(QObject):
    """The mode of masks. What is decided is decided at once, each in a step of its own.

    Attributes:
        layer: what lies over the photo.
        panel: what is decided beside it.

    Signals:
        active_changed: whether the mode is on.
        cover_shown: whether what is covered is shown over the photo.
    """

    active_changed = Signal(bool)
    cover_shown = Signal(bool)

    def __init__(self, studio: Studio, canvas: Canvas, notice: Notice, parent: QObject) -> None:
        super().__init__(parent)
        self._studio, self._document, self._notice = studio, studio.document, notice
        self._canvas = canvas
        self.layer, self.panel = MaskLayer(canvas), MaskPanel()
        self._active = False
        self._index, self._row = -1, 0
        # Shown without having been asked for, until values are decided: who draws wants to see what.
        self._covering = self._by_itself = False
        # What a picked colour is for: a new mask, or the selected one; and what is painted.
        self._limits_selected = self._paints_selected = False
        # Whether the luminance of the newest mask was not picked yet; and what was asked of the last place.
        self._awaits_luminance = False
        self._asked: MaskKind | None = None
        self._picked, self._swatches = QColor(), Swatches()
        # The masks that are shown, and whether what takes their place is decided here.
        self._shown_masks: tuple[Mask, ...] = ()
        self._deciding = False
        layer, panel = self.layer, self.panel
        layer.drawn.connect(self._draw)
        layer.changed.connect(self._move)
        layer.released.connect(self._end_row)
        layer.stroked.connect(self._paint)
        layer.picked.connect(self._ask)
        layer.selected.connect(self.select)
        layer.brush_changed.connect(lambda: panel.set_brush(layer.radius, layer.softness))
        layer.disarmed.connect(lambda: self._arm(None))
        layer.ended.connect(self.end)
        layer.delete_requested.connect(self.delete)
        layer.cover_requested.connect(self.show_cover)
        panel.armed.connect(self._choose)
        panel.selected.connect(self.select)
        panel.decided.connect(self._decide)
        panel.replaced.connect(self._replace)
        panel.released.connect(self._end_row)
        panel.copied.connect(self.copy)
        panel.deleted.connect(self.delete)
        panel.limit_wanted.connect(self._limit)
        panel.cover_wanted.connect(self.show_cover)
        panel.brush_changed.connect(self._change_brush)
        panel.done.clicked.connect(self.end)
        panel.set_brush(layer.radius, layer.softness)
        studio.colour_told.connect(self._take_colour)
        studio.rendered.connect(self._show_rendered)
        self._document.adjustments_changed.connect(lambda _: self._follow())

    @property
    def active(self) -> bool:
        """Whether masks are drawn."""
        return self._active

    @property
    def selected(self) -> Mask | None:
        """The mask that is decided about."""
        return self._masks[self._index] if 0 <= self._index < len(self._masks) else None

    @property
    def covering(self) -> bool:
        """Whether what the selected mask covers is shown over the photo."""
        return self._covering

    def begin(self) -> None:
        """Show the masks of the open photo; without any the next drag draws one."""
        if self._active or self._document.photo is None:
            return
        self._active, self._index = True, len(self._masks) - 1
        self._by_itself = False
        self._show()
        self.layer.show()
        self.active_changed.emit(True)
        if self._masks:
            self._take_up()
        else:
            self._arm(MaskKind.RADIAL)

    def end(self) -> None:
        """Back to the adjustments of the whole photo."""
        if self._active:
            self._active = False
            self._arm(None)
            self._cover(False)
            self.layer.hide()
            self.active_changed.emit(False)

    def select(self, index: int) -> None:
        """Decide about another mask."""
        if index != self._index:
            self._end_row()
            self._index = index
            self._show()
            self._take_up()

    def show_cover(self, shown: bool) -> None:
        """Show what the selected mask covers, or not, until told otherwise."""
        self._by_itself = False
        self._cover(shown and self._active)

    def copy(self) -> None:
        """The selected mask once more, beside itself."""
        mask = self.selected
        if mask is None or len(self._masks) >= MOST_MASKS:
            return
        # A name tells one mask.
        text = self.tr("Duplicate {name}").format(name=self._name)
        self._insert(replace(mask, name=""), text)

    def delete(self) -> None:
        """Remove the selected mask."""
        if self.selected is not None:
            text = self.tr("Delete {name}").format(name=self._name)
            masks, index = self._masks, self._index
            self._index = min(index, len(masks) - 2)
            self._change((*masks[:index], *masks[index + 1 :]), text)
            self._take_up()

    @property
    def _masks(self) -> tuple[Mask, ...]:
        return self._document.adjustments.masks

    @property
    def _name(self) -> str:
        return mask_names(self._masks)[self._index]

    def _follow(self) -> None:
        """Show what was decided, maybe by undoing: the selected mask stays, else the nearest is selected."""
        selected_is_gone = False
        if self._active and not self._deciding:
            self._index, stays = _found_again(self._index, self._shown_masks, self._masks)
            selected_is_gone = not stays
        if selected_is_gone and self._by_itself:
            # It was shown of another.
            self._by_itself = False
            self._cover(False)
        self._show()
        if selected_is_gone and (self._paints_selected or self._limits_selected):
            self._take_up()

    def _show(self) -> None:
        """Show what is decided now, whatever changed it."""
        photo = self._document.photo
        if not self._active or photo is None:
            return
        adjustments = self._document.adjustments
        self._shown_masks = adjustments.masks
        self._index = min(self._index, len(adjustments.masks) - 1)
        if self._index < 0 and adjustments.masks:
            self._index = 0
        self.layer.set_photo(QSize(photo.width, photo.height), adjustments.geometry)
        self.layer.set_masks(adjustments.masks, self._index)
        limits = None if self.selected is None else self.selected.colour
        colour = None if limits is None else self._swatches.colour(limits, adjustments)
        self.panel.set_masks(adjustments.masks, self._index, colour)
        self.panel.set_armed(self.layer.armed)
        if self._covering:
            self._studio.show_cover(self._index if self.selected is not None else None)

    def _show_rendered(self, rendered: Rendered) -> None:
        if (
            self._active
            and self._covering
            and rendered.adjustments.geometry == self._document.adjustments.geometry
        ):
            self.layer.set_cover(rendered.cover)

    def _cover(self, shown: bool) -> None:
        if shown != self._covering:
            self._covering = shown
            self.layer.show_cover(shown)
            self._studio.show_cover(self._index if shown and self.selected is not None else None)
        self.panel.set_covering(shown)
        self.cover_shown.emit(shown)

    def _cover_for_now(self) -> None:
        """Show what is covered until values are decided."""
        if not self._covering:
            self._by_itself = True
            self._cover(True)

    def _choose(self, kind: MaskKind | None) -> None:
        """A kind is chosen. One of luminance is there at once, and a click in the photo says which."""
        if kind is MaskKind.LUMINANCE and not self._awaits_luminance:
            self._insert(Mask(kind, luminance=LuminanceRange(0.5, 1.0)), self.tr("Luminance mask"))
            self._cover_for_now()
        self._arm(kind)
        self._limits_selected = self._awaits_luminance = kind is MaskKind.LUMINANCE

    def _arm(self, kind: MaskKind | None) -> None:
        """Have the next drag or click make a mask, or limit one."""
        self._limits_selected = self._paints_selected = self._awaits_luminance = False
        self.layer.arm(kind)
        self.panel.set_armed(kind)
        if kind is not None:
            self._canvas.setFocus()

    def _take_up(self) -> None:
        """Go on with the selected mask: what was painted is painted on."""
        painted = self.selected is not None and self.selected.kind is MaskKind.BRUSH
        self._arm(MaskKind.BRUSH if painted else None)
        self._paints_selected = painted

    def _draw(self, shape: Linear | Radial, first: bool) -> None:
        """A gradient is drawn: it comes with the first of the drag, and follows it."""
        kind = MaskKind.LINEAR if isinstance(shape, Linear) else MaskKind.RADIAL
        text = self.tr("Linear mask") if kind is MaskKind.LINEAR else self.tr("Radial mask")
        if first:
            self._end_row()
            self._insert(Mask(kind, shape), text, self._row)
            self._cover_for_now()
        elif self.selected is not None:
            self._put(replace(self.selected, shape=shape), text, self._row)

    def _move(self, mask: Mask, in_row: bool) -> None:
        self._put(mask, self.tr("Move {name}").format(name=self._name), self._row if in_row else -1)

    def _end_row(self) -> None:
        """The next drag, or row of steps by keys, is another step."""
        self._row += 1

    def _paint(self, strokes: tuple[Stroke, ...]) -> None:
        mask = self.selected
        erases = strokes[0].erases
        text = self.tr("Erase") if erases else self.tr("Paint")
        try:
            if mask is None or not self._paints_selected:
                if not erases:
                    self._insert(Mask(MaskKind.BRUSH, strokes=strokes), text)
                    self._paints_selected = True
            elif len(mask.strokes) + len(strokes) <= MOST_STROKES:
                self._put(replace(mask, strokes=(*mask.strokes, *strokes)), text)
        except ValueError:
            self._notice.show_error(
                self.tr("The masks of this photo hold no more strokes. Add no more, or delete a mask."),
                of_photo=True,
            )
            return
        self._cover_for_now()

    def _change_brush(self, radius: float, softness: float) -> None:
        self.layer.radius, self.layer.softness = radius, softness
        self.layer.update()

    def _limit(self, by: MaskKind) -> None:
        """The next click says to which luminances, or to which colour, the selected mask is limited."""
        self._arm(by)
        self._limits_selected = True

    def _ask(self, place: Point) -> None:
        """Ask what masks see at a place, and remember what is seen there."""
        picture = self._canvas.result
        if picture is not None:
            self._asked = self.layer.armed
            self._picked = seen_at(picture, self.layer.place_in_picture(place))
            self._studio.ask_colour(place)

    def _take_colour(self, told: ColourTold) -> None:
        if not self._active or self.layer.armed is None or self.layer.armed is not self._asked:
            return
        if self._asked is MaskKind.LUMINANCE:
            self._take_luminance(told.L)
            return
        mask, limits = self.selected, ColourRange(*told.ab)
        self._swatches.note(limits, self._picked)
        if self._limits_selected and mask is not None:
            if mask.colour is not None:
                limits = replace(limits, tolerance=mask.colour.tolerance)
            self._put(replace(mask, colour=limits), self.tr("Limit {name} by colour").format(name=self._name))
        else:
            self._insert(Mask(MaskKind.COLOUR, colour=limits), self.tr("Colour mask"))
        self._arm(None)
        self._cover_for_now()

    def _take_luminance(self, middle: float) -> None:
        """Cover what is about as bright as a place; a range that was chosen before keeps its width."""
        mask = self.selected
        if mask is not None:
            limits = mask.luminance or LuminanceRange()
            chosen = limits.low > 0 and limits.high < 1
            reach = (limits.high - limits.low) / 2 if chosen else _PICKED
            low, high = max(0.0, middle - reach), min(1.0, middle + reach)
            text = self.tr("Pick luminance of {name}").format(name=self._name)
            self._put(replace(mask, luminance=replace(limits, low=low, high=high)), text)
        self._arm(None)
        self._cover_for_now()

    def _decide(self, mask: Mask, text: str, in_row: bool) -> None:
        """The panel decided about the selected mask."""
        if self.layer.armed is MaskKind.LUMINANCE:
            # By hand: a click in the photo is to change nothing of it.
            self._arm(None)
        selected = self.selected
        if self._by_itself and selected is not None and mask.values != selected.values:
            # Now it is to be seen what the values make of the photo.
            self._by_itself = False
            self._cover(False)
        self._put(mask, f"{self._name}: {text}", self._row if in_row else -1)

    def _insert(self, mask: Mask, text: str, merge: int = -1) -> None:
        """Add a mask and decide about it."""
        if len(self._masks) < MOST_MASKS:
            self._index = len(self._masks)
            self._change((*self._masks, mask), text, merge)

    def _put(self, mask: Mask, text: str, merge: int = -1) -> None:
        """Another one in the place of the selected mask."""
        masks = self._masks
        self._change((*masks[: self._index], mask, *masks[self._index + 1 :]), text, merge)

    def _replace(self, index: int, mask: Mask, text: str) -> None:
        masks = self._masks
        self._change((*masks[:index], mask, *masks[index + 1 :]), text)

    def _change(self, masks: tuple[Mask, ...], text: str, merge: int = -1) -> None:
        self._deciding = True
        try:
            self._document.change(replace(self._document.adjustments, masks=masks), text, merge)
        finally:
            self._deciding = False


def _found_again(index: int, before: tuple[Mask, ...], after: tuple[Mask, ...]) -> tuple[int, bool]:
    """Where a mask is once others took the place of all, and whether it is still there; else the nearest.

    As many as before are the same ones, changed. Of more or fewer those at both ends are, and what is between
    them came or went.
    """
    if len(before) == len(after):
        return index, True
    fewest = min(len(before), len(after))
    first = next((i for i in range(fewest) if before[i] != after[i]), fewest)
    last = next((i for i in range(fewest - first) if before[-1 - i] != after[-1 - i]), fewest - first)
    if index < first:
        return index, True
    if index >= len(before) - last:
        return index + len(after) - len(before), True
    return min(first, len(after) - 1), False
