"""Makes `src/typecut/engine/fonts` again from pinned packages of the npm registry.

For maintainers only; needs npm on the PATH and fontTools, which the project itself does not use:

    uv run --no-project --with "fonttools==4.68.0" scripts/fonts.py

The files come out the same byte for byte for the same pins and the same fontTools. What goes:
hints (titles are drawn large and unhinted), vertical metrics, style names, the emojis' SVG
copies of their COLR drawings (20 of 25 MB) and, of the Korean font, everything but Hangul,
because Noto Sans SC has the Han characters already.
"""

import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.ttLib import TTFont

FOLDER = Path(__file__).resolve().parent.parent / "src" / "typecut" / "engine" / "fonts"
SCOPE = "@expo-google-fonts"
BOLD = "700Bold"
MEDIUM = "500Medium"
REGULAR = "400Regular"

# package, version, prefix of its files, name of the licence file, weights
PACKAGES = (
    ("inter", "0.4.2", "Inter", "Inter", (MEDIUM, "600SemiBold", BOLD)),
    ("noto-sans-sc", "0.4.3", "NotoSansSC", "NotoSansCJK", (MEDIUM, BOLD)),
    ("noto-sans-kr", "0.4.3", "NotoSansKR", "NotoSansCJK", (BOLD,)),
    ("noto-color-emoji", "0.4.6", "NotoColorEmoji", "NotoColorEmoji", (REGULAR,)),
    ("noto-sans-arabic", "0.4.3", "NotoSansArabic", "NotoSans", (MEDIUM, BOLD)),
    ("noto-sans-hebrew", "0.4.1", "NotoSansHebrew", "NotoSans", (MEDIUM, BOLD)),
    ("noto-sans-devanagari", "0.4.1", "NotoSansDevanagari", "NotoSans", (MEDIUM, BOLD)),
    ("noto-sans-thai", "0.4.2", "NotoSansThai", "NotoSans", (MEDIUM, BOLD)),
    ("noto-sans-bengali", "0.4.4", "NotoSansBengali", "NotoSans", (BOLD,)),
    ("noto-sans-tamil", "0.4.3", "NotoSansTamil", "NotoSans", (BOLD,)),
    ("noto-sans-telugu", "0.4.2", "NotoSansTelugu", "NotoSans", (BOLD,)),
    ("noto-sans-gujarati", "0.4.2", "NotoSansGujarati", "NotoSans", (BOLD,)),
    ("noto-sans-gurmukhi", "0.4.1", "NotoSansGurmukhi", "NotoSans", (BOLD,)),
    ("noto-sans-kannada", "0.4.3", "NotoSansKannada", "NotoSans", (BOLD,)),
    ("noto-sans-malayalam", "0.4.2", "NotoSansMalayalam", "NotoSans", (BOLD,)),
    ("noto-sans-sinhala", "0.4.2", "NotoSansSinhala", "NotoSans", (BOLD,)),
    ("noto-sans-khmer", "0.4.3", "NotoSansKhmer", "NotoSans", (BOLD,)),
    ("noto-sans-lao", "0.4.2", "NotoSansLao", "NotoSans", (BOLD,)),
    ("noto-sans-myanmar", "0.4.2", "NotoSansMyanmar", "NotoSans", (BOLD,)),
    ("noto-sans-georgian", "0.4.3", "NotoSansGeorgian", "NotoSans", (BOLD,)),
    ("noto-sans-armenian", "0.4.2", "NotoSansArmenian", "NotoSans", (BOLD,)),
    ("noto-sans-ethiopic", "0.4.2", "NotoSansEthiopic", "NotoSans", (BOLD,)),
    ("noto-sans-symbols", "0.4.1", "NotoSansSymbols", "NotoSans", (BOLD,)),
)
UNUSED = ("SVG ", "DSIG", "STAT", "fpgm", "prep", "cvt ", "gasp", "vmtx", "vhea", "VORG")
HANGUL = (
    *range(0x1100, 0x1200),
    *range(0x3130, 0x3190),
    *range(0xA960, 0xA980),
    *range(0xAC00, 0xD7A4),
    *range(0xD7B0, 0xD800),
)


def unpack(package: str, version: str, folder: Path) -> Path:
    """The package's files, fetched by npm."""
    command = ["npm", "pack", "--silent", f"{SCOPE}/{package}@{version}"]
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    (archive,) = folder.glob(f"*-{package}-{version}.tgz")
    with tarfile.open(archive) as files:
        files.extractall(folder / package, filter="data")
    return folder / package / "package"


def slim(source: Path, target: Path, characters: Iterable[int] = ()) -> None:
    """A copy without the tables that titles do not use, cut down to `characters` if given."""
    font: Any = TTFont(source, recalcTimestamp=False)
    if characters:
        options = subset.Options(layout_features=["*"], name_IDs=["*"], notdef_outline=True)
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=characters)
        cutter.subset(font)
    for table in UNUSED:
        if table in font:
            del font[table]
    font["post"].formatType = 3.0
    font.save(target)


def manifest(folder: Path) -> dict[str, str]:
    """SHA-256 of every font, by file name."""
    fonts = sorted(folder.glob("*.ttf"))
    return {font.name: hashlib.sha256(font.read_bytes()).hexdigest() for font in fonts}


def licences(found: dict[str, list[str]], target: Path) -> None:
    """One file per licence name: every copyright line, then the common text once."""
    for name, texts in found.items():
        lines = dict.fromkeys(text.splitlines()[0].strip() for text in texts)
        rest = "\n".join(line.rstrip() for line in texts[0].splitlines()[1:])
        (target / f"LICENSE-{name}.txt").write_text("\n".join(lines) + "\n" + rest.rstrip() + "\n")


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in (*FOLDER.glob("*.ttf"), *FOLDER.glob("LICENSE-*.txt")):
        old.unlink()
    found: dict[str, list[str]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for package, version, prefix, licence, weights in PACKAGES:
            files = unpack(package, version, Path(folder))
            found.setdefault(licence, []).append((files / "LICENSE_FONT").read_text())
            for weight in weights:
                target = FOLDER / f"{prefix}-{weight[3:]}.ttf"
                cut = HANGUL if prefix == "NotoSansKR" else ()
                slim(files / weight / f"{prefix}_{weight}.ttf", target, cut)
                sys.stdout.write(f"{target.name} {target.stat().st_size}\n")
    licences(found, FOLDER)
    text = json.dumps(manifest(FOLDER), indent=1) + "\n"
    (FOLDER / "manifest.json").write_text(text)


if __name__ == "__main__":
    main()
