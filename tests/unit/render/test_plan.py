"""Timelines in, render plans out: what is seen and heard on which frames, and chunk keys."""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest

from typecut.errors import EditError
from typecut.render import PictureFacts, RenderPlan, SoundFacts, SourceFacts, plan
from typecut.render.spec import Composition, Fade, Mix, Recording
from typecut.timeline import Canvas, Clip, Media, Placement, Range, Timeline, Title, Track, notation

RATE = Fraction(30)


def facts_for(timeline: Timeline, **picture: object) -> dict[str, SourceFacts]:
    """1080p30 H.264 with stereo sound for every media that is a file."""
    found: dict[str, SourceFacts] = {}
    for media in timeline.media:
        if media.made:
            continue
        facts = PictureFacts(0, "h264", 1920, 1080, "yuv420p", rate=RATE)
        sound = SoundFacts(1, "aac", 48_000, 2)
        found[media.id] = SourceFacts(
            f"/{media.id}.mp4", f"sha256:{media.id}", 1, media.kind, "mp4", media.duration,
            replace(facts, **picture) if media.has_picture else None, sound,
        )  # fmt: skip
    return found


def planned(text: str, **changes: object) -> RenderPlan:
    timeline = replace(notation.read(text, rate=30, media_frames=3000), **changes)
    return plan(timeline, facts_for(timeline))


def spans(result: RenderPlan) -> list[tuple[int, int]]:
    return [(c.begin, c.end) for c in result.chunks]


def test_chunks_are_cut_at_edit_boundaries_and_about_every_five_seconds() -> None:
    result = planned('V1 A[0-400] B[0-60]\nT1 "Hi"[0-90]')
    assert spans(result) == [(0, 45), (45, 90), (90, 240), (240, 400), (400, 460)]


@pytest.mark.parametrize("text", ["V1 A[0-1]", "V1 A[0-5] B[0-5] C[0-9]", "V1 A[0-7000]"])
def test_chunks_tile_the_timeline(text: str) -> None:
    result = planned(text)
    assert result.chunks[0].begin == 0
    assert result.chunks[-1].end == result.frames
    assert all(a.end == b.begin for a, b in pairwise(result.chunks))
    assert max(c.frames for c in result.chunks) <= 6 * 30


def test_a_dissolve_shows_both_clips_in_step_with_their_own_time() -> None:
    result = planned("V1 A[0-90] ~15+15 B[15-90]")
    mixed = next(c for c in result.chunks if c.spec.mixes)
    assert (mixed.begin, mixed.end) == (75, 105)
    assert mixed.spec.mixes == (Mix("dissolve", 0, 30, 0, 1),)
    left, right = mixed.spec.base
    assert (left.start, right.start) == (Fraction(75, 30), 0)
    assert (left.end, right.end) == (30, 30)
    assert result.frames == 165


def test_a_dissolve_crosses_the_sound_with_equal_power() -> None:
    a, b = planned("V1 A[0-90] ~15+15 B[15-90]").sound.sounds
    assert (a.begin, a.duration, a.fade_out, a.fade_out_shape) == (0, Fraction(7, 2), 1, "power")
    assert (b.begin, b.start, b.fade_in, b.fade_in_shape) == (Fraction(5, 2), 0, 1, "power")


def test_hard_cuts_get_ten_milliseconds_and_splits_none() -> None:
    a, a2, b = planned("V1 A[0-90] A.2[90-120] B[15-90]").sound.sounds
    assert (a.fade_in, a.fade_out, a2.fade_in) == (0, 0, 0)
    assert a2.fade_out == b.fade_in == Fraction(1, 100)


def test_a_reversed_clip_starts_with_its_last_frame() -> None:
    (chunk,) = planned("V1 A[30-90]x-1").chunks
    (shot,) = chunk.spec.base
    assert (shot.start, shot.step) == (Fraction(89, 30), Fraction(-1, 30))


def test_a_title_change_renames_only_the_chunks_under_it() -> None:
    one = planned('V1 A[0-900]\nT1 "Summer"[0-90]')
    two = planned('V1 A[0-900]\nT1 "Winter"[0-90]')
    changed = [a.begin for a, b in zip(one.chunks, two.chunks, strict=True) if a.key != b.key]
    assert changed == [0, 45]
    assert one.sound_key == two.sound_key


def test_trimming_the_far_end_keeps_the_chunks_before_it() -> None:
    one, two = planned("V1 A[0-900]"), planned("V1 A[0-700]")
    assert [c.key for c in one.chunks[:4]] == [c.key for c in two.chunks[:4]]


def test_moving_footage_keeps_its_chunks() -> None:
    one = planned("V1 A[0-150] B[0-150]")
    two = planned("V1 B[0-150] A[0-150]")
    assert {c.key for c in one.chunks} == {c.key for c in two.chunks}


