"""``python -m forerun.model_page`` writes docs/model.md and docs/behaviour.md anew."""

from __future__ import annotations

from forerun.model_page.pages import PAGES, filled

for path, blocks in PAGES.items():
    path.write_text(filled(path.read_text(encoding="utf-8"), blocks), encoding="utf-8")
