from typecut.cli.reference import main, pages


def test_the_pages_in_docs_are_fresh():
    assert main(["--check"]) == 0


def test_every_command_is_described():
    page = pages()["cli.md"]
    for name in (
        "edit",
        "render",
        "explain",
        "probe",
        "draft undo",
        "draft redo",
        "cache trim",
        "demo",
    ):
        assert f"## typecut {name}\n" in page
