"""Every verb as a picture: notation before, the edit, notation after."""

from fractions import Fraction

import pytest

from typecut.edits import apply
from typecut.edits.verbs import (
    AddMusic,
    AddOverlay,
    AddSound,
    AddTitle,
    AddTransition,
    Append,
    ChangeTitle,
    Duplicate,
    Edit,
    FitDuration,
    Freeze,
    Insert,
    KeepOfClip,
    KeepRange,
    Lift,
    Move,
    Overwrite,
    RemoveClip,
    RemoveMusic,
    RemoveOfClip,
    RemoveTitle,
    RemoveTransition,
    Reorder,
    ReplaceMedia,
    Reverse,
    RippleDelete,
    Roll,
    SetDuration,
    SetSpeed,
    Slip,
    Split,
    Trim,
)
from typecut.timeline import Media, Range, notation

RATE = 24


def f(count: int) -> Fraction:
    return Fraction(count, RATE)


def span(start: int, end: int) -> Range:
    return Range.between(f(start), f(end))


def footage(name: str, length: int = 240) -> Media:
    return Media(name, f"{name}.mp4", "video", name, f(length), 1920, 1080, Fraction(RATE), True)


PHOTO = Media("P", "P.jpg", "image", "P", None, 1600, 1200)
AURORA = Media("G", "background:aurora?seed=1", "video", "G")
SONG = Media("M", "M.mp3", "audio", "M", f(240), has_audio=True)
LOFI = Media("L", "compose:lofi?seed=1", "audio", "Lo-fi", has_audio=True)
VOICE = Media("S", "S.wav", "audio", "S", f(24), has_audio=True)
B = footage("B")
JOINED = "V1 A[0-42] ~6+6 B[6-42] ~6+6 C[6-48]"

