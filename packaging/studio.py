"""The window, as PyInstaller starts it."""

from ccnet_core.frozen import begin

if __name__ == "__main__":
    begin()
    # Not before: a process of a batch needs no Qt.
    from app.main import main

    raise SystemExit(main())
