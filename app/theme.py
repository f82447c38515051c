"""The look: neutral greys, so that colours are judged beside no colour, and one accent for what is active."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication


class Colors:
    """The colours of the window. All greys are neutral."""

    surround = QColor(42, 42, 42)
    panel = QColor(30, 30, 30)
    raised = QColor(48, 48, 48)
    hover = QColor(60, 60, 60)
    line = QColor(62, 62, 62)
    text = QColor(224, 224, 224)
    faint = QColor(158, 158, 158)
    disabled = QColor(104, 104, 104)
    accent = QColor(240, 178, 72)
    error = QColor(232, 104, 92)


_STYLE = """
* {{ font-size: 13px; }}
QMainWindow, QDialog, QWidget#panel, QScrollArea#panelScroll, QStatusBar, QMenuBar, QToolBar {{ background: {panel}; }}
QToolTip {{ background: {raised}; color: {text}; border: 1px solid {line}; padding: 4px 6px; }}
QMenuBar {{ border-bottom: 1px solid {line}; padding: 2px 4px; }}
QMenuBar::item {{ padding: 4px 9px; border-radius: 4px; background: transparent; }}
QMenuBar::item:selected {{ background: {hover}; }}
QMenu {{ background: {panel}; border: 1px solid {line}; padding: 5px; }}
QMenu::item {{ padding: 5px 26px 5px 12px; border-radius: 4px; }}
QMenu::item:selected {{ background: {hover}; }}
QMenu::item:disabled {{ color: {disabled}; }}
QMenu::separator {{ height: 1px; background: {line}; margin: 5px 8px; }}
QToolBar {{ border: none; border-bottom: 1px solid {line}; padding: 4px 8px; spacing: 2px; }}
QToolBar::separator {{ width: 1px; background: {line}; margin: 5px 6px; }}
QToolButton {{ border: 1px solid transparent; border-radius: 5px; padding: 5px 7px; background: transparent; }}
QToolButton:hover {{ background: {hover}; }}
QToolButton:checked {{ background: {raised}; border-color: {accent}; }}
QToolButton:focus {{ border-color: {faint}; }}
QToolButton:disabled {{ color: {disabled}; }}
QStatusBar {{ border-top: 1px solid {line}; color: {faint}; }}
QStatusBar QLabel {{ color: {faint}; padding: 0 8px; }}
QStatusBar::item {{ border: none; }}
QPushButton {{ background: {raised}; border: 1px solid {line}; border-radius: 5px; padding: 6px 14px; }}
QPushButton:hover {{ background: {hover}; }}
QPushButton:focus {{ border-color: {faint}; }}
QPushButton:disabled {{ color: {disabled}; background: {panel}; }}
QPushButton[primary="true"] {{ background: {accent}; color: #1c1c1c; border-color: {accent}; font-weight: 600; }}
QPushButton[primary="true"]:hover {{ background: #f7c266; }}
QPushButton[primary="true"]:focus {{ border-color: {text}; }}
QPushButton[primary="true"]:disabled {{ background: {raised}; color: {disabled}; border-color: {line}; }}
QLabel[role="section"] {{ color: {text}; font-weight: 600; font-size: 13px; }}
QLabel[role="hint"] {{ color: {faint}; }}
QLabel[role="title"] {{ font-size: 21px; font-weight: 600; }}
QLabel[role="error"] {{ color: {error}; }}
QFrame[role="rule"] {{ background: {line}; max-height: 1px; border: none; }}
QFrame#notice {{ background: {raised}; border: 1px solid {line}; border-left: 3px solid {accent}; border-radius: 5px; }}
QFrame#notice[kind="error"] {{ border-left-color: {error}; }}
QSpinBox, QDoubleSpinBox, QLineEdit, QComboBox {{
  background: {raised}; border: 1px solid {line}; border-radius: 4px; padding: 3px 6px;
  selection-background-color: {accent}; selection-color: #1c1c1c; }}
QSpinBox:focus, QLineEdit:focus, QComboBox:focus {{ border-color: {accent}; }}
QSpinBox[flat="true"] {{ background: transparent; border-color: transparent; padding: 1px 2px; }}
QSpinBox[flat="true"]:hover {{ background: {raised}; }}
QSpinBox[flat="true"]:focus {{ background: {raised}; border-color: {accent}; }}
QComboBox::drop-down {{ border: none; width: 20px; }}
QComboBox QAbstractItemView {{ background: {panel}; border: 1px solid {line}; selection-background-color: {hover}; }}
QSlider {{ min-height: 20px; }}
QSlider::groove:horizontal {{ height: 4px; border-radius: 2px; background: {line}; }}
QSlider::sub-page:horizontal {{ background: {faint}; border-radius: 2px; }}
QSlider::handle:horizontal {{ width: 14px; height: 14px; margin: -5px 0; border-radius: 7px; background: {text}; }}
QSlider::handle:horizontal:hover, QSlider::handle:horizontal:focus {{ background: {accent}; }}
QSlider::groove:horizontal:disabled, QSlider::sub-page:horizontal:disabled {{ background: {raised}; }}
QSlider::handle:horizontal:disabled {{ background: {disabled}; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
QScrollBar::handle:vertical {{ background: {line}; border-radius: 5px; min-height: 30px; }}
QScrollBar::handle:vertical:hover {{ background: {disabled}; }}
QScrollBar::add-line:vertical, QScrollBar::sub-line:vertical {{ height: 0; }}
QProgressBar {{ background: {raised}; border: none; border-radius: 3px; max-height: 6px; }}
QProgressBar::chunk {{ background: {accent}; border-radius: 3px; }}
QScrollArea {{ border: none; }}
"""


def apply_theme(application: QApplication) -> None:
    """Give the application its look."""
    application.setStyle("Fusion")
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: Colors.panel,
        QPalette.ColorRole.WindowText: Colors.text,
        QPalette.ColorRole.Base: Colors.raised,
        QPalette.ColorRole.AlternateBase: Colors.panel,
        QPalette.ColorRole.Text: Colors.text,
        QPalette.ColorRole.PlaceholderText: Colors.faint,
        QPalette.ColorRole.Button: Colors.raised,
        QPalette.ColorRole.ButtonText: Colors.text,
        QPalette.ColorRole.ToolTipBase: Colors.raised,
        QPalette.ColorRole.ToolTipText: Colors.text,
        QPalette.ColorRole.Highlight: Colors.accent,
        QPalette.ColorRole.HighlightedText: QColor(28, 28, 28),
        QPalette.ColorRole.Link: Colors.accent,
    }
    for role, color in roles.items():
        palette.setColor(role, color)
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, Colors.disabled)
    application.setPalette(palette)
    names = ("surround", "panel", "raised", "hover", "line", "text", "faint", "disabled", "accent", "error")
    application.setStyleSheet(_STYLE.format(**{name: getattr(Colors, name).name() for name in names}))
