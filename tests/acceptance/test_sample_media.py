"""Real files: each is edited, or refused with one sentence, within time and memory."""

import json
import resource
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from typecut.studio.demo import SENTENCE, SENTENCE_ZH
from watching import lumas, watch

pytestmark = [pytest.mark.slow, pytest.mark.media]
MEDIA = Path(__file__).parents[3] / "shared" / "media"
REFUSED = {
    "audio_only.mp4", "bomb_20000x20000.png", "html_named.jpg", "huge_dimension_header.png",
    "text_named.mp4", "truncated_no_moov.mp4", "wav_size_ffffffff.wav", "zero_length.mp4",
}  # fmt: skip
GIB = 2**30


def names(folder, *suffixes):
    found = sorted(p.name for p in (MEDIA / folder).glob("*")) if MEDIA.is_dir() else []
    return [n for n in found if not suffixes or n.rsplit(".", 1)[-1] in suffixes]


def tree_memory(root):
    """Resident memory of a process and all that it started."""
    parents, sizes = {}, {}
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            fields = dict(
                line.split(":", 1) for line in status.read_text().splitlines() if ":" in line
            )
            pid = int(fields["Pid"])
            parents[pid], sizes[pid] = int(fields["PPid"]), int(fields.get("VmRSS", "0").split()[0])
        except (OSError, KeyError, ValueError):
            continue
    total, waiting = 0, [root]
    while waiting:
        pid = waiting.pop()
        total += sizes.get(pid, 0) * 1024
        waiting += [child for child, parent in parents.items() if parent == pid]
    return total


def measured(words, folder):
    """Exit status, output, errors, seconds of work, peak memory of the whole tree."""
    begin = work_so_far()
    process = subprocess.Popen(
        [sys.executable, "-m", "typecut", *map(str, words)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=folder, text=True,
    )  # fmt: skip
    peak = 0
    ended = threading.Event()

    def watch_memory():
        nonlocal peak
        while not ended.wait(0.05):
            peak = max(peak, tree_memory(process.pid))

    watcher = threading.Thread(target=watch_memory)
    watcher.start()
    out, err = process.communicate(timeout=120)
    ended.set()
    watcher.join()
    return process.returncode, out, err, work_so_far() - begin, peak


@pytest.mark.parametrize("name", names("odd"))
def test_odd_files_give_a_result_or_one_sentence(name, tmp_path, own_cache):
    words = ["edit", MEDIA / "odd" / name, "add the title 'ok'", "-o", "out.mp4"]
    status, _, err, seconds, peak = measured(words, tmp_path)
    assert "Traceback" not in err
    assert seconds < 20
    assert peak < GIB
    if name in REFUSED:
        assert status in (5, 65, 66, 75)
        assert 1 <= len(err.strip().splitlines()) <= 2
        assert not (tmp_path / "out.mp4").exists()
    else:
        assert status == 0, err
        assert len(lumas(tmp_path / "out.mp4")) == watch(tmp_path / "out.mp4").frames > 10


@pytest.mark.parametrize("name", names("video", "mp4", "webm", "mov", "avi", "mkv"))
def test_every_video_works_alone(name, typecut, tmp_path):
    words = [
        "edit",
        MEDIA / "video" / name,
        "trim to 2 seconds, add the title 'ok'",
        "-o",
        "out.mp4",
    ]
    said = json.loads(typecut(*words, "--json").out)
    video = watch(tmp_path / "out.mp4")
    assert video.seconds == pytest.approx(said["duration"], abs=1 / 24)
    assert video.frames == len(lumas(tmp_path / "out.mp4"))


@pytest.mark.parametrize("name", names("image"))
def test_every_image_works_alone(name, typecut, tmp_path):
    typecut("edit", MEDIA / "image" / name, "add the title 'ok'", "-o", "out.mp4")
    pictures = lumas(tmp_path / "out.mp4")
    assert len(pictures) >= 23
    assert max(y.mean() for y in pictures) > 20


def work_so_far():
    """Processor seconds of all processes that ended: the clock also counts what others do."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


@pytest.mark.parametrize("sentence", [SENTENCE, SENTENCE_ZH], ids=["en", "zh"])
def test_the_sentence_on_real_footage(sentence, typecut, tmp_path, shared_media, own_cache):
    video = shared_media / "video"
    files = ["park_1080p30_6s.mp4", "bbb_1080p60_h264_aac_64s.mp4", "city_360p_17s.mp4"]
    project = tmp_path / "project.json"
    begin = work_so_far()
    said = json.loads(
        typecut(
            "edit", *(video / f for f in files), sentence, "-o", "out.mp4", "--json",
            "--keep-draft", project, timeout=400,
        ).out
    )  # fmt: skip
    first = work_so_far() - begin
    found = watch(tmp_path / "out.mp4")
    assert (found.codec, found.profile, found.width, found.height) == ("h264", "High", 1920, 1080)
    assert found.seconds == pytest.approx(said["duration"], abs=1 / 30)
    assert found.sound_seconds == pytest.approx(found.seconds, abs=1 / 30)
    begin = work_so_far()
    again = json.loads(
        typecut(
            "edit",
            "--draft",
            project,
            "change the title to 'Winter Trip'",
            "-o",
            "out.mp4",
            "--json",
        ).out
    )
    assert again["rendered"] <= 2
    assert work_so_far() - begin <= 0.25 * first
