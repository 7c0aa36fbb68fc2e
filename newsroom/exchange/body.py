"""The running text: paragraphs and bullet lists, word for word.

A line that begins with a dash is a line of speech (pratminus) and stays a paragraph with its dash, however
the dash was typed; only real bullets make a list.
"""

import re
from collections.abc import Iterable
from html import escape
from itertools import groupby

from newsroom.exchange.document import Line

_DASH = re.compile(r"[–—-]\s*(?=[^\s–—-])")
_BULLET = re.compile(r"\A(?:[•·‣▪●◦]\s*|\*\s+)(?=\S)")
_SENTENCE_END = re.compile(r"[.!?:][”\"’)]?\Z")
#: Lines of mail and of typewritten text are broken at about this width.
_WRAPPED = range(45, 101)


def begins_with_dash(text: str) -> bool:
    """Tell whether a line begins with a dash before words."""
    return bool(_DASH.match(text))


def without_dash(text: str) -> str:
    """Return the line without the dash it begins with."""
    return _DASH.sub("", text, count=1)


def is_bullet(text: str) -> bool:
    """Tell whether a line is an item of a list."""
    return bool(_BULLET.match(text))


def ends_sentence(text: str) -> bool:
    """Tell whether a line ends as a sentence does, and not as a heading does."""
    return bool(_SENTENCE_END.search(text))


def read_paragraphs(lines: Iterable[Line]) -> list[str]:
    """Return the paragraphs in order, list items with their bullet, lines that were only broken joined."""
    paragraphs: list[str] = []
    group: list[str] = []
    for _number, text in [*lines, Line(0, "")]:
        if group and (not text or begins_with_dash(text) or is_bullet(text)):
            paragraphs += _joined(group)
            group = []
        if text:
            group.append(text)
    return paragraphs


def to_html(paragraphs: Iterable[str]) -> str:
    """Return the paragraphs as p and ul elements, escaped, one a line."""
    blocks = []
    for bullets, group in groupby(paragraphs, key=is_bullet):
        texts = [escape(_BULLET.sub("", text, count=1) if bullets else text, quote=False) for text in group]
        if bullets:
            blocks.append(f"<ul>{''.join(f'<li>{text}</li>' for text in texts)}</ul>")
        else:
            blocks += [f"<p>{text}</p>" for text in texts]
    return "\n".join(blocks)


def _joined(group: list[str]) -> list[str]:
    """Return a group of lines as one paragraph if they were broken for width, else as one each."""
    inner = group[:-1]
    is_wrapped = (
        bool(inner)
        and all(len(text) in _WRAPPED for text in inner)
        and len(group[-1]) < _WRAPPED.stop
        and not all(_SENTENCE_END.search(text) for text in inner)
    )
    return [" ".join(group)] if is_wrapped or is_bullet(group[0]) else group
