"""The accounts of the demo, for the page to sign in. Kept beside the data; shown on one's own machine only."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

FILE = "demo_accounts.json"


@dataclass(frozen=True, slots=True)
class DemoAccounts:
    """One password for all, and what each account is good for, by its e-mail address."""

    password: str
    accounts: Mapping[str, str]


def keep_demo_accounts(password: str, accounts: Mapping[str, str]) -> None:
    _file().write_text(json.dumps({"password": password, "accounts": dict(accounts)}), encoding="utf-8")


def demo_accounts() -> DemoAccounts | None:
    """None where the demo is not loaded, or others could reach this installation."""
    if not settings.ON_LOOPBACK or not _file().exists():
        return None
    return DemoAccounts(**json.loads(_file().read_text(encoding="utf-8")))


def _file() -> Path:
    return Path(settings.DATA_DIR) / FILE
