"""Every line of docs/api.md does what the page says."""

import re
import shlex
from pathlib import Path

from matcher.domain.scopes import TokenScope
from matcher.service.admission import Limits
from tests.web.api.towns import Town
from web.api.document import SAYS

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "api.md").read_text(encoding="utf-8")


def commands(name: str) -> list[list[str]]:
    blocks = "".join(re.findall(r"```sh\n(.*?)```", PAGE, flags=re.DOTALL))
    lines = re.sub(r"\\\n\s*", " ", blocks)
    lines = re.sub(r"\n\s+", " ", lines).splitlines()
    return [shlex.split(line) for line in lines if line.startswith(f"{name} ")]


def test_each_call_of_the_page_works(town: Town):
    [make] = commands("nearhand")
    scopes = [TokenScope(word) for word in make if ":" in word]
    program = town.charity("larder", scopes)
    known = {
        "$NEARHAND": "",
        "$TOKEN": program.secret,
        "$PROPOSAL": town.ours["proposed match"],
    }
    said = []
    for _curl, *words in commands("curl"):
        for name, value in known.items():
            words = [word.replace(name, value) for word in words]
        given = {"-X": "GET", "-d": None}
        headers, path = {}, ""
        while words:
            word = words.pop(0)
            if word == "-H":
                name, _, value = words.pop(0).partition(": ")
                headers[name] = value
            elif word in given:
                given[word] = words.pop(0)
            else:
                path = word
        answer = program.client.open(path, method=given["-X"], headers=headers, data=given["-d"])
        said.append(answer.status_code)
        if answer.status_code == 201:
            known["$NEED"] = answer.json["id"]
    assert said == [200, 200, 200, 201, 200, 200, 200]


def test_the_page_speaks_of_what_there_is():
    codes = {int(code) for code in re.findall(r"^\| (\d{3}) \|", PAGE, flags=re.MULTILINE)}
    assert codes == SAYS.keys() - {400, 413, 415}
    assert f"{Limits().per_token} for a token" in PAGE