PICTURES: list[tuple[str, Edit, str]] = [
    # placing
    ("V1 A[0-48]", Append(B, span(0, 24)), "V1 A[0-48] B[0-24]"),
    ("V1 A[0-48]", Append(footage("A"), span(0, 24)), "V1 A[0-48] A.2[0-24]"),
    ("", Append(B), "V1 B[0-240]"),
    ("", Append(PHOTO), "V1 P[0-96]"),
    ("", Append(PHOTO, duration=f(12)), "V1 P[0-12]"),
    ("", Append(B, duration=f(12), clip="first"), "V1 first[0-12]"),
    ("V1 A[0-48]", Insert(B, f(12), span(0, 24)), "V1 A[0-12] B[0-24] A.2[12-48]"),
    ("V1 A[0-48]", Insert(B, f(0), span(0, 24)), "V1 B[0-24] A[0-48]"),
    ("V1 A[0-48]", Insert(B, f(48), span(0, 24)), "V1 A[0-48] B[0-24]"),
    (JOINED, Insert(footage("D"), f(42), span(0, 24)),
     "V1 A[0-48] D[0-24] B[0-42] ~6+6 C[6-48]"),
    ("V1 A[0-48]\nT1 -[12] \"x\"[0-12]", Insert(B, f(12), span(0, 24)),
     "V1 A[0-12] B[0-24] A.2[12-48]\nT1 -[36] \"x\"[0-12]"),
    ("V1 A[0-48]", Overwrite(B, f(12), span(0, 24)), "V1 A[0-12] B[0-24] A.2[36-48]"),
    ("V1 A[0-48]", Overwrite(B, f(36), span(0, 24)), "V1 A[0-36] B[0-24]"),
    ("V1 A[0-48]", AddOverlay(PHOTO, span(12, 36)), "V1 A[0-48]\nV2 -[12] P[0-24]"),
    ("V1 A[0-48]", AddOverlay(PHOTO), "V1 A[0-48]\nV2 P[0-48]"),
    ("V1 A[0-48]", AddOverlay(B, span(12, 96)), "V1 A[0-48]\nV2 -[12] B[0-36]"),
    ("V1 A[0-48] B[0-24]", ReplaceMedia("A", PHOTO), "V1 A[0-48] B[0-24]"),
    (JOINED, ReplaceMedia("B", footage("D"), span(48, 96)),
     "V1 A[0-42] ~6+6 B[54-90] ~6+6 C[6-48]"),
    # removing
    ("V1 A[0-48]", Lift(span(12, 24)), "V1 A[0-12] -[12] A.2[24-48]"),
    ("V1 A[0-12] -[12] B[0-24]", Lift(span(6, 12)), "V1 A[0-6] -[18] B[0-24]"),
    ("V1 A[0-48]", Lift(span(24, 48)), "V1 A[0-24]"),
    ("V1 A[0-48]", RippleDelete(span(12, 24)), "V1 A[0-12] A.2[24-48]"),
    ("V1 A[0-48] B[0-24]", RippleDelete(span(36, 60)), "V1 A[0-36] B[12-24]"),
    ("V1 A[0-48]x-1", RippleDelete(span(0, 12)), "V1 A[0-36]x-1"),
    ("V1 A[0-48]x2 B[0-24]", RippleDelete(span(12, 30)), "V1 A[0-24]x2 B[6-24]"),
    (JOINED, RippleDelete(span(36, 54)), "V1 A[0-36] B[18-42] ~6+6 C[6-48]"),
    ("V1 A[0-48] B[0-24]", KeepRange(span(36, 60)), "V1 A[36-48] B[0-12]"),
    ("V1 A[0-48] B[0-24]", RemoveClip("A"), "V1 B[0-24]"),
    (JOINED, RemoveClip("B"), "V1 A[0-42] ~6+6 C[6-48]"),
    (JOINED, RemoveClip("C"), "V1 A[0-42] ~6+6 B[6-48]"),
    ("V1 A[0-48]\nV2 P[0-12] -[6] Q[0-6]", RemoveClip("P"), "V1 A[0-48]\nV2 -[18] Q[0-6]"),
    # trimming
    ("V1 A[0-48] B[0-24]", Trim("A", f(12), f(6)), "V1 A[12-42] B[0-24]"),
    ("V1 A[12-42] B[0-24]", Trim("A", f(-12), f(-6)), "V1 A[0-48] B[0-24]"),
    ("V1 A[0-48]x-1", Trim("A", f(12), f(6)), "V1 A[6-36]x-1"),
    ("V1 A[0-48]x2", Trim("A", f(6), f(3)), "V1 A[12-42]x2"),
    ("V1 A[24-24]=24", Trim("A", f(6), f(-12)), "V1 A[24-24]=30"),
    ("V1 A[0-24]*60", Trim("A", f(0), f(20)), "V1 A[0-24]*40"),
    (JOINED, Trim("B", f(0), f(6)), "V1 A[0-42] ~6+6 B[6-36] ~6+6 C[6-48]"),
    ("V1 A[0-48] B[0-24]", SetDuration(f(12), ("A",)), "V1 A[0-12] B[0-24]"),
    ("V1 A[0-48] B[0-24]", SetDuration(f(12)), "V1 A[0-12] B[0-12]"),
    ("V1 A[0-48]", SetDuration(f(60)), "V1 A[0-60]"),
    ("V1 A[0-48] B[200-240]", SetDuration(f(60)), "V1 A[0-60] B[200-240]"),
    ("V1 A[0-48]x-1", SetDuration(f(12)), "V1 A[36-48]x-1"),
    ("V1 A[0-48]", KeepOfClip("A", span(12, 24)), "V1 A[12-24]"),
    ("V1 A[0-48]", RemoveOfClip("A", span(12, 24)), "V1 A[0-12] A.2[24-48]"),
    ("V1 A[0-48]", RemoveOfClip("A", span(0, 24)), "V1 A[24-48]"),
    ("V1 A[0-48] B[0-24]", RemoveOfClip("A", span(36, 48)), "V1 A[0-36] B[0-24]"),
    ("V1 A[0-48] B[12-36]", Roll("A", f(6)), "V1 A[0-54] B[18-36]"),
    ("V1 A[0-48] B[12-36]", Roll("A", f(-6)), "V1 A[0-42] B[6-36]"),
    ("V1 A[12-36]", Slip("A", f(6)), "V1 A[18-42]"),
    # order
    ("V1 A[0-48]", Split(f(12)), "V1 A[0-12] A.2[12-48]"),
    ("V1 A[0-48]x-1", Split(f(12)), "V1 A[36-48]x-1 A.2[0-36]x-1"),
    ("V1 A[0-48]x2", Split(f(12)), "V1 A[0-24]x2 A.2[24-48]x2"),
    ("V1 A[24-24]=24", Split(f(12)), "V1 A[24-24]=12 A.2[24-24]=12"),
    ("V1 A[0-48] B[0-48] C[0-48]", Move("C", 0), "V1 C[0-48] A[0-48] B[0-48]"),
    ("V1 A[0-12] -[6] B[0-24]", Move("B", 0), "V1 B[0-24] -[6] A[0-12]"),
    (JOINED, Move("C", 0), "V1 C[0-42] ~6+6 A[6-42] ~6+6 B[6-48]"),
    ("V1 A[0-48] B[0-48] C[0-48]", Reorder(("C", "A", "B")), "V1 C[0-48] A[0-48] B[0-48]"),
    ("V1 A[0-48] B[0-24] C[0-12]", Reorder(("C",)), "V1 C[0-12] A[0-48] B[0-24]"),
    ("V1 A[0-48] B[0-24]", Duplicate("A"), "V1 A[0-48] A.2[0-48] B[0-24]"),
    ("V1 A[0-48]", Duplicate("A", 2), "V1 A[0-48] A.2[0-48] A.3[0-48]"),
    (JOINED, Duplicate("B"), "V1 A[0-42] ~6+6 B[6-48] B.2[0-42] ~6+6 C[6-48]"),
    # time
    ("V1 A[0-48]", SetSpeed(Fraction(2)), "V1 A[0-48]x2"),
    ("V1 A[0-48]x-1", SetSpeed(Fraction(2)), "V1 A[0-48]x-2"),
    ("V1 A[0-48] B[0-24]\nT1 -[24] \"x\"[0-12] -[12] \"y\"[0-12]", SetSpeed(Fraction(2), ("A",)),
     "V1 A[0-48]x2 B[0-24]\nT1 -[12] \"x\"[0-12] \"y\"[0-12]"),
    (JOINED, SetSpeed(Fraction(2), ("B",)), "V1 A[0-42] ~6+6 B[12-36]x2 ~6+6 C[6-48]"),
    ("V1 A[0-48] B[0-24]", FitDuration(f(36)), "V1 A[0-48]x2 B[0-24]x2"),
    (JOINED, FitDuration(f(60)), "V1 A[0-42]x2 ~3+3 B[6-42]x2 ~3+3 C[6-48]x2"),
    ("V1 A[0-48]", Reverse(), "V1 A[0-48]x-1"),
    ("V1 A[0-48]x-2", Reverse(), "V1 A[0-48]x2"),
    (JOINED, Reverse(("A",)), "V1 A[6-48]x-1 ~6+6 B[6-42] ~6+6 C[6-48]"),
    ("V1 A[0-48]", Freeze(f(24), f(12)), "V1 A[0-24] A.2[24-24]=12 A.3[24-48]"),
    ("V1 A[0-48]", Freeze(f(48), f(12)), "V1 A[0-48] A.2[47-47]=12"),
    ("V1 A[0-48] B[12-24]", Freeze(f(48), f(12)), "V1 A[0-48] B.2[12-12]=12 B[12-24]"),
    # sound and music
    ("V1 A[0-48]", AddMusic(SONG), "V1 A[0-48]\nA1 music[0-240]*48"),
    ("V1 A[0-48]", AddMusic(LOFI), "V1 A[0-48]\nA1 music[0-48]"),
    ("V1 A[0-48]", AddMusic(SONG, range=span(12, 24)), "V1 A[0-48]\nA1 -[12] music[0-240]*12"),
    ("V1 A[0-48]", AddSound(VOICE, f(12)), "V1 A[0-48]\nA1 -[12] S[0-24]"),
    ("V1 A[0-48]\nA1 M[0-48]", RemoveMusic(), "V1 A[0-48]"),
    # transitions
    ("V1 A[0-48] B[0-48]", AddTransition(duration=f(12)), "V1 A[0-42] ~6+6 B[6-48]"),
    ("V1 A[0-48] B[0-48] C[0-48]", AddTransition(duration=f(12)), JOINED),
    ("V1 A[0-48] B[0-48] C[0-48]", AddTransition("wipe", f(12), ("B",)),
     "V1 A[0-48] B[0-42] ~6+6:wipe C[6-48]"),
    (JOINED, AddTransition("wipe", f(24)), "V1 A[0-36] ~12+12:wipe B[12-36] ~12+12:wipe C[12-48]"),
    ("V1 A[0-48] B[0-12] C[0-48]", AddTransition(duration=f(24)),
     "V1 A[0-45] ~3+3 B[3-9] ~3+3 C[3-48]"),
    ("V1 A[0-48]x-1 B[0-96]x2", AddTransition(duration=f(12)), "V1 A[6-48]x-1 ~6+6 B[12-96]x2"),
    ("V1 A[0-48] B[24-72]", AddTransition(duration=f(12), overlap=False),
     "V1 A[0-48] ~6+6 B[24-72]"),
    ("V1 A[0-48] B[0-48]", AddTransition(duration=f(12), overlap=False), "V1 A[0-48] ~6+6 B[6-48]"),
    ("V1 A[0-48] B[0-48]\nT1 -[48] \"x\"[0-12] \"y\"[0-12]", AddTransition(duration=f(12)),
     "V1 A[0-42] ~6+6 B[6-48]\nT1 -[42] \"x\"[0-6] \"y\"[0-12]"),
    (JOINED, RemoveTransition(), "V1 A[0-48] B[0-48] C[0-48]"),
    (JOINED, RemoveTransition(("B",)), "V1 A[0-42] ~6+6 B[6-48] C[0-48]"),
    # titles
    ("V1 A[0-96]", AddTitle("x"), "V1 A[0-96]\nT1 \"x\"[0-72]"),
    ("V1 A[0-48]", AddTitle("x"), "V1 A[0-48]\nT1 \"x\"[0-48]"),
    ("V1 A[0-96]", AddTitle("x", style="end-card"), "V1 A[0-96]\nT1 -[24] \"x\"[0-72]"),
    ("V1 A[0-96]\nT1 \"x\"[0-24]", AddTitle("y", span(24, 48)),
     "V1 A[0-96]\nT1 \"x\"[0-24] \"y\"[0-24]"),
    ("V1 A[0-96]\nT1 \"x\"[0-24]", AddTitle("y", span(12, 48)),
     "V1 A[0-96]\nT1 \"x\"[0-24]\nT2 -[12] \"y\"[0-36]"),
    ("V1 A[0-96]\nT1 \"x\"[0-24]", ChangeTitle(text="y"), "V1 A[0-96]\nT1 \"y\"[0-24]"),
    ("V1 A[0-96]\nT1 \"x\"[0-24]", ChangeTitle(range=span(48, 120)),
     "V1 A[0-96]\nT1 -[48] \"x\"[0-48]"),
    ("V1 A[0-96]\nT1 \"x\"[0-24]", RemoveTitle(), "V1 A[0-96]"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "edit", "after"),
    PICTURES,
    ids=[f"{type(e).__name__}: {b!r}"[:60] for b, e, _ in PICTURES],
)
def test_picture(before: str, edit: Edit, after: str) -> None:
    made = apply(notation.read(before, rate=RATE), edit)
    assert notation.write(made) == after


