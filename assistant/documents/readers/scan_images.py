"""Picture files (PNG, JPEG, TIFF of many frames, BMP): each frame is a page for recognition."""

from __future__ import annotations

import functools
import io
from collections.abc import Callable, Iterator

from PIL import Image, ImageOps

from assistant.documents.readers import Original
from assistant.documents.readers.paging import PageText, assemble
from assistant.documents.readers.scan import ADVICE, Picture, recognise, recogniser
from assistant.errors import UnreadableFile

_PIXELS = 100_000_000
_FRAMES = 200


def read_image(data: bytes, name: str, *, deadline: float) -> Original:
    """Read a picture file, each of its frames a page.

    Raises:
        UnreadableFile: Tesseract is not installed, the picture is damaged or too large, or holds no words.
    """
    if recogniser() is None:
        raise UnreadableFile(f"图片文件 {name} 没有可直接读取的文字。{ADVICE}，安装后再放入。")
    frames = list(_frames(data, name))
    found = recognise(enumerate(frames), deadline=deadline)
    if not any(found.values()):
        raise UnreadableFile(f"图片文件 {name} 中没有识别出文字。请换成更清晰的扫描件，或放入文字版文件。")
    pages = [
        PageText(blocks=tuple(found.get(i, ())), unread="" if i in found else "late")
        for i in range(len(frames))
    ]
    return assemble(pages, media_type=_media_type(data))


def _frames(data: bytes, name: str) -> Iterator[Callable[[], Picture]]:
    try:
        # Pillow itself only warns up to twice its bound; ours holds at once and for every frame.
        with Image.open(io.BytesIO(data)) as image:
            count = getattr(image, "n_frames", 1)
            if count > _FRAMES:
                raise UnreadableFile(f"图片文件 {name} 有 {count} 帧，超过上限 {_FRAMES}。请拆分后再放入。")
            for number in range(count):
                image.seek(number)
                if image.width * image.height > _PIXELS:
                    raise UnreadableFile(
                        f"图片文件 {name} 有 {image.width}×{image.height} 个像素，超过上限"
                        f" {_PIXELS // 1_000_000} 百万。请缩小后再放入。"
                    )
                yield functools.partial(_frame, data, number, name)
    except Image.DecompressionBombError as error:
        raise UnreadableFile(f"图片文件 {name} 的像素过多，不予读取。请缩小后再放入。") from error
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise UnreadableFile(f"图片文件 {name} 已损坏，无法读取（{error}）。请换成完整的原件。") from error


def _frame(data: bytes, number: int, name: str) -> Picture:
    try:
        with Image.open(io.BytesIO(data)) as image:
            image.seek(number)
            grey = _flat(ImageOps.exif_transpose(image))
            return Picture(grey.width, grey.height, grey.tobytes())
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise UnreadableFile(f"图片文件 {name} 已损坏，无法读取（{error}）。请换成完整的原件。") from error


def _flat(image: Image.Image) -> Image.Image:
    """In grey on white, and large enough to be read: Tesseract wants letters of thirty pixels."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        clear = image.convert("RGBA")
        white = Image.new("RGBA", clear.size, "white")
        image = Image.alpha_composite(white, clear)
    grey = image.convert("L")
    if max(grey.size) < 2000:
        grey = grey.resize((grey.width * 2, grey.height * 2), Image.Resampling.LANCZOS)
    return grey


def _media_type(data: bytes) -> str:
    if data.startswith(b"\x89PNG"):
        return "image/png"
    if data.startswith(b"\xff\xd8"):
        return "image/jpeg"
    return "image/bmp" if data.startswith(b"BM") else "image/tiff"
