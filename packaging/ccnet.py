"""The command line, as PyInstaller starts it."""

from ccnet_core.frozen import begin

if __name__ == "__main__":
    begin()
    from ccnet_core.cli import main

    raise SystemExit(main())
