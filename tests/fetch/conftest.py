"""How the properties of this folder are checked."""

from __future__ import annotations

import hypothesis

# a busy machine must not fail them
hypothesis.settings.register_profile("calm", deadline=None, max_examples=50)
hypothesis.settings.load_profile("calm")
