"""The picture that stands beside a link to us: headline, sender and date, in the site's own type and colour.

A pure function of its words and colour, so the same picture is the same bytes. Drawing one takes some 30
milliseconds, and the latest are remembered: nothing is kept on disk.
"""

import io
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from newsroom.colours import parse, readable_on
from newsroom.lettering import LEADING, Setting, fitted, shortened

WIDTH, HEIGHT = 1200, 630
PAPER, INK, WHITE = "#fbf8f2", "#1c2226", "#ffffff"  # paper and ink as in tokens.css
MARGIN, BAR, BAND = 80, 18, 122
#: What the kicker takes above the headline, and the room for both between bar and band.
KICKER, ROOM = 58, HEIGHT - BAR - BAND - 2 * 36
SIZES = (128, 118, 108, 100, 92, 84, 78, 72, 66, 60, 56, 52, 48, 44, 40, 36)
#: Steps from the ground to the ink: what smooths the edges of letters. Four grounds of 32 fill a palette of 128.
STEPS = 32
FONTS = Path(__file__).parent / "static" / "newsroom" / "fonts"
#: What is cut for the web in two files: the letters of western Europe, and U+0100-017F.
SERIF = ("newsreader-headline-all.woff2", "newsreader-headline-ext.woff2")
SANS = ("source-sans-3-latin-wght-normal.woff2", "source-sans-3-latin-ext-wght-normal.woff2")
_EXTENDED = re.compile("([\u0100-\u017f]+)")
_DRAWN = re.compile("[ -~\u00a0-\u017f\u2010-\u2014\u2018-\u201e\u2026\u2212]")
_REMEMBERED = 256


@dataclass(frozen=True)
class Words:
    """What stands in a picture. Without a headline it is the picture of the whole newsroom."""

    owner: str
    newsroom: str
    kicker: str = ""
    headline: str = ""


@lru_cache(maxsize=_REMEMBERED)
def picture(words: Words, colour: str) -> bytes:
    """Return the picture as PNG."""
    brand = readable_on(colour, WHITE)
    ink = Image.new("L", (WIDTH, HEIGHT))
    draw = ImageDraw.Draw(ink)
    bands = _draw_release(draw, words, brand) if drawable(words.headline) else _draw_owner(draw, words, brand)
    file = io.BytesIO()
    _coloured(ink, bands).save(file, "PNG", compress_level=6)
    return file.getvalue()


#: A band of the picture: where it ends, its ground and its ink.
Band = tuple[int, str, str]


