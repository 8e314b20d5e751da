"""What is found in files in the background."""

import time

import numpy as np
import pytest

from typecut.store import media


@pytest.fixture(scope="module")
def more_settings():
    return {"analyses": True}


def findings(uploads, media_id: str, seconds: float = 240):
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        found = uploads.state()["state"]["video_analyses"].get(media_id)
        if found:
            return found
        time.sleep(0.2)
    raise AssertionError("nothing was found")


@pytest.fixture(scope="session")
def film(tmp_path_factory):
    """Two scenes, and sound only in the second half."""
    import av

    path = tmp_path_factory.mktemp("film") / "film.mp4"
    with av.open(str(path), "w") as container:
        picture = container.add_stream("libx264", rate=25)
        picture.width, picture.height, picture.pix_fmt = 160, 96, "yuv420p"
        sound = container.add_stream("aac", rate=48000)
        sound.layout = "mono"
        noise = np.random.default_rng(1)
        scenes = noise.integers(0, 255, (2, 12, 20, 3), dtype=np.uint8)
        for n in range(100):
            image = np.kron(scenes[n // 50], np.ones((8, 8, 1), np.uint8))
            container.mux(picture.encode(av.VideoFrame.from_ndarray(image, "rgb24")))
        container.mux(picture.encode(None))
        wave = np.where(
            np.arange(4 * 48000) < 2 * 48000, 0, 0.3 * np.sin(np.arange(4 * 48000) / 10)
        )
        frame = av.AudioFrame.from_ndarray(wave.astype(np.float32)[None, :], "fltp", "mono")
        frame.sample_rate = 48000
        container.mux(sound.encode(frame))
        container.mux(sound.encode(None))
    return path


def test_cuts_silences_loudness(mine, film):
    before = mine.state()["version"]
    (file,) = mine.send(film)["files"]
    found = findings(mine, file["media_id"])
    assert (found["status"], found["complete"]) == ("done", True)
    assert [c["time"] for c in found["scene_cuts"]] == [2.0]
    (silence,) = found["silences"]
    assert silence["start"] == pytest.approx(0, abs=0.05)
    assert silence["end"] == pytest.approx(2, abs=0.1)
    assert -20 < found["loudness"]["lufs"] < -5
    assert mine.state()["version"] == before + 2, "one for the file, one for what was found"


def test_a_photo_has_nothing_to_be_found(mine, made, server):
    (file,) = mine.send(made("png"))["files"]
    (later,) = mine.send(made("mp4"))["files"]
    findings(mine, later["media_id"])  # what came first would be looked into first
    assert mine.state()["state"]["video_analyses"].keys() == {later["media_id"]}
    with server.service.database.read() as tx:
        assert media.described(tx, file["hash"]).analysis_attempt == 0


def test_it_goes_on_after_a_restart(start_server, tmp_path, film):
    """Whoever had begun it is dead; its lease runs out."""
    data = tmp_path / "data"
    server = start_server(data=data)
    person = server.person()
    session = person.session()
    answer = person.http.post(
        f"/api/upload-video/nemo_agent/me/{session}",
        files={"files": ("film.mp4", film.read_bytes())},
    )
    (file,) = answer.json()["data"]["files"]
    taken = server.service.database.transact(lambda tx: media.take_for_analysis(tx, 2))
    assert taken.digest == file["hash"]
    second = start_server(data=data, analyses=True)
    ends = time.monotonic() + 240
    found = None
    while not found and time.monotonic() < ends:
        time.sleep(0.3)
        with second.service.database.read() as tx:
            found = media.described(tx, file["hash"]).analysis
    assert found["status"] == "done"


def test_what_cannot_be_analysed_harms_nobody(mine, film, server):
    """The content is gone when its turn comes."""
    service = server.service
    digest = "0" * 64
    facts = mine.send(film)["files"][0]
    with service.database.read() as tx:
        known = media.described(tx, facts["hash"])
    about = {"size": 1, "kind": "video", "media_type": "video/mp4", "facts": known.facts}

    def write(tx):
        media.describe(tx, digest, **about)
        media.register(tx, mine.user, mine.session, digest, "gone.mp4")

    service.database.transact(write)
    assert findings(mine, media.media_id_of(digest)) == {"status": "failed"}
    assert findings(mine, facts["media_id"])["status"] == "done"


def test_cuts_between_people_in_the_same_room(mine, shared_media):
    (file,) = mine.send(shared_media / "video" / "grid_talkers_10cuts_30s.mkv")["files"]
    found = findings(mine, file["media_id"])
    times = [c["time"] for c in found["scene_cuts"]]
    assert times == pytest.approx([2.98 * n for n in range(1, 10)], abs=0.05)
