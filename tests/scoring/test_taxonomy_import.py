"""Published skills join ours: which labels come through, what they may stand for, and what the files must be like."""

import pytest
from published_files import SKILL_COLUMNS, a_skill, an_esco_bundle, an_onet_database, write_csv

from scoring.errors import InvalidInputError
from scoring.local import rules_version
from scoring.taxonomy import Kind, Taxonomy, load_taxonomy
from scoring.taxonomy.extra import read_extra
from scoring.taxonomy.importing import ESCO, ONET, Sorter, read_esco, read_onet, version_in, write_extra
from scoring.taxonomy.importing.labels import Use, use_of
from scoring.taxonomy.senses import shipped_senses, shipped_weak_words
from scoring.taxonomy.source import shipped_skills


def quietly(name, rows):
    """Nobody watches."""


def imported(folder, *, esco=None, onet=None):
    """The taxonomy as it is after an import into ``folder``."""
    sorter, imports = Sorter(load_taxonomy()), []
    if esco is not None:
        imports.append((sorter.sort(ESCO, read_esco(esco, quietly)), version_in(esco)))
    if onet is not None:
        imports.append((sorter.sort(ONET, read_onet(onet, quietly)), version_in(onet)))
    write_extra(folder, imports)
    extra = read_extra(folder)
    return Taxonomy(shipped_skills(), shipped_senses(), shipped_weak_words(), extra, extra.version)


def found(taxonomy, text):
    return [mention.skill for mention in taxonomy.find(text)]


def test_a_published_skill_is_found_by_every_name_and_related_as_published(tmp_path):
    bundle = an_esco_bundle(
        tmp_path / "esco",
        a_skill("1", "thatch steep roofs", "lay reed roofs", "straw roofing"),
        a_skill("2", "cover roofs with plants"),
        a_skill("3", "reed harvest calendars"),
        broader=[("1", "2")],
        essential=[("1", "3")],
        groups=[("1", "covering, roofs | walls")],
    )

    taxonomy = imported(tmp_path / "out", esco=bundle)

    assert found(taxonomy, "Known for straw roofing and for laying stone.") == ["thatch steep roofs"]
    assert taxonomy.category("lay reed roofs") == "Covering, roofs walls"
    assert taxonomy.relatedness("cover roofs with plants", "thatch steep roofs") == (
        0.95,
        "thatch steep roofs falls under cover roofs with plants",
    )
    assert taxonomy.relatedness("reed harvest calendars", "thatch steep roofs")[0] == 0.85


def test_ours_win_and_published_skills_hang_below_them(tmp_path):
    bundle = an_esco_bundle(
        tmp_path / "esco",
        a_skill("1", "Python (computer programming)", "snake charming language"),
        a_skill("2", "zzFrame toolkit", "Django", "zz frame kits"),
        broader=[("2", "1")],
    )
    before = load_taxonomy()

    taxonomy = imported(tmp_path / "out", esco=bundle)

    assert taxonomy.aliases("Python") == before.aliases("Python")
    assert found(taxonomy, "Django, snake charming language") == ["Django"]
    assert taxonomy.relatedness("Python", "zzFrame toolkit")[0] == 0.95


def test_an_alternative_name_of_two_skills_belongs_to_neither(tmp_path):
    bundle = an_esco_bundle(
        tmp_path / "esco",
        a_skill("1", "glaze clay pots", "finishing of earthenware"),
        a_skill("2", "polish clay pots", "finishing of earthenware"),
        a_skill("3", "fire clay pots", "glaze clay pots"),
    )

    taxonomy = imported(tmp_path / "out", esco=bundle)

    assert found(taxonomy, "finishing of earthenware") == []
    assert found(taxonomy, "glaze clay pots") == ["glaze clay pots"]


def test_an_everyday_word_counts_only_where_skills_are_listed(tmp_path):
    bundle = an_esco_bundle(
        tmp_path / "esco",
        a_skill("1", "thatching"),
        a_skill("2", "greet passers by politely", reuse="transversal"),
        a_skill("3", "reed boat building"),
    )

    taxonomy = imported(tmp_path / "out", esco=bundle)

    assert found(taxonomy, "The thatching of the barn was old; we greet passers by politely.") == []
    assert found(taxonomy, "Skills: Python, thatching, SQL") == ["Python", "thatching", "SQL"]
    assert taxonomy.counts_only_in_lists("greet passers by politely")
    assert not taxonomy.counts_only_in_lists("reed boat building")


