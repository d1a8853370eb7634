"""``python -m forerun.model_page`` writes the pages and the register's lines in docstrings anew."""

from __future__ import annotations

from forerun.model_page.pages import PAGES, docstrings, filled

for path, text in docstrings().items():
    path.write_text(text, encoding="utf-8")
for path, blocks in PAGES.items():
    path.write_text(filled(path.read_text(encoding="utf-8"), blocks), encoding="utf-8")
