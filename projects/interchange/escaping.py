"""Text that a spreadsheet would take for a formula gets an apostrophe before it in CSV, and loses it on the way back.

Both turns go by the same question, and an apostrophe more never changes its answer; so each undoes the other exactly.
"""

import re

FORMULA = re.compile(r"'*\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|'*[\t\r\n]")
QUOTE = "'"


def escaped(text: str) -> str:
    return QUOTE + text if FORMULA.match(text) else text


def unescaped(text: str) -> str:
    return text[1:] if text.startswith(QUOTE) and FORMULA.match(text) else text
