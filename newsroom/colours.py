"""The municipality's colour, made readable on light and on dark.

Contrast is that of WCAG 2.2 (relative luminance, success criterion 1.4.3): at least 4.5 to 1 for text.
"""

import colorsys
import re

_HEX = re.compile(r"#[0-9a-fA-F]{6}\Z")
ENOUGH = 4.5
Colour = tuple[float, float, float]


def is_colour(text: str) -> bool:
    """Tell whether the text is a colour written as #rrggbb."""
    return bool(_HEX.match(text))


def parse(text: str) -> Colour:
    """Return red, green and blue, each from 0 to 1."""
    red, green, blue = (int(text[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return red, green, blue


def written(colour: Colour) -> str:
    """Return the colour as #rrggbb."""
    return "#" + "".join(f"{round(part * 255):02x}" for part in colour)


def luminance(colour: Colour) -> float:
    """Return the relative luminance as WCAG 2.2 defines it."""
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast ratio, from 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def readable_on(colour: str, ground: str, ratio: float = ENOUGH) -> str:
    """Return the colour, made darker or lighter in small steps until it can be read on the ground."""
    hue, light, saturation = colorsys.rgb_to_hls(*parse(colour))
    step = -0.01 if luminance(parse(ground)) > 0.18 else 0.01
    while contrast(parse(written(colorsys.hls_to_rgb(hue, light, saturation))), parse(ground)) < ratio:
        light += step
        if not 0 <= light <= 1:
            break
    return written(colorsys.hls_to_rgb(hue, min(max(light, 0), 1), saturation))
