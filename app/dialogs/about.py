"""What the program is, what it is made of, and which keys it knows."""

from __future__ import annotations

import contextlib
import platform
import re
from importlib.metadata import PackageNotFoundError, version

from PySide6.QtCore import QCoreApplication, QLocale, QSize, Qt, qVersion
from PySide6.QtGui import QAction, QGuiApplication, QIcon, QKeySequence, QTextTable
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QMenu,
    QMenuBar,
    QTabWidget,
    QTextBrowser,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.widgets.dialog import press_by_enter
from app.widgets.theme import Colors
from ccnet_core.paths import RESOURCES, WEIGHTS
from ccnet_core.version import program_licence, program_version

CITATION = (
    "Z. Jin, C. Wang, X. Luo: Colorization-Inspired Customized Low-Light Image Enhancement by a Decoupled "
    "Network. IEEE Transactions on Neural Networks and Learning Systems, 2024. "
    "doi 10.1109/TNNLS.2024.3502424"
)
MODEL_CARD = WEIGHTS.parent / "README.md"
_ICON = 56
_SAME = {"opencv-python": ("opencv-python-headless",)}
"""Other names of the same: OpenCV without windows of its own, as a packed program has it."""
_MNEMONIC_BEHIND = re.compile(r"\(&\w\)")

# Package, what it is called, its licence, where to read it. The optional ones show where they are installed.
_COMPONENTS = (
    ("PySide6_Essentials", "Qt and PySide6", "LGPL 3", "https://doc.qt.io/qt-6/licensing.html"),
    ("torch", "PyTorch", "BSD 3-Clause", "https://github.com/pytorch/pytorch/blob/main/LICENSE"),
    ("numpy", "NumPy", "BSD 3-Clause", "https://numpy.org/doc/stable/license.html"),
    ("opencv-python", "OpenCV", "Apache 2.0", "https://opencv.org/license/"),
    ("pillow", "Pillow", "MIT-CMU", "https://github.com/python-pillow/Pillow/blob/main/LICENSE"),
    ("tifffile", "tifffile", "BSD 3-Clause", "https://github.com/cgohlke/tifffile/blob/master/LICENSE"),
    (
        "safetensors",
        "safetensors",
        "Apache 2.0",
        "https://github.com/huggingface/safetensors/blob/main/LICENSE",
    ),
    ("tqdm", "tqdm", "MPL 2.0 and MIT", "https://github.com/tqdm/tqdm/blob/master/LICENCE"),
    ("qtawesome", "QtAwesome", "MIT", "https://github.com/spyder-ide/qtawesome/blob/master/LICENSE.txt"),
    ("", "Material Design Icons (font)", "Apache 2.0", "https://pictogrammers.com/docs/general/license/"),
    ("", "Font Awesome (font)", "SIL OFL 1.1", "https://fontawesome.com/license/free"),
    ("", "Elusive Icons (font)", "SIL OFL 1.1", "https://github.com/reduxframework/elusive-icons"),
    ("", "Codicons (font)", "CC BY 4.0", "https://github.com/microsoft/vscode-codicons"),
    ("", "Remix Icon (font)", "Apache 2.0", "https://github.com/Remix-Design/RemixIcon"),
    ("", "Phosphor Icons (font)", "MIT", "https://github.com/phosphor-icons/homepage"),
    ("imagecodecs", "imagecodecs", "BSD 3-Clause", "https://github.com/cgohlke/imagecodecs"),
    ("rawpy", "rawpy, with LibRaw", "MIT; LGPL 2.1 or CDDL 1.0", "https://www.libraw.org/about"),
    (
        "lensfunpy",
        "lensfunpy, with lensfun; its measurements of lenses",
        "MIT; LGPL 3; CC BY-SA 3.0",
        "https://lensfun.github.io/",
    ),
    (
        "pillow-heif",
        "pillow-heif, with libheif",
        "BSD 3-Clause; wheels GPL 2",
        "https://github.com/bigcat88/pillow_heif",
    ),
)


def system_information(device: str = "") -> str:
    """What a report should say about this machine; one fact a line, in English.

    Args:
        device: what the engine computes on.
    """
    packages = ("PySide6_Essentials", "torch", "numpy", "opencv-python", "pillow")
    facts = {
        "CCNet Studio": program_version(),
        "System": platform.platform(),
        "Python": platform.python_version(),
        "Qt": f"{qVersion()}, {QGuiApplication.platformName()}",
        **{package: _version(package) or "missing" for package in packages},
        "Language": QLocale().name(),
        "Device": device,
    }
    return "\n".join(f"{name}: {value}" for name, value in facts.items() if value)