RIPPLES: list[tuple[str, Edit, str]] = [
    # what lies inside the deleted range goes, what comes later moves, the opening title stays
    ("V1 A[0-96]\nT1 \"x\"[0-6] -[12] \"y\"[0-12] -[18] \"z\"[0-12]", RippleDelete(span(12, 36)),
     "V1 A[0-12] A.2[36-96]\nT1 \"x\"[0-6] -[18] \"z\"[0-12]"),
    ("V1 A[0-96]\nT1 \"x\"[0-12]", RippleDelete(span(0, 24)), "V1 A[24-96]\nT1 \"x\"[0-12]"),
    # what reaches out of the range begins at the cut
    ("V1 A[0-96]\nV2 -[24] P[0-24]", RippleDelete(span(12, 36)),
     "V1 A[0-12] A.2[36-96]\nV2 -[12] P[0-24]"),
    # titles and overlays end with the picture, those beyond it go
    ("V1 A[0-96]\nV2 -[48] P[0-48]\nT1 -[60] \"x\"[0-24]", KeepRange(span(0, 72)),
     "V1 A[0-72]\nV2 -[48] P[0-24]\nT1 -[60] \"x\"[0-12]"),
    ("V1 A[0-96]\nT1 -[60] \"x\"[0-24]", SetDuration(f(48)), "V1 A[0-48]"),
    ("V1 A[0-96]\nA1 -[24] S[0-48]", SetDuration(f(48)), "V1 A[0-48]\nA1 -[24] S[0-24]"),
    # nothing over no picture
    ("V1 A[0-96]\nV2 P[0-24]\nT1 \"x\"[0-24]", RemoveClip("A"), ""),
    # overlays and sounds move with an insertion
    ("V1 A[0-48]\nV2 -[24] P[0-12]\nA1 S[0-12] -[12] R[0-12]", Insert(B, f(24), span(0, 12)),
     "V1 A[0-24] B[0-12] A.2[24-48]\nV2 -[36] P[0-12]\nA1 S[0-12] -[24] R[0-12]"),
    # a longer clip pushes what starts at its end
    ("V1 A[0-48] B[0-48]\nV2 -[48] P[0-12]", Trim("A", tail=f(-12)),
     "V1 A[0-60] B[0-48]\nV2 -[60] P[0-12]"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "edit", "after"), RIPPLES)
