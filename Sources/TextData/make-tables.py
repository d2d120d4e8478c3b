#!/usr/bin/env python3
"""Writes the tables that TextData.c embeds; run it in this folder after changing it.

Uses nothing but Python's own Unicode data and gb18030 codec, and for pinyin the library ICU (Debian:
libicu72), whose readings are those of the Unihan database (kMandarin; the licence is Unicode's). The
results are committed, so that a build needs no Python.

character-classes.bin  two stages: for each block of 256 code points (4,352 of them) the number of
                       its row, 16 bits little endian; then the rows, one byte per code point:
                       bits 0-1 width (0, 1, 2, 3 = ambiguous), 2 letter, 3 decimal digit,
                       4 identifier start, 5 identifier part, 6 white space, 7 not to be shown.
gb18030.bin            16 bits little endian each: 126 x 190 two-byte codes (lead 81-FE, trail
                       40-7E 80-FE), then 39,420 four-byte codes from 81308130 on; 0 = undefined.
pinyin.bin             16 bits little endian: the number of syllables; for each, where it begins
                       among them; for each character from U+3400 to U+9FFF the number of its
                       syllable from 1, 0 = none. Then the syllables: a byte of length and ASCII
                       text (v for ü), a byte of length and UTF-8 with a tone mark.
compatibility.bin      the number of code points whose form NFKC differs, 32 bits little endian; then
                       each, in order, with the number of code points of its form in the upper 8
                       bits; for each, where its form begins; then the forms. All 32 bits.
"""

import ctypes
import ctypes.util
import struct
import unicodedata

LETTER, DIGIT, START, PART, SPACE, HIDDEN = (1 << bit for bit in range(2, 8))

# Assigned after the Unicode version of older Pythons: Han extensions H, I and J.
NEWER_HAN = [(0x31350, 0x323AF), (0x2EBF0, 0x2EE5D), (0x323B0, 0x33479)]
# Wide also where unassigned: ideographs by UAX 11, emoji because newer versions fill these.
WIDE_BY_DEFAULT = [(0x20000, 0x2FFFD), (0x30000, 0x3FFFD), (0x1F6DC, 0x1F6DF), (0x1FA70, 0x1FAFF)]
HANGUL_MEDIAL_FINAL = [(0x1160, 0x11FF), (0xD7B0, 0xD7C6), (0xD7CB, 0xD7FB)]
OTHER_ID_START = {0x1885, 0x1886, 0x2118, 0x212E, 0x309B, 0x309C}
OTHER_ID_CONTINUE = {0xB7, 0x387, 0x19DA, *range(0x1369, 0x1372)}
PATTERN_SYNTAX_LETTERS = {0x2E2F}
# The openCypher grammar counts these controls as white space, and U+180E.
CYPHER_SPACE = {0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x1C, 0x1D, 0x1E, 0x1F, 0x85, 0x180E}
DIRECTION_MARKS = {0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}


def within(code, ranges):
    return any(low <= code <= high for low, high in ranges)


def width(code, char, category):
    if category in ("Mn", "Me", "Cc", "Cs") or within(code, HANGUL_MEDIAL_FINAL):
        return 0
    if category == "Cf" and code != 0xAD or category in ("Zl", "Zp"):
        return 0
    if within(code, WIDE_BY_DEFAULT):
        return 2
    return {"W": 2, "F": 2, "A": 3}.get(unicodedata.east_asian_width(char), 1)


def character_class(code):
    char = chr(code)
    category = "Lo" if within(code, NEWER_HAN) else unicodedata.category(char)
    result = width(code, char, category)
    starts = category[0] == "L" or category in ("Nl", "Pc") or code in OTHER_ID_START
    starts = starts and code not in PATTERN_SYNTAX_LETTERS
    parts = category in ("Mn", "Mc", "Nd", "Sc") or code in OTHER_ID_CONTINUE
    hidden = category in ("Cc", "Cn", "Co", "Cs", "Zl", "Zp") or code in DIRECTION_MARKS
    result |= LETTER if category[0] == "L" else 0
    result |= DIGIT if category == "Nd" else 0
    result |= START if starts else 0
    result |= PART if starts or parts else 0
    result |= SPACE if category[0] == "Z" or code in CYPHER_SPACE else 0
    result |= HIDDEN if hidden else 0
    return result


def write_classes(path):
    rows, index = {}, []
    for block in range(0x110000 >> 8):
        row = bytes(character_class(block << 8 | low) for low in range(256))
        index.append(rows.setdefault(row, len(rows)))
    with open(path, "wb") as file:
        file.write(struct.pack(f"<{len(index)}H", *index))
        file.write(b"".join(rows))


