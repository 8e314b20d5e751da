"""Half an hour takes hardly more memory than half a minute."""

import subprocess
import sys
from pathlib import Path

import pytest

from sounds import noisy, write_sound

PROGRAM = """
import resource, sys
from fractions import Fraction as F
from pathlib import Path
from sounds import recording
from typecut.engine.sound import mix_sound
from typecut.render.spec import Sound, SoundSpec
source, seconds = recording(Path(sys.argv[1])), int(sys.argv[2])
loop = Sound(source, F(0), F(seconds), F(0), cycle=F(7), gain=0.5)
cuts = tuple(Sound(source, F(s), F(5), F(1)) for s in range(0, seconds, 5))
spec = SoundSpec(F(seconds), (loop, *cuts), loudness=-14.0)
mix_sound(spec, Path(sys.argv[1]).with_name("long.m4a"), Path(sys.argv[1]).parent)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="memory is counted as Linux does")
def test_memory_stays_flat(tmp_path: Path) -> None:
    source = write_sound(tmp_path / "a.m4a", noisy(9))

    def most(seconds: int) -> int:
        command = [sys.executable, "-W", "ignore", "-c", PROGRAM, str(source), str(seconds)]
        here = Path(__file__).parents[2]
        done = subprocess.run(command, cwd=here, check=True, capture_output=True, text=True)
        return int(done.stdout)

    assert most(1800) < most(30) + 120
