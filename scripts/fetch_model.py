#!/usr/bin/env python3
"""Brings the speech model: the same as `coach fetch-model`, with the same arguments."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from coach.app.cli import main

if __name__ == "__main__":
    main(["fetch-model", *sys.argv[1:]])
