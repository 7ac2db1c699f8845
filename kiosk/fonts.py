#!/usr/bin/python3
"""Makes the fonts of the pages: fonts.py WORDING-FOLDER OUTPUT-FOLDER

Noto Sans (Debian's fonts-noto-core, SIL Open Font License 1.1) as WOFF2, and
the styles that name it:

fonts.css		every script: what all wording uses, in regular and in
			bold, and the rest of the script, which is loaded only
			where a site's own words need it
fonts-LANGUAGE.css	behind it: only what a participant's screens in that
			language use
fonts-start.css		behind it: only the names and the welcome of the first
			page, which shows all languages

Of two faces that have a sign a browser takes the later, so a page loads no
more than it shows.
"""
import ast
import glob
import io
import os
import re
import sys
import unicodedata

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
WEIGHTS = [("Regular", 400), ("Bold", 700)]
# Files of words that participants' screens show.
SHOWN = ["kiosk", "skapa", "sheet", "room"]
ONLY_ON_PAPER = (".talk.", ".source")
# A person's code, on the keypad too; a face of its own for all languages.
CODE = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def texts(path):
    """{msgctxt: translation, or the source; without names of places}"""
    found, keyword, entry = {}, None, {}
    with open(path, encoding="utf-8") as file:
        for line in list(file) + ["\n"]:
            word, _, text = line.strip().partition(" ")
            if line.startswith('"'):
                entry[keyword] += ast.literal_eval(line.strip())
            elif word in ("msgctxt", "msgid", "msgstr"):
                keyword = word
                entry[word] = ast.literal_eval(text)
            elif not line.strip() and "msgctxt" in entry:
                text = entry["msgstr"] or entry["msgid"]
                found[entry["msgctxt"]] = re.sub(r"\{\w+\}", "", text)
                entry = {}
    return found


def signs_of(words):
    """With what they are made of: a browser may set a sign from its parts."""
    text = "".join(words)
    return {ord(sign) for sign in text + unicodedata.normalize("NFKD", text)
            if sign >= " "}


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


class Faces:
    """Cuts fonts and says so in a style."""

    def __init__(self, out):
        self.out = out
        self.whole = {}

    def cut(self, source, signs, flavor=None):
        """The part of a font that these signs need, as a file's bytes."""
        options = subset.Options(hinting=False, desubroutinize=True,
                                 notdef_outline=True, name_IDs=[0, 13, 14],
                                 recalc_timestamp=False)
        options.flavor = flavor
        font = ttLib.TTFont(source, recalcTimestamp=False)
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=signs)
        cutter.subset(font)
        made = io.BytesIO()
        subset.save_font(font, made, options)
        return made.getvalue()

    def script(self, name, style):
        """(a script's font, its signs): from it is cut, which is faster."""
        if (name, style) not in self.whole:
            family, parts = next(s[1:] for s in SCRIPTS if s[0] == name)
            source = "%s/%s-%s.ttf" % (FONTS, family, style)
            signs = {s for a, b in parts for s in range(a, b + 1)}
            signs &= set(ttLib.TTFont(source).getBestCmap())
            self.whole[name, style] = (self.cut(source, signs), signs)
        return self.whole[name, style]

    def face(self, script, style, weight, kind, signs):
        """The rule of a face with these signs of a script; '' for none."""
        font, has = self.script(script, style)
        signs = signs & has
        if not signs:
            return ""
        file = "%s%s%s.woff2" % (script, kind,
                                 "-bold" if style == "Bold" else "")
        with open(os.path.join(self.out, file), "wb") as made:
            made.write(self.cut(io.BytesIO(font), signs, "woff2"))
        return ('@font-face {\n\tfont-family: "Noto Sans Kiosk";\n'
                "\tfont-weight: %d;\n\tfont-display: swap;\n"
                "\tsrc: url(%s) format(\"woff2\");\n"
                "\tunicode-range: %s;\n}\n" % (weight, file, ranges(signs)))

    def style(self, name, rules):
        path = os.path.join(self.out, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write("/* Noto Sans, SIL Open Font License 1.1; made by "
                       "kiosk/fonts.py. */\n" + "".join(rules))


def main():
    wording, out = sys.argv[1:]
    os.makedirs(out, exist_ok=True)
    faces = Faces(out)
    scripts = [s[0] for s in SCRIPTS]
    used = set(range(0x20, 0x7F))
    for name in glob.glob(os.path.join(wording, "*.po")):
        with open(name, encoding="utf-8") as file:
            used |= signs_of(file.read())
    names, welcome = [], []
    for name in sorted(glob.glob(os.path.join(wording, "kiosk.*.po"))):
        language = name.split(".")[-2]
        shown = {}
        for file in SHOWN:
            path = os.path.join(wording, "%s.%s.po" % (file, language))
            if os.path.exists(path):
                shown.update(texts(path))
        names.append(shown.get("language.name", ""))
        welcome.append(shown["kiosk.welcome"])
        if language == "sv":
            # The first page's heading, bold.
            names.append(shown["skapa.title"])
        signs = {ord(" ")} | signs_of(
            text for key, text in shown.items()
            if not any(part in key for part in ONLY_ON_PAPER))
        faces.style("fonts-%s.css" % language,
                    [faces.face(s, *w, "-" + language, signs)
                     for s in scripts for w in WEIGHTS])
    faces.style("fonts-start.css",
                [faces.face(s, *w, "-start", signs_of(words))
                 for s in scripts
                 for w, words in zip(WEIGHTS, (welcome, names))])
    # Last: it is there when all of them are.
    faces.style("fonts.css",
                [faces.face(s, *WEIGHTS[0], "-rest",
                            set(range(0x20, 0x3000)) - used) +
                 "".join(faces.face(s, *w, "", used) for w in WEIGHTS)
                 for s in scripts] +
                [faces.face("latin", *w, "-code", signs_of(CODE))
                 for w in WEIGHTS])


main()
