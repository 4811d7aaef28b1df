"""The recording on README: the frames of one walk through the demo, each with a line that says what is seen."""

import io
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

FRAMES = {
    "alert": "An alert says why, from the listing's own words",
    "triage": "Triage: suspect beside genuine, one click a verdict",
    "draft-form": "A notice is drafted: say where the mark is used, or choose a sentence",
    "both-languages": "Chinese, with an English mirror to review",
    "approved": "Another person approves; the clean documents follow",
    "answer": "A question, answered with the provision in force",
    "ask": "The same question for 1 January 2027: another article, another period",
}
"""The frames in their order, with what stands below each. ``walk`` takes the last two first."""
SIZE, BAND, SECONDS, COLOURS = (1020, 675), 44, 2.9, 96


class Recording:
    """Frames by name, and the animated picture made of them."""

    def __init__(self) -> None:
        self._frames: dict[str, Image.Image] = {}

    def add(self, name: str, picture: bytes) -> None:
        """Keep a picture of the page (PNG) if the recording shows this moment."""
        if name in FRAMES:
            self._frames[name] = _captioned(picture, FRAMES[name])

    def write(self, path: Path) -> None:
        """Write the GIF, some twenty seconds long.

        Raises:
            KeyError: a moment of ``FRAMES`` was not seen.
        """
        first, *rest = (self._frames[name].quantize(COLOURS, dither=Image.Dither.NONE) for name in FRAMES)
        first.save(
            path, save_all=True, append_images=rest, duration=int(SECONDS * 1000), loop=0, optimize=True
        )


def _captioned(picture: bytes, caption: str) -> Image.Image:
    frame = Image.new("RGB", (SIZE[0], SIZE[1] + BAND), "#1d1c1d")
    frame.paste(Image.open(io.BytesIO(picture)).convert("RGB").resize(SIZE, Image.Resampling.LANCZOS))
    ImageDraw.Draw(frame).text(
        (SIZE[0] // 2, SIZE[1] + BAND // 2), caption, "white", ImageFont.load_default(22), anchor="mm"
    )
    return frame
