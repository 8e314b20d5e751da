"""The sea at sunset: waves by their spectrum, the sky and the sun mirrored in them."""

import math
from collections.abc import Iterator

import cv2
import numpy as np

from .noise import Field, octaves, rgb, shifted, smoothstep

W, H = 960, 540
_HORIZON = 236
_TILE = 512
_METRES = 64.0
"""Side of the square of sea that repeats."""
_CAMERA = 4.6
_FOCAL = 1.15
_GRAVITY = 9.81
_WIND = 8.5
_SUN_X, _SUN_UP = -0.24, 0.085
_NEAR, _FAR = 1, 3


class Ocean:
    exposure = 0.85

    def __init__(self, frames: int) -> None:
        self._frames = frames
        self._waves = _Waves(3)
        self._sky = _sky()
        self._mirror = _mirror_table(self._sky)
        y = np.arange(_HORIZON, H, dtype=np.float32) + 0.75 - _HORIZON
        down = y / (W / 2) / _FOCAL
        self._distance = np.repeat((_CAMERA / down)[:, None], W, 1)
        across = (np.arange(W, dtype=np.float32) - W / 2) / (W / 2) / _FOCAL
        self._side = across[None, :] * self._distance
        self._across = np.repeat(across[None, :], len(y), 0)
        self._down = np.repeat(down[:, None], W, 1)
        self._calm = 1 / (1 + (self._distance / 95) ** 1.3)

    def pictures(self) -> Iterator[Field]:
        for number in range(self._frames):
            yield self._picture(number)

    def _picture(self, number: int) -> Field:
        time = number / 30
        image = np.empty((H, W, 3), np.float32)
        image[:_HORIZON] = shifted(self._sky, 60 + time * 1.1, 0, W, _HORIZON)
        image[_HORIZON:] = self._sea(time)
        seam = image[_HORIZON - 3 : _HORIZON + 4]
        seam[:] = cv2.GaussianBlur(seam, (1, 5), 0)
        return image

    def _sea(self, time: float) -> Field:
        slopes, crest = self._slopes(time)
        nx, nz = slopes[..., 0], slopes[..., 1]
        # A ray from the eye, mirrored at the water: where in the sky does it end?
        up = self._down + 2 * (-nz) * 1.0 + 0.012
        up = np.abs(up) + 0.5 * (nx * nx + nz * nz)
        turn = self._across + 2 * nx
        u = np.clip((turn * 0.5 + 0.5) * 255, 0, 255).astype(np.float32)
        v = np.clip(np.sqrt(np.minimum(up, 1.0)) * 255, 0, 255).astype(np.float32)
        sky = cv2.remap(self._mirror, u, v, cv2.INTER_LINEAR)
        facing = np.clip(self._down - nz, 0.0, 1.0)
        fresnel = (0.03 + 0.97 * (1 - facing) ** 4.2)[..., None]
        deep = rgb("#0b2a3c") * 0.5 + crest[..., None] * rgb("#2a8a88") * 0.12
        water = deep + (sky - deep) * fresnel
        dx, dy = (turn - _SUN_X) / 0.06, (up - _SUN_UP) / 0.06
        glint = np.exp(-np.minimum(dx * dx + dy * dy, 30.0))
        water += (glint * 4.5)[..., None] * rgb("#ffc98a")
        haze = np.exp(-self._down / 0.018)[..., None] * 0.55
        return water + (self._haze_colour() - water) * haze

    def _haze_colour(self) -> Field:
        return self._sky[_HORIZON - 4, 60 : 60 + W][None].astype(np.float32)

    def _slopes(self, time: float) -> tuple[Field, Field]:
        tile = self._waves.at(time)
        near = _sampled(tile, self._side, self._distance, time * 0.5, 1.0)
        # The same waves, smaller and turned: ripples upon the swell, and no visible repetition.
        c, s = math.cos(0.9), math.sin(0.9)
        fine = _sampled(
            tile, self._side * c - self._distance * s, self._side * s + self._distance * c,
            time * 1.3, 4.7,
        )  # fmt: skip
        fx = fine[..., 0] * c + fine[..., 1] * s
        fz = -fine[..., 0] * s + fine[..., 1] * c
        slope = near[..., :2] * 1.0
        slope[..., 0] += fx * 0.38
        slope[..., 1] += fz * 0.38
        slope *= self._calm[..., None]
        return slope, np.clip(near[..., 2], 0, 3) * self._calm


def _sampled(tile: Field, x: Field, z: Field, drift: float, density: float) -> Field:
    scale = _TILE / _METRES * density
    return cv2.remap(
        tile, x * scale, (z + drift) * scale, cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP
    )


