import pytest

from typecut.studio.progress import Meter


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def meter():
    clock, seen = Clock(), []
    made = Meter(
        {"a": 60, "b": 60, "sound": 40, "join": 40}, {"a": 60, "b": 60}, 1 / 30, seen.append, clock
    )
    made.clock, made.seen = clock, seen
    return made


def test_one_number_that_never_falls(meter):
    for key, part in [("a", 0.5), ("b", 0.5), ("a", 0.2), ("sound", 1.0), ("b", 2.0)]:
        meter.move(key, part)
    assert [p.part for p in meter.seen] == [0.15, 0.3, 0.3, 0.5, 0.65]


def test_stages_and_counts(meter):
    meter.move("sound", 0.5)
    meter.finish("a")
    meter.finish("b")
    meter.finish("sound")
    meter.finish("join")
    assert [p.stage for p in meter.seen] == ["rendering", "rendering", "sound", "joining", "done"]
    assert [p.chunks for p in meter.seen] == [0, 1, 2, 2, 2]


def test_speed_and_time_left_once_there_is_something_to_go_by(meter):
    meter.move("a", 0.5)
    assert (meter.seen[-1].speed, meter.seen[-1].left) == (None, None)
    meter.clock.now = 2.0
    meter.finish("a")
    assert meter.seen[-1].speed == pytest.approx(1.0)
    assert meter.seen[-1].left == pytest.approx(2.0 * 0.7 / 0.3)


def test_nothing_to_do_is_done():
    seen = []
    Meter({"join": 1}, {}, 1 / 30, seen.append).finish("join")
    assert (seen[0].part, seen[0].stage) == (1.0, "done")