def test_a_key_names_the_content_not_the_place_of_a_file() -> None:
    timeline = notation.read("V1 A[0-90]", rate=30)
    facts = facts_for(timeline)
    moved = {k: replace(v, path="/elsewhere.mp4") for k, v in facts.items()}
    other = {k: replace(v, digest="sha256:other") for k, v in facts.items()}
    key = plan(timeline, facts).chunks[0].key
    assert plan(timeline, moved).chunks[0].key == key
    assert plan(timeline, other).chunks[0].key != key
    assert plan(timeline, facts, engine_version="2").chunks[0].key != key


def test_master_fades_lie_at_the_very_ends() -> None:
    result = planned("V1 A[0-300]", fade_in=Fraction(1), fade_out=Fraction(2))
    assert result.chunks[0].spec.fades == (Fade(0, 30, out=False),)
    assert result.chunks[-1].spec.fades == (Fade(0, 60, out=True),)
    assert result.sound.fade_out == 2


def test_loudness_is_levelled_only_where_something_is_mixed() -> None:
    assert planned("V1 A[0-90]").sound.loudness is None
    assert planned("V1 A[0-90] A.2[120-150]").sound.loudness is None
    assert planned("V1 A[0-90] B[0-90]").sound.loudness == -14
    assert planned("V1 A[0-90]\nA1 M[0-90]").sound.loudness == -14


def test_composed_music_is_as_long_as_its_clip() -> None:
    timeline = notation.read("V1 A[0-90]", rate=30)
    music = Media("music", "compose:lofi?seed=7", "audio", "Lo-fi")
    clip = Clip("music", "music", Range(Fraction(0), Fraction(3)), volume=0.35, follow=True)
    track = Track("A1", "audio", "music", (clip,))
    timeline = replace(timeline, tracks=(*timeline.tracks, track), media=(*timeline.media, music))
    sound = plan(timeline, facts_for(timeline)).sound.sounds[-1]
    assert sound.content == Composition("lofi", "seed=7", Fraction(3))
    assert sound.gain == 0.35


def test_sound_that_starts_late_in_its_file_stays_late() -> None:
    timeline = notation.read("V1 A[0-90]", rate=30)
    facts = facts_for(timeline)["A"]
    assert facts.sound
    late = replace(facts, sound=replace(facts.sound, start=Fraction(4, 5)))
    (sound,) = plan(timeline, {"A": late}).sound.sounds
    assert isinstance(sound.content, Recording)
    assert sound.content.start == Fraction(4, 5)


def test_loops_repeat_the_source_range() -> None:
    result = planned("V1 A[0-40]*100")
    starts = [(s.begin, s.end, s.start) for c in result.chunks for s in c.spec.base]
    assert starts == [(0, 40, 0), (0, 40, 0), (0, 20, 0)]
    assert [c.begin for c in result.chunks] == [0, 40, 80]


def test_rounding_never_adds_up() -> None:
    third = Fraction(1, 3)
    clips = tuple(Clip(f"A.{i}", "A", Range(i * third, third)) for i in range(300))
    media = Media("A", "a.mp4", "video", duration=Fraction(100))
    track = Track("V1", "video", "main", clips)
    timeline = Timeline(Canvas(rate=Fraction(25)), (track,), (media,))
    result = plan(timeline, facts_for(timeline))
    assert result.frames == 2500
    assert abs(result.chunks[-1].spec.base[-1].start - 100 + third) <= Fraction(1, 25) * 20


def test_a_gap_is_empty_picture_and_says_so() -> None:
    result = planned("V1 A[0-60] -[60] B[0-60]")
    assert [c.reasons for c in result.chunks if not c.spec.base] == [("empty picture",)]


def test_reasons_name_what_changes_the_picture() -> None:
    timeline = notation.read('V1 A[0-60]x2 B[0-60]\nT1 "Hi there"[0-30]', rate=30)
    facts = facts_for(timeline, width=640, height=360)
    words = [w for c in plan(timeline, facts).chunks for w in c.reasons]
    assert "title “Hi there”" in words
    assert "640x360 → 1920x1080" in words
    assert "speed 2x" in words


def test_untouched_footage_has_no_reason_to_change() -> None:
    timeline = notation.read("V1 A[0-300]", rate=30)
    chunks = plan(timeline, facts_for(timeline), copy=False).chunks
    assert {c.reasons for c in chunks} == {("between keyframes",)}


def test_titles_on_hidden_tracks_are_not_seen() -> None:
    timeline = notation.read('V1 A[0-90]\nT1 "Hi"[0-30]', rate=30)
    hidden = timeline.with_track(replace(timeline.tracks[1], hidden=True))
    assert all(not c.spec.letterings for c in plan(hidden, facts_for(hidden)).chunks)


