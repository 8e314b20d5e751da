from fractions import Fraction

import pytest

from synthetic import make_clip

SIZE = (320, 180)


@pytest.fixture(scope="session")
def clips(tmp_path_factory):
    """Three short clips with a flash and a tick at 1 s, at 30, 60 and 29.97 frames per second."""
    folder = tmp_path_factory.mktemp("clips")
    flashes = [Fraction(1)]
    return [
        make_clip(folder / "one.mp4", frames=90, flashes=flashes, size=SIZE, first=0),
        make_clip(folder / "two.mp4", frames=360, rate=60, flashes=flashes, size=SIZE, first=1000),
        make_clip(
            folder / "three.mp4", frames=90, rate=Fraction(30000, 1001), flashes=[Fraction(1001, 1000)], size=SIZE, first=2000
        ),
    ]  # fmt: skip
