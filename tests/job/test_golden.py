"""What the sample says, kept: the lead list and every sentence; `--update-golden` writes the files anew."""

from __future__ import annotations

import pytest

ANCHORS = ("江苏岑衡变压器股份有限公司", "华衡电网有限公司")


@pytest.fixture(scope="module")
def sample(new_bench, root):
    return new_bench().sample(root / "sample_data")


@pytest.fixture
def keep(root, request):
    """Compares a text with a golden file, or writes the file."""

    def check(name: str, text: str) -> None:
        path = root / "tests" / "golden" / name
        if request.config.getoption("--update-golden"):
            path.write_bytes(text.encode())
        assert path.is_file(), f"no {path}; write it with --update-golden"
        kept = path.read_bytes().decode()
        assert text.splitlines() == kept.splitlines(), "look at the difference, then run with --update-golden"

    return check


def test_leads(sample, keep):
    keep("leads.csv", sample.run("prospect", ANCHORS[0], "--csv", "--top", "25"))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_reasons(sample, keep, lang):
    lines = []
    for anchor in ANCHORS:
        told = sample.prospect(anchor, "--lang", lang, "--top", "25", "--show-excluded")
        lines.append(f"# {anchor}")
        for part in ("leads", "lookalikes"):
            for lead in told[part]:
                lines.append(f"{part} {lead['rank']} {lead['company']['name']} {lead['score']}")
                lines += [f"  {reason}" for reason in lead["reasons"]]
                if lead["rank"] == 1:
                    lines += [f"    {item['name']}: {item['evidence']}" for item in lead["contributions"]]
        lines += [f"excluded {row['company']['name']}: {row['reason']}" for row in told["excluded"]]
    keep(f"reasons.{lang}.txt", "\n".join(lines) + "\n")
