"""How long and how large an export may be on this server."""

from typecut.errors import EditError
from typecut.studio.service.settings import ServerSettings
from typecut.studio.service.words import duration
from typecut.timeline import Timeline


def check(settings: ServerSettings, timeline: Timeline) -> None:
    """EditError for more than the settings allow."""
    most, length = settings.export_hours * 3600, float(timeline.duration)
    if most and length > most:
        raise EditError(
            f"The video is {duration(length, 'en')} long, and exports here have at most "
            f"{duration(most, 'en')}.",
            hint="Make it shorter, or export it in parts.",
            zh=f"视频长 {duration(length, 'zh')}，这里最长只能导出 {duration(most, 'zh')}。请缩短视频，或分段导出。",
        )
    width, height = timeline.canvas.width, timeline.canvas.height
    if settings.export_side and max(width, height) > settings.export_side:
        side = settings.export_side
        raise EditError(
            f"The picture has {width}x{height} pixels, and exports here have sides of at most "
            f"{side}.",
            hint="Ask for a smaller output.resolution, or make the canvas smaller.",
            zh=f"画面为 {width}x{height} 像素，这里导出的边长最多 {side} 像素。请选择较小的 output.resolution，或缩小画布。",
        )
