"""The command line: exit codes, one sentence for every refusal, JSON, CSV, width."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys

import pytest
from commands import run

import multipolar as mp
from multipolar.cli.app import app, only
from multipolar.cli.output import amount, figure
from multipolar.panel.release import EMBEDDED
from multipolar.sources.catalog import SOURCES

ESTIMATE_KEYS = [
    "indicator",
    "ccode1",
    "ccode2",
    "year",
    "value",
    "low",
    "high",
    "n",
    "status",
    "origins",
    "note",
    "data_version",
]


def process(*words, **environment):
    return subprocess.run(
        [sys.executable, "-m", "multipolar", *words],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )


# ------------------------------------------------------------------ bad questions
REFUSED = [
    ("assess Xyzland Russia", "Xyzland"),
    ("assess Korea Russia", "North Korea or South Korea"),
    ("assess China China", "same state"),
    ("assess China Russia --as-of 2099", "future"),
    ("assess China Russia --as-of 1700", "1816"),
    ("assess Tuvalu Nauru --as-of 1970", "2000"),
    ("get votes.kappa CHN RUS --years 2014:2000", "2000:2014"),
    ("get votes.kappa CHN RUS --years foo", "2000:2014"),
    ("get votes.kappa CHN RUS --year 2099", "future"),
    ("get votes.kappa CHN RUS --year 2014 --as-of 2010", "2010"),
    ("get votes.kappa CHN RUS --year 2014 --years 2000:2014", "either"),
    ("get votes.kapa CHN RUS", "votes.kappa"),
    ("get votes.kappa CHN", "two states"),
    ("get votes.kappa CHN RUS USA", "two states"),
    ("get power.cinc CHN RUS", "one state"),
    ("get votes.kappa CHN CHN", "same state"),
    ("get votes.kappa CHN RUS --by month", "year or session"),
    ("get votes.kappa CHN RUS --issue peace", "me"),
    ("get votes.kappa CHN RUS --carry", "carried"),
    ("get trade.share CHN RUS --issue hr", "no sessions"),
    ("get ideal.point CHN --year 2014 --base all", "vote base"),
    ("get votes.kappa CHN RUS --json --csv", "not both"),
    ("indicators votes.kapa", "votes.kappa"),
    ("indicators hostilty", "hostility"),
    ("state Atlantis", "Atlantis"),
    ("state Korea", "North Korea"),
    ("cite nothing", "nothing"),
    ("cite assess:CHNRUS", "assess:CHN-RUS@2014"),
    ("cite votes.kappa --format xml", "bibtex"),
    ("partners CHN --indicator trade.share", "symmetric"),
    ("partners CHN --year 2099", "future"),
    ("partners Gallia", "Gallia"),
    ("change votes.kappa CHN RUS", "--from"),
    ("change trade.share CHN RUS --from 2000:2006 --to 2007:2013", "votes.kappa"),
    ("change votes.kappa CHN RUS --from 2000:2006 --to 2007:20x", "2007:20x"),
    ("change votes.kappa CHN RUS --from 1900:1906 --to 2007:2013", "in 1900-1906"),
    ("change votes.kappa CHN RUS --years 2012:2014", "8 are needed"),
    ("data fetch nosuch", "nosuch"),
    ("assess China Russia --as-of abc", "'abc' is no year"),
    ("get votes.kappa CHN RUS --year abc", "'abc' is no year"),
    ("system abc", "'abc' is no year"),
    ("assess China Russia --html nowhere/page.html", "there is no folder nowhere"),
    ("assess China Russia --charts nowhere/charts", "there is no folder nowhere/charts"),
    (f"assess China Russia --charts {__file__}", "is a file: name a folder"),
]


@pytest.mark.parametrize(("words", "told"), REFUSED, ids=[words for words, _ in REFUSED])
def test_a_bad_question_is_refused_in_one_sentence(words, told):
    code, out, error = run(*words.split())
    assert code == 2
    assert out == ""
    assert told in error
    assert "\n" not in error
    assert len(error) < 400


def test_a_place_that_is_no_place_is_exit_2(tmp_path):
    found = process("assess", "China", "Russia", "--html", str(tmp_path))
    assert found.returncode == 2
    assert found.stderr == f"multipolar: {tmp_path} is a folder: name a file in it\n"
    file = tmp_path / "file"
    file.touch()
    found = process("data", "status", MULTIPOLAR_DATA=str(file))
    assert found.returncode == 2
    assert "MULTIPOLAR_DATA names" in found.stderr


def test_a_pair_goes_by_its_names_in_the_order_asked():
    spans = ("--from", "2007:2010", "--to", "2011:2014")
    _, out, _ = run("change", "votes.kappa", "CHN", "RUS", *spans)
    assert "China - Russia, average" in out
    _, out, _ = run(*["change", "votes.kappa", "RUS", "CHN", "--years", "1992:2014"])
    assert "Russia - China: years with a new level" in out
    _, out, _ = run(*["get", "trade.share", "RUS", "CHN", "--year", "2014"])
    assert "share of the other in its trade, Russia to China" in out


def test_a_refusal_from_outside():
    """The real process: exit 2, one line on stderr, nothing on stdout, no traceback."""
    found = process("assess", "Korea", "Russia")
    assert found.returncode == 2
    assert found.stdout == ""
    assert found.stderr.startswith("multipolar: ")
    assert found.stderr.count("\n") == 1


@pytest.mark.parametrize("words", ["data status", "data status --json"])
def test_a_damaged_release_is_told_and_is_exit_1(words, tmp_path):
    copy = tmp_path / "release"
    shutil.copytree(EMBEDDED, copy)
    with (copy / "trade.parquet").open("r+b") as table:
        table.write(b"damage")
    (copy / "igo.parquet").unlink()
    found = process(*words.split(), MULTIPOLAR_RELEASE=str(copy), MULTIPOLAR_DATA=str(tmp_path))
    assert found.returncode == 1
    assert "trade.parquet is not the file that its manifest describes" in found.stdout
    assert "igo.parquet cannot be read" in found.stdout
    assert "votes.parquet" not in found.stdout
    assert found.stderr == ""


def test_trouble_with_data_is_exit_1(tmp_path):
    found = process("assess", "China", "Russia", MULTIPOLAR_RELEASE=str(tmp_path / "none"))
    assert found.returncode == 1
    assert found.stdout == ""
    assert found.stderr.count("\n") == 1
    assert "no data release" in found.stderr


def test_raw_files_that_are_not_there_are_exit_1(tmp_path):
    found = process("ideal-points", "fit", MULTIPOLAR_DATA=str(tmp_path))
    assert found.returncode == 1
    assert "Traceback" not in found.stderr
    assert found.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "words", ["nosuch", "get", "assess China", "get votes.kappa CHN RUS --year abc"]
)
def test_usage_errors_are_exit_2(words):
    code, out, _ = run(*words.split())
    assert code == 2
    assert out == ""


def test_an_odd_year_in_a_citation_is_refused():
    assert run("cite", "assess:CHN-RUS@²")[0] == 2


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_an_undefined_change_is_refused():
    words = "change votes.kappa Togo Burundi --from 1984:1984 --to 1985:1986 --json"
    assert run(*words.split())[0] == 2


def test_two_kinds_of_change_at_once_are_refused():
    words = "change votes.kappa CHN RUS --from 2000:2006 --to 2007:2013 --years 2000:2014"
    assert run(*words.split())[0] == 2


# ------------------------------------------------------------------ answers
def test_a_year_outside_coverage_is_a_typed_answer():
    code, out, _ = run("get", "votes.kappa", "CHN", "RUS", "--year", "1900", "--json")
    answer = json.loads(out)
    assert (code, answer["value"], answer["status"]) == (0, None, "out_of_coverage")


def test_json_of_one_year_is_an_object():
    code, out, _ = run("get", "votes.kappa", "CHN", "RUS", "--year", "2014", "--json")
    answer = json.loads(out)
    assert code == 0
    assert list(answer) == ESTIMATE_KEYS
    expected = mp.get("votes.kappa", "CHN", "RUS", year=2014).to_dict()
    assert answer == expected | {"data_version": mp.data_version()}


def test_json_of_several_years_is_a_list():
    _, out, _ = run("get", "power.cinc", "CHN", "--years", "2010:2012", "--json")
    answer = json.loads(out)
    assert [row["year"] for row in answer] == [2010, 2011, 2012]
    assert all(list(row) == ESTIMATE_KEYS and row["ccode2"] is None for row in answer)
    _, out, _ = run("get", "power.cinc", "CHN", "--years", "2010", "--json")
    assert isinstance(json.loads(out), list)


def test_csv():
    _, out, _ = run("get", "votes.kappa", "CHN", "RUS", "--years", "2012:2014", "--csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [int(row["year"]) for row in rows] == [2012, 2013, 2014]
    assert list(rows[0]) == ESTIMATE_KEYS[:-1]
    series = mp.get("votes.kappa", "CHN", "RUS", years=range(2012, 2015))
    assert [float(row["value"]) for row in rows] == [item.value for item in series]
    _, out, _ = run("get", "votes.kappa", "CHN", "RUS", "--year", "1900", "--csv")
    assert next(iter(csv.DictReader(io.StringIO(out))))["value"] == ""


JSON = {
    "assess China Russia --as-of 2014": dict,
    "indicators": list,
    "indicators votes.kappa": dict,
    "indicators trade": list,
    "state DEU --as-of 1980": dict,
    "partners China --year 2014 --top 3": list,
    "change votes.kappa CHN RUS --from 2000:2006 --to 2007:2013": dict,
    "change votes.kappa CHN RUS --years 1992:2019": list,
    "data status": dict,
}


@pytest.mark.parametrize("words", JSON)
def test_json_parses(words):
    code, out, _ = run(*words.split(), "--json")
    assert code == 0
    assert isinstance(json.loads(out), JSON[words])


def test_a_field_lists_its_own_indicators_only():
    _, out, _ = run("indicators", "Trade", "--json")
    names = [row["indicator"] for row in json.loads(out)]
    assert "trade.share" in names
    assert all(name.startswith("trade.") for name in names)


def test_partners_are_cut_to_the_top():
    _, out, _ = run("partners", "China", "--year", "2014", "--top", "3", "--json")
    assert [row["rank"] for row in json.loads(out)] == [1, 2, 3]


def test_a_state_that_ended_is_refused_with_its_reason():
    code, _, error = run("state", "East Germany", "--as-of", "2000")
    assert code == 2
    assert "1990" in error
    code, out, _ = run("state", "East Germany", "--as-of", "2000", "--json")
    assert code == 0
    assert json.loads(out)["state"] is None


# ------------------------------------------------------------------ on the screen
SCREENS = [
    "assess China Russia --as-of 2014",
    "get votes.kappa CHN RUS --years 2005:2014",
    "get votes.kappa CHN RUS --year 2024 --base all",
    "get power.gdp CHN --years 2015:2024",
    "indicators",
    "indicators trade.share",
    "indicators trade",
    "state DEU",
    "partners China --year 2014",
    "change votes.kappa CHN RUS --years 1992:2019",
    "change votes.kappa CHN RUS --from 2000:2006 --to 2007:2013",
    "compare China Russia --with US UK --with DPRK Bhutan --with Brazil India --as-of 2014",
    "council",
    "council China Russia",
    "data status",
    "get power.net_resources TON --years 2018:2021",
    "assess Bhutan Tonga",
    "assess India Pakistan --as-of 2010",
]


@pytest.mark.parametrize("words", [words for words in SCREENS if words != "data status"])
def test_no_word_is_split_and_no_column_is_lost(words):
    _, narrow, _ = run(*words.split(), columns=60)
    _, wide, _ = run(*words.split(), columns=200)
    assert set(narrow.split()) <= set(wide.split())
    scale = {line for line in wide.split() if re.fullmatch(r"[-()o]+|#+", line)}
    lost = set(wide.split()) - set(narrow.split()) - scale
    dropped = {"0", "distant", "close", "100", "unit", "years", "timeless", "directed"}
    assert all(word in dropped or re.fullmatch(r"\w+-year|\d{4}-\d{4}", word) for word in lost)


@pytest.mark.parametrize("columns", [60, 80])
def test_a_path_breaks_only_at_a_slash(columns):
    _, out, _ = run("data", "status", columns=columns)
    for source in SOURCES.values():
        for file in source.files:
            pieces = file.path.split("/")
            assert all(f"{piece}/" in out for piece in pieces[:-1])
            if len(pieces[-1]) <= columns - 20:
                assert pieces[-1] in out


@pytest.mark.parametrize("columns", [60, 80, 160])
@pytest.mark.parametrize("words", SCREENS)
def test_no_line_is_longer_than_the_screen(words, columns):
    code, out, _ = run(*words.split(), columns=columns)
    assert code == 0
    assert max(map(len, out.splitlines())) <= columns
    assert "\x1b" not in out
    assert not re.search(r"\de[+-]?\d\d", out), "a power of ten"


@pytest.mark.parametrize("columns", [80, 100, 160])
def test_a_value_stays_on_one_line_with_its_interval(columns):
    _, out, _ = run("assess", "China", "Russia", "--as-of", "2014", columns=columns)
    fields = out[out.index("\nfield ") : out.index("\npct: ")]
    assert len(re.findall(r"\[0\.\d+, 0\.\d+\]", fields)) == fields.count("[") == 3


def test_narrow_columns_stay_whole_where_no_value_can():
    _, out, _ = run("assess", "China", "Russia", "--as-of", "2014", columns=60)
    assert "10 years" in out
    assert "more hostile" in out


def test_a_narrow_screen_gives_two_lines_to_a_measure_of_power():
    _, narrow, _ = run("assess", "China", "Russia", "--as-of", "2014", columns=60)
    _, wide, _ = run("assess", "China", "Russia", "--as-of", "2014", columns=120)
    title = "capability index (CINC)"
    row = next(line.removeprefix(title).split() for line in wide.splitlines() if title in line)
    one, two, ratio, word, year = row
    said = f"{title}  {year}\n  China {one}  Russia {two}  ratio {ratio}  {word}\n"
    assert said in re.sub(" +\n", "\n", narrow)
    table = narrow[narrow.index("who is stronger") : narrow.index("verdict, 2014")]
    assert len(table.splitlines()) <= 16


def test_piped_output_is_plain():
    found = process("assess", "China", "Russia", "--as-of", "2014", COLUMNS="80")
    assert found.returncode == 0
    assert found.stderr == ""
    assert "\x1b" not in found.stdout
    assert max(map(len, found.stdout.splitlines())) <= 80
    assert "0.439 [0.232," in found.stdout


def test_the_screen_says_what_the_json_says():
    _, screen, _ = run("assess", "China", "Russia", "--as-of", "2014", columns=160)
    _, out, _ = run("assess", "China", "Russia", "--as-of", "2014", "--json")
    told = json.loads(out)
    flat = " ".join(screen.split())
    assert told["sentence"] in flat
    for row in told["criteria"]:
        assert row["criterion"] in flat
    for row in told["ranks"]:
        assert f"{row['value']} [{row['low']}, {row['high']}] of {row['n']}" in flat
    assert f"multipolar cite {told['cite']}" in flat


HELP = (
    "",
    "assess",
    "get",
    "indicators",
    "state",
    "cite",
    "partners",
    "change",
    "data",
    "data status",
    "data fetch",
    "data build",
    "ideal-points",
    "ideal-points fit",
)


@pytest.mark.parametrize("command", HELP)
def test_help(command):
    code, out, _ = run(*command.split(), "--help", columns=80)
    assert code == 0
    assert "Usage" in out
    assert max(map(len, out.splitlines())) <= 80


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (130.2, "130"),
        (350.9, "350"),
        (5.8e-05, "0.000058"),
        (0, "0"),
        (1.04, "1.0"),
        (-2.36, "-2.4"),
    ],
)
def test_two_digits_without_a_power_of_ten(value, shown):
    assert figure(value) == shown


def test_amounts():
    told = [amount(v) for v in (0.63, 9.1, 127.4, 4112345.0, 4e11, 1.25e12, -3e9)]
    expected = ["0.63", "9.1", "127", "4,112,345", "400 billion", "1.25 trillion", "-3.00 billion"]
    assert told == expected


# ------------------------------------------------------------------ where the answer goes
ANSWERS = ["indicators", "assess China Russia --json", "get votes.kappa CHN RUS --csv", "--help"]
RUN = [sys.executable, "-m", "multipolar"]


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
@pytest.mark.parametrize("words", ANSWERS)
def test_a_full_disk_is_told_in_one_sentence(words):
    with open("/dev/full", "w") as full:
        found = subprocess.run(
            [*RUN, *words.split()], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert found.returncode == 1
    assert found.stderr.startswith("multipolar: cannot write the answer")
    assert found.stderr.count("\n") == 1


@pytest.mark.parametrize("words", ANSWERS[:-1])
def test_a_reader_that_went_away_is_no_mistake(words):
    read, written = os.pipe()
    os.close(read)
    with os.fdopen(written, "w") as pipe:
        found = subprocess.run(
            [*RUN, *words.split()], stdout=pipe, stderr=subprocess.PIPE, text=True, check=False
        )
    assert (found.returncode, found.stderr) == (0, "")


@pytest.mark.parametrize("words", ["indicators power.gdp", "assess China Russia --json"])
def test_letters_that_the_encoding_lacks(words):
    found = process(*words.split(), PYTHONIOENCODING="ascii")
    assert (found.returncode, found.stderr) == (0, "")
    assert found.stdout.isascii()
    if "json" in words:
        assert json.loads(found.stdout) == json.loads(process(*words.split()).stdout)


def test_lacking_letters_are_folded():
    assert "GDP²/a × Côte – d’or".encode("ascii", "multipolar.plain") == b"GDP2/a x Cote - d'or"


def test_no_color_drops_bold_and_dim():
    plain = process("state", "DEU", NO_COLOR="1", FORCE_COLOR="1", TERM="xterm")
    styled = process("state", "DEU", FORCE_COLOR="1", TERM="xterm")
    assert "\x1b" not in plain.stdout
    assert "\x1b" in styled.stdout


def test_only_the_command_that_is_named_is_built(monkeypatch):
    commands, groups = app.registered_commands, app.registered_groups
    everything = run("--help")
    for name in ("assess", "map", "data", "no-such-command"):
        monkeypatch.setattr(app, "registered_commands", commands)
        monkeypatch.setattr(app, "registered_groups", groups)
        asked = run(name, "--help")
        only(name)
        assert run(name, "--help") == asked
        assert (len(app.registered_commands) == 1) == (name in ("assess", "map"))
    assert run("--help") == everything


def test_version():
    code, out, _ = run("--version")
    assert code == 0
    assert mp.data_version() in out