def test_other_tracks_move_along(before: str, edit: Edit, after: str) -> None:
    made = apply(notation.read(before, rate=RATE), edit)
    assert notation.write(made) == after


def test_music_follows_the_length() -> None:
    timeline = apply(notation.read("V1 A[0-48]", rate=RATE), AddMusic(LOFI))
    timeline = apply(timeline, Append(B, span(0, 24)))
    assert notation.write(timeline) == "V1 A[0-48] B[0-24]\nA1 music[0-72]"
    timeline = apply(timeline, AddMusic(SONG))
    timeline = apply(timeline, RemoveClip("A"))
    assert notation.write(timeline) == "V1 B[0-24]\nA1 music[0-240]*24"


def test_music_in_parts_and_layers() -> None:
    timeline = apply(notation.read("V1 A[0-48]", rate=RATE), AddMusic(SONG, range=span(0, 24)))
    timeline = apply(timeline, AddMusic(LOFI, range=span(24, 48)))
    assert notation.write(timeline) == "V1 A[0-48]\nA1 music[0-240]*24 music.2[0-24]"
    timeline = apply(timeline, AddMusic(SONG, layer=True))
    assert notation.write(timeline).count("\n") == 2
    assert notation.write(apply(timeline, AddMusic(LOFI))) == "V1 A[0-48]\nA1 music[0-48]"


