"""The output picture: shape, size, rate, fit, background."""

from collections.abc import Sequence

from typecut.edits.verbs import Edit, SetCanvas
from typecut.timeline import Canvas, Fit

from ..clause import Clause
from ..intent import Context, Intent, Outcome
from ..stage import LAYERS, Act, Stage

EXAMPLES = """
make it vertical -> SetCanvas(width=1080, height=1920, fit=blur)
make it square -> SetCanvas(width=1080, height=1080, fit=blur)
change the aspect ratio to 9:16 -> SetCanvas(width=1080, height=1920, fit=blur)
resize for TikTok -> SetCanvas(width=1080, height=1920, fit=blur)
make it 4:5 -> SetCanvas(width=1080, height=1350, fit=blur)
resize to 720p -> SetCanvas(width=1280, height=720)
make it 4K -> SetCanvas(width=3840, height=2160)
crop it to 9:16 -> SetCanvas(width=1080, height=1920, fit=fill)
make it vertical with black bars -> SetCanvas(width=1080, height=1920, fit=fit)
make it vertical with a blurred background -> SetCanvas(width=1080, height=1920, fit=blur)
set the resolution to 1280x720 -> SetCanvas(width=1280, height=720)
change the frame rate to 60 fps -> SetCanvas(rate=60)
make it vertical | resize to 720p -> SetCanvas(width=720, height=1280)
make the background white -> SetCanvas(background=#ffffff)
format it for Instagram Reels -> SetCanvas(width=1080, height=1920, fit=blur)
fill the frame -> SetCanvas(fit=fill)
改成竖屏 -> SetCanvas(width=1080, height=1920, fit=blur)
做成抖音的竖屏格式 -> SetCanvas(width=1080, height=1920, fit=blur)
转成9:16 -> SetCanvas(width=1080, height=1920, fit=blur)
画面改成正方形，填满 -> SetCanvas(width=1080, height=1080, fit=fill)
改成720p -> SetCanvas(width=1280, height=720)
帧率改成25 -> SetCanvas(rate=25)
背景改成白色 -> SetCanvas(background=#ffffff)
"""

_SHAPES = {"9:16": (9, 16), "16:9": (16, 9), "1:1": (1, 1), "4:5": (4, 5), "21:9": (21, 9)}


def shape_of(clause: Clause) -> tuple[int, int] | None:
    """The aspect ratio that the clause asks for: the one in figures before the one in words."""
    figures = clause.of("aspect")
    if figures:
        return figures[0].size
    return next((_SHAPES[v] for v in clause.values("orientation") if v in _SHAPES), None)


def pixels_of(clause: Clause) -> tuple[int, int] | None:
    """The size asked for; (0, 720) for a number of lines alone."""
    sizes = clause.of("size")
    if sizes:
        return sizes[0].size
    named = clause.value("height")
    return (0, int(named)) if named else None


def resized(
    canvas: Canvas, shape: tuple[int, int] | None, pixels: tuple[int, int] | None
) -> tuple[int, int] | None:
    """The new size. A height class (1080p) is the shorter side, so vertical stays vertical."""
    if pixels and pixels[0]:
        return _even(pixels[0]), _even(pixels[1])
    if not shape and not pixels:
        return None
    wide, high = shape or (canvas.width, canvas.height)
    short = pixels[1] if pixels else min(canvas.width, canvas.height)
    if wide >= high:
        return _even(short * wide / high), _even(short)
    return _even(short), _even(short * high / wide)


def _even(value: float) -> int:
    return max(2, round(value / 2) * 2)


def fit_of(clause: Clause, *, turned: bool) -> Fit | None:
    fits: dict[str, Fit] = {"blur": "blur", "fill": "fill", "fit": "fit"}
    said = next((fits[v] for v in clause.values("fitting") if v in fits), None)
    if said is None and clause.has("blur") and clause.has("background"):
        return "blur"
    if said is None and clause.has("crop"):
        return "fill"
    return said or ("blur" if turned else None)


def _read(clause: Clause, context: Context) -> Outcome | None:
    shape, pixels, rate = shape_of(clause), pixels_of(clause), clause.number("rate")
    if clause.has("title", "caption", "lowerthird") or clause.quotes:
        return None
    if clause.has("flip", "flipv", "rotate") and not clause.of("aspect"):
        return None
    if rate is None and clause.has("framerate"):
        rate = clause.number("number")
    ground = _ground(clause)
    fitting = clause.has("fitting") or (clause.has("blur") and clause.has("background"))
    if not (shape or pixels or rate is not None or ground or fitting):
        return None

    def build(stage: Stage) -> Sequence[Edit]:
        canvas = stage.current.canvas
        size = resized(canvas, shape, pixels)
        turned = size is not None and abs(size[0] / size[1] - canvas.width / canvas.height) > 0.01
        wide, high = size if size and size != (canvas.width, canvas.height) else (None, None)
        fit = fit_of(clause, turned=turned)
        if wide is None and rate is None and not ground and fit is None:
            return ()
        return (SetCanvas(wide, high, rate, fit, ground or None),)

    return Outcome((Act(clause.span, build, LAYERS),))


def _ground(clause: Clause) -> str:
    if not clause.has("background") or not clause.has("colour"):
        return ""
    return clause.value("colour")


INTENTS = (Intent("canvas", 550, _read),)
