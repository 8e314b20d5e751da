"""GUI words in Chinese."""

import re
from collections.abc import Callable

from .gui import Rule, Told, links_to, upto

EXPORT = "说“导出”来获取文件"
WAIT = "等待文件生成"
TRACKS = "看下面的轨道"
CREDITS = "看下面的积分"
CHANGE = "直接告诉我怎么改"
UPLOAD = "说“上传”并给出文件的路径或网址"

_LEAD = (
    r"(?:^|(?<=[。！？；，、：:,.!?;\n(（✅✨🎬👉💡→\s])|(?<=请)|(?<=可以)|(?<=可)|(?<=您)|(?<=你)|(?<=只需)|(?<=只要)|(?<=需要)|(?<=直接)"
    r"|(?<=然后)|(?<=再)|(?<=并)|(?<=并且)|(?<=或)|(?<=或者)|(?<=也)|(?<=去)|(?<=先)|(?<=通过)|(?<=现在)|(?<=接着)|(?<=要)|(?<=能)"
    r"|(?<=最后)|(?<=随时)|(?<=来)|(?<=在线)|(?<=尝试)|(?<=点)|(?<=和)|(?<=的话)|(?<=之后)|(?<=后)|(?<=时)|(?<=就))\s*"
)
_EDGE = re.compile(r"[，。！？；、\n（）]|[,.!?;()](?=\s|$)|或者?|然后|并且|，?再(?=[点打拖导])")
_UI = re.compile(
    r"按钮|图标|面板|菜单|选项卡|标签页|工具栏|侧边栏|侧栏|下拉框|对话框|仪表[盘板]|控制台|设置|属性栏|工作[台区]"
    r"|编辑器|时间[线轴]|预览|播放器|素材库|媒体库|项目|草稿|页面|账户|账单|个人中心|后台|窗口"
)
_EXPORT = re.compile(r"导出|下载|保存|渲染|分享")
_MONEY = re.compile(r"账户|账单|余额|积分|套餐|订阅|充值|用量")
_PURPOSE = re.compile(r"(?:来|以便?|进行|从而|就?可以|即可|就能|后|便可)")
_CHANGE = re.compile(
    r"(?:修改|调整|编辑|更改|更换|添加|删除|裁剪|剪辑|设置|替换|自定义|移动|拆分|分割|改).+"
)
_ENDING = re.compile(r"(?:即可|就可以了?|就行了?|就好了?|吧|了)$")


def _rule(verbs: str, found: Callable[[re.Match[str], str], Told | None]) -> Rule:
    def told(match: re.Match[str], text: str) -> Told | None:
        return None if links_to(match) else found(match, text)

    return Rule(re.compile(rf"(?m:{_LEAD})(?P<gui>{verbs})"), told)


def _tail(match: re.Match[str], text: str) -> tuple[str, int]:
    end = upto(_EDGE, match.string, match.end())
    return text[match.end() : end], end


def _wish(words: str) -> str:
    words = _ENDING.sub("", words.strip(" “”\"'"))
    return f"说“{words}”" if words and not re.search(r"[“”]", words) else CHANGE


def _click(match: re.Match[str], text: str) -> Told | None:
    tail, end = _tail(match, text)
    return _clicked(tail, end) if tail.strip() else None


def _clicked(tail: str, end: int) -> Told:
    if _EXPORT.search(tail[:12]):
        return Told(EXPORT, end, "export", WAIT)
    parts = _PURPOSE.split(tail, maxsplit=1)
    thing, purpose = parts[0], parts[1] if len(parts) > 1 else ""
    if _MONEY.search(thing):
        return Told(CREDITS, end, "credits")
    if change := _CHANGE.search(purpose):
        return Told(_wish(change[0]), end)
    if re.search(r"播放|预览|时间[线轴]", thing):
        return Told(TRACKS, end, "tracks")
    name = re.sub(
        r"(?:这个|那个|上方的?|下方的?|右上角的?|左上角的?|按钮|图标|的)", "", thing
    ).strip("“”\"'「」【】* ")
    if 0 < len(name) <= 8 and (thing != name or "按钮" in thing):
        return Told(f"说“{name}”", end)
    return Told(CHANGE, end)


def _open(match: re.Match[str], text: str) -> Told | None:
    tail, end = _tail(match, text)
    thing = _UI.search(tail[:14])
    if thing is None:
        return None
    last = [m.end() for m in _UI.finditer(tail[:14])][-1]
    rest = tail[last:]
    if _EXPORT.search(tail[:last]):
        return Told(EXPORT, end, "export", WAIT)
    if _MONEY.search(tail):
        return Told(CREDITS, end, "credits")
    if change := _CHANGE.search(rest):
        return Told(_wish(change[0]), end)
    if tail[:last].endswith("设置"):
        return Told(CHANGE, end)
    return Told(TRACKS, end, "tracks")