@pytest.mark.parametrize(
    ("label", "use"),
    [
        ("AB", Use.OUT),
        ("use of software", Use.OUT),
        ("apply the seven steps of a very long method", Use.OUT),
        ("a | b and c", Use.OUT),
        ("тестирование программ", Use.OUT),
        ("thatching", Use.LISTED),
        ("GIS", Use.LISTED),
        ("LESS", Use.LISTED),
        ("manage staff", Use.OUT),
        ("prepare glazes", Use.LISTED),
        ("KDevelop", Use.ANYWHERE),
        ("reed boat building", Use.ANYWHERE),
        ("manage musical staff", Use.ANYWHERE),
    ],
)
def test_the_rule_for_labels(label, use):
    assert use_of(label) is use


def test_languages_are_languages_and_their_parts_are_left_out(tmp_path):
    bundle = an_esco_bundle(
        tmp_path / "esco",
        a_skill("lang", "Quenyan", kind="knowledge", reuse="transversal"),
        a_skill("part", "write Quenyan letters", reuse="transversal"),
        a_skill("draft", "carve Quenyan runes", status="draft"),
        languages=["lang", "part"],
    )

    taxonomy = imported(tmp_path / "out", esco=bundle)

    assert taxonomy.kind("Quenyan") is Kind.LANGUAGE
    assert "write Quenyan letters" not in taxonomy
    assert "carve Quenyan runes" not in taxonomy


def test_technologies_come_under_their_barest_name(tmp_path):
    database = an_onet_database(
        tmp_path / "db_29_0_text",
        ("Example Systems Example Planner software", "Project management software"),
        ("Dune observation file format DOFF", "Data base software"),
        ("Dune observation file format DOFF", "Data base software"),
        elements=["Sand Reading"],
    )

    taxonomy = imported(tmp_path / "out", onet=database)

    assert taxonomy.category("Example Planner") == "Project management software"
    assert taxonomy.canonical("DOFF") == "Dune observation file format"
    assert taxonomy.counts_only_in_lists("DOFF")
    assert taxonomy.kind("Sand Reading") is Kind.SOFT
    assert found(taxonomy, "Took up sand reading in the desert") == []


def test_a_label_that_esco_and_onet_share_is_escos(tmp_path):
    bundle = an_esco_bundle(tmp_path / "esco", a_skill("1", "Dune Mapper Pro"))
    database = an_onet_database(tmp_path / "onet", ("Dune Mapper Pro", "Map software"))

    taxonomy = imported(tmp_path / "out", esco=bundle, onet=database)

    assert taxonomy.skill("dune mapper pro").area == "esco"


@pytest.mark.parametrize(
    ("name", "version"),
    [("ESCO dataset - v1.2.0 - classification - en - csv", "1.2.0"), ("db_29_0_text", "29.0"), ("downloads", "")],
)
def test_the_version_is_read_from_the_name_of_the_download(tmp_path, name, version):
    assert version_in(tmp_path / name) == version


def test_what_was_imported_is_part_of_what_a_score_rests_on(tmp_path):
    one = imported(tmp_path / "one", esco=an_esco_bundle(tmp_path / "esco", a_skill("1", "thatch steep roofs")))
    same = imported(tmp_path / "same", esco=tmp_path / "esco")
    other = imported(tmp_path / "other", esco=an_esco_bundle(tmp_path / "esco", a_skill("1", "thatch low roofs")))

    versions = [rules_version(taxonomy) for taxonomy in (load_taxonomy(), one, same, other)]

    assert versions[1] == versions[2]
    assert len(set(versions)) == 3


