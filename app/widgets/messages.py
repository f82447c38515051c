"""What the program says without a window, said in the window's language.

The command line speaks English, and so do the errors of ``ccnet_core``. They carry what they were made of,
and here their templates are looked up; one that is not listed stays English.
"""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from ccnet_core.adjustments import Reference
from ccnet_core.errors import PhotoError
from ccnet_core.messages import Message
from ccnet_core.photo import Photo

_CONTEXT, _NAMES, _CONTROLS = "Messages", "Names", "Controls"


def told(error: Exception) -> str:
    """What an error says, in the window's language; from any thread."""
    if isinstance(error, PhotoError):
        return error.told(translated)
    return translated(error.args[0]) if error.args and isinstance(error.args[0], Message) else str(error)


def translated(text: str) -> str:
    """A message in the window's language; other texts stay as they are."""
    if not isinstance(text, Message):
        return text
    template = QCoreApplication.translate(_CONTEXT, text.template)
    if not text.values:
        return template
    values = {name: translated(v) if isinstance(v, str) else v for name, v in text.values.items()}
    return template.format(**values)


def named(name: str) -> str:
    """What has no file of its own, in the window's language: a style, or a pasted picture and its number.

    Files, presets and adjustments hold the English names.
    """
    words, _, number = name.rpartition(" ")
    if not number.isdecimal():
        words, number = name, ""
    shown = QCoreApplication.translate(_NAMES, words)
    return f"{shown} {number}" if number else shown


def control_text(text: str) -> str:
    """What a control is called, or does, in the window's language; marked where it is declared."""
    return QCoreApplication.translate(_CONTROLS, text)


def reference_name(reference: Reference) -> str:
    """What a reference is called in the window."""
    return reference.name if reference.path else named(reference.name)


def photo_name(photo: Photo) -> str:
    """What a photo is called in the window."""
    return photo.name if photo.path else named(photo.name)


NAMES = (
    QT_TRANSLATE_NOOP("Names", "Pasted picture"),
    QT_TRANSLATE_NOOP("Names", "Blue hour"),
    QT_TRANSLATE_NOOP("Names", "Canyon"),
    QT_TRANSLATE_NOOP("Names", "Clear sea"),
    QT_TRANSLATE_NOOP("Names", "Desert"),
    QT_TRANSLATE_NOOP("Names", "Golden hour"),
    QT_TRANSLATE_NOOP("Names", "Mountain lake"),
    QT_TRANSLATE_NOOP("Names", "Old town"),
    QT_TRANSLATE_NOOP("Names", "Periwinkle"),
    QT_TRANSLATE_NOOP("Names", "Spice market"),
    QT_TRANSLATE_NOOP("Names", "Tea garden"),
    QT_TRANSLATE_NOOP("Names", "Twilight path"),
)
"""Of what the program itself gives a name, for lupdate to find."""

