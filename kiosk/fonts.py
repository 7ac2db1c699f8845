#!/usr/bin/python3
"""Makes the fonts of the pages: fonts.py WORDING-FOLDER OUTPUT-FOLDER

Noto Sans (Debian's fonts-noto-core, SIL Open Font License 1.1) as WOFF2, cut
to a script each, and fonts.css that names them. The signs that the wording
uses are in a file of their own, in regular and in bold; the rest of a script
is loaded only where a site's own words need it.
"""
import glob
import os
import sys

from fontTools import subset, ttLib

FONTS = "/usr/share/fonts/truetype/noto"
SCRIPTS = [
    # name, font, first and last of each range
    ("latin", "NotoSans", [(0x20, 0x7E), (0xA0, 0x17F), (0x18F, 0x18F),
                           (0x259, 0x259), (0x2010, 0x2027),
                           (0x2030, 0x203A), (0x20AC, 0x20AC),
                           (0x2190, 0x2193), (0x2212, 0x2212)]),
    ("cyrillic", "NotoSans", [(0x400, 0x45F), (0x490, 0x491)]),
    ("arabic", "NotoSansArabic", [(0x600, 0x6FF), (0x200C, 0x200F)]),
    ("ethiopic", "NotoSansEthiopic", [(0x1200, 0x137F)]),
    ("thai", "NotoSansThai", [(0xE00, 0xE7F)]),
]


def ranges(signs):
    """U+41-43,U+61 of a set of numbers."""
    found = []
    for sign in sorted(signs):
        if found and found[-1][1] == sign - 1:
            found[-1][1] = sign
        else:
            found.append([sign, sign])
    return ",".join("U+%X" % a if a == b else "U+%X-%X" % (a, b)
                    for a, b in found)


def cut(font, signs, path):
    """Writes the part of a font that these signs need, all shaping kept."""
    options = subset.Options(flavor="woff2", layout_features=["*"],
                             hinting=False, desubroutinize=True,
                             notdef_outline=True, name_IDs=[0, 13, 14],
                             recalc_timestamp=False)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=signs)
    cutter.subset(font)
    subset.save_font(font, path, options)


def main():
    wording, out = sys.argv[1:]
    used = set(range(0x20, 0x7F))
    for name in glob.glob(os.path.join(wording, "*.po")):
        with open(name, encoding="utf-8") as file:
            used |= {ord(sign) for sign in file.read()}
    os.makedirs(out, exist_ok=True)
    css = ["/* Noto Sans, SIL Open Font License 1.1; made by kiosk/fonts.py. */"]
    for name, family, parts in SCRIPTS:
        all_of_it = {s for a, b in parts for s in range(a, b + 1)}
        # Where two faces have a sign, the later one is taken.
        for weight, style, kind, signs in (
                (400, "Regular", "-rest", all_of_it - used),
                (400, "Regular", "", all_of_it & used),
                (700, "Bold", "-bold", all_of_it & used)):
            source = "%s/%s-%s.ttf" % (FONTS, family, style)
            font = ttLib.TTFont(source, recalcTimestamp=False)
            signs &= set(font.getBestCmap())
            if not signs:
                continue
            file = "%s%s.woff2" % (name, kind)
            cut(font, signs, os.path.join(out, file))
            css.append('@font-face {\n\tfont-family: "Noto Sans Kiosk";\n'
                       "\tfont-weight: %d;\n\tfont-display: swap;\n"
                       "\tsrc: url(%s) format(\"woff2\");\n"
                       "\tunicode-range: %s;\n}"
                       % (weight, file, ranges(signs)))
    # Last: it is there when all of them are.
    with open(os.path.join(out, "fonts.css"), "w", encoding="utf-8") as file:
        file.write("\n".join(css) + "\n")


main()
