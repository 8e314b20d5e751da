"""A worker with an engine of paper: chunks are their specs, a video is its chunks in a row."""

import json
import os
import sys
from pathlib import Path

SPENT = Path(os.environ["TYPECUT_TEST_LOG"])


def answer(do, args):
    with SPENT.open("a") as log:
        log.write(do + "\n")
    match do:
        case "probe":
            path = Path(args["path"])
            if path.stem == "broken":
                return {"error": {"kind": "MediaBroken", "message": f"{path} is broken."}}
            if path.stem == "crash":
                os._exit(11)
            words = path.read_text().split()
            seconds = words[-1] if words[-1:] and words[-1].isdigit() else "10"
            image, song = path.suffix == ".jpg", path.suffix == ".mp3"
            picture = {
                "stream": 0, "codec": "h264", "width": 1920, "height": 1080, "pixel_format": "yuv420p",
            }  # fmt: skip
            if not image:
                picture |= {"rate": "30", "duration": seconds}
            facts = {
                "path": str(path), "digest": path.read_text(), "size": path.stat().st_size,
                "kind": "image" if image else "audio" if song else "video",
                "container": "mp4",
                "duration": None if image else seconds,
            }  # fmt: skip
            if not song:
                facts["picture"] = picture
            if not image:
                facts["sound"] = {
                    "stream": 1, "codec": "aac", "rate": 48000, "channels": 2, "duration": seconds,
                }  # fmt: skip
            return {"done": facts}
        case "chunk":
            if os.environ.get("TYPECUT_TEST_FAIL"):
                return {"error": {"kind": "RenderError", "message": "No ink left."}}
            Path(args["out"]).write_text(json.dumps(args["spec"]))
        case "sound":
            Path(args["out"]).write_text("la la la")
        case "join":
            parts = [Path(p).read_text() for p in args["chunks"]]
            if args["sound"]:
                parts.append(Path(args["sound"]).read_text())
            Path(args["out"]).write_text("\n".join(parts))
    return {"done": {}}


def say(message):
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


for line in sys.stdin:
    request = json.loads(line)
    say({"id": request["id"], "progress": 0.5})
    say({"id": request["id"], **answer(request["do"], request["args"])})
