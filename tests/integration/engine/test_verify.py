"""Reading a finished file from end to end."""

from fractions import Fraction

import av
import numpy as np
import pytest

from synthetic import make_clip
from typecut.engine.verify import verify
from typecut.errors import MediaMissing, MediaRefused


def read(path):
    parts = []
    facts = verify(str(path), parts.append)
    assert parts == sorted(parts) and parts[0] >= 0 and parts[-1] <= 1
    return facts


def test_a_good_file(tmp_path):
    facts = read(make_clip(tmp_path / "a.mp4", frames=90, hum=0.2))

    assert facts["picture"]["frames"] == facts["picture"]["expected"] == 90
    assert facts["picture"]["black"] == []
    assert facts["picture"]["fps"] == 30
    assert facts["duration"] == pytest.approx(3, abs=0.03)
    assert facts["sound"]["silences"] == []
    assert facts["sound"]["loudness"]["lufs"] == pytest.approx(-17.5, abs=3)


def test_black_and_silent_parts_are_found(tmp_path):
    path = tmp_path / "black.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=30)
        stream.width, stream.height, stream.pix_fmt = 64, 36, "yuv420p"
        for n in range(90):
            frame = av.VideoFrame(64, 36, "yuv420p")
            for plane, value in zip(
                frame.planes, (16 if 30 <= n < 60 else 120, 128, 128), strict=True
            ):
                np.frombuffer(plane, np.uint8)[:] = value
            frame.pts, frame.time_base = n, Fraction(1, 30)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))

    facts = read(path)

    (black,) = facts["picture"]["black"]
    assert black == {"start": 1.0, "end": 2.0}
    assert facts["sound"] is None
    silent = read(make_clip(tmp_path / "silent.mp4", frames=60))
    assert silent["sound"]["loudness"]["lufs"] is None


def test_a_file_that_was_cut_off(tmp_path):
    path = make_clip(tmp_path / "a.mp4", frames=90, gop=90)
    with (
        av.open(str(path)) as whole,
        av.open(str(tmp_path / "fast.mp4"), "w", options={"movflags": "faststart"}) as fast,
    ):
        copies = {s.index: fast.add_stream_from_template(s) for s in whole.streams}
        for packet in whole.demux():
            if packet.dts is not None:
                packet.stream = copies[packet.stream.index]
                fast.mux(packet)
    data = (tmp_path / "fast.mp4").read_bytes()
    (tmp_path / "half.mp4").write_bytes(data[: len(data) * 2 // 3])

    assert read(path)["faststart"] is False
    assert read(tmp_path / "fast.mp4")["faststart"] is True
    half = read(tmp_path / "half.mp4")
    assert half["notes"]
    assert half["picture"]["frames"] < 80


def test_what_is_no_media_file_is_refused(tmp_path):
    (tmp_path / "words.mp4").write_text("nothing to see")

    with pytest.raises(MediaRefused):
        verify(str(tmp_path / "words.mp4"), lambda _: None)
    with pytest.raises(MediaMissing):
        verify(str(tmp_path / "nothing.mp4"), lambda _: None)
