"""Chunks and sound joined into one file."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import pytest

from specs import one_shot
from synthetic import NTSC, make_clip, numbers, pictures, ticks_of
from typecut.engine.join import join
from typecut.errors import RenderError
from typecut.render.spec import ChunkSpec, Encoding

Render = Callable[..., Path]


def chunks_of(render: Render, clip: Path, cuts: list[int], rate: Fraction | int) -> list[Path]:
    found: list[Path] = []
    for begin, end in pairwise(cuts):
        spec = one_shot(clip, end - begin, rate=rate, start=Fraction(begin) / rate)
        spec = replace(spec, encoding=Encoding(preset="veryfast", crf=16))
        found.append(render(spec, f"{begin}.mp4"))
    return found


@pytest.mark.parametrize("rate", [Fraction(30), NTSC, Fraction(24)])
def test_every_frame_once_at_its_time(tmp_path: Path, render: Render, rate: Fraction) -> None:
    clip = make_clip(tmp_path / "c.mp4", frames=60, rate=rate, channels=0)
    out = tmp_path / "out.mp4"
    join(chunks_of(render, clip, [0, 1, 3, 20, 59, 60], rate), None, out, rate)
    assert numbers(out) == list(range(60))
    assert [time for time, _ in pictures(out)] == [Fraction(n) / rate for n in range(60)]


def test_decoding_times_rise_and_never_pass_showing_times(tmp_path: Path, render: Render) -> None:
    clip = make_clip(tmp_path / "c.mp4", frames=50, channels=0)
    out = tmp_path / "out.mp4"
    join(chunks_of(render, clip, [0, 2, 25, 50], 30), None, out, Fraction(30))
    with av.open(str(out)) as container:
        packets = [p for p in container.demux(video=0) if p.size]
        stream = container.streams.video[0]
        assert (stream.codec_context.profile, stream.average_rate) == ("High", 30)
        assert stream.frames == 50
        assert container.duration == pytest.approx(50 / 30 * av.time_base, abs=100)
    assert all(a.dts < b.dts for a, b in pairwise(packets))
    assert all(p.dts <= p.pts for p in packets)


def test_sound_and_picture_stay_together(tmp_path: Path, render: Render) -> None:
    marks = [Fraction(1, 2), Fraction(3, 2)]
    clip = make_clip(tmp_path / "c.mp4", frames=60, flashes=marks)
    sound = tmp_path / "s.m4a"
    with av.open(str(clip)) as source, av.open(str(sound), "w", format="mp4") as target:
        stream = target.add_stream_from_template(source.streams.audio[0], opaque=True)
        for packet in source.demux(audio=0):
            if packet.size:
                packet.stream = stream
                target.mux(packet)
    out = tmp_path / "out.mp4"
    join(chunks_of(render, clip, [0, 17, 60], 30), sound, out, Fraction(30))
    assert ticks_of(out) == pytest.approx([0.5, 1.5], abs=0.002)
    with av.open(str(out)) as container:
        assert container.streams.video[0].start_time == 0
        assert container.streams.audio[0].start_time == 0


def test_the_index_comes_first_and_bytes_repeat(tmp_path: Path, render: Render) -> None:
    clip = make_clip(tmp_path / "c.mp4", frames=30, channels=0)
    made: list[bytes] = []
    for name in ("one.mp4", "two.mp4"):
        join(chunks_of(render, clip, [0, 10, 30], 30), None, tmp_path / name, Fraction(30))
        made.append((tmp_path / name).read_bytes())
    assert made[0] == made[1]
    assert made[0].index(b"moov") < made[0].index(b"mdat")
    assert b"Lavf" not in made[0]


def test_colours_are_tagged(tmp_path: Path, render: Render) -> None:
    clip = make_clip(tmp_path / "c.mp4", frames=3, channels=0)
    out = tmp_path / "out.mp4"
    join([render(one_shot(clip, 3))], None, out, Fraction(30))
    assert b"colrnclx\0\1\0\1\0\1\0" in out.read_bytes()
    with av.open(str(out)) as container:
        frame = next(container.decode(video=0))
        assert (frame.colorspace, frame.color_range, frame.color_trc) == (1, 1, 1)


def test_other_settings_are_noticed(tmp_path: Path, render: Render) -> None:
    clip = make_clip(tmp_path / "c.mp4", frames=9, channels=0)
    one = render(one_shot(clip, 3), "a.mp4")
    other = render(one_shot(clip, 3, size=(160, 90)), "b.mp4")
    with pytest.raises(RenderError):
        join([one, other], None, tmp_path / "out.mp4", Fraction(30))
    assert not list(tmp_path.glob("*out.mp4*"))
    with pytest.raises(RenderError):
        join([], None, tmp_path / "out.mp4", Fraction(30))


def test_a_chunk_is_closed_and_begins_with_a_key(tmp_path: Path, render: Render) -> None:
    clip = make_clip(tmp_path / "c.mp4", frames=40, channels=0)
    spec: ChunkSpec = one_shot(clip, 40)
    with av.open(str(render(spec))) as container:
        packets = [p for p in container.demux(video=0) if p.size]
    assert len(packets) == 40
    assert packets[0].is_keyframe
    assert packets[0].pts == 0
    assert not list(tmp_path.glob("*.part"))
