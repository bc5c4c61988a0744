"""``python -m multipolar``."""

from multipolar.cli.__main__ import main

if __name__ == "__main__":
    main()
