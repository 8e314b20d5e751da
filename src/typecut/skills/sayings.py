"""Sentences that work, by topic of edits; the tests give each to the editor."""

SAYINGS: dict[str, tuple[str, ...]] = {
    "Putting clips on the timeline": (
        "insert beach.mp4 between clip 1 and clip 2",
        "put logo.png in the upper left corner at 15% size, semi transparent",
        "第二段和第三段之间插入beach.mp4的前5秒",
    ),
    "Taking away": (
        "cut the first 5 seconds",
        "delete the segment from 10 to 20 seconds",
        "remove everything but the second clip",
        "从1分05秒到1分20秒的内容删掉，其他保留",
    ),
    "Trimming": (
        "trim the second clip to 12 seconds",
        "keep only the first 10 seconds",
        "trim the video so it starts at 0:12",
        "第二段只保留前12秒",
    ),
    "Order": (
        "move the last clip to the front",
        "swap the second and third clip",
        "cut the video at 0:20 and delete the second part",
        "把第三段放到最前面",
    ),
    "Time": (
        "speed up clip 2 by 1.5x and slow down clip 3 to half speed",
        "make clip 1 play backwards",
        "freeze the video at 12 seconds for 1.5 seconds",
        "第一段加速到2倍",
    ),
    "Sound": (
        "put lo-fi music under it at 35%",
        "mute everything, add song.mp3 at full volume",
        "drop the volume of the original sound to 10%",
        "add calm music that fades out over the last 5 seconds",
        "再配一首欢快的背景音乐，音量调到两成",
    ),
    "Fades": (
        "fade from black at the beginning for 2 seconds and fade to black over the last three seconds",
        "fade out at the end",
        "开头淡入1秒，结尾淡出2秒",
    ),
    "Transitions": (
        "add crossfades between all clips",
        "add a 0.5s wipe between every clip",
        "中间用闪白转场",
    ),
    "Titles": (
        'add the title "Urban Dreams" for 3 seconds',
        'add "Berlin" as a lower third when the second clip starts',
        'title: "Summer 2024", centered, 5 seconds, white',
        'put the words "The End" at the very end for two seconds',
        "开头加标题“都市之梦”显示3秒",
    ),
    "Picture and project": (
        "make it vertical for Reels with blurred sides",
        "crop to square and center it",
        "increase brightness by 15% and lower the saturation slightly",
        "make it look like an old film",
        "rotate clip 3 by 90 degrees counter-clockwise",
        "export 1080p",
        "把视频变成竖屏，背景虚化，导出高清",
    ),
}
"""In quotes of English sentences stand the words that are shown; Chinese ones have their own."""

CREATIONS = (
    "create a 30-second promo video from this image and text",
    'create a 30-second promo video from these photos with the text "Fresh Coffee, Every Morning" and music',
    "generate a video from my images and edit it with transitions and music",
    'create a 10 second intro video that says "Northwind Studio" with calm music',
    "用这些照片做一个15秒的竖屏宣传片，配上欢快的音乐",
)
"""Whole videos out of photos, clips or words alone."""