def damaged(folder, name, content):
    (folder / name).write_bytes(content)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        pytest.param(None, "skills_en.csv is missing", id="missing"),
        pytest.param(b"", "no column conceptType", id="empty"),
        pytest.param(b"conceptUri;preferredLabel\na;b\n", "no column", id="other separator"),
        pytest.param(",".join(SKILL_COLUMNS).encode() + b"\nk\xe9y" + b"," * 12, "not UTF-8", id="other encoding"),
        pytest.param(",".join(SKILL_COLUMNS).encode() + b"\na,b\n", "row 1: 2 columns", id="short row"),
        pytest.param(",".join(SKILL_COLUMNS).encode() + b'\na,"b', "after row", id="cut off"),
        pytest.param(",".join(SKILL_COLUMNS).encode() + b"\n" + b"x" * 140_000, "field larger", id="endless field"),
    ],
)
def test_a_file_that_is_not_what_was_published_is_refused_in_one_line(tmp_path, content, problem):
    bundle = an_esco_bundle(tmp_path / "esco", a_skill("1", "thatch steep roofs"))
    (bundle / "skills_en.csv").unlink()
    if content is not None:
        damaged(bundle, "skills_en.csv", content)

    with pytest.raises(InvalidInputError, match=problem) as refused:
        list(read_esco(bundle, quietly))

    assert len(str(refused.value).splitlines()) == 1


def test_a_file_without_quotes_keeps_its_inch_marks(tmp_path):
    database = an_onet_database(tmp_path / "onet")
    columns = ["O*NET-SOC Code", "Example", "Commodity Code", "Commodity Title", "Hot Technology", "In Demand"]
    write_csv(database / "Technology Skills.txt", columns, [["1", 'Reel 12" Planner', "4", "Tapes", "N", "N"]], "\t")

    (concept,) = read_onet(database, quietly)

    assert concept.labels == ('Reel 12" Planner',)


def test_a_failure_leaves_the_import_before_in_force(tmp_path):
    out = tmp_path / "out"
    imported(out, esco=an_esco_bundle(tmp_path / "esco", a_skill("1", "thatch steep roofs")))
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    damaged(tmp_path / "esco", "skills_en.csv", b"cut")

    with pytest.raises(InvalidInputError):
        imported(out, esco=tmp_path / "esco")

    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_a_disk_that_fails_in_the_middle_leaves_the_import_before_in_force(tmp_path):
    out = tmp_path / "out"
    imported(out, esco=an_esco_bundle(tmp_path / "esco", a_skill("1", "thatch steep roofs")))
    (out / "ATTRIBUTION.txt").unlink()
    (out / "ATTRIBUTION.txt").mkdir()

    with pytest.raises(OSError, match="ATTRIBUTION"):
        imported(out, esco=an_esco_bundle(tmp_path / "esco", a_skill("1", "thatch low roofs")))

    assert [skill.name for skill in read_extra(out).skills] == ["thatch steep roofs"]


def test_files_of_older_imports_go_and_those_of_the_last_one_stay(tmp_path):
    out = tmp_path / "out"
    for label in ("thatch steep roofs", "thatch low roofs", "thatch round roofs"):
        imported(out, esco=an_esco_bundle(tmp_path / "esco", a_skill("1", label)))

    kept = [path for path in out.glob("esco-*.txt") if not path.name.endswith(".listed.txt")]

    assert len(kept) == 2


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("taxonomy.json", b"{", "damaged"),
        ("taxonomy.json", b'{"format": 9, "sources": []}', "another release"),
        ("taxonomy.json", b'{"format": 1, "sources": [{"name": "x", "files": {}}]}', "damaged"),
        ("skills", b"thatch low roofs\n", "was changed"),
    ],
)
def test_a_folder_that_no_import_wrote_is_refused(tmp_path, name, content, problem):
    out = tmp_path / "out"
    imported(out, esco=an_esco_bundle(tmp_path / "esco", a_skill("1", "thatch steep roofs")))
    damaged(out, name if name != "skills" else read_extra(out).sources[0].skills.name, content)

    with pytest.raises(InvalidInputError, match=problem) as refused:
        read_extra(out)

    assert len(str(refused.value).splitlines()) == 1


def test_a_relation_to_a_skill_that_we_no_longer_ship_is_left_out(tmp_path):
    bundle = an_esco_bundle(
        tmp_path / "esco", a_skill("1", "zzFrame toolkit"), a_skill("2", "Python"), broader=[("1", "2")]
    )
    imported(tmp_path / "out", esco=bundle)
    without_python = [skill for skill in shipped_skills() if skill.name == "Baking"]

    later = Taxonomy(without_python, {}, extra=read_extra(tmp_path / "out"))

    assert later.skill("zzFrame toolkit").broader == ()
    assert later.relatedness("Baking", "zzFrame toolkit") is None
