"""Adjustments on the clipboard, so that one photo's look can be given to another."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QMimeData

from ccnet_core.adjustments import Adjustments

MIME_TYPE = "application/vnd.ccnet-studio.adjustments+json"


def to_mime(adjustments: Adjustments) -> QMimeData:
    """Adjustments as JSON: under a type of their own, and as text that can be kept or sent."""
    text = adjustments.to_json()
    data = QMimeData()
    data.setData(MIME_TYPE, QByteArray(text.encode()))
    data.setText(text)
    return data


def from_mime(data: QMimeData) -> Adjustments:
    """Read what :func:`to_mime` wrote, or the same JSON as text.

    Raises:
        ValueError: there are no adjustments, or they are of a newer version or out of range.
    """
    if data.hasFormat(MIME_TYPE):
        return Adjustments.from_json(bytes(data.data(MIME_TYPE).data()).decode(errors="replace"))
    return Adjustments.from_json(data.text())
