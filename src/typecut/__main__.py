"""``python -m typecut`` is ``typecut``."""

from typecut.cli.main import main

if __name__ == "__main__":
    main()
