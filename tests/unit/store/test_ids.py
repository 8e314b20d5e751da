from typecut.store.ids import digest_of, new_id, new_name, new_secret


def test_ids_are_decimal_beyond_double_precision_and_fit_64_bits() -> None:
    number = int(new_id())
    assert 2**53 < number < 2**63
    assert len(new_id()) == 19


def test_ids_are_ordered_by_time(monkeypatch) -> None:
    monkeypatch.setattr("time.time_ns", lambda: 1_800_000_000_000_000_000)
    early = [new_id() for _ in range(100)]
    monkeypatch.setattr("time.time_ns", lambda: 1_800_000_000_001_000_000)
    late = new_id()
    assert len(set(early)) == 100
    assert max(early) < late
    assert max(map(int, early)) < int(late)


def test_names_and_secrets_do_not_repeat() -> None:
    assert len({new_name("x_") for _ in range(100)}) == 100
    assert len({new_secret("x_") for _ in range(100)}) == 100
    assert len(new_secret("")) == 43


def test_any_text_has_a_digest() -> None:
    assert digest_of("\ud800\0") != digest_of("?")