def test_a_logo_over_the_whole_stays_over_the_whole() -> None:
    timeline = apply(notation.read("V1 A[0-48]", rate=RATE), AddOverlay(PHOTO))
    timeline = apply(timeline, Append(B, span(0, 24)))
    assert notation.write(timeline) == "V1 A[0-48] B[0-24]\nV2 P[0-72]"


def test_photos_are_elastic() -> None:
    timeline = apply(notation.read("", rate=RATE), Append(PHOTO))
    timeline = apply(timeline, SetDuration(f(240)))
    timeline = apply(timeline, Split(f(48)))
    assert notation.write(timeline) == "V1 P[0-48] P.2[0-192]"
    timeline = apply(timeline, AddTransition(duration=f(12)))
    assert notation.write(timeline) == "V1 P[0-42] ~6+6 P.2[0-186]"
    assert notation.write(apply(timeline, RemoveTransition())) == "V1 P[0-48] P.2[0-192]"
    assert notation.write(apply(timeline, Freeze(f(12), f(12)))) == "V1 P[0-54] ~6+6 P.2[0-186]"


def test_a_split_background_moves_on() -> None:
    timeline = apply(notation.read("", rate=RATE), Append(AURORA, duration=f(96)))
    assert notation.write(apply(timeline, Split(f(24)))) == "V1 G[0-24] G.2[24-96]"


def test_an_unreachable_handle_shortens_the_transition() -> None:
    before = "V1 A[0-234] ~6+6 B[6-48]"
    made = apply(notation.read(before, rate=RATE), Trim("A", tail=f(-4)))
    assert notation.write(made) == "V1 A[0-238] ~6+2 B[6-48]"


def test_transitions_share_a_short_clip() -> None:
    made = apply(notation.read(JOINED, rate=RATE), KeepOfClip("B", span(12, 18)))
    assert notation.write(made) == "V1 A[0-42] ~6+3 B[18-24] ~3+6 C[6-48]"


def test_ids_stay_unique_over_splits() -> None:
    timeline = notation.read("V1 A[0-48]", rate=RATE)
    for at in (12, 24, 36):
        timeline = apply(timeline, Split(f(at)))
    assert notation.write(timeline) == "V1 A[0-12] A.2[12-24] A.3[24-36] A.4[36-48]"
