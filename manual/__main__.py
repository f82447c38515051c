"""``python -m manual``: make the pictures of the manual, each part by itself."""

from __future__ import annotations

import argparse
from pathlib import Path


def main() -> None:
    """Run the part that is asked for."""
    parser = argparse.ArgumentParser(prog="python -m manual", description=__doc__)
    parts = parser.add_subparsers(dest="part", required=True, metavar="PART")
    parts.add_parser("gallery", help="develop the pairs of the gallery")
    screenshots = parts.add_parser("screenshots", help="drive the window and show what it shows")
    screenshots.add_argument("names", nargs="*", metavar="SESSION", help="those alone")
    parts.add_parser("paper", help="print the manual as one PDF")
    photos = parts.add_parser("photos", help="make the photos, of pictures that were downloaded")
    photos.add_argument("sources", type=Path, help="a folder with pictures of Budgie Backgrounds")
    options = parser.parse_args()
    if options.part == "gallery":
        from manual.pairs import render_gallery

        render_gallery()
    elif options.part == "screenshots":
        from manual.screenshots import take_screenshots

        take_screenshots(options.names)
    elif options.part == "paper":
        from manual.paper import print_manual

        print_manual()
    else:
        from manual.photos import make_photos

        make_photos(options.sources)


if __name__ == "__main__":
    main()
