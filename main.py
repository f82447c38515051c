"""Start CCNet Studio: `python main.py [PHOTO]`."""

from app.main import main

if __name__ == "__main__":
    raise SystemExit(main())
