"""White balance by the photo itself."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject

from app.studio import Studio
from app.widgets.notice import Notice
from app.worker.requests import WhiteTold


class AutoWhite(QObject):
    """Sets temperature and tint as the brightened photo asks for, in one step."""

    def __init__(self, studio: Studio, notice: Notice, parent: QObject) -> None:
        super().__init__(parent)
        self._studio, self._notice = studio, notice
        studio.white_told.connect(self._decide)

    def ask(self) -> None:
        """Find it out, then decide it."""
        self._studio.ask_white()

    def _decide(self, told: WhiteTold) -> None:
        document = self._studio.document
        balanced = replace(document.adjustments, temperature=told.temperature, tint=told.tint)
        if balanced == document.adjustments:
            self._notice.show_message(self.tr("The photo has this white balance already."), of_photo=True)
        document.change(balanced, self.tr("Auto white balance"))
