"""``python -m netdash``."""

import sys

from netdash.cli import main

if __name__ == "__main__":
    sys.exit(main())
