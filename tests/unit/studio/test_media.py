import os

import pytest

from typecut.errors import MediaBroken, MediaMissing, MediaRefused
from typecut.studio.media import facts_of, local_path, open_media


def test_files_become_media_with_measured_facts(hands, clip):
    [video, photo] = open_media([clip("a.mp4"), clip("b.jpg")], hands)
    assert (video.media.id, video.media.kind, video.media.duration) == ("a", "video", 10)
    assert (video.media.width, video.media.height, video.media.rate) == (1920, 1080, 30)
    assert video.media.has_audio
    assert (photo.media.kind, photo.media.duration, photo.media.has_audio) == ("image", None, False)


def test_facts_are_remembered_until_the_file_changes(hands, clip, spent):
    path = clip()
    open_media([path, path], hands)
    open_media([path], hands)
    assert spent() == ["probe"]
    clip(content="other picture")
    assert open_media([path], hands)[0].facts.digest == "other picture"
    assert spent() == ["probe", "probe"]


def test_a_damaged_memory_is_measured_again(hands, clip, spent):
    open_media([clip()], hands)
    for entry in hands.cache.entries():
        hands.cache.keep_bytes("facts", entry.key, b"{}")
        entry.path.unlink()
    assert open_media([clip()], hands)[0].facts.kind == "video"


def test_ids_differ_and_the_same_file_has_the_same(hands, clip):
    paths = [clip("a.mp4"), clip("x/a.mp4"), clip("a.mp4"), clip("我 的[1]~'\".mp4")]
    ids = [s.media.id for s in open_media(paths, hands)]
    assert ids == ["a", "a-2", "a", "我_的_1"]
    known = [s.media for s in open_media(paths[:1], hands)]
    assert open_media([clip("y/a.mp4"), clip("a.mp4")], hands, known)[0].media.id == "a-2"


@pytest.mark.parametrize(
    "name", ["-rf.mp4", "a;$(x)'\".mp4", "%s%d.mp4", "都市.mp4", "🎬.mp4", "a b.mp4"]
)
def test_names_are_only_names(hands, clip, name):
    assert open_media([clip(name)], hands)[0].media.name == name.removesuffix(".mp4")


def test_relative_names_that_begin_with_a_dash(hands, clip, tmp_path, monkeypatch):
    clip("-rf.mp4")
    monkeypatch.chdir(tmp_path)
    assert open_media(["-rf.mp4"], hands)[0].media.src == str(tmp_path / "-rf.mp4")


def test_what_is_no_file_is_refused_with_a_sentence(tmp_path):
    with pytest.raises(MediaMissing, match="no file"):
        local_path(str(tmp_path / "x.mp4"))
    with pytest.raises(MediaRefused, match="folder"):
        local_path(str(tmp_path))
    with pytest.raises(MediaRefused, match="address"):
        local_path("https://example.com/a.mp4")
    with pytest.raises(MediaMissing, match=r"no file|cannot be the name"):
        local_path("a\0b")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        with pytest.raises(MediaRefused, match="plain file"):
            local_path(str(tmp_path / "pipe"))


def test_an_error_of_the_engine_arrives_and_a_crash_is_a_broken_file(hands, clip):
    with pytest.raises(MediaBroken, match="is broken"):
        open_media([clip("broken.mp4")], hands)
    with pytest.raises(MediaBroken, match="crashed"):
        open_media([clip("crash.mp4")], hands)


def test_facts_of_a_timeline_leave_made_media_out(hands, clip):
    from typecut.timeline import Media

    [source] = open_media([clip()], hands)
    made = Media("m", "compose:lofi?seed=1", "audio")
    assert list(facts_of([source.media, made], hands)) == ["a"]
