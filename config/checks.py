"""Unsafe settings: web and worker refuse to start with them, in words that say what to set."""

from django.conf import settings

SHORTEST_SECRET = 32
FEWEST_DIFFERENT_CHARACTERS = 8


def is_weak(secret: str) -> bool:
    """Whether a secret could be guessed: short, repetitive, or one that Django marks as a placeholder."""
    return (
        len(secret) < SHORTEST_SECRET
        or len(set(secret)) < FEWEST_DIFFERENT_CHARACTERS
        or secret.startswith("django-insecure-")
    )


def unsafe_settings() -> list[str]:
    """What is unsafe about the present settings, a sentence each."""
    found = []
    if is_weak(settings.SECRET_KEY):
        found.append(
            "SECRET_KEY is missing or easy to guess: set it to at least 32 random characters, "
            "for instance what `openssl rand -hex 32` prints."
        )
    if not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS:
        found.append(
            "ALLOWED_HOSTS is empty or allows every host: set it to the host names people use, separated by commas."
        )
    if settings.DEBUG and not settings.ON_LOOPBACK:
        found.append("DEBUG is on where others can reach it: unset DEBUG, or set BASE_URL to a loopback address.")
    if not settings.HTTPS and not settings.ON_LOOPBACK:
        found.append(
            f"BASE_URL is {settings.BASE_URL}, which is not encrypted: set it to an address that begins with https://. "
            "Plain http is for 127.0.0.1 and localhost only."
        )
    return found


def in_words() -> str:
    """All that is unsafe in one text; empty when nothing is."""
    found = unsafe_settings()
    return "\n".join(["Varig does not start with unsafe settings.", *found]) if found else ""