def test_placement_without_a_fit_takes_the_canvas_one() -> None:
    timeline = notation.read("V1 A[0-90]", rate=30)
    timeline = replace(timeline, canvas=replace(timeline.canvas, fit="blur"))
    (chunk,) = plan(timeline, facts_for(timeline)).chunks
    assert chunk.spec.base[0].placement == Placement(fit="blur")


def test_an_empty_timeline_is_refused_in_words() -> None:
    with pytest.raises(EditError, match="nothing on the timeline"):
        plan(Timeline(), {})


def test_blank_titles_draw_nothing() -> None:
    timeline = notation.read('V1 A[0-90]\nT1 "x"[0-30]', rate=30)
    blank = replace(timeline.tracks[1], items=(Title("t", "  ", Fraction(1)),))
    result = plan(timeline.with_track(blank), facts_for(timeline))
    assert all(not c.spec.letterings for c in result.chunks)


def with_joints(timeline: Timeline, every: int, **picture: object) -> dict[str, SourceFacts]:
    """Footage of which packets can be copied between every `every` frames."""
    joints = tuple(Fraction(f, 30) for f in range(0, 3000, every))
    return facts_for(
        timeline, profile="High", joints=joints, matrix="bt709", parameters="camera", **picture
    )


def treatments(timeline: Timeline, facts: dict[str, SourceFacts]) -> list[tuple[int, int, str]]:
    return [(c.begin, c.end, c.treatment) for c in plan(timeline, facts, copy=True).chunks]


def test_an_untouched_span_is_copied_between_its_keyframes() -> None:
    timeline = notation.read("V1 A[150-750]", rate=30, media_frames=900)
    assert treatments(timeline, with_joints(timeline, 60)) == [
        (0, 30, "encode"),
        (30, 570, "copy"),
        (570, 600, "encode"),
    ]
    copied = plan(timeline, with_joints(timeline, 60), copy=True).chunks[1].copy
    assert copied
    assert (copied.start, copied.frames) == (6, 540)


def test_titles_and_dissolves_leave_the_rest_to_be_copied() -> None:
    timeline = notation.read(
        'V1 A[0-305] ~15+15 B[15-305]\nT1 "Hi"[0-90]', rate=30, media_frames=900
    )
    assert treatments(timeline, with_joints(timeline, 30)) == [
        (0, 45, "encode"),
        (45, 90, "encode"),
        (90, 270, "copy"),
        (270, 290, "encode"),
        (290, 320, "encode"),
        (320, 590, "copy"),
        (590, 595, "encode"),
    ]


def test_chunks_beside_copies_have_parameter_sets_of_their_own() -> None:
    timeline = notation.read("V1 A[150-750]", rate=30, media_frames=900)
    result = plan(timeline, with_joints(timeline, 60), copy=True)
    assert {c.spec.encoding.parameter_set for c in result.chunks} == {1}
    assert plan(timeline, facts_for(timeline)).encoding.parameter_set == 0


@pytest.mark.parametrize(
    "change",
    [
        {"bit_rate": 80_000_000},
        {"turn": 90},
        {"pixel_format": "yuv420p10le"},
        {"full_range": True},
        {"width": 1280, "height": 720},
        {"rate": Fraction(60)},
        {"variable": True},
        {"transfer": "hlg"},
        {"interlaced": True},
    ],
    ids=str,
)
def test_footage_that_does_not_fit_is_encoded_and_the_reason_said(
    change: dict[str, object],
) -> None:
    timeline = notation.read("V1 A[150-750]", rate=30, media_frames=900)
    facts = {
        k: replace(v, picture=v.picture and replace(v.picture, **change))
        for k, v in with_joints(timeline, 60).items()
    }
    chunks = plan(timeline, facts, copy=True).chunks
    assert {c.treatment for c in chunks} == {"encode"}
    assert all(c.reasons and c.reasons != ("between keyframes",) for c in chunks)


def test_of_two_cameras_the_one_that_covers_more_is_copied() -> None:
    timeline = notation.read("V1 A[0-300] B[0-600]", rate=30, media_frames=900)
    facts = with_joints(timeline, 60)
    b = facts["B"]
    facts["B"] = replace(b, picture=b.picture and replace(b.picture, parameters="other"))
    assert [t for *_, t in treatments(timeline, facts)] == ["encode", "encode", "copy"]


def test_an_overlay_is_shown_whole_whatever_the_canvas_does_with_footage() -> None:
    timeline = notation.read("V1 A[0-90]\nV2 L[0-90]", rate=30)
    timeline = replace(timeline, canvas=replace(timeline.canvas, fit="blur"))
    (chunk,) = plan(timeline, facts_for(timeline)).chunks
    assert (chunk.spec.base[0].placement.fit, chunk.spec.overlays[0].placement.fit) == (
        "blur",
        "fit",
    )
