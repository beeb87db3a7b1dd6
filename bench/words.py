"""What the generated projects are called: three of some forty words."""

WORDS = [
    "Digital",
    "Mobile",
    "Common",
    "Simple",
    "Open",
    "Early",
    "Safe",
    "Green",
    "Local",
    "Shared",
    "Faster",
    "Better",
    "Warm",
    "Quiet",
    "Clear",
    "Joint",
    "Smart",
    "Fair",
    "Home",
    "Care",
    "School",
    "Water",
    "Road",
    "Waste",
    "Archive",
    "Permit",
    "Payroll",
    "Library",
    "Kitchen",
    "Nursing",
    "Youth",
    "Sports",
    "Heating",
    "Lighting",
    "Parking",
    "Harbour",
    "Forest",
    "Museum",
    "Bridge",
    "Ambulance",
]

CHOSEN = ("n * 7 + n / 40", "n * 11 + n / 7 + 13", "n * 17 + n / 1600 + 29")
"""Which words, for project n."""


def _word(place: str) -> str:
    names = ", ".join(f"'{word}'" for word in WORDS)
    return f"(ARRAY[{names}])[1 + ({place}) % {len(WORDS)}]"


TITLE = " || ' ' || ".join(_word(place) for place in CHOSEN)
"""The words of project n's title, in SQL."""


def two_words(number: int) -> tuple[str, str]:
    """The first and the last word of that project's title."""
    first, last = number * 7 + number // 40, number * 17 + number // 1600 + 29
    return WORDS[first % len(WORDS)], WORDS[last % len(WORDS)]
