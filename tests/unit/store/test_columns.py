import pytest
from sqlalchemy.dialects import sqlite

from typecut.store.columns import LARGEST, CleanText, Whole

DIALECT = sqlite.dialect()


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        ("plain", "plain"),
        ("你好 🎬", "你好 🎬"),
        ("a\0b", "a\N{REPLACEMENT CHARACTER}b"),
        ("a\ud800b", "a?b"),
        (None, None),
    ],
)
def test_text_is_made_storable(given: str | None, stored: str | None) -> None:
    assert CleanText().process_bind_param(given, DIALECT) == stored


@pytest.mark.parametrize(
    ("given", "stored"),
    [(7, 7), (2**63, LARGEST), (-(2**70), -LARGEST), (None, None)],
)
def test_whole_numbers_are_kept_within_64_bits(given: int | None, stored: int | None) -> None:
    assert Whole().process_bind_param(given, DIALECT) == stored
