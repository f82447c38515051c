"""The language of the window."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from app.document.preferences import LANGUAGES
from ccnet_core.paths import RESOURCES

TRANSLATIONS = RESOURCES / "translations"


def spoken_language(preferred: str, system: QLocale | None = None) -> str:
    """The language to speak: that of the preferences, or the first of the system's that is known.

    Args:
        preferred: one of `LANGUAGES`.
        system: what "system" means; by default the system's locale.

    Returns:
        "en", "de" or "zh".
    """
    if preferred != "system":
        return preferred
    locale = QLocale.system() if system is None else system
    for tag in locale.uiLanguages():
        language = tag.replace("_", "-").split("-")[0]
        if language in LANGUAGES:
            return language
    return "en"


def install_translation(application: QCoreApplication, preferred: str) -> str:
    """Let the application speak a language from now on; widgets that exist keep theirs.

    Texts that have no translation, and texts of a file that is missing, are in English.

    Args:
        application: the application.
        preferred: one of `LANGUAGES`.

    Returns:
        "en", "de" or "zh".
    """
    language = spoken_language(preferred)
    # Numbers and dates as well; the system's own locale may be a regional one of the same language.
    locale = QLocale.system() if preferred == "system" else QLocale(language)
    QLocale.setDefault(locale)
    if language == "en":
        return language
    of_qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for name, folder in (("qtbase", of_qt), ("ccnet", str(TRANSLATIONS))):
        translator = QTranslator(application)
        if translator.load(QLocale(language), name, "_", folder):
            application.installTranslator(translator)
    return language