class AboutDialog(QDialog):
    """Version, citation and licences, and what the weights were made from and how well they do."""

    def __init__(self, device: str = "", parent: QWidget | None = None) -> None:
        """Show them.

        Args:
            device: what the engine computes on, for the system information.
            parent: the window.
        """
        super().__init__(parent)
        self.setWindowTitle(self.tr("About CCNet Studio"))
        self.resize(820, 640)
        self.information = system_information(device)
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(self.windowTitle())
        for page, title in (
            (self._about(), self.tr("About")),
            (self._model_card(), self.tr("Model card")),
            (self._components(), self.tr("Third-party software")),
            (self._licence(), self.tr("Licence")),
        ):
            page.setAccessibleName(title)
            self.tabs.addTab(page, title)
        buttons = QDialogButtonBox()
        close = buttons.addButton(QDialogButtonBox.StandardButton.Close)
        self.copy = buttons.addButton(
            self.tr("Copy version and system"), QDialogButtonBox.ButtonRole.ActionRole
        )
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.information))
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(14)
        layout.addLayout(self._head())
        layout.addWidget(self.tabs, 1)
        layout.addWidget(buttons)
        press_by_enter(close, self.copy)

    def _head(self) -> QHBoxLayout:
        icon = QLabel()
        icon.setPixmap(QIcon(str(RESOURCES / "icon.svg")).pixmap(QSize(_ICON, _ICON)))
        name, number = (
            QLabel("CCNet Studio"),
            QLabel(self.tr("Version {version}").format(version=program_version())),
        )
        name.setProperty("role", "title")
        number.setProperty("role", "hint")
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(name)
        names.addWidget(number)
        head = QHBoxLayout()
        head.setSpacing(14)
        head.addWidget(icon)
        head.addLayout(names, 1)
        return head

    def _about(self) -> QTextBrowser:
        paragraphs = (
            self.tr("Rescues photos taken in the dark, and lets you decide how their colours come back."),
            self.tr("The program is under the MIT licence."),
            self.tr(
                "The weights of the network are for <b>non-commercial use</b> only, because of the photos "
                "they were made from. The model card tells which."
            ),
            self.tr("The method is that of:"),
            f"<i>{CITATION}</i>",
        )
        return _browser("".join(f"<p>{text}</p>" for text in paragraphs))

    def _model_card(self) -> QTextBrowser:
        browser = _browser("")
        try:
            browser.setMarkdown(MODEL_CARD.read_text(encoding="utf-8"))
        except OSError as error:
            browser.setPlainText(
                self.tr("{name} cannot be read ({reason}). Install the program anew.").format(
                    name=MODEL_CARD, reason=error.strerror
                )
            )
        _soften_tables(browser)
        # Its links lead to files beside it, which no browser is meant for.
        browser.setOpenLinks(False)
        return browser

    def _components(self) -> QTextBrowser:
        rows = []
        # The tool that collects the texts does not look into f-strings.
        read = self.tr("read")
        for package, name, licence, link in _COMPONENTS:
            number = _version(package) if package else ""
            if number is not None:
                rows.append(
                    f'<tr><td>{name} {number}</td><td>{licence}</td><td><a href="{link}">{read}</a></td></tr>'
                )
        intro = self.tr(
            "Qt is used as a shared library under the LGPL; you may replace it with a version of your own."
        )
        return _browser(f'<p>{intro}</p><table cellpadding="3" width="100%">{"".join(rows)}</table>')

    def _licence(self) -> QTextBrowser:
        browser = _browser("")
        browser.setPlainText(program_licence() or self.tr("MIT licence: https://opensource.org/license/mit"))
        return browser


class ShortcutsDialog(QDialog):
    """The keys of a menu bar's actions, by menu."""

    def __init__(self, menu_bar: QMenuBar, parent: QWidget | None = None) -> None:
        """List them.

        Args:
            menu_bar: whose actions are listed as they are now.
            parent: the window.
        """
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.resize(700, 600)
        self.list = QTreeWidget()
        self.list.setAccessibleName(self.tr("Keyboard shortcuts"))
        self.list.setHeaderLabels([self.tr("Command"), self.tr("Keys")])
        self.list.setRootIsDecorated(False)
        self.list.setSelectionMode(QTreeWidget.SelectionMode.NoSelection)
        self.list.setItemsExpandable(False)
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.list.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        for top in menu_bar.actions():
            menu = top.menu()
            if isinstance(menu, QMenu):
                self._add_menu(_plain(top.text()), menu)
        self.list.expandAll()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(14)
        layout.addWidget(self.list, 1)
        layout.addWidget(buttons)

    def _add_menu(self, title: str, menu: QMenu) -> None:
        rows = [(_plain(action.text()), _keys(action)) for action in _leaves(menu) if action.shortcuts()]
        if rows:
            heading = QTreeWidgetItem(self.list, [title])
            heading.setFlags(Qt.ItemFlag.ItemIsEnabled)
            font = heading.font(0)
            font.setBold(True)
            heading.setFont(0, font)
            for row in rows:
                QTreeWidgetItem(heading, list(row))


def _leaves(menu: QMenu) -> list[QAction]:
    """The commands of a menu and its submenus."""
    found: list[QAction] = []
    for action in menu.actions():
        below = action.menu()
        found.extend(_leaves(below) if isinstance(below, QMenu) else [action])
    return found


def _keys(action: QAction) -> str:
    written = [keys.toString(QKeySequence.SequenceFormat.NativeText) for keys in action.shortcuts()]
    return QCoreApplication.translate("ShortcutsDialog", " or ").join(dict.fromkeys(filter(None, written)))


def _plain(text: str) -> str:
    # Where a text has no Latin letters, its mnemonic stands behind it: "文件(&F)".
    return _MNEMONIC_BEHIND.sub("", text).replace("&", "").rstrip("…")


def _version(package: str) -> str | None:
    """Of an installed package; None where it is not installed."""
    for name in (package, *_SAME.get(package, ())):
        with contextlib.suppress(PackageNotFoundError):
            return version(name)
    return None


def _soften_tables(browser: QTextBrowser) -> None:
    """Give tables the window's lines, room, and no empty heading, which Markdown cannot do without."""
    frames = browser.document().rootFrame().childFrames()
    for table in [frame for frame in frames if isinstance(frame, QTextTable)]:
        style = table.format()
        style.setBorderBrush(Colors.line)
        style.setBorderCollapse(True)
        style.setCellPadding(5)
        style.setCellSpacing(0)
        table.setFormat(style)
        cells = [table.cellAt(0, column) for column in range(table.columns())]
        if all(cell.firstCursorPosition() == cell.lastCursorPosition() for cell in cells):
            table.removeRows(0, 1)


def _browser(html: str) -> QTextBrowser:
    browser = QTextBrowser()
    browser.setOpenExternalLinks(True)
    browser.setHtml(html)
    return browser