def _coloured(ink: Image.Image, bands: list[Band]) -> Image.Image:
    """Give each band its two colours. A palette makes the file a third as large, and quicker to write."""
    top, palette = 0, []
    for number, (bottom, ground, letters) in enumerate(bands):
        steps = [number * STEPS + level * STEPS // 256 for level in range(256)]
        ink.paste(ink.crop((0, top, WIDTH, bottom)).point(steps), (0, top))
        palette += [part for step in range(STEPS) for part in _between(ground, letters, step / (STEPS - 1))]
        top = bottom
    ink.putpalette(palette)
    return ink


def _between(ground: str, letters: str, share: float) -> list[int]:
    """Return the colour that lies between two others."""
    return [round(255 * (a + (b - a) * share)) for a, b in zip(parse(ground), parse(letters), strict=True)]


def _draw_release(draw: ImageDraw.ImageDraw, words: Words, brand: str) -> list[Band]:
    """Write kicker and headline in the middle of the paper, and the wordmark below."""
    ruler = Type(SERIF, 200)
    headline = fitted(
        drawable(words.headline),
        lambda part: ruler.length(part) / 200,
        width=WIDTH - 2 * MARGIN,
        height=ROOM - KICKER,
        sizes=SIZES,
    )
    top = BAR + 36 + (ROOM - KICKER - headline.height) / 2
    _draw_kicker(draw, drawable(words.kicker), top + 30)
    _draw_lines(draw, headline, top + KICKER)
    _draw_wordmark(draw, words)
    on_paper = [(round(top + 42), PAPER, brand), (HEIGHT - BAND, PAPER, INK)]
    return [(BAR, brand, brand), *on_paper, (HEIGHT, brand, WHITE)]


def _draw_owner(draw: ImageDraw.ImageDraw, words: Words, brand: str) -> list[Band]:
    """Write the wordmark alone, large."""
    ruler = Type(SERIF, 200)
    owner = fitted(
        drawable(words.owner),
        lambda part: ruler.length(part) / 200,
        width=WIDTH - 2 * MARGIN,
        height=360,
        sizes=SIZES,
    )
    top = (HEIGHT - owner.height - 78) / 2
    Type(SANS, 40, 600).draw(draw, MARGIN, top + 40, drawable(words.newsroom))
    _draw_lines(draw, owner, top + 70)
    return [(HEIGHT, brand, WHITE)]


def drawable(text: str) -> str:
    """Return the text in letters that our type has: others lose their marks, or are left out."""
    text = " ".join(unicodedata.normalize("NFC", text).replace("\u00ad", "").split(" "))
    return re.sub(r"\s+(?<!\u00a0)", " ", "".join(_letter(letter) for letter in text)).strip()


def _letter(letter: str) -> str:
    """Return a letter, or what is left of it without its marks."""
    if _DRAWN.match(letter):
        return letter
    if letter.isspace():
        return " "
    return "".join(part for part in unicodedata.normalize("NFKD", letter) if _DRAWN.match(part))


class Type:
    """One typeface in one size; what the first file lacks comes from the second."""

    def __init__(self, files: tuple[str, str], size: float, weight: int | None = None) -> None:
        """Open both files. Opened anew for each picture: FreeType's faces are not for several threads."""
        self.fonts = [ImageFont.truetype(str(FONTS / name), size) for name in files]
        for font in self.fonts:
            if weight is not None:
                font.set_variation_by_axes([weight])

    def runs(self, text: str) -> list[tuple[ImageFont.FreeTypeFont, str]]:
        """Return the text in pieces, each with the file that has its letters."""
        return [(self.fonts[index % 2], run) for index, run in enumerate(_EXTENDED.split(text)) if run]

    def length(self, text: str) -> float:
        """Return how wide the text is."""
        return sum(font.getlength(run) for font, run in self.runs(text))

    def draw(self, draw: ImageDraw.ImageDraw, x: float, y: float, text: str) -> float:
        """Draw the text with its baseline at y; return where it ends."""
        for font, run in self.runs(text):
            draw.text((x, y), run, 255, font, anchor="ls")
            x += font.getlength(run)
        return x


def _draw_kicker(draw: ImageDraw.ImageDraw, text: str, y: float) -> None:
    """Write the type and date as the page does: small, in capitals, with air between the letters."""
    face, air, x, text = Type(SANS, 27, 600), 2, float(MARGIN), text.upper()
    while face.length(text) + air * len(text) > WIDTH - 2 * MARGIN:
        text = shortened(text)
    for letter in text:
        x = face.draw(draw, x, y, letter) + air


def _draw_lines(draw: ImageDraw.ImageDraw, setting: Setting, top: float) -> None:
    """Write lines of serif type, one below the other."""
    face = Type(SERIF, setting.size)
    for number, line in enumerate(setting.lines):
        face.draw(draw, MARGIN, top + setting.size * (0.8 + LEADING * number), line)


def _draw_wordmark(draw: ImageDraw.ImageDraw, words: Words) -> None:
    """Write whose newsroom it is, as in the head of every page."""
    top, face, owner = HEIGHT - BAND, Type(SANS, 27, 600), drawable(words.owner)
    while face.length(owner) > WIDTH - 2 * MARGIN:
        owner = shortened(owner)
    face.draw(draw, MARGIN, top + 47, owner)
    Type(SERIF, 46).draw(draw, MARGIN, top + 93, drawable(words.newsroom))
