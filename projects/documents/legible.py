"""Text as the typefaces that come with Typst can show it: what they lack becomes a box, what is too long is cut."""

import re
import unicodedata

LONGEST_TEXT = 20_000
LONGEST_WORD = 60
MOST_CHARACTERS = 300_000
MOST_LINES = 6_000
BOX = "\N{WHITE SQUARE}"
CUT = "\N{HORIZONTAL ELLIPSIS}"

# Each of these was tried in every style of the document. Others can make Typst stop: those that change the direction
# of the text, and marks that combine with a letter of another typeface.
SHOWN = (
    " -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0377\u0384-\u038a\u038e-\u03a1\u03a3-\u0482\u048a-\u04ff\u1e00-\u1eff"
    "\u2010-\u2027\u2030-\u2040\u2044-\u2052\u2074-\u208e\u20a0-\u20c0\u2100-\u211e\u2126-\u2151\u2153-\u2184"
    "\u2190-\u23ff\u2460-\u2606\u2713\u2717"
)
LACKING = re.compile(f"[^\n{SHOWN}]")
LINE_END = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
SPACE = re.compile("[\t\u2000-\u200a\u205f\u3000]")
UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufe00-\ufe0f\ufeff]")
LONG_WORD = re.compile(rf"\S{{{LONGEST_WORD + 1},}}")
OURS = re.compile(r"(https?://\S+=)?[0-9a-f]{64}")
BREAK_HERE = "\u200b"


class Legible:
    """Cleans the texts of one document, and remembers whether something was lost on the way."""

    def __init__(self) -> None:
        self.characters = MOST_CHARACTERS
        self.lines = MOST_LINES
        self.has_boxes = self.is_cut = False

    def __call__(self, text: str) -> str:
        room = max(0, min(LONGEST_TEXT, self.characters))
        plain = self._plain(text[: 2 * room])
        kept = "\n".join(plain[:room].split("\n")[: max(1, self.lines)])
        if len(kept) < len(plain) or len(text) > 2 * room:
            self.is_cut = True
            kept += CUT
        self.characters -= len(kept)
        self.lines -= kept.count("\n")
        return LONG_WORD.sub(_breakable, kept)

    def _plain(self, text: str) -> str:
        plain = unicodedata.normalize("NFC", text)
        plain = UNSEEN.sub("", SPACE.sub(" ", LINE_END.sub("\n", plain.replace("\u202f", "\u00a0"))))
        boxed = LACKING.sub(BOX, plain)
        self.has_boxes |= boxed != plain
        return boxed


def _breakable(found: re.Match[str]) -> str:
    """A long word can be broken, or it would run off the page; a hash is left whole, so that it can be copied."""
    word = found[0]
    if OURS.fullmatch(word):
        return word
    return BREAK_HERE.join(word[start : start + LONGEST_WORD] for start in range(0, len(word), LONGEST_WORD))
