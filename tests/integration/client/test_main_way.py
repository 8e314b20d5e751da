"""From nothing to a file, on a real server."""

import av

from typecut.client import ExportWish, Progress, Text, ToolCall, ToolResult


def _seconds(path):
    with av.open(str(path)) as film:
        return float(film.duration / av.time_base)


def test_from_nothing_to_a_file(connect, clip, tmp_path):
    client, told = connect(), []
    session = client.connect()
    assert session.session_id.isdigit() and int(session.session_id) > 2**53

    (brought,) = client.upload([str(clip)], told.append)
    assert (brought.code, brought.file_type, brought.duration) == (0, "video", 6.0)
    assert told[0].done < told[-1].done == 1.0
    assert {p.what for p in told} == {"upload"}

    events = list(client.say("keep the first 2 seconds"))
    assert any(isinstance(e, ToolCall) for e in events)
    assert any(isinstance(e, ToolResult) for e in events)
    texts = [e.text for e in events if isinstance(e, Text)]
    assert texts and "2" in texts[-1]

    state = client.state()
    assert state.exportable and state.version > 0
    assert state.video_infos[0]["filename"] == "ocean.mp4"

    out, moved = tmp_path / "out" / "film.mp4", []
    done = client.export(out, ExportWish(quality="draft"), moved.append)
    assert done.path == out and done.size == out.stat().st_size
    assert abs(_seconds(out) - 2) < 0.1
    assert [p.done for p in moved if p.what == "export"][-1] == 1.0
    assert moved[-1] == Progress("download", 1.0, done.render_id)
    assert list(out.parent.iterdir()) == [out]
    assert client.credits().available > 0