# GB 18030-2005 moved one letter, GB 18030-2022 eighteen, out of the private use area.
GB18030_CHANGES = {
    0xA8BC: 0x1E3F, 0xA6D9: 0xFE10, 0xA6DA: 0xFE12, 0xA6DB: 0xFE11, 0xA6DC: 0xFE13,
    0xA6DD: 0xFE14, 0xA6DE: 0xFE15, 0xA6DF: 0xFE16, 0xA6EC: 0xFE17, 0xA6ED: 0xFE18,
    0xA6F3: 0xFE19, 0xFE59: 0x9FB4, 0xFE61: 0x9FB5, 0xFE66: 0x9FB6, 0xFE67: 0x9FB7,
    0xFE6D: 0x9FB8, 0xFE7E: 0x9FB9, 0xFE90: 0x9FBA, 0xFEA0: 0x9FBB,
}


def decoded(data):
    try:
        return ord(data.decode("gb18030"))
    except (UnicodeDecodeError, TypeError):
        return 0


def write_gb18030(path):
    codes = []
    for lead in range(0x81, 0xFF):
        for trail in [*range(0x40, 0x7F), *range(0x80, 0xFF)]:
            code = GB18030_CHANGES.get(lead << 8 | trail)
            codes.append(code or decoded(bytes([lead, trail])))
    for linear in range(39420):
        rest, fourth = divmod(linear, 10)
        rest, third = divmod(rest, 126)
        first, second = divmod(rest, 10)
        data = bytes([0x81 + first, 0x30 + second, 0x81 + third, 0x30 + fourth])
        codes.append(0xE7C7 if data.hex() == "8135f437" else decoded(data))
    with open(path, "wb") as file:
        file.write(struct.pack(f"<{len(codes)}H", *codes))


class Transliterator:
    """What ICU calls a transform of text, by the name of the transform."""

    def __init__(self, name):
        file = ctypes.util.find_library("icui18n")
        library, version = ctypes.CDLL(file), file.rsplit(".", 1)[1]
        encoded = name.encode("utf-16-le")
        open_ = getattr(library, f"utrans_openU_{version}")
        open_.restype = ctypes.c_void_p
        open_.argtypes = [ctypes.c_char_p, ctypes.c_int32, ctypes.c_int, ctypes.c_void_p,
                          ctypes.c_int32, ctypes.c_void_p, ctypes.c_void_p]
        self.run = getattr(library, f"utrans_transUChars_{version}")
        self.run.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int32,
                             ctypes.c_int32, ctypes.c_void_p, ctypes.c_void_p]
        error = ctypes.c_int(0)
        self.handle = open_(encoded, len(name), 0, None, 0, None, ctypes.byref(error))
        if error.value > 0:
            raise SystemExit(f"ICU has no transform {name}")

    def __call__(self, char):
        buffer = ctypes.create_string_buffer(char.encode("utf-16-le"), 64)
        length, limit, error = ctypes.c_int32(1), ctypes.c_int32(1), ctypes.c_int(0)
        self.run(self.handle, buffer, ctypes.byref(length), 32, 0, ctypes.byref(limit),
                 ctypes.byref(error))
        return buffer.raw[:length.value * 2].decode("utf-16-le")


FIRST_HAN, LAST_HAN = 0x3400, 0x9FFF


def without_tone(syllable):
    letters = unicodedata.normalize("NFD", syllable).replace("u\u0308", "v")
    return "".join(char for char in letters if not unicodedata.combining(char))


def write_pinyin(path):
    reading = Transliterator("Han-Latin")
    syllables, characters = {}, []
    for code in range(FIRST_HAN, LAST_HAN + 1):
        syllable = unicodedata.normalize("NFC", reading(chr(code)))
        is_known = syllable != chr(code)
        characters.append(syllables.setdefault(syllable, len(syllables) + 1) if is_known else 0)
    starts, text = [], b""
    for syllable in syllables:
        starts.append(len(text))
        for form in (without_tone(syllable).encode("ascii"), syllable.encode()):
            text += bytes([len(form)]) + form
    numbers = [len(syllables), *starts, *characters]
    with open(path, "wb") as file:
        file.write(struct.pack(f"<{len(numbers)}H", *numbers))
        file.write(text)


def write_compatibility(path):
    codes, starts, forms = [], [], []
    for code in range(0x110000):
        form = unicodedata.normalize("NFKC", chr(code)) if not 0xD800 <= code < 0xE000 else chr(code)
        if form != chr(code):
            codes.append(code | len(form) << 24)
            starts.append(len(forms))
            forms += map(ord, form)
    numbers = [len(codes), *codes, *starts, *forms]
    with open(path, "wb") as file:
        file.write(struct.pack(f"<{len(numbers)}I", *numbers))


if __name__ == "__main__":
    write_classes("character-classes.bin")
    write_gb18030("gb18030.bin")
    write_pinyin("pinyin.bin")
    write_compatibility("compatibility.bin")
