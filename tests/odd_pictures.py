"""Pictures as people should not make them, and as some do: bombs, cut files, odd colours, files that are no pictures."""

import io
import struct
import zlib
from collections.abc import Callable, Mapping
from functools import cache, partial

import numpy as np
from PIL import Image, ImageCms

SVG = b"""<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<svg xmlns="http://www.w3.org/2000/svg" width="400" height="400"><script>alert(1)</script><text>&x;</text></svg>"""
EPS = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 400 400\n(/tmp/x) (w) file\nshowpage\n%%EOF\n"


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    """The bytes of a picture file."""
    out = io.BytesIO()
    image.save(out, kind, **options)  # type: ignore[arg-type]  # as Pillow's savers take them
    return out.getvalue()


@cache
def png_bomb(width: int, height: int) -> bytes:
    """A PNG that grows: a few kilobytes of nothing for so many dots."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    packer = zlib.compressobj(9)
    line, packed = b"\0" * (1 + 3 * width), b""
    for _ in range(min(height, 400)):
        packed += packer.compress(line)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", head)
        + _chunk(b"IDAT", packed + packer.flush())
        + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def jpeg_bomb(image: Image.Image, width: int, height: int) -> bytes:
    """A JPEG whose head tells of more dots than it has."""
    data = bytearray(saved(image, "JPEG"))
    at = data.index(b"\xff\xc0") + 5
    data[at : at + 4] = struct.pack(">HH", height, width)
    return bytes(data)


def animated(image: Image.Image, frames: int, kind: str) -> bytes:
    """The picture, then ``frames`` more of one grey each."""
    more = [Image.new("L", image.size, n % 256) for n in range(frames)]
    return saved(image, kind, save_all=True, append_images=more, duration=10)


def turned_by_exif(image: Image.Image, orientation: int, kind: str = "JPEG") -> bytes:
    """The picture laid so that only its EXIF entry sets it upright."""
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    exif = Image.Exif()
    exif[0x0112] = orientation
    return saved(image.transpose(undo[orientation]), kind, exif=exif)


def sixteen_bits(image: Image.Image) -> bytes:
    """A grey PNG of 16 bits a dot."""
    return saved(Image.fromarray(np.asarray(image.convert("L"), np.uint16) * 257), "PNG")


def ways_of_saving(image: Image.Image) -> Mapping[str, Callable[[], bytes]]:
    """One picture in every form that a shop may serve and a browser shows alike; each is made once, when it is asked for."""
    clear = image.convert("RGBA")
    palette = image.quantize(128)
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    made: dict[str, Callable[[], bytes]] = {
        "CMYK JPEG": lambda: saved(image.convert("CMYK"), "JPEG"),
        "CMYK TIFF": lambda: saved(image.convert("CMYK"), "TIFF"),
        "progressive JPEG": lambda: saved(image, "JPEG", progressive=True),
        "JPEG with a profile": lambda: saved(image, "JPEG", icc_profile=srgb),
        "JPEG with a broken profile": lambda: saved(image, "JPEG", icc_profile=b"no profile"),
        "JPEG without its last tenth": lambda: saved(image, "JPEG")[: len(saved(image, "JPEG")) * 9 // 10],
        "PNG with a palette": lambda: saved(palette, "PNG"),
        "PNG with a palette and a clear colour": lambda: saved(palette, "PNG", transparency=127),
        "PNG with alpha": lambda: saved(clear, "PNG"),
        "TIFF": lambda: saved(image, "TIFF", compression="tiff_lzw"),
        "BMP": lambda: saved(image, "BMP"),
        "GIF": lambda: saved(image, "GIF"),
        "GIF of many frames": lambda: animated(image, 300, "GIF"),
        "WebP": lambda: saved(image, "WEBP"),
        "WebP of many frames": lambda: animated(image, 40, "WEBP"),
        "AVIF": lambda: saved(image, "AVIF"),
        **{f"JPEG turned by EXIF {n}": partial(turned_by_exif, image, n) for n in range(2, 9)},
        "WebP turned by EXIF": lambda: turned_by_exif(image, 6, "WEBP"),
        "PNG turned by EXIF": lambda: turned_by_exif(image, 6, "PNG"),
    }
    return {way: cache(make) for way, make in made.items()}


def no_pictures(image: Image.Image) -> Mapping[str, tuple[Callable[[], bytes], str]]:
    """Files that nobody can look at, made when they are asked for, each with part of the reason to be told."""
    png, jpeg = saved(image, "PNG"), saved(image, "JPEG")
    return {
        "no bytes": (lambda: b"", "empty"),
        "text": (lambda: b"this is a text file", "no picture"),
        "web page": (lambda: b"\n<!DOCTYPE html><html>", "web page"),
        "SVG": (lambda: SVG, "SVG"),
        "EPS": (lambda: EPS, "document"),
        "HEIC": (lambda: b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 400, "HEIC"),
        "PNG of 50,000 by 50,000": (lambda: png_bomb(50_000, 50_000), "too large"),
        "PNG of 12,000 by 12,000": (lambda: png_bomb(12_000, 12_000), "too large"),
        "JPEG of 60,000 by 60,000": (lambda: jpeg_bomb(image, 60_000, 60_000), "too large"),
        "PNG cut short": (lambda: png[: len(png) // 2], "broken"),
        "JPEG cut short": (lambda: jpeg[: len(jpeg) // 3], "cut short"),
        "JPEG head only": (lambda: b"\xff\xd8\xff\xe0", "no picture"),
        "one dot wide": (lambda: saved(Image.new("RGB", (1, 400)), "PNG"), "too small"),
        "a line": (lambda: saved(Image.new("RGB", (20_000, 10)), "PNG"), "too small"),
        "floating tones": (lambda: saved(Image.new("F", (300, 300), 0.5), "TIFF"), "no browser"),
    }
