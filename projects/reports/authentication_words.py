"""How a signer proved who they are, in the reader's language; what is kept is in one form for all."""

from django.utils.translation import gettext as _


def authentication_in_words(kept: str) -> str:
    """`password, 2026-03-02 09:31 UTC` and `token NAME` in words; other forms as they were kept."""
    if kept.startswith("password, "):
        return _("by password, given on %(moment)s") % {"moment": kept.removeprefix("password, ")}
    if kept.startswith("token "):
        return _("by the personal API token “%(name)s”") % {"name": kept.removeprefix("token ")}
    return {"session": _("by a session in the browser"), "token": _("by a personal API token")}.get(kept, kept)
