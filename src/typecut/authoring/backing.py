"""Music and moving backgrounds that fit a wish."""

import hashlib
from collections.abc import Sequence
from fractions import Fraction

from typecut.edits.plan import Wish
from typecut.edits.verbs import AddMusic
from typecut.timeline import ZERO, Media

STYLES = {"lofi": "Lo-fi", "upbeat": "Upbeat", "calm": "Calm"}
USUAL = {"promo": "upbeat", "slideshow": "calm", "intro": "calm", "recipe": "lofi"}

_WORDS = {
    "lofi": "lofi lo-fi chill hiphop hip-hop relax cosy cozy 低保真 慵懒 放松 悠闲",
    "upbeat": "upbeat happy fun funny energetic energy cheerful lively dynamic pop dance rock epic "
    "欢快 轻快 活泼 动感 快乐 激昂 热烈 振奋 开心 节奏",
    "calm": "calm soft gentle peaceful quiet slow piano ambient elegant warm sad romantic emotional "
    "舒缓 平静 安静 柔和 轻柔 温馨 温暖 优雅 宁静 浪漫 抒情 钢琴 治愈",
}
_BACKDROPS = {
    "upbeat": (("waves", "sunset"), ("bokeh", "dawn"), ("bokeh", "sunset")),
    "calm": (("aurora", "ocean"), ("waves", "ocean"), ("aurora", "forest")),
    "lofi": (("bokeh", "coffee"), ("waves", "dawn"), ("aurora", "dawn")),
}

UNDER_SOUND, ALONE = 0.35, 0.8


def seed_of(*words: str) -> int:
    """The same words give the same number on every machine and in every run."""
    digest = hashlib.sha256("\0".join(words).encode()).digest()
    return int.from_bytes(digest[:4], "big") % 10_000


def style_of(wish: Wish) -> str:
    """The style of music asked for, else the one that fits the mood or the occasion."""
    asked = wish.music.style if wish.music else ""
    return _named(asked) or _named(wish.mood) or USUAL[wish.occasion]


def _named(words: str) -> str:
    """The nearest of our styles; "" where nothing points to one."""
    text = words.lower().strip()
    if text in STYLES:
        return text
    return next((s for s, known in _WORDS.items() if any(w in text for w in known.split())), "")


def composed(style: str, seed: int) -> Media:
    return Media(f"music-{style}", f"compose:{style}?seed={seed}", "audio", STYLES[style])


def backdrop(wish: Wish, seed: int) -> Media:
    """A moving picture of our own in colours that fit the music."""
    choices = _BACKDROPS[style_of(wish)]
    name, palette = choices[seed % len(choices)]
    src = f"background:{name}?seed={seed}&palette={palette}"
    return Media(f"{name}-{seed}", src, "video", name.capitalize())


def music(
    wish: Wish,
    library: Sequence[Media],
    total: Fraction,
    *,
    over_sound: bool,
    seed: int,
    under: float = UNDER_SOUND,
) -> AddMusic | None:
    """Music to the end of the picture: the user's own where it was given, else composed; None
    where none was wanted."""
    if "music" in wish.without:
        return None
    asked = wish.music
    volume = asked.volume if asked and asked.volume is not None else None
    if volume is None:
        volume = under if over_sound else ALONE
    own = next((m for m in library if m.kind == "audio"), None)
    if own and not (asked and _named(asked.style)):
        return AddMusic(own, volume, fade_out=min(Fraction(2), total / 4))
    # Composed music ends by itself, on a cadence.
    return AddMusic(composed(style_of(wish), seed), volume, fade_out=ZERO)