def _drag(match: re.Match[str], text: str) -> Told | None:
    tail, end = _tail(match, text)
    if re.match(r"效果|特效|动画|手感|式", tail):
        return None
    if re.match(r"(?:您的|你的|素材|媒体|视频|图片|音频)*(?:文件|素材|视频|图片|照片)", tail) and not re.search(r"片段|末尾|开头|时间[线轴]", tail):  # fmt: skip
        return Told(UPLOAD, end)
    if (
        change := _CHANGE.search(_PURPOSE.split(tail, maxsplit=1)[-1])
        if _PURPOSE.search(tail)
        else None
    ):
        return Told(_wish(change[0]), end)
    if not tail.strip() or re.search(r"滑块|手柄|边缘|进度条|播放头", tail):
        return Told(CHANGE, end)
    return Told(_wish(f"移动{tail.strip()}"), end)


def _dragged(match: re.Match[str], text: str) -> Told | None:
    """``把片段拖到末尾``"""
    tail, end = _tail(match, text)
    what = text[match.start("what") : match.end("what")]
    if re.search(r"文件|素材|图片|照片", what) and re.search(r"此处|这里|上传|面板|窗口|区", tail):
        return Told(UPLOAD, end)
    return Told(_wish(f"把{what}移到{tail.strip()}"), end)


def _in_panel(match: re.Match[str], text: str) -> Told:
    """``在属性面板中修改颜色``"""
    end = upto(_EDGE, match.string, match.end())
    return Told(_wish(text[match.start("verb") : end]), end)


def _preview(match: re.Match[str], text: str) -> Told:
    return Told(TRACKS, match.end(), "tracks")


def _button(match: re.Match[str], text: str) -> Told:
    end = upto(re.compile(r"[。！？\n]"), match.string, match.end())
    return Told(EXPORT, end, "export", WAIT)


def _by_button(match: re.Match[str], text: str) -> Told:
    end = upto(_EDGE, match.string, match.end())
    return Told(EXPORT, end, "export", WAIT)


def _api(match: re.Match[str], text: str) -> Told:
    end = upto(re.compile(r"[。\n]"), match.string, match.end())
    if "/upload" in match[0]:
        return Told(UPLOAD, end)
    if "/render" in match[0]:
        return Told(EXPORT, end, "export", WAIT)
    return Told("", end)


_START = r"(?m:^|(?<=[。！？\n]))"
_VIEW = r"(?:时间[线轴]|播放器|预览(?:窗口|面板|区)?|编辑器|工作[台区])(?:面板|窗口|区域?|界面)?"

CHINESE: tuple[Rule, ...] = (
    Rule(
        re.compile(
            rf"{_START}(?P<gui>[^。\n]*?[\u3400-\u9fff][^。\n]*?(?:GET|POST|PUT|DELETE)\s*/api/[^\s。，；]*)"
        ),
        _api,
    ),
    Rule(re.compile(rf"{_START}\s*(?P<gui>导出按钮(?=[在位就是可]))"), _button),
    _rule(r"(?:使用|通过|用|找到|点)(?:[^，。！？\n]{0,6})导出(?:按钮|菜单|面板)", _by_button),
    _rule(
        rf"(?:(?:在|到|从)(?:左侧|右侧|上方|下方|底部|顶部)?的?{_VIEW}(?:上|中|里|内)?(?:直接)?(?:预览|查看|播放|观看|检查)(?:一下)?(?:效果|视频|结果|成片|它|整体效果)?"
        rf"|(?:预览|查看|播放|观看)(?:一下)?{_VIEW}(?:上|中|里|内)?(?:的?(?:效果|内容|视频))?)",
        _preview,
    ),
    _rule(
        r"(?:用?鼠标)?(?:右键|左键)?(?:点击|单击|双击|右击|点选|点按|点一下|轻点|轻触|按下)(?!率|量|数|次|购|流|声|音)",
        _click,
    ),
    _rule(
        r"(?:在|到|去|从|通过)[^，。！？；\n在]{0,8}?(?:面板|菜单|选项卡|标签页|工具栏|侧边栏|侧栏|属性栏|设置)(?:上|中|里|内)?(?:直接)?"
        r"(?P<verb>修改|调整|编辑|更改|更换|添加|删除|替换|裁剪)",
        _in_panel,
    ),
    _rule(
        r"(?:打开|前往|进入|转到|跳转到|切换到|访问|去|到|查看|检查)(?:您的|你的|左侧的?|右侧的?|上方的?|下方的?|“|「)?"
        r"(?=(?:[^，。！？；\n]{0,6})(?:面板|菜单|选项卡|标签页|工具栏|侧边栏|侧栏|下拉框|对话框|仪表[盘板]|控制台|设置|属性栏|工作[台区]|编辑器|时间[线轴]|预览|播放器"
        r"|素材库|媒体库|项目(?!符号)|草稿|账户|账单|个人中心|后台|余额页|积分页))",
        _open,
    ),
    Rule(
        re.compile(
            rf"(?m:{_LEAD})(?P<gui>(?:把|将)(?P<what>[^，。！？；\n]{{1,12}}?)(?:拖拽|拖动|拖放|拖)(?:到|至|入|进|在))"
        ),
        _dragged,
    ),
    _rule(r"(?:拖拽|拖动|拖放|拖曳)", _drag),
)