TEMPLATES = (
    QT_TRANSLATE_NOOP("Messages", "{problem}. {advice}"),
    QT_TRANSLATE_NOOP("Messages", "{file}: {problem}. {advice}"),
    QT_TRANSLATE_NOOP("Messages", "{error} The photo is shown without this look."),
    QT_TRANSLATE_NOOP("Messages", "line {number} of it cannot be read ({reason})"),
    QT_TRANSLATE_NOOP("Messages", "Export the look again from the program that made it."),
    QT_TRANSLATE_NOOP("Messages", "Choose a .cube file or a Hald CLUT picture."),
    QT_TRANSLATE_NOOP("Messages", "it lies on another machine, which was not asked for it"),
    QT_TRANSLATE_NOOP("Messages", "Add the look again to use it."),
    QT_TRANSLATE_NOOP(
        "Messages",
        "it is no Hald CLUT: {width} × {height} pixels are not 8, 27, 64, 125, 216, 343 or 512 squared",
    ),
    QT_TRANSLATE_NOOP("Messages", "the file does not exist"),
    QT_TRANSLATE_NOOP("Messages", "Check the name, or whether it was moved."),
    QT_TRANSLATE_NOOP("Messages", "there is no permission to read it"),
    QT_TRANSLATE_NOOP("Messages", "Change the file's permissions or copy it elsewhere."),
    QT_TRANSLATE_NOOP("Messages", "this is a folder"),
    QT_TRANSLATE_NOOP("Messages", "Choose a photo inside it."),
    QT_TRANSLATE_NOOP("Messages", "the file name is too long"),
    QT_TRANSLATE_NOOP("Messages", "Rename the file."),
    QT_TRANSLATE_NOOP("Messages", "it could not be read ({reason})"),
    QT_TRANSLATE_NOOP("Messages", "Check the disk, or copy the file elsewhere."),
    QT_TRANSLATE_NOOP("Messages", "there is not enough memory to open it"),
    QT_TRANSLATE_NOOP("Messages", "Close other programs and retry."),
    QT_TRANSLATE_NOOP("Messages", "it has too many pixels"),
    QT_TRANSLATE_NOOP("Messages", "Save a smaller version of it first."),
    QT_TRANSLATE_NOOP(
        "Messages", "{width} × {height} pixels are more than the {megapixels} megapixels that can be opened"
    ),
    QT_TRANSLATE_NOOP("Messages", "this is not a regular file"),
    QT_TRANSLATE_NOOP("Messages", "Choose a photo file."),
    QT_TRANSLATE_NOOP("Messages", "the file is larger than 2 GiB"),
    QT_TRANSLATE_NOOP("Messages", "the name is not a file name"),
    QT_TRANSLATE_NOOP("Messages", "Check the name."),
    QT_TRANSLATE_NOOP("Messages", "the file is empty"),
    QT_TRANSLATE_NOOP("Messages", "Copy it again from where it came from."),
    QT_TRANSLATE_NOOP("Messages", "the file is damaged or cut short"),
    QT_TRANSLATE_NOOP("Messages", "Copy it again from the camera or wherever it came from."),
    QT_TRANSLATE_NOOP("Messages", "this kind of JPEG cannot be opened"),
    QT_TRANSLATE_NOOP("Messages", "Save it as an ordinary JPEG, PNG or TIFF with the program that made it."),
    QT_TRANSLATE_NOOP("Messages", "this kind of HEIC cannot be opened"),
    QT_TRANSLATE_NOOP("Messages", "this picture is coded as {codec}, which cannot be opened"),
    QT_TRANSLATE_NOOP("Messages", "uncompressed samples"),
    QT_TRANSLATE_NOOP("Messages", "this is a PNG of Apple's own kind, which cannot be opened"),
    QT_TRANSLATE_NOOP("Messages", "this BMP holds a JPEG or PNG for printers, and cannot be opened"),
    QT_TRANSLATE_NOOP("Messages", "JPEG XL files need the imagecodecs package"),
    QT_TRANSLATE_NOOP("Messages", 'Install it with: pip install "ccnet-studio[codecs]"'),
    QT_TRANSLATE_NOOP("Messages", "the colours of this JPEG XL cannot be told"),
    QT_TRANSLATE_NOOP("Messages", "JPEG XL files with a colour profile of their own cannot be opened"),
    QT_TRANSLATE_NOOP("Messages", "this kind of JPEG XL cannot be opened"),
    QT_TRANSLATE_NOOP("Messages", "TIFF files compressed by {name} in this way cannot be opened"),
    QT_TRANSLATE_NOOP("Messages", "TIFF files of this depth cannot be opened"),
    QT_TRANSLATE_NOOP("Messages", "TIFF files of this kind of colours ({kind}) cannot be opened"),
    QT_TRANSLATE_NOOP("Messages", "TIFF files of {samples} channels of this kind cannot be opened"),
    QT_TRANSLATE_NOOP("Messages", "TIFF files of so many channels cannot be opened"),
    QT_TRANSLATE_NOOP(
        "Messages", 'Save it as 8- or 16-bit TIFF with LZW; or install: pip install "ccnet-studio[codecs]"'
    ),
    QT_TRANSLATE_NOOP("Messages", "it has {pages} pictures, and no picture {page}"),
    QT_TRANSLATE_NOOP("Messages", "Choose another one."),
    QT_TRANSLATE_NOOP(
        "Messages", "The end of the file is missing: {percent} % of the picture is grey or coarse."
    ),
    QT_TRANSLATE_NOOP(
        "Messages",
        "It is an HDR picture ({kind}): 203 cd/m² are white, and what is brighter is compressed.",
    ),
    QT_TRANSLATE_NOOP("Messages", "It holds a gain map for HDR displays; the base picture is shown."),
    QT_TRANSLATE_NOOP("Messages", "It holds {pages} pictures, of which the first is shown."),
    QT_TRANSLATE_NOOP("Messages", "It has {channels} channels, of which the first is shown."),
    QT_TRANSLATE_NOOP("Messages", "Its XMP is damaged or too large; it is left out."),
    QT_TRANSLATE_NOOP("Messages", "{file} beside it cannot be read; it is left out."),
    QT_TRANSLATE_NOOP("Messages", "Its XMP does not fit into JPEG; it is left out."),
    QT_TRANSLATE_NOOP("Messages", "JPEG holds 64 KB of EXIF; the {count} largest fields are left out."),
    QT_TRANSLATE_NOOP("Messages", "Choose one of {formats}."),
    QT_TRANSLATE_NOOP("Messages", "Choose 8 or 16, or 10 for avif."),
    QT_TRANSLATE_NOOP("Messages", "{bits} bits a channel do not fit into {format}, which holds {depths}"),
    QT_TRANSLATE_NOOP("Messages", "there is no profile {profile!r}"),
    QT_TRANSLATE_NOOP("Messages", "Choose one of {profiles}."),
    QT_TRANSLATE_NOOP("Messages", "this is not a picture, or not of a kind that can be opened"),
    QT_TRANSLATE_NOOP("Messages", "Choose a JPEG, PNG, TIFF, WebP, BMP, HEIC, AVIF or camera raw file."),
    QT_TRANSLATE_NOOP("Messages", "{kind} files cannot be opened"),
    QT_TRANSLATE_NOOP("Messages", "Save it as a 16-bit TIFF or PNG first."),
    QT_TRANSLATE_NOOP("Messages", "pictures that store their values as {mode} cannot be opened"),
    QT_TRANSLATE_NOOP("Messages", "Save it as 8- or 16-bit RGB first."),
    QT_TRANSLATE_NOOP("Messages", "camera raw files need the rawpy package"),
    QT_TRANSLATE_NOOP("Messages", 'Install it with: pip install "ccnet-studio[raw]"'),
    QT_TRANSLATE_NOOP("Messages", "this kind of raw file is not supported"),
    QT_TRANSLATE_NOOP("Messages", "Convert it with the camera maker's software, to DNG or TIFF for example."),
    QT_TRANSLATE_NOOP("Messages", "HEIC files need the pillow-heif package"),
    QT_TRANSLATE_NOOP("Messages", 'Install it with: pip install "ccnet-studio[heif]"'),
    QT_TRANSLATE_NOOP("Messages", "this Pillow cannot open AVIF files"),
    QT_TRANSLATE_NOOP("Messages", "Install a newer one with: pip install --upgrade pillow"),
    QT_TRANSLATE_NOOP("Messages", "this Pillow was built without AVIF"),
    QT_TRANSLATE_NOOP("Messages", "Install Pillow from its official wheel."),
    QT_TRANSLATE_NOOP("Messages", "the disk is full"),
    QT_TRANSLATE_NOOP("Messages", "the disk quota is used up"),
    QT_TRANSLATE_NOOP("Messages", "Free some space or save to another disk."),
    QT_TRANSLATE_NOOP("Messages", "there is no permission to write here"),
    QT_TRANSLATE_NOOP("Messages", "Choose another folder."),
    QT_TRANSLATE_NOOP("Messages", "the disk is read-only"),
    QT_TRANSLATE_NOOP("Messages", "the folder does not exist"),
    QT_TRANSLATE_NOOP("Messages", "the folder {folder} does not exist"),
    QT_TRANSLATE_NOOP("Messages", "Create it first or choose another folder."),
    QT_TRANSLATE_NOOP("Messages", "Give a file name inside it."),
    QT_TRANSLATE_NOOP("Messages", "no file can be written in this folder"),
    QT_TRANSLATE_NOOP("Messages", "this is no file but a device"),
    QT_TRANSLATE_NOOP("Messages", "Choose another name."),
    QT_TRANSLATE_NOOP("Messages", "a file of this name already exists"),
    QT_TRANSLATE_NOOP("Messages", "Choose another name or allow overwriting."),
    QT_TRANSLATE_NOOP("Messages", "Choose a shorter name."),
    QT_TRANSLATE_NOOP("Messages", "it could not be saved ({reason})"),
    QT_TRANSLATE_NOOP("Messages", "Try another folder or disk."),
    QT_TRANSLATE_NOOP("Messages", "there is not enough memory to save it"),
    QT_TRANSLATE_NOOP("Messages", "it could not be encoded ({reason})"),
    QT_TRANSLATE_NOOP("Messages", "Try another format."),
    QT_TRANSLATE_NOOP("Messages", "{format} pictures have at most {largest} pixels a side"),
    QT_TRANSLATE_NOOP("Messages", "Save it as PNG or TIFF."),
    QT_TRANSLATE_NOOP("Messages", "the suffix {suffix} names no format that can be saved"),
    QT_TRANSLATE_NOOP("Messages", "without a suffix the name tells no format that can be saved"),
    QT_TRANSLATE_NOOP("Messages", "Use one of {suffixes}."),
    QT_TRANSLATE_NOOP("Messages", "photos cannot be saved in the format {format!r}"),
    QT_TRANSLATE_NOOP("Messages", "there is no quality {quality}"),
    QT_TRANSLATE_NOOP("Messages", "Choose one from 1 to 100."),
    QT_TRANSLATE_NOOP("Messages", "there is no bit depth {bits}"),
    QT_TRANSLATE_NOOP("Messages", "there is no sharpening {amount!r}"),
    QT_TRANSLATE_NOOP("Messages", "Choose one of {amounts}."),
    QT_TRANSLATE_NOOP("Messages", "Choose png or tiff, or a bit depth of 8."),
    QT_TRANSLATE_NOOP("Messages", "Make the folder writable, or copy the photo elsewhere."),
    QT_TRANSLATE_NOOP("Messages", "Make the disk writable, or copy the photo elsewhere."),
    QT_TRANSLATE_NOOP("Messages", "Free some space."),
    QT_TRANSLATE_NOOP("Messages", "Give the photo a shorter name."),
    QT_TRANSLATE_NOOP("Messages", "Move that folder away."),
    QT_TRANSLATE_NOOP("Messages", "Check the folder, or copy the photo elsewhere."),
    QT_TRANSLATE_NOOP("Messages", "Make it readable or move it away, then open the photo again."),
    QT_TRANSLATE_NOOP("Messages", "Repair it or move it away, then open the photo again."),
    QT_TRANSLATE_NOOP("Messages", "Update the program, or move the file away; then open the photo again."),
    QT_TRANSLATE_NOOP("Messages", "it is no regular file"),
    QT_TRANSLATE_NOOP("Messages", "it is a link to another file, which is not followed"),
    QT_TRANSLATE_NOOP("Messages", "it is too large: more than {megabytes} MB"),
    QT_TRANSLATE_NOOP("Messages", "Move it away, or choose another folder for the results."),
    QT_TRANSLATE_NOOP("Messages", "a newer version wrote it ({schema}; this one reads up to {newest})"),
    QT_TRANSLATE_NOOP("Messages", "it holds no adjustments that can be read ({reason})"),
    QT_TRANSLATE_NOOP("Messages", "it holds no preset that can be read ({reason})"),
    QT_TRANSLATE_NOOP("Messages", "Choose a preset's file that exists and can be read."),
    QT_TRANSLATE_NOOP("Messages", "Export the preset again, or move the file away."),
    QT_TRANSLATE_NOOP("Messages", "Update the program to use it."),
    QT_TRANSLATE_NOOP("Messages", "it could not be deleted ({reason})"),
    QT_TRANSLATE_NOOP("Messages", "Make it and its folder writable, then try again."),
    QT_TRANSLATE_NOOP(
        "Messages", "{file}: its header holds no CCNet configuration; choose a CCNet weights file"
    ),
    QT_TRANSLATE_NOOP("Messages", "{file}: cannot be read as weights ({reason}); choose another file"),
    QT_TRANSLATE_NOOP(
        "Messages", "{file}: cannot be read ({reason}); choose a file that is there and can be read"
    ),
    QT_TRANSLATE_NOOP("Messages", "{file}: is no checkpoint of weights; choose another file"),
    QT_TRANSLATE_NOOP("Messages", "{file}: holds no state dict; choose another file"),
    QT_TRANSLATE_NOOP(
        "Messages", "{file}: holds values that are no finite numbers ({names}); choose another file"
    ),
    QT_TRANSLATE_NOOP(
        "Messages", "{file}: not the weights of this structure: {problems}; choose another file"
    ),
    QT_TRANSLATE_NOOP("Messages", "{file}: there is not enough memory. Close other programs and try again."),
    QT_TRANSLATE_NOOP("Messages", "There is not enough memory. Close other programs and try again."),
    QT_TRANSLATE_NOOP("Messages", "there is no long side of {pixels} pixels"),
    QT_TRANSLATE_NOOP("Messages", "Choose one from 1."),
    QT_TRANSLATE_NOOP("Messages", "the name {name!r} has a lone brace"),
    QT_TRANSLATE_NOOP("Messages", "the name {name!r} has an unknown placeholder {{{placeholder}}}"),
    QT_TRANSLATE_NOOP("Messages", "the results need a name"),
    QT_TRANSLATE_NOOP("Messages", "the name {name!r} leads into another folder"),
    QT_TRANSLATE_NOOP("Messages", "the name {name!r} has characters that Windows does not allow"),
    QT_TRANSLATE_NOOP("Messages", "Use {name}, {number} and {date}, such as {name}-bright."),
    QT_TRANSLATE_NOOP("Messages", "{file}: result of an earlier batch"),
    QT_TRANSLATE_NOOP("Messages", "{file}: already finished: {result}"),
    QT_TRANSLATE_NOOP("Messages", "{file}: already exists: {result}"),
    QT_TRANSLATE_NOOP("Messages", "a process ended with code {code} before it could work"),
    QT_TRANSLATE_NOOP(
        "Messages",
        "{file}: its process was ended by the system, perhaps for lack of memory. Try again with fewer jobs.",
    ),
    QT_TRANSLATE_NOOP("Messages", "{device} has too little memory for this photo; going on with the CPU"),
    QT_TRANSLATE_NOOP("Messages", "{name!r} is no device; use auto, cpu or cuda"),
    QT_TRANSLATE_NOOP("Messages", "the device {name!r} is not available here; use cpu"),
    QT_TRANSLATE_NOOP("Messages", "CPU, 1 thread"),
    QT_TRANSLATE_NOOP("Messages", "CPU, {threads} threads"),
)
"""Of the errors that people meet, for lupdate to find."""
