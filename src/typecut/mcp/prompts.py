"""Prompts: what people often want made, as a brief for the model with the tools' names in it."""

from collections.abc import Mapping
from dataclasses import dataclass

from mcp.types import GetPromptResult, Prompt, PromptArgument, PromptMessage, TextContent

from typecut.errors import NoSuchThing, RequestError


@dataclass(frozen=True, slots=True)
class Wanted:
    """An argument; `usual` stands for it where it is left out, None: it is needed."""

    name: str
    description: str
    usual: str | None = None


@dataclass(frozen=True, slots=True)
class Recipe:
    """`text` by language, with the arguments' names in braces."""

    name: str
    title: str
    description: str
    wanted: tuple[Wanted, ...]
    text: Mapping[str, str]


_FILES = Wanted("files", "The files, separated by commas")
_LANGUAGE = Wanted("language", "en or zh", "en")
_END = {
    "en": "\n\nLook at contact_sheet before exporting and mend what is wrong. Then export_start, "
    "export_status until it is done, and verify the file. Tell the path, and what verify found.",
    "zh": "\n\n导出前先看 contact_sheet，有问题先修正。然后用 export_start 导出，用 export_status "
    "等到完成，再用 verify 检查文件。最后告诉我文件路径和检查结果。",
}

RECIPES = (
    Recipe(
        "vertical_short",
        "Vertical short",
        "A vertical short (9:16) from footage, with a title and music.",
        (
            _FILES,
            Wanted("seconds", "How long it may be", "30"),
            Wanted("title", "Words at the beginning", ""),
            _LANGUAGE,
        ),
        {
            "en": "Make a vertical short of at most {seconds} s with typecut from: {files}.\n"
            "1. session_open, media_import.\n"
            "2. contact_sheet to see what is in the footage; keep the best moments.\n"
            "3. say: make it 1080x1920 and fill the frame, trim it to {seconds} s, add crossfades, "
            "put upbeat music under it at 30%, fade out.\n"
            '4. Title at the beginning, if any: "{title}".',
            "zh": "用 typecut 把这些素材做成不超过 {seconds} 秒的竖屏短视频：{files}。\n"
            "1. session_open，media_import。\n"
            "2. 用 contact_sheet 看看素材内容，留下最好的片段。\n"
            "3. say：改成 1080x1920 并铺满画面，总长 {seconds} 秒，加叠化转场，"
            "配欢快的音乐音量 30%，结尾淡出。\n"
            "4. 开头的标题（如有）：“{title}”。",
        },
    ),
    Recipe(
        "podcast_clip",
        "Podcast clip",
        "A short clip from a long talk: one passage, clean sound, the speaker's name.",
        (
            _FILES,
            Wanted("start", "Where the passage begins, such as 12:30"),
            Wanted("end", "Where it ends, such as 13:15"),
            Wanted("name", "Who speaks", ""),
            _LANGUAGE,
        ),
        {
            "en": "Cut a clip from a talk with typecut: {files}, from {start} to {end}.\n"
            "1. session_open, media_import.\n"
            '2. say: "keep {start} to {end}, fade in over 0.3 s, fade out over 0.5 s".\n'
            "3. Who speaks, if told: say 'add the lower third \"{name}\" for the first 4 s'.\n"
            "4. No music under speech. Check with state that the length is right.",
            "zh": "用 typecut 从访谈中剪出一段：{files}，从 {start} 到 {end}。\n"
            "1. session_open，media_import。\n"
            "2. say：“保留 {start} 到 {end}，开头 0.3 秒淡入，结尾 0.5 秒淡出”。\n"
            "3. 说话人（如有）：say “前 4 秒加下方字幕条‘{name}’”。\n"
            "4. 人声下不要配乐。用 state 确认时长。",
        },
    ),
    Recipe(
        "photo_story",
        "Photo story",
        "A slideshow of photos with slow motion, words and music.",
        (
            _FILES,
            Wanted("title", "Words at the beginning", ""),
            Wanted("seconds", "How long it shall be", "40"),
            _LANGUAGE,
        ),
        {
            "en": "Make a photo story of {seconds} s with typecut from: {files}.\n"
            "1. session_open, media_import in the order of the story.\n"
            "2. say: make a slideshow of {seconds} s with calm music"
            ' and the title "{title}" (leave the title out if it is empty).\n'
            "3. Look at contact_sheet: is every photo there, is nothing important cut off?",
            "zh": "用 typecut 把这些照片做成 {seconds} 秒的相册视频：{files}。\n"
            "1. session_open，按故事顺序 media_import。\n"
            "2. say：做成 {seconds} 秒的相册，配舒缓的音乐，标题“{title}”（为空则不加标题）。\n"
            "3. 看 contact_sheet：每张照片都在吗，重要内容有没有被裁掉？",
        },
    ),
    Recipe(
        "trim_and_caption",
        "Trim and caption",
        "Takes parts out of a video and puts captions on it.",
        (
            _FILES,
            Wanted("cut", "What to take out, such as 0-3 s and 20-25 s", ""),
            Wanted("captions", "Captions with their times, one per line", ""),
            _LANGUAGE,
        ),
        {
            "en": "Trim and caption with typecut: {files}.\n"
            "1. session_open, media_import.\n"
            "2. Take out: {cut}. Use apply_edits with ripple_delete, the last part first, so that "
            "the times of the others stay right.\n"
            '3. Captions: use apply_edits with add_title, style "caption", one for each line:\n'
            "{captions}\n"
            "4. preview_frame in the middle of each caption.",
            "zh": "用 typecut 剪辑并加字幕：{files}。\n"
            "1. session_open，media_import。\n"
            "2. 删掉：{cut}。用 apply_edits 的 ripple_delete，从最后一段开始删，这样前面的时间不变。\n"
            '3. 字幕：用 apply_edits 的 add_title，style 为 "caption"，每行一条：\n'
            "{captions}\n"
            "4. 在每条字幕中间用 preview_frame 看一下。",
        },
    ),
)


def listed() -> list[Prompt]:
    return [
        Prompt(
            name=r.name,
            title=r.title,
            description=r.description,
            arguments=[
                PromptArgument(name=w.name, description=w.description, required=w.usual is None)
                for w in r.wanted
            ],
        )
        for r in RECIPES
    ]


def prompt(name: str, given: Mapping[str, str]) -> GetPromptResult:
    """Raises NoSuchThing, and RequestError for an argument that is missing."""
    recipe = next((r for r in RECIPES if r.name == name), None)
    if recipe is None:
        known = ", ".join(r.name for r in RECIPES)
        raise NoSuchThing(f"There is no prompt {name[:80]!r}.", hint=f"There are: {known}.")
    values = {w.name: given.get(w.name) or w.usual for w in recipe.wanted}
    missing = [n for n, value in values.items() if value is None]
    if missing:
        raise RequestError(f"The prompt {name} needs: {', '.join(missing)}.")
    language = "zh" if str(values["language"]).lower().startswith("zh") else "en"
    text = recipe.text[language]
    for key, value in values.items():
        # Not str.format: what people type may hold braces.
        text = text.replace(f"{{{key}}}", str(value))
    content = TextContent(type="text", text=text + _END[language])
    return GetPromptResult(
        description=recipe.description, messages=[PromptMessage(role="user", content=content)]
    )
