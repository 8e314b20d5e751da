"""The shipped fonts: complete, licensed, small enough, and without holes in what we claim."""

import hashlib
import json
import struct
from pathlib import Path

import pytest

from typecut.engine import titles_layout

FONTS = titles_layout.FONTS
BOLD = sorted(FONTS.glob("*-Bold.ttf"))
EMOJI = FONTS / "NotoColorEmoji-Regular.ttf"
SAMPLES = {
    "Latin": "Thé quìck brøwn fôx, Zażółć gęślą jaźń, Tiếng Việt, İstanbul ğ ş ß € £ “q” ‘q’ – — … ™ ©",
    "Greek": "Ξεσκεπάζω την ψυχοφθόρα βδελυγμία",
    "Cyrillic": "Съешь же ещё этих мягких французских булок, Київ ґ є ї",
    "Chinese": "都市之梦，后期制作：繁體中文測試。《你好》“引号”——……！？、；（）",
    "Japanese": "こんにちは、カタカナ漢字「東京」ー",
    "Korean": "안녕하세요 도시의 꿈 뷁",
    "Arabic": "أحلام المدينة مرحبا بالعالم پچژگ ٠١٢٣",
    "Hebrew": "חלומות עירוניים שָׁלוֹם",
    "Devanagari": "शहर के सपने क्षत्रिय ॐ",
    "Thai": "ความฝันของเมืองใหญ่ที่ไม่เคยหลับใหล",
    "Bengali": "শহরের স্বপ্ন",
    "Tamil": "நகரக் கனவுகள்",
    "Telugu": "నగర కలలు",
    "Gujarati": "શહેરના સપના",
    "Gurmukhi": "ਸ਼ਹਿਰ ਦੇ ਸੁਪਨੇ",
    "Kannada": "ನಗರದ ಕನಸುಗಳು",
    "Malayalam": "നഗര സ്വപ്നങ്ങൾ",
    "Sinhala": "නගර සිහින",
    "Khmer": "សុបិនទីក្រុង",
    "Lao": "ຄວາມຝັນຂອງເມືອງ",
    "Burmese": "မြို့ပြအိပ်မက်",
    "Georgian": "ქალაქის სიზმრები",
    "Armenian": "Քաղաքային երազներ",
    "Ethiopic": "የከተማ ህልሞች",
    "Signs": "→ ← ↑ ↓ ★ ☆ ♪ ♫ ✓ • · § ° ± × ÷ ≈ ≤ ≥ ∞ ½ № ■ ● ▶ ♥",
}
EMOJI_SAMPLE = "😀🔥👍🎬🎵☕🌆👨👩👧🚀🏳🌈❤⭐🇨🇳🇫🇷🇩🇪1️⃣🦄🫠"


def tables(data: bytes) -> dict[str, bytes]:
    found = {}
    for index in range(struct.unpack(">H", data[4:6])[0]):
        tag, _, offset, length = struct.unpack(">4sIII", data[12 + 16 * index : 28 + 16 * index])
        found[tag.decode()] = data[offset : offset + length]
    return found


def covered(font: Path) -> set[int]:
    """The characters that a font's `cmap` maps (formats 4 and 12) to a glyph."""
    cmap = tables(font.read_bytes())["cmap"]
    found: set[int] = set()
    for index in range(struct.unpack(">H", cmap[2:4])[0]):
        (offset,) = struct.unpack(">I", cmap[8 + 8 * index : 12 + 8 * index])
        part = cmap[offset:]
        kind = struct.unpack(">H", part[:2])[0]
        if kind == 12:
            for group in range(struct.unpack(">I", part[12:16])[0]):
                first, last, _ = struct.unpack(">III", part[16 + 12 * group : 28 + 12 * group])
                found |= set(range(first, last + 1))
        elif kind == 4:
            found |= _format_4(part)
    return found


def _format_4(part: bytes) -> set[int]:
    count = struct.unpack(">H", part[6:8])[0] // 2
    words = struct.unpack(f">{len(part) // 2}H", part[: len(part) // 2 * 2])
    ends, starts = words[7 : 7 + count], words[8 + count : 8 + 2 * count]
    deltas = words[8 + 2 * count : 8 + 3 * count]
    at = 8 + 3 * count
    found = set()
    for index, (first, last) in enumerate(zip(starts, ends, strict=True)):
        for char in range(first, last + 1):
            offset = words[at + index]
            place = at + index + offset // 2 + char - first
            glyph = words[place] if offset and place < len(words) else 0 if offset else char
            if glyph and (glyph + deltas[index]) % 65536:
                found.add(char)
    return found


@pytest.fixture(scope="module")
def letters() -> set[int]:
    return set().union(*(covered(font) for font in BOLD))


@pytest.mark.parametrize("script", SAMPLES)
def test_no_holes(letters: set[int], script: str):
    missing = {char for char in SAMPLES[script] if ord(char) not in letters}
    assert not missing


def test_common_characters_are_complete(letters: set[int]):
    ranges = (
        (0x20, 0x7F),
        (0xA0, 0x180),
        (0x391, 0x3A2),
        (0x400, 0x460),
        (0x4E00, 0x9FA6),
        (0xAC00, 0xD7A4),
    )
    for first, end in ranges:
        missing = {char for char in range(first, end) if char not in letters}
        assert not missing - {0xAD, 0x149}, f"{first:x}"


def test_medium_weights_cover_what_bold_ones_do():
    for medium in FONTS.glob("*-Medium.ttf"):
        bold = medium.with_name(medium.name.replace("Medium", "Bold"))
        assert covered(medium) == covered(bold)


def test_emoji_are_drawings_in_colour():
    found = covered(EMOJI)
    assert not {char for char in EMOJI_SAMPLE if ord(char) not in found and ord(char) > 0x2000} - {
        "\ufe0f"
    }
    assert {"COLR", "CPAL", "GSUB"} <= set(tables(EMOJI.read_bytes()))
    assert "SVG " not in tables(EMOJI.read_bytes())


def test_the_manifest_names_every_font_and_its_content():
    told = json.loads((FONTS / "manifest.json").read_text())
    there = {
        font.name: hashlib.sha256(font.read_bytes()).hexdigest() for font in FONTS.glob("*.ttf")
    }
    assert told == there


def test_fonts_are_licensed_and_not_too_large():
    licences = {path.name: path.read_text() for path in FONTS.glob("LICENSE-*.txt")}
    assert set(licences) == {
        f"LICENSE-{name}.txt" for name in ("Inter", "NotoSans", "NotoSansCJK", "NotoColorEmoji")
    }
    assert all("SIL OPEN FONT LICENSE" in text.upper() for text in licences.values())
    assert sum(path.stat().st_size for path in FONTS.iterdir()) < 40e6


def test_typst_finds_our_fonts_and_no_others():
    fonts = titles_layout._fonts()
    assert set(titles_layout.FAMILIES) | {"Inter"} <= set(fonts.families())
    assert {Path(str(font.path)).parent for font in fonts.fonts()} == {FONTS}
