"""A flame graph as SVG from sampled stacks: a box is a function, as wide as its share, above the one that called it."""

from xml.sax.saxutils import escape

_WIDTH, _ROW, _TOP, _LETTER = 1600, 17, 40, 6.6
_NARROWEST = 0.4
"""Pixels below which a box is left out."""


class _Box:
    def __init__(self):
        self.samples = 0
        self.above = {}

def svg(stacks, title):
    """The picture, as text. Hovering over a box names it and its share."""
    root = _Box()
    for stack, samples in stacks.items():
        box = root
        box.samples += samples
        for name in stack[:200]:
            box = box.above.setdefault(name, _Box())
            box.samples += samples
    boxes = []
    scale = _WIDTH / max(1, root.samples)
    depth = _draw(root, "all", 0, 0, scale, root.samples, boxes)
    height = _TOP + (depth + 1) * _ROW + 10
    # Levels grow upwards, so that places are known only once the highest is.
    drawn = "\n".join(place(height) for place in boxes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height}" '
        f'viewBox="0 0 {_WIDTH} {height}" font-family="monospace" font-size="11">\n'
        f'<rect width="100%" height="100%" fill="#fbfaf7"/>\n'
        f'<text x="{_WIDTH / 2}" y="24" text-anchor="middle" font-size="15">{escape(title)}: {root.samples:,}'
        f"</text>\n{drawn}\n</svg>\n"
    )


def _draw(box, name, level, left, scale, total, boxes):
    """Adds the box and those above it; returns the highest level."""
    width = box.samples * scale
    if width < _NARROWEST:
        return level
    boxes.append(_shape(name, level, left, width, 100 * box.samples / total))
    highest = level
    for inner, other in sorted(box.above.items()):
        highest = max(highest, _draw(other, inner, level + 1, left, scale, total, boxes))
        left += other.samples * scale
    return highest


def _shape(name, level, left, width, share):
    letters = int((width - 4) / _LETTER)
    label = name if len(name) <= letters else name[: max(0, letters - 1)] + "…"

    def place(height):
        y = height - 10 - (level + 1) * _ROW
        shown = f'<text x="{left + 2:.1f}" y="{y + 12}">{escape(label)}</text>' if letters >= 3 else ""
        return (
            f'<g><title>{escape(name)} ({share:.2f} %)</title><rect x="{left:.1f}" y="{y}" width="{width:.1f}" '
            f'height="{_ROW - 1}" fill="{_colour(name)}"/>{shown}</g>'
        )

    return place


def _colour(name):
    """Warm for code, cool for what has no name; the same name has the same colour."""
    seed = sum(ord(letter) * (index + 1) for index, letter in enumerate(name[:40]))
    if name.startswith("["):
        return f"hsl(205, 25%, {72 + seed % 12}%)"
    return f"hsl({12 + seed % 42}, {68 + seed % 18}%, {62 + seed % 14}%)"