class _Waves:
    """Slopes and height of a square of sea (Tessendorf): random waves of a wind's spectrum, each
    running at the speed that its length has in deep water."""

    def __init__(self, seed: int) -> None:
        k = np.fft.fftfreq(_TILE, _METRES / _TILE) * math.tau
        self._kx, self._kz = k[None, :], k[:, None]
        length = np.hypot(self._kx, self._kz)
        length[0, 0] = 1
        largest = _WIND**2 / _GRAVITY
        along = (self._kz * 0.88 + self._kx * 0.47) / length
        spectrum = np.exp(-1 / (length * largest) ** 2) / length**4 * along**2
        spectrum *= np.exp(-((length * 0.11) ** 2))
        spectrum[along < 0] *= 0.12
        spectrum[0, 0] = 0
        random = np.random.default_rng(seed)
        noise = random.standard_normal((_TILE, _TILE)) + 1j * random.standard_normal((_TILE, _TILE))
        self._start = (noise * np.sqrt(spectrum)).astype(np.complex64)
        self._speed = np.sqrt(_GRAVITY * length).astype(np.float32)
        slope = np.fft.ifft2(1j * self._kz * self._start).real.std()
        self._start *= 0.085 / slope
        height = np.fft.ifft2(self._start).real.std()
        self._tall = 1 / height
        back = self._start[(-np.arange(_TILE)) % _TILE][:, (-np.arange(_TILE)) % _TILE]
        self._back = np.conj(back)
        both = 1j * self._kx - self._kz
        self._slope_of = both.astype(np.complex64)

    def at(self, time: float) -> Field:
        phase = self._speed * time
        turn = np.cos(phase) + 1j * np.sin(phase)
        now = self._start * turn + self._back * np.conj(turn)
        # The slopes are real: one transform carries one in its real part, one in its imaginary.
        slopes = _inverse(now * self._slope_of)
        height = _inverse(now)
        return np.dstack([slopes[..., 0], slopes[..., 1], height[..., 0] * self._tall * 0.5])


def _inverse(spectrum: Field) -> Field:
    pairs = np.ascontiguousarray(spectrum.astype(np.complex64)).view(np.float32)
    return cv2.dft(pairs.reshape(_TILE, _TILE, 2), flags=cv2.DFT_INVERSE | cv2.DFT_SCALE)


def _sky() -> Field:
    width = W + 120
    y = np.linspace(1, 0, _HORIZON, dtype=np.float32)
    stops = [
        (0.0, "#ff9e5e"),
        (0.1, "#ffb27a"),
        (0.28, "#e99a8d"),
        (0.55, "#8c7fa8"),
        (1.0, "#3c568c"),
    ]
    colours = np.array([rgb(s[1]) for s in stops])
    places = [s[0] for s in stops]
    column = np.stack([np.interp(y, places, colours[:, c]) for c in range(3)], 1).astype(np.float32)
    column = cv2.GaussianBlur(
        column, (1, 0), sigmaX=0.1, sigmaY=14, borderType=cv2.BORDER_REPLICATE
    )
    sky = np.repeat(column[:, None, :], width, 1)
    sun_x = W / 2 + 60 + _SUN_X * _FOCAL * W / 2
    sun_y = _HORIZON - _SUN_UP * _FOCAL * W / 2
    px = np.arange(width, dtype=np.float32)[None, :]
    py = np.arange(_HORIZON, dtype=np.float32)[:, None]
    distance = np.hypot(px - sun_x, py - sun_y) / H
    clouds = octaves(512, 256, 12, 1.65, 3)[:240]
    clouds = cv2.resize(clouds, (width, _HORIZON), interpolation=cv2.INTER_CUBIC)
    cover = smoothstep(0.0, 1.8, clouds) * (0.35 + 0.65 * smoothstep(0.0, 0.5, y))[:, None]
    under = rgb("#ff8a5a") * np.exp(-distance * 1.7)[..., None] * 1.5 + rgb("#6a5f86") * 0.9
    sky += (under - sky) * (cover * 0.78)[..., None]
    sky += np.exp(-distance * 5.5)[..., None] * rgb("#ff9c50") * 1.2
    sky += (1 - smoothstep(0.040, 0.046, distance))[..., None] * rgb("#ffdf9f") * 3.2
    return np.ascontiguousarray(sky.astype(np.float32))


def _mirror_table(sky: Field) -> Field:
    """The sky by direction: across −1…1, and up by its square root (more detail near the horizon)."""
    up = (np.arange(256, dtype=np.float32) / 255) ** 2
    rows = np.clip(_HORIZON - 2 - up * _FOCAL * W / 2, 0, _HORIZON - 1)
    across = (np.arange(256, dtype=np.float32) / 255 * 2 - 1) * _FOCAL * W / 2 + W / 2 + 60
    u = np.repeat(across[None, :], 256, 0).astype(np.float32)
    v = np.repeat(rows[:, None], 256, 1).astype(np.float32)
    smooth = cv2.GaussianBlur(sky, (0, 0), 5)
    table = cv2.remap(smooth, u, v, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    overhead = rgb("#33466e") * 0.8
    share = smoothstep(0.35, 0.9, up)[:, None, None]
    return np.ascontiguousarray((table * (1 - share) + overhead * share).astype(np.float32))
