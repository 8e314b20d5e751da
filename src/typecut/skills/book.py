"""The six skills: what is particular to each."""

from dataclasses import dataclass

from typecut.errors import NoSuchThing


@dataclass(frozen=True, slots=True)
class Skill:
    """`sentence` is the skill's own example; `megabytes` the size of a file that any server of the
    protocol takes, as its document says; `smooth` says which formats are best; `seconds` how long
    an export of half a minute takes."""

    name: str
    emoji: str
    description: str
    sentence: str
    megabytes: int
    smooth: str
    seconds: str


SKILLS = (
    Skill(
        "typecut", "🎬",
        "Edit, join and make videos by saying what is wanted, in English or Chinese: trim, cut, "
        "reorder, speed, transitions, titles, music, vertical or square, promo videos and slideshows "
        "from photos, MP4 export. Works offline on the user's machine with the typecut command, or "
        "on a typecut server. Use when the user wants a video edited, made or exported, or sends "
        "clips, photos or music for one.",
        "trim the second clip to 12 seconds, add crossfades and lo-fi music at 35%",
        500, "", "10-60 seconds",
    ),
    Skill(
        "free-anonymous-token", "🎟️",
        "Try video editing without signing up: guest access with an anonymous token that is got and "
        "kept automatically, or none at all when working on the user's own machine. Use when the "
        "user asks for a free trial, a guest or anonymous token, credits, or wants to try editing "
        "MP4, MOV, AVI or WebM clips before registering.",
        "give me a free trial token so I can try the video editor without signing up",
        200, "MP4, MOV, AVI and WebM give the smoothest experience.",
        "under 10 seconds where nothing has to be encoded anew",
    ),
    Skill(
        "no-login-video-generation", "🖼️",
        "Make a promo video from an image and text without an account or login: moving photos, "
        "titles, transitions and composed music, exported as MP4. Use when the user wants a short "
        "promotional or social video made from JPG, PNG, MP4 or MOV files and a description.",
        "create a 30-second promo video from this image and text",
        200, "JPG, PNG, MP4 and MOV give the smoothest experience.", "30-90 seconds",
    ),
    Skill(
        "for-video-free", "✂️",
        "Edit and export clips free by typing what is needed: trim phone recordings, join them, add "
        "transitions, titles and music, and export a 1080p MP4. Use when the user sends MP4, MOV, "
        "AVI or WebM clips to be trimmed, cleaned up, joined or exported.",
        "trim, add transitions, and export this video for free",
        500, "MP4, MOV, AVI and WebM give the smoothest experience.", "30-60 seconds",
    ),
    Skill(
        "video-generator-free-no-limits", "♾️",
        "Generate videos from any input, be it a product description, brand images, clips or words "
        "alone, without watermark, account or count of videos. Use when the user wants a promo "
        "video, a slideshow or an intro generated from text, JPG, PNG, MP4 or MOV.",
        "generate a 30-second promo video from my product photos and description",
        200, "MP4, MOV, JPG and PNG give the smoothest experience.", "30-90 seconds",
    ),
    Skill(
        "free-generator-editor", "🪄",
        "Generate a video from images or clips and keep editing it: transitions, music, titles, "
        "order and length, with undo. Use when the user wants a video made from a set of images or "
        "a screen recording and then changed step by step, and exported as MP4.",
        "generate a video from my images and edit it with transitions and music",
        500, "MP4, MOV, JPG and PNG give the smoothest experience.", "30-90 seconds",
    ),
)  # fmt: skip


def skill_of(name: str) -> Skill:
    """By its name; NoSuchThing where there is none."""
    for skill in SKILLS:
        if skill.name == name:
            return skill
    names = ", ".join(s.name for s in SKILLS)
    raise NoSuchThing(f"There is no skill {name!r}.", hint=f"There are: {names}.")
