"""An export from request to file."""

from pathlib import Path

from synthetic import numbers


def test_an_export_from_request_to_file(server, person, project, clip, tmp_path: Path):
    film = project(server, person, clip(45, channels=0))
    asked = film.submit("render_1", output={"format": "mp4", "quality": "draft"})
    assert asked.status_code == 200, asked.text
    told = film.finished("render_1")
    assert told["status"] == "completed", told
    got = person.http.get(told["output"]["url"], headers={"Authorization": ""})
    assert got.status_code == 200
    out = tmp_path / "out.mp4"
    out.write_bytes(got.content)
    assert numbers(out) == list(range(45))
