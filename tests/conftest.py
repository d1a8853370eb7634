"""What all tests share: the user's own folder is not this user's."""

from __future__ import annotations

import os
import tempfile

_OWN = tempfile.TemporaryDirectory(prefix="forerun-tests-")
# Set before anything is read, and inherited by every process that a test starts.
os.environ["XDG_CONFIG_HOME"] = _OWN.name
