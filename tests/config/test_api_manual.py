"""The examples of docs/api.md do what the manual says."""

import re
import shutil
import subprocess
import sys

import pytest
from pytest_django.live_server_helper import LiveServer

from tests.api_caller import token_for
from tests.architecture.sources import ROOT
from tests.cast import Cast, this_hour

MANUAL = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```sh\n(.*?)^```", MANUAL, re.MULTILINE | re.DOTALL)
# What jq does in the manual, for machines without it.
FIRST_ID = f'{sys.executable} -c \'import json, sys; print(json.load(sys.stdin)["results"][0]["id"])\''


@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed")
@pytest.mark.django_db(transaction=True)
def test_every_example_of_the_manual_answers_as_it_should(live_server: LiveServer) -> None:
    cast = Cast(this_hour())
    variables = {"API": f"{live_server.url}/api/v1", "TOKEN": token_for(cast.administrator)}
    assert len(EXAMPLES) > 8
    for example in EXAMPLES[1:]:
        script = example.replace("curl -s", "curl -sS --fail-with-body").replace("jq -r '.results[0].id'", FIRST_ID)
        ended = subprocess.run(["/bin/bash", "-ec", script], env=variables, capture_output=True, text=True, check=False)
        assert ended.returncode == 0, (example, ended.stdout, ended.stderr)
        assert ended.stdout.startswith(("{", "[")), example
